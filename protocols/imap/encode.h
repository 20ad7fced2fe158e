// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "imap/commands.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Values to wire text. Literals are written `{n}` CRLF octets here, whatever the server can do;
/// the session turns them into LITERAL+ or waits for "+" (`planWriting`).
namespace fulmar::imap {

/// `string`: quoted where it is printable ASCII of at most 1,024 bytes, else a literal.
std::string encodeString(std::string_view text);
/// `astring`: an atom where that is possible, else as `encodeString`; "NIL" is always quoted.
std::string encodeAstring(std::string_view text);
/// `date-time` in UTC with its quotes; clamped to the years 1 to 9999.
std::string encodeDateTime(std::int64_t secondsSince1970);
/// `date = date-day "-" date-month "-" date-year` of the day in UTC, as SEARCH wants it.
std::string encodeDate(std::int64_t secondsSince1970);
/// Puts `CHARSET UTF-8` before criteria that hold 8-bit octets (RFC 3501 section 6.4.4). Not after
/// UTF8=ACCEPT was enabled, RFC 6855 forbids it there.
std::string encodeCriteria(std::string criteria);

/// The name of a command as in "UID FETCH", for errors and the log.
std::string_view commandName(const Command& command);
/// A command without tag and CRLF, by what the server announced. For Append it ends in the header
/// of the message literal. The error is Unsupported: an argument that no IMAP command can carry
/// (code "unsafe-argument"), or an extension that is not announced (code = its name).
/// `enabled`: what ENABLE switched on in this connection.
Result<std::string> encodeCommand(
    const Command& command, const Capabilities& capabilities, const Capabilities& enabled = {});
/// True for a command on an empty UID set: it is done without the server.
bool concernsNothing(const Command& command);

/// One piece of a command: bytes to write, then perhaps a wait for "+".
struct WritePiece {
    std::string bytes{};
    bool awaitContinuation = false;
};
/// Cuts an encoded command at its literals: with LITERAL+, or LITERAL- up to 4,096 octets, nothing
/// has to wait (RFC 7888). Neighbours without a wait between them are joined. `openEnd`: the last
/// literal's octets come from somewhere else.
std::vector<WritePiece> planWriting(
    std::string_view encoded, const Capabilities& capabilities, bool openEnd);

} // namespace fulmar::imap
