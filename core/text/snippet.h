// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fulmar::text {

/// The first words of a text for a list row: one line, white space collapsed, quoted lines,
/// separator lines, "View in browser", bare addresses and the signature left out.
///
/// Where nothing but quotes is there, their text is taken. At most `maxCharacters` code points, cut
/// at a whole character; no ellipsis is added. UTF-8 in and out; linear time, and no more of the
/// text is read than needed.
std::string snippet(std::string_view text, std::size_t maxCharacters = 140);

} // namespace fulmar::text
