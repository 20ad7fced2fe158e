// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/scanner.h"
#include "imap/types.h"

namespace fulmar::imap {

/// `envelope = "(" env-date SP env-subject SP env-from SP env-sender SP env-reply-to SP env-to SP
/// env-cc SP env-bcc SP env-in-reply-to SP env-message-id ")"` (RFC 3501 section 9).
///
/// Fields that are missing at the end stay empty, fields too many are passed over, a string in the
/// place of an address list is an empty list. Of more than `limits::mimeAddresses` addresses the
/// rest is dropped.
Parsed<Envelope> parseEnvelope(Scanner& scanner);

} // namespace fulmar::imap
