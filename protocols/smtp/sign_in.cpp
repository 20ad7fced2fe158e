// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/sign_in.h"

#include "common/ascii.h"
#include "common/base64.h"
#include "common/limits.h"
#include "smtp/reply.h"

#include <algorithm>

namespace fulmar::smtp {
namespace {

bool offers(const std::vector<std::string>& offered, std::string_view name)
{
    return std::find(offered.begin(), offered.end(), name) != offered.end();
}

/// Whether a 5yz reply speaks of the credentials; the others (syntax, sequence, unknown command)
/// are no reason to ask for a password.
bool isCredentialRefusal(const Reply& reply)
{
    switch (reply.code) {
    case 525: // RFC 5248: account disabled
    case 530:
    case 534:
    case 535:
    case 538:
        return true;
    default:
        // Microsoft says "550 5.7.30 Basic authentication is not supported", others "554 5.7.8".
        return reply.permanent() && reply.enhanced.starts_with("5.7.");
    }
}

} // namespace

SignIn::SignIn(std::string user, Secret<std::string> password)
    : m_user(std::move(user)), m_password(std::move(password))
{
}

SignIn::Next SignIn::begin(const std::vector<std::string>& offered)
{
    m_plainLeft = offers(offered, sasl::Plain::name);
    m_loginLeft = offers(offered, sasl::Login::name);
    if (!m_plainLeft && !m_loginLeft)
        return { {}, false,
            Error{ ErrorKind::Unsupported, "AUTH / neither PLAIN nor LOGIN is offered", {},
                "auth-mechanism" } };
    return start();
}

SignIn::Next SignIn::start()
{
    if (!std::exchange(m_plainLeft, false)) {
        m_loginLeft = false;
        m_mechanism = sasl::Login(m_user, m_password);
        return { "AUTH LOGIN\r\n" };
    }
    sasl::Plain plain(m_user, m_password);
    const auto message = plain.initialResponse();
    if (!message)
        return { {}, false, plain.respond({}).error() };
    std::string line = "AUTH PLAIN " + encodeBase64(message->reveal());
    if (line.size() > limits::smtpAuthLine) {
        line = "AUTH PLAIN";
        plain = sasl::Plain(m_user, m_password);
    }
    m_mechanism = std::move(plain);
    return { line + "\r\n" };
}

SignIn::Next SignIn::reply(const Reply& reply)
{
    if (reply.code == 334 && !m_cancelled)
        return challenge(ascii::trim(reply.text));
    if (reply.code >= 300 && reply.code < 400)
        return { {}, false,
            Error{ ErrorKind::Protocol, "AUTH / unexpected reply", reply.text, codePair(reply) } };
    if (reply.positive() && !m_cancelled)
        return { {}, true };
    return refused(reply);
}

SignIn::Next SignIn::challenge(std::string_view base64)
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

SignIn::Next SignIn::refused(const Reply& reply)
{
    // 504: the mechanism is not known after all; nothing was said about the credentials.
    if (reply.code == 504 && m_loginLeft && !m_cancelled)
        return start();
    Error error = rejection("AUTH", reply);
    if (isCredentialRefusal(reply) || m_cancelled)
        error.kind = ErrorKind::Authentication;
    else if (reply.code == 504 || reply.code == 502 || reply.code == 500)
        error.kind = ErrorKind::Unsupported;
    return { {}, false, std::move(error) };
}

} // namespace fulmar::smtp
