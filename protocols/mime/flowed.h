// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

/// text/plain; format=flowed (RFC 3676). Texts have LF line ends.
namespace fulmar::mime {

/// The text as it was meant: soft line breaks undone within one quote depth, space-stuffing
/// removed, quotes as ">" marks, a blank, text. With `delSp` the blank before a soft break goes
/// too. The signature separator "-- " is never joined.
std::string unflow(std::string_view text, bool delSp);

/// The text as flowed lines of at most 78 characters where words allow it. Blanks at line ends go
/// (they would mean a soft break), but for "-- "; lines that start with a blank or "From " are
/// stuffed; lines that start with ">" are quotes and keep their depth.
std::string flow(std::string_view text);

} // namespace fulmar::mime
