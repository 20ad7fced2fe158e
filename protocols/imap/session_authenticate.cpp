// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/ascii.h"
#include "imap/session_impl.h"

#include <algorithm>

namespace fulmar::imap {
namespace {

using Condition = StatusResponse::Condition;

/// One line of a command; the longest that servers are sure to take.
constexpr std::size_t initialLimit = 8000;

std::vector<std::string> mechanismsOf(const Capabilities& capabilities)
{
    std::vector<std::string> names;
    for (const auto& atom : capabilities.atoms()) {
        if (ascii::startsWithIgnoreCase(atom, "AUTH="))
            names.push_back(ascii::upper(atom.substr(5)));
    }
    return names;
}

/// Dovecot and others say in words only that they do not know the mechanism they announced.
bool isUnknownMechanism(const StatusResponse& status)
{
    const auto words = ascii::lower(status.text);
    return status.code.name != "AUTHENTICATIONFAILED"
        && (words.find("unsupported auth") != std::string::npos
            || words.find("unknown auth") != std::string::npos
            || words.find("mechanism not supported") != std::string::npos);
}

} // namespace

void Session::Impl::authenticate()
{
    m_phase = Phase::Authenticate;
    m_capabilitiesFresh = false;
    const auto& credentials = m_exchange.credentials();
    if (credentials.user.find('\0') != std::string::npos
        || credentials.password.reveal().find('\0') != std::string::npos)
        failSignIn(ErrorKind::Unsupported, "nul-in-credentials");
    else
        begin(m_exchange.begin(
            mechanismsOf(m_capabilities), m_capabilities.has("SASL-IR") ? initialLimit : 0));
}

void Session::Impl::begin(Result<sasl::Exchange::Start> start)
{
    if (!start) {
        const bool mayLogIn = sasl::allowsPasswordCommands(m_exchange.credentials())
            && !m_capabilities.has("LOGINDISABLED");
        if (mayLogIn)
            login();
        else
            failSignIn(start.error().kind, start.error().code);
        return;
    }
    m_signInTag = nextTag();
    const std::string command = m_signInTag + " AUTHENTICATE " + start->mechanism;
    if (!start->initial)
        return write(command, m_signInTag, false);
    const Secret<std::string> line(command + ' ' + start->initial->reveal());
    write(line.reveal(), m_signInTag, true);
}

void Session::Impl::login()
{
    m_signInTag = nextTag();
    const auto& credentials = m_exchange.credentials();
    const Secret<std::string> line(m_signInTag + " LOGIN " + encodeAstring(credentials.user) + ' '
        + encodeString(credentials.password.reveal()));
    write(line.reveal(), m_signInTag, true);
}

void Session::Impl::takeChallenge(const std::string& challenge)
{
    if (m_exchange.cause())
        return failSignIn(ErrorKind::Protocol, "unexpected-challenge");
    const auto answer = m_exchange.answer(challenge);
    m_steps.emplace_back(
        Output{ .bytes = answer.reveal() + "\r\n", .sensitive = !m_exchange.cause() });
}

void Session::Impl::takeAuthenticateAnswer(const StatusResponse& status)
{
    if (status.condition != Condition::Ok)
        return authenticateRefused(status);
    // An OK before the last piece was written cannot be the answer to it.
    if (m_writing)
        return failSignIn(
            ErrorKind::Protocol, status.code.name.empty() ? "BAD" : status.code.name, &status);
    if (m_exchange.running()) {
        if (const auto accepted = m_exchange.accepted(); !accepted)
            return failSignIn(accepted.error().kind, accepted.error().code, &status);
    }
    authenticated();
}

void Session::Impl::authenticateRefused(const StatusResponse& status)
{
    const auto& cause = m_exchange.cause();
    const bool unknown = m_exchange.running() && !cause && isUnknownMechanism(status);
    if (unknown || (cause && cause->code == "channel-binding-type"))
        return begin(m_exchange.beginWithout());
    if (cause)
        return failSignIn(cause->kind, cause->code, &status);
    if (status.condition == Condition::Bad)
        return failSignIn(
            ErrorKind::Protocol, status.code.name.empty() ? "BAD" : status.code.name, &status);
    if (const auto temporary = temporaryCode(status))
        failSignIn(ErrorKind::Rejected, *temporary, &status);
    else if (m_webAlert)
        failSignIn(ErrorKind::Authentication, "WEBALERT", &status);
    else
        failSignIn(ErrorKind::Authentication, status.code.name, &status);
}

void Session::Impl::authenticated()
{
    m_exchange.forget();
    if (m_capabilitiesFresh)
        setUp();
    else
        askCapability(Phase::AskCapabilityAgain);
}

} // namespace fulmar::imap
