// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/cram_md5.h"

#include "sasl/digest.h"

namespace fulmar::sasl {

CramMd5::CramMd5(std::string user, Secret<std::string> password)
    : m_user(std::move(user)), m_password(std::move(password))
{
}

std::optional<Secret<std::string>> CramMd5::initialResponse()
{
    return std::nullopt;
}

Result<Secret<std::string>> CramMd5::respond(std::string_view challenge)
{
    if (m_answered)
        return Unexpected(Error{
            ErrorKind::Protocol, "SASL CRAM-MD5 / second challenge", {}, "unexpected-challenge" });
    m_answered = true;
    const std::string digest = hmac(Digest::Md5, m_password.reveal(), challenge);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string answer = m_user + ' ';
    for (const char c : digest) {
        const auto byte = static_cast<unsigned char>(c);
        answer += digits[byte >> 4U];
        answer += digits[byte & 15U];
    }
    return Secret<std::string>(std::move(answer));
}

} // namespace fulmar::sasl
