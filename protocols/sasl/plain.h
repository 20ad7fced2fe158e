// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/mechanism.h"

namespace fulmar::sasl {

/// The one message of PLAIN, raw: NUL, user, NUL, password (RFC 4616); the authorization identity
/// stays empty.
///
/// Empty where user or password hold a NUL: such a message would name somebody else.
std::string plain(std::string_view user, const Secret<std::string>& password);

/// PLAIN as an exchange; only inside TLS.
class Plain {
public:
    static constexpr std::string_view name = "PLAIN";
    Plain(std::string user, Secret<std::string> password);
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse();
    /// For servers that take no initial response: the empty challenge gets the message, a second
    /// one is an error.
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge);

private:
    std::string m_user;
    Secret<std::string> m_password;
    bool m_sent = false;
};
static_assert(Mechanism<Plain>);

} // namespace fulmar::sasl
