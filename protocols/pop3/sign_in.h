// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pop3/capabilities.h"
#include "pop3/reply.h"
#include "sasl/login.h"
#include "sasl/plain.h"

#include <string>
#include <variant>

namespace fulmar::pop3 {

/// One sign-in: SASL where the server offers a mechanism of ours (RFC 5034), else USER and PASS
/// (RFC 1939 section 7).
///
/// Refused credentials are never tried twice. APOP is not spoken: it ties the account to a
/// plaintext password on the server and MD5.
class SignIn {
public:
    struct Next {
        std::string output{}; ///< sensitive; empty where there is nothing to say
        bool done = false;
        std::optional<Error> error{};
    };

    SignIn(std::string user, Secret<std::string> password);
    /// Errors: Unsupported with code "auth-mechanism"; Protocol with "control-character".
    Next begin(const Capabilities& capabilities);
    /// Errors: Authentication (credentials refused), Rejected (lock taken, too early, the server's
    /// own trouble), Protocol.
    Next reply(const Reply& reply);

private:
    enum class State { User, Pass, Sasl };
    Next challenge(const std::string& base64);
    [[nodiscard]] Error refusal(const Reply& reply) const;

    std::string m_user;
    Secret<std::string> m_password;
    std::variant<std::monostate, sasl::Plain, sasl::Login> m_mechanism;
    State m_state = State::User;
    bool m_cancelled = false;
    bool m_codesTold = false; ///< AUTH-RESP-CODE: only [AUTH] speaks of the credentials (RFC 3206)
};

} // namespace fulmar::pop3
