// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/login.h"
#include "sasl/plain.h"
#include "smtp/session.h"

#include <variant>

namespace fulmar::smtp {

/// One AUTH command with its challenges (RFC 4954). PLAIN where offered, else LOGIN; refused
/// credentials are never tried twice.
class SignIn {
public:
    struct Next {
        std::string output{}; ///< sensitive; empty where there is nothing to say
        bool done = false;
        std::optional<Error> error{};
    };

    SignIn(std::string user, Secret<std::string> password);
    /// The AUTH command. Errors: Unsupported (no mechanism in common).
    Next begin(const std::vector<std::string>& offered);
    /// Errors: Authentication (credentials refused), Rejected (temporary, or no matter of the
    /// credentials), Protocol.
    Next reply(const Reply& reply);

private:
    Next start();
    Next challenge(std::string_view base64);
    Next refused(const Reply& reply);

    std::string m_user;
    Secret<std::string> m_password;
    bool m_plainLeft = false, m_loginLeft = false;
    std::variant<std::monostate, sasl::Plain, sasl::Login> m_mechanism;
    bool m_cancelled = false;
};

} // namespace fulmar::smtp
