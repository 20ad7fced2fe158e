// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fulmar::imap {

/// The name of a mailbox for people: UTF-8 from modified UTF-7 (RFC 3501 section 5.1.3).
///
/// What is not well formed stays as it is: bad base64, lone surrogates, printable ASCII or controls
/// in base64, shifts that follow each other, and names that hold 8-bit octets already (RFC 6855).
/// The wire name stays the key for commands; two wire names never decode to one text unless one of
/// them is malformed.
std::string decodeMailboxName(std::string_view wire);

/// The wire name for UTF-8 text; nothing if the text is not valid UTF-8 or holds NUL.
std::optional<std::string> encodeMailboxName(std::string_view utf8);

} // namespace fulmar::imap
