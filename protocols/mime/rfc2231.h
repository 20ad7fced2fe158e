// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Parameters of Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2231).
namespace fulmar::mime {

/// A field value of the form `token *(";" name "=" value)`, read leniently.
struct ParameterisedValue {
    std::string
        value; ///< what stands before the parameters, comments and blanks removed, lower case
    std::vector<std::pair<std::string, std::string>>
        parameters; ///< names in lower case and once each, values as UTF-8
};

/// Reads it: continuations put together, charsets and percent signs undone, encoded words and raw
/// 8-bit bytes decoded although neither belongs there. Limits: 1,000 parameters, 1,000 pieces of
/// one. Linear time.
ParameterisedValue parseParameterised(std::string_view field, const CharsetDecoder& toUtf8);

/// `; name=value`, quoted or in the form of RFC 2231 where it must be; pieces of a long value on
/// lines of their own. `utf8` has no CR, LF or NUL.
std::string encodeParameter(std::string_view name, std::string_view utf8);

} // namespace fulmar::mime
