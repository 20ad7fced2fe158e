// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/mechanism.h"

namespace fulmar::sasl {

/// The one message of PLAIN, raw: authorization identity, NUL, user, NUL, password (RFC 4616).
///
/// Sent as typed: preparing the strings is the server's part (RFC 4616 section 2). Empty where a
/// part holds a NUL: such a message would name somebody else.
std::string plain(std::string_view user, const Secret<std::string>& password,
    std::string_view authorizationId = {});

/// PLAIN as an exchange; only inside TLS.
class Plain : public Mechanism {
public:
    Plain(std::string user, Secret<std::string> password, std::string authorizationId = {});
    [[nodiscard]] std::string_view name() const override { return "PLAIN"; }
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse() override;
    /// For servers that take no initial response: the empty challenge gets the message, a second
    /// one is an error.
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge) override;

private:
    std::string m_user, m_authorizationId;
    Secret<std::string> m_password;
    bool m_sent = false;
};

} // namespace fulmar::sasl
