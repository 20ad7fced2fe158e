// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/exchange.h"
#include "smtp/session.h"

namespace fulmar::smtp {

/// One AUTH command with its challenges (RFC 4954): the strongest mechanism in common; refused
/// credentials are never tried twice.
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
    /// The AUTH command. Errors: Unsupported (no mechanism in common).
    Next begin(const std::vector<std::string>& offered);
    /// Errors: Authentication (credentials refused), Rejected (temporary, or no matter of the
    /// credentials), Protocol.
    Next reply(const Reply& reply);
    [[nodiscard]] const std::string& user() const { return m_exchange.credentials().user; }
    /// The one that was used; empty before.
    [[nodiscard]] std::string mechanism() const { return m_exchange.mechanism(); }

private:
    static Next command(const Result<sasl::Exchange::Start>& start);
    Next refused(const Reply& reply);

    sasl::Exchange m_exchange;
};

} // namespace fulmar::smtp
