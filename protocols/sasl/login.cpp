// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/login.h"

namespace fulmar::sasl {

Login::Login(std::string user, Secret<std::string> password)
    : m_user(std::move(user)), m_password(std::move(password))
{
}

std::optional<Secret<std::string>> Login::initialResponse()
{
    return std::nullopt;
}

Result<Secret<std::string>> Login::respond(std::string_view)
{
    // Prompts differ between servers ("VXNlcm5hbWU6", "User Name\0", localized ones); only their
    // order is reliable.
    switch (m_answered++) {
    case 0:
        return Secret<std::string>(m_user);
    case 1:
        return m_password;
    default:
        return Unexpected(Error{
            ErrorKind::Protocol, "SASL LOGIN / third challenge", {}, "unexpected-challenge" });
    }
}

} // namespace fulmar::sasl
