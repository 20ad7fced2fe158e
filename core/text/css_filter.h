// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::text {

struct FilteredCss {
    std::string declarations; ///< "color: red; margin: 0", not escaped for HTML
    int remoteContentCount = 0; ///< declarations dropped because they name a remote address
};

/// The declarations of a style attribute whose property and value are on the allow-list: nothing
/// that loads (url, image-set, @import), computes (expression, var, attr), is escaped, or moves out
/// of its place (position, negative margins).
FilteredCss filterCss(std::string_view style);

} // namespace fulmar::text
