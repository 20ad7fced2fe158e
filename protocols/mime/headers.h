// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <cstdint>

/// Reading header fields: unstructured text, address lists, dates, Message-IDs. All pure and total:
/// any bytes give some value.
namespace fulmar::mime {

/// First field of that name, case-insensitively; nothing where there is none.
std::optional<std::string_view> headerValue(
    const std::vector<HeaderField>& headers, std::string_view name);

/// Header text with RFC 2047 words decoded, as UTF-8 with white space runs of folding collapsed and
/// control characters removed.
std::string decodeUnstructured(std::string_view value, const CharsetDecoder& toUtf8);

/// Address list with groups flattened (RFC 5322 section 3.4), names decoded.
std::vector<Address> parseAddressList(std::string_view value, const CharsetDecoder& toUtf8);

/// Date header to seconds since 1970 UTC, obsolete forms included; nothing where unreadable or out
/// of range.
std::optional<std::int64_t> parseDate(std::string_view value);

/// Message-IDs of Message-ID, In-Reply-To or References, without brackets, in order.
std::vector<std::string> parseMessageIds(std::string_view value);

} // namespace fulmar::mime
