// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "common/secret.h"

#include <optional>
#include <string>
#include <string_view>

/// The client side of SASL (RFC 4422). Messages are raw bytes; base64 and framing belong to the
/// protocol that carries them.
namespace fulmar::sasl {

/// One authentication exchange: a message to begin with, where the mechanism has one, and an answer
/// to each challenge. An object serves one exchange.
///
/// How a protocol drives it: write the name, and `initialResponse` with it where the protocol can;
/// else the first, empty challenge asks for it. Each challenge goes to `respond`. On success ask
/// `accepted()` before believing it. An error of `respond` ends the exchange: send the protocol's
/// cancel form, wait for its answer, report that error instead of the server's words.
class Mechanism {
public:
    Mechanism() = default;
    virtual ~Mechanism() = default;
    Mechanism(const Mechanism&) = delete;
    Mechanism& operator=(const Mechanism&) = delete;

    /// As announced by servers: "SCRAM-SHA-256".
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// The first message; nothing where the server speaks first, or the credentials cannot be sent
    /// by this mechanism (`respond` then says why). May be empty text (EXTERNAL). Call at most
    /// once.
    [[nodiscard]] virtual std::optional<Secret<std::string>> initialResponse() = 0;
    /// The answer to a decoded challenge.
    [[nodiscard]] virtual Result<Secret<std::string>> respond(std::string_view challenge) = 0;
    /// Whether the server may say yes now; else its yes is not believed. Errors: Protocol with code
    /// "server-not-proven" where the server has to prove itself and did not.
    [[nodiscard]] virtual Result<void> accepted() const { return {}; }
};

} // namespace fulmar::sasl
