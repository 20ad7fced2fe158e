// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <string>

namespace fulmar::compose {

/// A message whose lines are all short enough for the wire (998 bytes, RFC 5322 section 2.1.1):
/// parts with longer ones get another transfer encoding, every other byte stays. CRLF line ends in
/// and out.
///
/// Error Rejected "line-too-long" with the place in `where`: a header field, or a part under a
/// signature, which another encoding would break.
Result<std::string> withLegalLines(std::string raw);

} // namespace fulmar::compose
