// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/mechanism.h"

namespace fulmar::sasl {

/// LOGIN (draft-murchison-sasl-login): the first challenge gets the user, the second the password,
/// whatever the prompts say.
///
/// Only inside TLS, and only where PLAIN is not offered.
class Login {
public:
    static constexpr std::string_view name = "LOGIN";
    Login(std::string user, Secret<std::string> password);
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse();
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge);

private:
    std::string m_user;
    Secret<std::string> m_password;
    int m_answered = 0;
};
static_assert(Mechanism<Login>);

} // namespace fulmar::sasl
