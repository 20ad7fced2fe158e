// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expected.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace fulmar {

/// Base64 without line breaks (RFC 4648 section 4).
std::string encodeBase64(std::string_view bytes);

/// Strict inverse for SASL: no white space, right padding; error = offset of the first wrong character.
Expected<std::string, std::size_t> decodeBase64(std::string_view text);

} // namespace fulmar
