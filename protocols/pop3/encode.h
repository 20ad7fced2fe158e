// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pop3/session.h"

#include <string>
#include <string_view>

namespace fulmar::pop3 {

/// The line of a command with its CRLF.
std::string encode(const Command& command);
/// "RETR", "UIDL", …: for `Error::where`.
std::string_view keyword(const Command& command);
/// Whether +OK is followed by lines up to a dot.
bool isMultiline(const Command& command);

/// "3 1200" of LIST; nothing where it is something else.
std::optional<ListRow> parseListRow(std::string_view line);
/// "3 whqtswO00WBw418f9t5JxYwZ" of UIDL; nothing where it is something else.
std::optional<UidlRow> parseUidlRow(std::string_view line);

} // namespace fulmar::pop3
