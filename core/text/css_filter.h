// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace fulmar::text {

/// Another colour for one that a mail names ("#fff", "navy", "rgb(0, 0, 0)"), in lower case; an
/// empty answer keeps it.
using ColourMap = std::function<std::string(std::string_view colour)>;

struct FilteredCss {
    std::string declarations; ///< "color: red; margin: 0", not escaped for HTML
    int remoteContentCount = 0; ///< declarations dropped because they name a remote address
};

/// The declarations of a style attribute whose property and value are on the allow-list: nothing
/// that loads (url, image-set, @import), computes (expression, var, attr), is escaped, or moves out
/// of its place (position, negative margins).
FilteredCss filterCss(std::string_view style, const ColourMap& mapColour = {});

} // namespace fulmar::text
