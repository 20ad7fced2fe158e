// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/plain.h"

namespace fulmar::sasl {

std::string plain(
    std::string_view user, const Secret<std::string>& password, std::string_view authorizationId)
{
    const std::string& word = password.reveal();
    if (user.find('\0') != std::string_view::npos || word.find('\0') != std::string::npos
        || authorizationId.find('\0') != std::string_view::npos)
        return {};
    std::string message;
    message.reserve(authorizationId.size() + user.size() + word.size() + 2);
    message += authorizationId;
    message += '\0';
    message += user;
    message += '\0';
    message += word;
    return message;
}

Plain::Plain(std::string user, Secret<std::string> password, std::string authorizationId)
    : m_user(std::move(user))
    , m_authorizationId(std::move(authorizationId))
    , m_password(std::move(password))
{
}

std::optional<Secret<std::string>> Plain::initialResponse()
{
    std::string message = plain(m_user, m_password, m_authorizationId);
    if (message.empty())
        return std::nullopt;
    m_sent = true;
    return Secret<std::string>(std::move(message));
}

Result<Secret<std::string>> Plain::respond(std::string_view)
{
    if (!m_sent) {
        if (auto message = initialResponse())
            return *std::move(message);
        return Unexpected(Error{ ErrorKind::Unsupported, "SASL PLAIN / NUL in user or password", {},
            "nul-in-credentials" });
    }
    return Unexpected(Error{ ErrorKind::Protocol, "SASL PLAIN / challenge after the message", {},
        "unexpected-challenge" });
}

} // namespace fulmar::sasl
