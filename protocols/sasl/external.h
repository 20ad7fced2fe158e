// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/mechanism.h"

namespace fulmar::sasl {

/// EXTERNAL (RFC 4422 appendix A): the TLS client certificate is the proof; the message is the
/// authorization identity, mostly empty.
class External : public Mechanism {
public:
    explicit External(std::string authorizationId = {});
    [[nodiscard]] std::string_view name() const override { return "EXTERNAL"; }
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse() override;
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge) override;

private:
    std::string m_authorizationId;
    bool m_sent = false;
};

} // namespace fulmar::sasl
