// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pop3/capabilities.h"
#include "pop3/reply.h"
#include "sasl/exchange.h"

#include <string>

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

    explicit SignIn(sasl::Credentials credentials) : m_exchange(std::move(credentials)) { }
    /// Before `begin`, inside TLS.
    void bind(ChannelBinding binding) { m_exchange.bind(std::move(binding)); }
    /// Errors: those of `sasl::chooseMechanism`; Protocol with "control-character".
    Next begin(const Capabilities& capabilities);
    /// Errors: Authentication (credentials refused), Rejected (lock taken, too early, the server's
    /// own trouble), Protocol.
    Next reply(const Reply& reply);
    /// The one that was used; empty before, and after USER and PASS.
    [[nodiscard]] std::string mechanism() const { return m_exchange.mechanism(); }

private:
    enum class State { User, Pass, Sasl };
    static Next command(const sasl::Exchange::Start& start);
    Next user(const Error& noMechanism);
    Next refused(const Reply& reply);
    [[nodiscard]] Error refusal(const Reply& reply) const;

    sasl::Exchange m_exchange;
    State m_state = State::User;
    bool m_mayUser = false; ///< USER and PASS are there too, or the server told nothing
    bool m_codesTold = false; ///< AUTH-RESP-CODE: only [AUTH] speaks of the credentials (RFC 3206)
};

} // namespace fulmar::pop3
