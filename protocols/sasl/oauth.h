// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/mechanism.h"

#include <cstdint>

namespace fulmar::sasl {

/// XOAUTH2 (Google, Microsoft, Yahoo): one message, and an empty answer to the error that a server
/// sends as a challenge; without that answer the server never says no.
class XOAuth2 : public Mechanism {
public:
    XOAuth2(std::string user, Secret<std::string> accessToken);
    [[nodiscard]] std::string_view name() const override { return "XOAUTH2"; }
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse() override;
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge) override;

private:
    std::string m_user;
    Secret<std::string> m_token;
    int m_said = 0;
};

/// OAUTHBEARER (RFC 7628): as XOAUTH2, with the server's name in it and one %x01 as the answer to
/// an error.
class OAuthBearer : public Mechanism {
public:
    /// `host` and `port` are those that we connected to.
    OAuthBearer(
        std::string user, Secret<std::string> accessToken, std::string host, std::uint16_t port);
    [[nodiscard]] std::string_view name() const override { return "OAUTHBEARER"; }
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse() override;
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge) override;

private:
    std::string m_user;
    Secret<std::string> m_token;
    std::string m_host;
    std::uint16_t m_port;
    int m_said = 0;
};

} // namespace fulmar::sasl
