// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::imap {

/// Words of a server, fit to be shown to a person: control characters become blanks, cut behind
/// `limits::imapServerText` bytes at a character boundary.
std::string serverText(std::string_view text);

} // namespace fulmar::imap
