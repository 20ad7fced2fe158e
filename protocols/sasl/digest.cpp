// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/digest.h"

#include "common/base64.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

namespace fulmar::sasl {
namespace {

const EVP_MD* algorithm(Digest digest)
{
    switch (digest) {
    case Digest::Md5:
        return EVP_md5();
    case Digest::Sha1:
        return EVP_sha1();
    case Digest::Sha256:
        break;
    }
    return EVP_sha256();
}

const unsigned char* octets(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string asString(const unsigned char* bytes, std::size_t size)
{
    return { reinterpret_cast<const char*>(bytes), size };
}

} // namespace

std::string hashOf(Digest digest, std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm(digest), nullptr);
    return asString(out.data(), size);
}

std::string hmac(Digest digest, std::string_view key, std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    HMAC(algorithm(digest), key.data(), static_cast<int>(key.size()), octets(bytes), bytes.size(),
        out.data(), &size);
    return asString(out.data(), size);
}

Secret<std::string> pbkdf2(
    Digest digest, std::string_view password, std::string_view salt, unsigned iterations)
{
    std::string out(static_cast<std::size_t>(EVP_MD_get_size(algorithm(digest))), '\0');
    PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()), octets(salt),
        static_cast<int>(salt.size()), static_cast<int>(iterations), algorithm(digest),
        static_cast<int>(out.size()), reinterpret_cast<unsigned char*>(out.data()));
    return Secret<std::string>(std::move(out));
}

bool equalInConstantTime(std::string_view left, std::string_view right)
{
    return left.size() == right.size()
        && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string freshNonce()
{
    std::array<unsigned char, 18> bytes{};
    // Without randomness there is no nonce and SCRAM refuses to start.
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        return {};
    return encodeBase64(asString(bytes.data(), bytes.size()));
}

} // namespace fulmar::sasl
