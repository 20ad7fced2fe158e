// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/mechanism.h"

namespace fulmar::sasl {

/// CRAM-MD5 (RFC 2195): no better than PLAIN inside TLS, for servers that offer nothing else; off
/// unless an account asks for it.
class CramMd5 : public Mechanism {
public:
    CramMd5(std::string user, Secret<std::string> password);
    [[nodiscard]] std::string_view name() const override { return "CRAM-MD5"; }
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse() override;
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge) override;

private:
    std::string m_user;
    Secret<std::string> m_password;
    bool m_answered = false;
};

} // namespace fulmar::sasl
