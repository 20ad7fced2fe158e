// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/mechanism.h"

namespace fulmar::sasl {

/// LOGIN (draft-murchison-sasl-login): the first challenge gets the user, the second the password,
/// whatever the prompts say.
///
/// Only inside TLS, and only where PLAIN is not offered.
class Login : public Mechanism {
public:
    Login(std::string user, Secret<std::string> password);
    [[nodiscard]] std::string_view name() const override { return "LOGIN"; }
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse() override;
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge) override;

private:
    std::string m_user;
    Secret<std::string> m_password;
    int m_answered = 0;
};

} // namespace fulmar::sasl
