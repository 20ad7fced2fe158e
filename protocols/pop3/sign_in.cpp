// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/sign_in.h"

#include "common/ascii.h"

#include <algorithm>

namespace fulmar::pop3 {
namespace {

bool hasControl(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) { return ascii::isControl(c); });
}

/// Servers without response codes say in words that another client holds the mailbox.
bool speaksOfLock(const std::string& text)
{
    const std::string words = ascii::lower(text);
    return words.find("lock") != std::string::npos || words.find("in use") != std::string::npos
        || words.find("busy") != std::string::npos;
}

} // namespace

SignIn::Next SignIn::begin(const Capabilities& capabilities)
{
    const auto offered = capabilities.saslMechanisms();
    m_codesTold = capabilities.has("AUTH-RESP-CODE");
    m_mayUser = !capabilities.known || capabilities.has("USER") || offered.empty();
    m_state = State::Sasl;
    // No initial response: RFC 2449 allows lines of 255 octets only, and servers of RFC 1734 know
    // none.
    const auto start = m_exchange.begin(offered, 0);
    return start ? command(*start) : user(start.error());
}

SignIn::Next SignIn::command(const sasl::Exchange::Start& start)
{
    return { "AUTH " + start.mechanism + "\r\n" };
}

/// USER and PASS hand over the password as PLAIN does, so the floor counts for them too.
SignIn::Next SignIn::user(const Error& noMechanism)
{
    const auto& credentials = m_exchange.credentials();
    if (!m_mayUser || !sasl::allowsPasswordCommands(credentials))
        return { {}, false, noMechanism };
    if (hasControl(credentials.user) || hasControl(credentials.password.reveal()))
        return { {}, false,
            Error{ ErrorKind::Protocol, "USER / control character", {}, "control-character" } };
    m_state = State::User;
    return { "USER " + credentials.user + "\r\n" };
}

SignIn::Next SignIn::reply(const Reply& reply)
{
    if (reply.status == Reply::Status::Continuation) {
        if (m_state == State::Sasl && !m_exchange.cause())
            return { m_exchange.answer(reply.text).reveal() + "\r\n" };
        return { {}, false,
            Error{ ErrorKind::Protocol, "AUTH / unexpected challenge", {}, "malformed-reply" } };
    }
    if (!reply.positive())
        return refused(reply);
    if (m_state == State::User) {
        m_state = State::Pass;
        return { "PASS " + m_exchange.credentials().password.reveal() + "\r\n" };
    }
    const auto accepted = m_state == State::Sasl ? m_exchange.accepted() : Result<void>();
    m_exchange.forget();
    return accepted ? Next{ {}, true } : Next{ {}, false, accepted.error() };
}

SignIn::Next SignIn::refused(const Reply& reply)
{
    const auto& cause = m_exchange.cause();
    if (cause && cause->code == "channel-binding-type") {
        const auto next = m_exchange.beginWithout();
        return next ? command(*next) : user(next.error());
    }
    if (!cause)
        return { {}, false, refusal(reply) };
    Error error = *cause;
    error.serverText = m_exchange.withoutSecrets(reply.text);
    return { {}, false, std::move(error) };
}

/// Who asks for a new password though the lock was taken, or tries a wrong one again, does harm;
/// so the code decides first, then the words.
Error SignIn::refusal(const Reply& reply) const
{
    Error error = rejection(m_state == State::Sasl ? "AUTH" : "PASS", reply);
    error.serverText = m_exchange.withoutSecrets(std::move(error.serverText));
    if (error.code == "AUTH")
        error.kind = ErrorKind::Authentication;
    else if (error.code.empty() && speaksOfLock(reply.text))
        error.code = "IN-USE";
    else if (error.code.empty() && !m_codesTold)
        error.kind = ErrorKind::Authentication;
    return error;
}

} // namespace fulmar::pop3
