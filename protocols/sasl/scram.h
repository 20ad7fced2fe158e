// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/channel_binding.h"
#include "sasl/digest.h"
#include "sasl/mechanism.h"

namespace fulmar::sasl {

/// What the GS2 header says of channel binding (RFC 5802 section 6).
enum class BindingFlag {
    None, ///< "n": we have none
    NotOffered, ///< "y": we could, the server did not offer it; tells a server that it was stripped
    Used, ///< "p": the -PLUS form
};

/// SCRAM-SHA-1 and SCRAM-SHA-256 with and without -PLUS (RFC 5802, 7677).
///
/// The server must prove that it knows the password too: its yes counts only after its signature
/// was right. Errors of `respond`, all Protocol unless said: codes "scram-malformed",
/// "scram-nonce", "scram-iterations" (Limit; under 4,096 or over `limits::scramIterations`),
/// "scram-server-signature", "scram-extension", Tls with "channel-binding" where the server sees
/// another TLS connection than we do, Authentication where it says so by `e=`.
class Scram : public Mechanism {
public:
    struct Parts {
        Digest digest = Digest::Sha256; ///< Sha1 or Sha256
        BindingFlag flag = BindingFlag::None;
        ChannelBinding binding{}; ///< for `BindingFlag::Used`
        std::string user{};
        Secret<std::string> password{};
        std::string authorizationId{};
        std::string nonce{}; ///< printable without comma; unguessable and used once
    };
    explicit Scram(Parts parts);
    [[nodiscard]] std::string_view name() const override;
    [[nodiscard]] std::optional<Secret<std::string>> initialResponse() override;
    [[nodiscard]] Result<Secret<std::string>> respond(std::string_view challenge) override;
    [[nodiscard]] Result<void> accepted() const override;

private:
    enum class Stage { First, Proof, Signature, Proven };

    [[nodiscard]] std::string gs2Header() const;
    Result<Secret<std::string>> begin();
    Result<Secret<std::string>> prove(std::string_view serverFirst);
    Result<Secret<std::string>> verify(std::string_view serverFinal);

    Parts m_parts;
    Stage m_stage = Stage::First;
    std::string m_firstBare;
    Secret<std::string> m_serverSignature;
};

} // namespace fulmar::sasl
