// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/secret.h"

#include <string>
#include <string_view>

/// The few primitives of OpenSSL's crypto library that SASL needs, as values.
namespace fulmar::sasl {

enum class Digest { Md5, Sha1, Sha256 };

std::string hashOf(Digest digest, std::string_view bytes);
std::string hmac(Digest digest, std::string_view key, std::string_view bytes);
/// PBKDF2 with one block of output (RFC 5802, function Hi); takes about a microsecond per
/// iteration.
Secret<std::string> pbkdf2(
    Digest digest, std::string_view password, std::string_view salt, unsigned iterations);
/// In a time that depends on the length alone.
bool equalInConstantTime(std::string_view left, std::string_view right);
/// Printable and unguessable, 24 characters (144 bits).
std::string freshNonce();

} // namespace fulmar::sasl
