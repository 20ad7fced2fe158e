// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/sign_in.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "smtp/reply.h"

namespace fulmar::smtp {
namespace {

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

/// "AUTH SCRAM-SHA-256-PLUS " and CRLF: what an initial response shares its line with.
constexpr std::size_t commandOctets = 26;

} // namespace

SignIn::Next SignIn::begin(const std::vector<std::string>& offered)
{
    return command(m_exchange.begin(offered, limits::smtpAuthLine - commandOctets));
}

SignIn::Next SignIn::command(const Result<sasl::Exchange::Start>& start)
{
    if (!start)
        return { {}, false, start.error() };
    std::string line = "AUTH " + start->mechanism;
    if (start->initial)
        line += ' ' + start->initial->reveal();
    return { line + "\r\n" };
}

SignIn::Next SignIn::reply(const Reply& reply)
{
    if (reply.code == 334) {
        if (!m_exchange.cause())
            return { m_exchange.answer(ascii::trim(reply.text)).reveal() + "\r\n" };
        return { {}, false, m_exchange.cause() };
    }
    if (reply.code >= 300 && reply.code < 400)
        return { {}, false,
            Error{ ErrorKind::Protocol, "AUTH / unexpected reply", reply.text, codePair(reply) } };
    if (!reply.positive())
        return refused(reply);
    const auto accepted = m_exchange.accepted();
    m_exchange.forget();
    return accepted ? Next{ {}, true } : Next{ {}, false, accepted.error() };
}

SignIn::Next SignIn::refused(const Reply& reply)
{
    const auto& cause = m_exchange.cause();
    // 504: the mechanism is not known after all; nothing was said about the credentials.
    const bool unknown = reply.code == 504 && !cause;
    if (unknown || (cause && cause->code == "channel-binding-type")) {
        if (const auto next = m_exchange.beginWithout())
            return command(next);
    }
    if (cause) {
        Error error = *cause;
        error.serverText = m_exchange.withoutSecrets(reply.text);
        return { {}, false, std::move(error) };
    }
    Error error = rejection("AUTH", reply);
    error.serverText = m_exchange.withoutSecrets(std::move(error.serverText));
    if (isCredentialRefusal(reply))
        error.kind = ErrorKind::Authentication;
    else if (reply.code == 504 || reply.code == 502 || reply.code == 500)
        error.kind = ErrorKind::Unsupported;
    return { {}, false, std::move(error) };
}

} // namespace fulmar::smtp
