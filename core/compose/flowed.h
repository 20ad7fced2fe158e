// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::compose {

/// Undoes format=flowed (RFC 3676 section 4): paragraphs become one line each, quote marks read ">
/// > ". `delSp`: the blank before a soft line end is not part of the text. Input and output have LF
/// line ends.
std::string unflowed(std::string_view text, bool delSp);

} // namespace fulmar::compose
