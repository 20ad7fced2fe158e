// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/scram.h"

#include "common/base64.h"
#include "common/limits.h"
#include "sasl/gs2.h"
#include "sasl/saslprep.h"

#include <algorithm>
#include <charconv>

namespace fulmar::sasl {
namespace {

Unexpected<Error> broken(ErrorKind kind, const char* where, std::string code)
{
    return Unexpected(Error{ kind, std::string("SASL SCRAM / ") + where, {}, std::move(code) });
}

Unexpected<Error> malformed(const char* where)
{
    return broken(ErrorKind::Protocol, where, "scram-malformed");
}

struct ServerFirst {
    std::string nonce, salt;
    unsigned iterations = 0;
};

/// Takes `<name>=` and its value up to the next comma off the front; nothing where another
/// attribute stands there.
std::optional<std::string_view> takeAttribute(std::string_view& rest, char name)
{
    if (rest.size() < 2 || rest[0] != name || rest[1] != '=')
        return std::nullopt;
    const auto comma = rest.find(',');
    const auto value = rest.substr(2, comma == std::string_view::npos ? comma : comma - 2);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    return value;
}

/// server-first-message = [reserved-mext ","] nonce "," salt "," iteration-count ["," extensions]
Result<ServerFirst> parseServerFirst(std::string_view text)
{
    if (text.starts_with("m="))
        return broken(ErrorKind::Protocol, "extension that must be understood", "scram-extension");
    const auto nonce = takeAttribute(text, 'r');
    const auto salt = nonce ? takeAttribute(text, 's') : std::nullopt;
    const auto count = salt ? takeAttribute(text, 'i') : std::nullopt;
    if (!count)
        return malformed("server-first-message");
    auto bytes = decodeBase64(*salt);
    if (!bytes || bytes->empty())
        return malformed("salt");
    ServerFirst first{ std::string(*nonce), *std::move(bytes) };
    const auto [end, fault]
        = std::from_chars(count->data(), count->data() + count->size(), first.iterations);
    if (fault == std::errc::result_out_of_range)
        return broken(ErrorKind::Limit, "iteration-count", "scram-iterations");
    if (fault != std::errc() || end != count->data() + count->size())
        return malformed("iteration-count");
    return first;
}

/// server-error of the final message (RFC 5802 section 7).
Unexpected<Error> serverError(std::string_view value)
{
    const std::string word(value.substr(0, 64));
    if (word == "invalid-proof" || word == "unknown-user" || word == "invalid-username-encoding")
        return Unexpected(Error{ ErrorKind::Authentication, "SASL SCRAM / " + word, {}, word });
    if (word == "channel-bindings-dont-match" || word == "server-does-support-channel-binding")
        return broken(ErrorKind::Tls, "channel binding", "channel-binding");
    if (word == "channel-binding-not-supported" || word == "unsupported-channel-binding-type")
        return broken(ErrorKind::Unsupported, "channel binding type", "channel-binding-type");
    return broken(ErrorKind::Rejected, "server-error", "scram-refused");
}

std::string exclusiveOr(std::string left, std::string_view right)
{
    std::transform(left.begin(), left.end(), right.begin(), left.begin(),
        [](char a, char b) { return static_cast<char>(a ^ b); });
    return left;
}

} // namespace

Scram::Scram(Parts parts) : m_parts(std::move(parts)) { }

std::string_view Scram::name() const
{
    const bool bound = m_parts.flag == BindingFlag::Used;
    if (m_parts.digest == Digest::Sha1)
        return bound ? "SCRAM-SHA-1-PLUS" : "SCRAM-SHA-1";
    return bound ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256";
}

std::string Scram::gs2Header() const
{
    std::string header = "n";
    if (m_parts.flag == BindingFlag::NotOffered)
        header = "y";
    else if (m_parts.flag == BindingFlag::Used)
        header = "p=" + m_parts.binding.type;
    if (!m_parts.authorizationId.empty())
        return header + ",a=" + gs2Name(m_parts.authorizationId) + ',';
    return header + ",,";
}

std::optional<Secret<std::string>> Scram::initialResponse()
{
    auto first = begin();
    return first ? std::optional(*std::move(first)) : std::nullopt;
}

Result<Secret<std::string>> Scram::respond(std::string_view challenge)
{
    switch (m_stage) {
    case Stage::First:
        return begin();
    case Stage::Proof:
        return prove(challenge);
    case Stage::Signature:
        return verify(challenge);
    case Stage::Proven:
        break;
    }
    return broken(ErrorKind::Protocol, "challenge after the signature", "unexpected-challenge");
}

Result<void> Scram::accepted() const
{
    if (m_stage == Stage::Proven)
        return {};
    return broken(
        ErrorKind::Protocol, "no proof that the server knows the password", "server-not-proven");
}

Result<Secret<std::string>> Scram::begin()
{
    const auto user = saslPrep(m_parts.user);
    if (!user)
        return Unexpected(user.error());
    if (m_parts.nonce.empty())
        return broken(ErrorKind::Unsupported, "no random numbers", "no-nonce");
    m_stage = Stage::Proof;
    m_firstBare = "n=" + gs2Name(user->reveal()) + ",r=" + m_parts.nonce;
    return Secret<std::string>(gs2Header() + m_firstBare);
}

Result<Secret<std::string>> Scram::prove(std::string_view serverFirst)
{
    if (serverFirst.starts_with("e="))
        return serverError(serverFirst.substr(2));
    const auto first = parseServerFirst(serverFirst);
    if (!first)
        return Unexpected(first.error());
    if (first->nonce.size() <= m_parts.nonce.size() || !first->nonce.starts_with(m_parts.nonce))
        return broken(ErrorKind::Protocol, "nonce", "scram-nonce");
    if (first->iterations < limits::scramMinimumIterations
        || first->iterations > limits::scramIterations)
        return broken(ErrorKind::Limit, "iteration-count", "scram-iterations");
    const auto password = saslPrep(m_parts.password.reveal());
    if (!password)
        return Unexpected(password.error());

    const Digest digest = m_parts.digest;
    const auto salted = pbkdf2(digest, password->reveal(), first->salt, first->iterations);
    const Secret<std::string> clientKey(hmac(digest, salted.reveal(), "Client Key"));
    const Secret<std::string> serverKey(hmac(digest, salted.reveal(), "Server Key"));
    std::string bound = gs2Header();
    if (m_parts.flag == BindingFlag::Used)
        bound += m_parts.binding.data;
    const std::string withoutProof = "c=" + encodeBase64(bound) + ",r=" + first->nonce;
    const std::string message = m_firstBare + ',' + std::string(serverFirst) + ',' + withoutProof;
    const std::string signature = hmac(digest, hashOf(digest, clientKey.reveal()), message);
    m_serverSignature = Secret<std::string>(hmac(digest, serverKey.reveal(), message));
    m_parts.password = {};
    m_stage = Stage::Signature;
    return Secret<std::string>(
        withoutProof + ",p=" + encodeBase64(exclusiveOr(clientKey.reveal(), signature)));
}

Result<Secret<std::string>> Scram::verify(std::string_view serverFinal)
{
    if (const auto refusal = takeAttribute(serverFinal, 'e'))
        return serverError(*refusal);
    const auto verifier = takeAttribute(serverFinal, 'v');
    const auto signature = decodeBase64(verifier.value_or(std::string_view()));
    if (!verifier || !signature)
        return malformed("server-final-message");
    if (!equalInConstantTime(*signature, m_serverSignature.reveal()))
        return broken(ErrorKind::Protocol, "server signature", "scram-server-signature");
    m_stage = Stage::Proven;
    return Secret<std::string>();
}

} // namespace fulmar::sasl
