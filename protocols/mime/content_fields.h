// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace fulmar::mime {

/// Fills a part from its Content-* fields. `defaultType` holds where there is no Content-Type
/// ("message/rfc822" in a digest); a malformed one is text/plain (RFC 2045 section 5.2). The first
/// field of a name counts. What was repaired goes to `defects`.
void applyContentFields(Part& part, std::string_view defaultType, const CharsetDecoder& toUtf8,
    std::vector<std::string>& defects);

} // namespace fulmar::mime
