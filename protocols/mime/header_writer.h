// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <string>
#include <string_view>
#include <vector>

/// Header fields as bytes: "Name: value" with CRLF, folded at 78 columns where a blank allows it,
/// 7-bit always (RFC 5322, RFC 2047). Callers have refused CR, LF and NUL.
namespace fulmar::mime {

/// Unstructured text such as Subject; encoded words only where the text needs them.
std::string textField(std::string_view name, std::string_view utf8);

/// Tokens that stand as they are, a blank between them: References.
std::string tokenField(std::string_view name, const std::vector<std::string>& tokens);

/// An address list; names quoted or encoded as they need.
std::string addressField(std::string_view name, const std::vector<Address>& addresses);

/// True for `local@domain` in ASCII that needs no further quoting: what may stand in brackets
/// without starting anything else.
bool isAddrSpec(std::string_view address);

/// True for `left@right` of a Message-ID without brackets, printable ASCII, at most 900 bytes.
bool isMessageId(std::string_view id);

} // namespace fulmar::mime
