// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/sign_in.h"

#include "common/ascii.h"
#include "common/base64.h"

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

SignIn::SignIn(std::string user, Secret<std::string> password)
    : m_user(std::move(user)), m_password(std::move(password))
{
}

SignIn::Next SignIn::begin(const Capabilities& capabilities)
{
    const auto offered = capabilities.saslMechanisms();
    const auto offers = [&](std::string_view name) {
        return std::find(offered.begin(), offered.end(), name) != offered.end();
    };
    m_codesTold = capabilities.has("AUTH-RESP-CODE");
    m_state = State::Sasl;
    // No initial response: RFC 2449 allows lines of 255 octets only, and servers of RFC 1734 know
    // none.
    if (offers(sasl::Plain::name)) {
        m_mechanism = sasl::Plain(m_user, m_password);
        return { "AUTH PLAIN\r\n" };
    }
    if (offers(sasl::Login::name)) {
        m_mechanism = sasl::Login(m_user, m_password);
        return { "AUTH LOGIN\r\n" };
    }
    if (capabilities.known && !capabilities.has("USER") && !offered.empty())
        return { {}, false,
            Error{
                ErrorKind::Unsupported, "AUTH / no mechanism in common", {}, "auth-mechanism" } };
    if (hasControl(m_user) || hasControl(m_password.reveal()))
        return { {}, false,
            Error{ ErrorKind::Protocol, "USER / control character", {}, "control-character" } };
    m_state = State::User;
    return { "USER " + m_user + "\r\n" };
}

SignIn::Next SignIn::reply(const Reply& reply)
{
    if (reply.status == Reply::Status::Continuation) {
        if (m_state == State::Sasl && !m_cancelled)
            return challenge(reply.text);
        return { {}, false,
            Error{ ErrorKind::Protocol, "AUTH / unexpected challenge", {}, "malformed-reply" } };
    }
    if (!reply.positive() || m_cancelled)
        return { {}, false, refusal(reply) };
    if (m_state == State::User) {
        m_state = State::Pass;
        return { "PASS " + m_password.reveal() + "\r\n" };
    }
    return { {}, true };
}

SignIn::Next SignIn::challenge(const std::string& base64)
{
    // Neither mechanism reads its challenges, so prompts that are no base64 do no harm.
    const std::string bytes = decodeBase64(base64).value_or(std::string());
    Result<Secret<std::string>> answer = Unexpected(Error{});
    if (auto* plain = std::get_if<sasl::Plain>(&m_mechanism))
        answer = plain->respond(bytes);
    else if (auto* login = std::get_if<sasl::Login>(&m_mechanism))
        answer = login->respond(bytes);
    if (!answer) {
        m_cancelled = true;
        return { "*\r\n" };
    }
    return { encodeBase64(answer->reveal()) + "\r\n" };
}

/// Who asks for a new password though the lock was taken, or tries a wrong one again, does harm;
/// so the code decides first, then the words.
Error SignIn::refusal(const Reply& reply) const
{
    Error error = rejection(m_state == State::Sasl ? "AUTH" : "PASS", reply);
    if (error.code == "AUTH" || m_cancelled)
        error.kind = ErrorKind::Authentication;
    else if (error.code.empty() && speaksOfLock(reply.text))
        error.code = "IN-USE";
    else if (error.code.empty() && !m_codesTold)
        error.kind = ErrorKind::Authentication;
    return error;
}

} // namespace fulmar::pop3
