// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/channel_binding.h"
#include "sasl/mechanism.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fulmar::sasl {

/// How much a mechanism tells the server, weakest first; what an account was set up with is its
/// floor.
enum class Strength {
    Password, ///< PLAIN, LOGIN and the login commands of the protocols; CRAM-MD5 counts as one
    Scram, ///< the password stays here and the server proves itself
    ScramBound, ///< and both are sure to share one TLS connection
};

/// What an account signs in with. With a token no password mechanism is used, and the other way
/// round.
struct Credentials {
    std::string user{}; ///< empty = do not sign in (SMTP only)
    Secret<std::string> password{};
    Secret<std::string> accessToken{}; ///< OAuth 2.0
    std::string authorizationId{}; ///< act for somebody else; mostly empty
    std::string host{}; ///< what we connected to; goes into OAUTHBEARER
    std::uint16_t port = 0;
    Strength floor = Strength::Password; ///< nothing weaker is ever used
    bool cramMd5 = false; ///< allowed as the last resort
    bool clientCertificate = false; ///< EXTERNAL first
    /// Of the SCRAM exchange; empty = made when needed.
    std::string nonce{};
};

/// The strongest mechanism that both sides can do: EXTERNAL where a client certificate is set,
/// XOAUTH2 then OAUTHBEARER with a token, else SCRAM-SHA-256-PLUS, SCRAM-SHA-1-PLUS, SCRAM-SHA-256,
/// SCRAM-SHA-1, PLAIN, LOGIN, CRAM-MD5.
///
/// `offered` in any case. To go on after a mechanism that turned out not to be there, call again
/// without it; never after refused credentials. Errors: Unsupported with code
/// "mechanism-downgrade" where only weaker ones than the floor are left, else
/// "no-usable-mechanism".
Result<std::string> chooseMechanism(const std::vector<std::string>& offered,
    const Credentials& credentials, const ChannelBinding& binding);

/// The chosen mechanism, ready to begin. `offered` as it was announced, so that SCRAM can tell the
/// server whether it heard of -PLUS.
std::unique_ptr<Mechanism> makeMechanism(const std::string& name,
    const std::vector<std::string>& offered, const Credentials& credentials,
    const ChannelBinding& binding);

/// How strong a mechanism is; of a token or a certificate it is `Strength::Password`, because those
/// have no floor.
Strength strengthOf(std::string_view mechanism);

/// Whether the floor lets the password itself go over the wire: for the login commands beside SASL.
inline bool allowsPasswordCommands(const Credentials& credentials)
{
    return credentials.floor == Strength::Password && credentials.accessToken.empty()
        && !credentials.clientCertificate;
}

} // namespace fulmar::sasl
