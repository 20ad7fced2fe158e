// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/oauth.h"

#include "sasl/gs2.h"

#include <algorithm>

namespace fulmar::sasl {
namespace {

/// Whether a field may stand between the %x01 separators; the line breaks and NUL fit nowhere.
bool isClean(std::string_view field)
{
    return std::none_of(field.begin(), field.end(),
        [](char c) { return c == '\x01' || c == '\0' || c == '\r' || c == '\n'; });
}

Error unsendable(std::string_view mechanism)
{
    return { ErrorKind::Unsupported,
        "SASL " + std::string(mechanism) + " / control character in user or token", {},
        "control-in-credentials" };
}

/// What follows the message: once the dummy answer to the server's error, then nothing any more.
Result<Secret<std::string>> afterMessage(
    std::string_view mechanism, int said, std::string_view dummy)
{
    if (said == 1)
        return Secret<std::string>(std::string(dummy));
    return Unexpected(Error{ ErrorKind::Protocol,
        "SASL " + std::string(mechanism) + " / challenge after the error", {},
        "unexpected-challenge" });
}

} // namespace

XOAuth2::XOAuth2(std::string user, Secret<std::string> accessToken)
    : m_user(std::move(user)), m_token(std::move(accessToken))
{
}

std::optional<Secret<std::string>> XOAuth2::initialResponse()
{
    if (!isClean(m_user) || !isClean(m_token.reveal()))
        return std::nullopt;
    m_said = 1;
    return Secret<std::string>("user=" + m_user
        + "\x01"
          "auth=Bearer "
        + m_token.reveal() + "\x01\x01");
}

Result<Secret<std::string>> XOAuth2::respond(std::string_view)
{
    if (m_said > 0)
        return afterMessage(name(), m_said++, "");
    if (auto message = initialResponse())
        return *std::move(message);
    return Unexpected(unsendable(name()));
}

OAuthBearer::OAuthBearer(
    std::string user, Secret<std::string> accessToken, std::string host, std::uint16_t port)
    : m_user(std::move(user))
    , m_token(std::move(accessToken))
    , m_host(std::move(host))
    , m_port(port)
{
}

std::optional<Secret<std::string>> OAuthBearer::initialResponse()
{
    if (!isClean(m_user) || !isClean(m_host) || !isClean(m_token.reveal()))
        return std::nullopt;
    m_said = 1;
    std::string message = "n,a=" + gs2Name(m_user) + ",\x01";
    if (!m_host.empty())
        message += "host=" + m_host + "\x01port=" + std::to_string(m_port) + "\x01";
    message += "auth=Bearer " + m_token.reveal() + "\x01\x01";
    return Secret<std::string>(std::move(message));
}

Result<Secret<std::string>> OAuthBearer::respond(std::string_view)
{
    if (m_said > 0)
        return afterMessage(name(), m_said++, "\x01");
    if (auto message = initialResponse())
        return *std::move(message);
    return Unexpected(unsendable(name()));
}

} // namespace fulmar::sasl
