// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "smtp/session.h"

#include <optional>
#include <string>
#include <string_view>

namespace fulmar::smtp {

/// Why this address must not be put between the brackets of a path; nothing where it may.
///
/// Refused: CR, LF, NUL and any other control, blanks, angle brackets, anything that is not UTF-8
/// (Rejected); more than `limits::smtpPath` bytes (Limit). An empty one is a recipient's error and
/// a sender's right.
std::optional<Error> checkAddress(std::string_view address);

/// Why the transaction cannot be done on this server; decided before a byte of it is sent, so
/// nothing was taken.
///
/// Rejected: an address (above) or no recipient. Unsupported: non-ASCII addresses without SMTPUTF8,
/// an 8-bit message without 8BITMIME. Limit: larger than SIZE announces (RFC 1870).
std::optional<Error> checkEnvelope(const Transaction& transaction, const Extensions& extensions);

/// "MAIL FROM:<…> SIZE=… BODY=8BITMIME SMTPUTF8" with CRLF, with the parameters that the server
/// offers and the message needs.
std::string mailCommand(const Transaction& transaction, const Extensions& extensions);

/// "RCPT TO:<…> NOTIFY=… ORCPT=…" with CRLF for one of the recipients; the parameters where reports
/// are asked for.
std::string rcptCommand(
    const Transaction& transaction, const Extensions& extensions, std::size_t index);

} // namespace fulmar::smtp
