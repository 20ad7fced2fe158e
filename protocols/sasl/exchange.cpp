// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/exchange.h"

#include "common/ascii.h"
#include "common/base64.h"
#include "common/limits.h"

#include <algorithm>

namespace fulmar::sasl {

Result<Exchange::Start> Exchange::begin(std::vector<std::string> offered, std::size_t initialLimit)
{
    m_offered = std::move(offered);
    m_left = m_offered;
    m_initialLimit = initialLimit;
    return start();
}

Result<Exchange::Start> Exchange::beginWithout()
{
    const std::string gone = mechanism();
    m_left.erase(std::remove_if(m_left.begin(), m_left.end(),
                     [&](const std::string& one) { return ascii::equalsIgnoreCase(one, gone); }),
        m_left.end());
    return start();
}

Result<Exchange::Start> Exchange::start()
{
    m_mechanism.reset();
    m_waiting.reset();
    m_cause.reset();
    m_rounds = 0;
    m_sent = false;
    const auto chosen = chooseMechanism(m_left, m_credentials, m_binding);
    if (!chosen)
        return Unexpected(chosen.error());
    m_mechanism = makeMechanism(*chosen, m_offered, m_credentials, m_binding);
    auto first = m_mechanism->initialResponse();
    if (!first)
        return Start{ *chosen };
    Secret<std::string> encoded(first->empty() ? "=" : encodeBase64(first->reveal()));
    if (encoded.reveal().size() > m_initialLimit) {
        m_waiting = std::move(first);
        return Start{ *chosen };
    }
    m_sent = true;
    m_said.push_back(encoded);
    return Start{ *chosen, std::move(encoded) };
}

Secret<std::string> Exchange::answer(std::string_view challenge)
{
    const auto cancel = [this](Error error) {
        if (!m_cause)
            m_cause = std::move(error);
        return Secret<std::string>("*");
    };
    if (!m_mechanism || m_cause || ++m_rounds > limits::saslRounds)
        return cancel(
            { ErrorKind::Protocol, "SASL / endless challenges", {}, "unexpected-challenge" });
    if (challenge.size() > limits::saslChallenge)
        return cancel({ ErrorKind::Limit, "SASL / challenge", {}, "challenge-too-long" });
    if (m_waiting) {
        Secret<std::string> encoded(encodeBase64(m_waiting->reveal()));
        m_waiting.reset();
        m_sent = true;
        m_said.push_back(encoded);
        return encoded;
    }
    // Prompts of LOGIN come without base64 from some servers and mean the same.
    auto reply = m_mechanism->respond(decodeBase64(ascii::trim(challenge)).value_or(std::string()));
    if (!reply)
        return cancel(std::move(reply.error()));
    m_sent = true;
    m_said.emplace_back(encodeBase64(reply->reveal()));
    return m_said.back();
}

Result<void> Exchange::accepted() const
{
    if (m_cause)
        return Unexpected(*m_cause);
    if (m_waiting || !m_mechanism)
        return Unexpected(
            Error{ ErrorKind::Protocol, "SASL / success before our message", {}, "early-yes" });
    return m_mechanism->accepted();
}

std::string Exchange::withoutSecrets(std::string serverText) const
{
    const auto hide = [&](std::string_view secret) {
        constexpr std::size_t shortest = 4; // under it half of every text would go
        if (secret.size() < shortest)
            return;
        constexpr std::string_view dots = "••••";
        for (auto at = serverText.find(secret); at != std::string::npos;
             at = serverText.find(secret, at + dots.size()))
            serverText.replace(at, secret.size(), dots);
    };
    hide(m_credentials.password.reveal());
    hide(m_credentials.accessToken.reveal());
    for (const auto& message : m_said)
        hide(message.reveal());
    return serverText;
}

void Exchange::forget()
{
    m_credentials.password = {};
    m_credentials.accessToken = {};
    m_waiting.reset();
    m_said.clear();
}

} // namespace fulmar::sasl
