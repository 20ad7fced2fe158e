// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "mime/message.h"

namespace fulmar::mime {

/// Reads a message of any quality into its tree; something is always returned: text that is no MIME
/// at all becomes one text/plain part. Limits of `limits.h` are applied before mimetic sees a byte:
/// what is nested deeper is kept as one opaque leaf, header fields beyond the limits are cut or
/// left out, and `defects` says so. Thread: any; pure.
Message parse(std::string_view raw, const CharsetDecoder& toUtf8);

/// The decoded bytes of a leaf (transfer encoding undone, charset untouched); lenient towards
/// broken base64 and QP.
std::string decodedBody(std::string_view raw, const Part& part);

/// The text of a text/* leaf as UTF-8 with LF line ends.
std::string decodedText(std::string_view raw, const Part& part, const CharsetDecoder& toUtf8);

} // namespace fulmar::mime
