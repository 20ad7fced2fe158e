// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "common/secret.h"

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

/// The client side of SASL (RFC 4422). Messages are raw bytes; base64 and framing belong to the
/// protocol that carries them.
namespace fulmar::sasl {

/// One authentication exchange: a message to begin with, where the mechanism has one, and an answer
/// to each challenge.
///
/// `initialResponse` gives nothing where the server speaks first. `respond` takes the decoded
/// challenge; its error ends the exchange (the protocol sends its cancel form). A mechanism object
/// serves one exchange.
template <class M>
concept Mechanism = requires(M mechanism, std::string_view challenge)
{
    {
        M::name
        } -> std::convertible_to<std::string_view>;
    {
        mechanism.initialResponse()
        } -> std::same_as<std::optional<Secret<std::string>>>;
    {
        mechanism.respond(challenge)
        } -> std::same_as<Result<Secret<std::string>>>;
};

} // namespace fulmar::sasl
