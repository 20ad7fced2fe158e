// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/ascii.h"
#include "imap/parse_mailbox.h"
#include "imap/server_text.h"
#include "imap/session_impl.h"

#include <algorithm>
#include <array>

namespace fulmar::imap {
namespace {

using Condition = StatusResponse::Condition;

bool containsIgnoreCase(std::string_view text, std::string_view part)
{
    return std::search(text.begin(), text.end(), part.begin(), part.end(), [](char a, char b) {
        return ascii::toLower(a) == ascii::toLower(b);
    }) != text.end();
}

} // namespace

std::optional<std::string> temporaryCode(const StatusResponse& status)
{
    constexpr std::array<std::string_view, 5> codes{ "UNAVAILABLE", "INUSE", "LIMIT", "OVERQUOTA",
        "SERVERBUG" };
    if (std::find(codes.begin(), codes.end(), status.code.name) != codes.end())
        return status.code.name;
    // A verdict by code is not softened by what the text says.
    if (!status.code.name.empty() && status.code.name != "ALERT")
        return std::nullopt;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> texts{ {
        { "simultaneous connections", "LIMIT" },
        { "too many connections", "LIMIT" },
        { "bandwidth limits", "OVERQUOTA" },
        { "temporary system problem", "UNAVAILABLE" },
        { "temporarily unavailable", "UNAVAILABLE" },
        { "try again later", "UNAVAILABLE" },
    } };
    for (const auto& [text, code] : texts) {
        if (containsIgnoreCase(status.text, text))
            return std::string(code);
    }
    return std::nullopt;
}

void Session::Impl::signIn(Response& response)
{
    if (m_phase == Phase::Greeting) {
        takeGreeting(response);
    } else if (auto* capability = std::get_if<CapabilityResponse>(&response)) {
        m_capabilities = std::move(capability->capabilities);
        m_capabilitiesFresh = true;
    } else if (const auto* status = std::get_if<StatusResponse>(&response)) {
        takeSignInStatus(*status);
    } else if (auto* id = std::get_if<IdResponse>(&response)) {
        if (m_phase == Phase::SetUp)
            m_serverId = std::move(id->fields);
    } else if (auto* enabled = std::get_if<EnabledResponse>(&response)) {
        if (m_phase == Phase::SetUp)
            take(*enabled);
    } else if (const auto* continuation = std::get_if<ContinuationResponse>(&response)) {
        takeSignInContinuation(*continuation);
    }
    // Everything else is data that nobody may give before we are signed in.
}

void Session::Impl::takeGreeting(const Response& response)
{
    const auto* status = std::get_if<StatusResponse>(&response);
    if (!status || !status->tag.empty() || status->condition == Condition::No
        || status->condition == Condition::Bad) {
        failSignIn(ErrorKind::Protocol, "malformed-greeting", status);
        return;
    }
    if (status->condition == Condition::PreAuth && !m_tls) {
        failSignIn(ErrorKind::Tls, "preauth-before-starttls");
        return;
    }
    if (status->condition == Condition::Bye) {
        takeSignInStatus(*status);
        return;
    }
    const bool preAuth = status->condition == Condition::PreAuth;
    // Whose mailbox would that be? Not the one whose password we hold.
    if (preAuth && !m_exchange.credentials().user.empty()) {
        failSignIn(ErrorKind::Tls, "preauth-unexpected");
        return;
    }
    m_phase = preAuth ? Phase::Authenticate : Phase::AskCapability;
    takeSignInStatus(*status);
    if (preAuth)
        authenticated();
    else if (m_capabilitiesFresh)
        capabilitiesKnown();
    else
        askCapability(Phase::AskCapability);
}

void Session::Impl::takeSignInStatus(const StatusResponse& status)
{
    if (status.code.name == "CAPABILITY") {
        m_capabilities = parseCapabilities(status.code.arguments);
        m_capabilitiesFresh = true;
    }
    if (status.condition == Condition::Bye) {
        const auto temporary = temporaryCode(status);
        failSignIn(temporary ? ErrorKind::Rejected : ErrorKind::Network, temporary.value_or("bye"),
            &status);
        return;
    }
    if (status.tag.empty()) {
        if (status.code.name == "WEBALERT")
            m_webAlert = serverText(status.code.arguments);
        alertIfAny(status);
        return;
    }
    if (status.tag == m_signInTag || m_phase == Phase::SetUp)
        takeSignInAnswer(status);
    else
        failSignIn(ErrorKind::Protocol, "unknown-tag", &status);
}

void Session::Impl::takeSignInAnswer(const StatusResponse& status)
{
    const bool ok = status.condition == Condition::Ok;
    switch (m_phase) {
    case Phase::AskCapability:
        if (ok)
            capabilitiesKnown();
        else
            failSignIn(ErrorKind::Protocol, "capability-refused", &status);
        break;
    case Phase::AskStartTls:
        takeStartTlsAnswer(status);
        break;
    case Phase::Authenticate:
        takeAuthenticateAnswer(status);
        break;
    case Phase::AskCapabilityAgain:
        setUp();
        break;
    case Phase::SetUp:
        takeSetUpAnswer(status);
        break;
    default:
        failSignIn(ErrorKind::Protocol, "unknown-tag", &status);
    }
}

void Session::Impl::takeSignInContinuation(const ContinuationResponse& continuation)
{
    if (m_writing && m_writing->awaitContinuation) {
        m_writing->awaitContinuation = false;
    } else if (m_phase == Phase::AskStartTls) {
        failSignIn(ErrorKind::Tls, "starttls-refused");
    } else if (m_phase == Phase::Authenticate && m_exchange.running()) {
        takeChallenge(continuation.text);
    } else {
        // Going on would make the next line answer a question that we did not understand.
        failSignIn(ErrorKind::Protocol, "unexpected-continuation");
    }
}

void Session::Impl::askCapability(Phase phase)
{
    m_phase = phase;
    m_signInTag = nextTag();
    write(m_signInTag + " CAPABILITY", m_signInTag, false);
}

void Session::Impl::capabilitiesKnown()
{
    if (m_tls)
        authenticate();
    else
        startTls();
}

void Session::Impl::startTls()
{
    if (!m_capabilities.has("STARTTLS")) {
        failSignIn(ErrorKind::Unsupported, "starttls-not-offered");
        return;
    }
    m_phase = Phase::AskStartTls;
    m_signInTag = nextTag();
    write(m_signInTag + " STARTTLS", m_signInTag, false);
}

void Session::Impl::takeStartTlsAnswer(const StatusResponse& status)
{
    if (status.condition != Condition::Ok) {
        failSignIn(ErrorKind::Tls, "starttls-refused", &status);
    } else if (m_splitter.pending() > 0) {
        // What came in clear text behind the reply would be read as if it had come through TLS.
        failSignIn(ErrorKind::Tls, "starttls-injection");
    } else {
        m_phase = Phase::Handshake;
        m_steps.emplace_back(StartTls{});
    }
}

/// What every connection begins with, in one round trip.
void Session::Impl::setUp()
{
    m_phase = Phase::SetUp;
    if (m_capabilities.has("ID") && !m_options.clientId.empty()) {
        std::string fields;
        for (const auto& [name, value] : m_options.clientId)
            fields += (fields.empty() ? "" : " ") + encodeString(serverText(name)) + ' '
                + encodeString(serverText(value));
        m_setUp.push_back({ .name = "ID", .encoded = "ID (" + fields + ")", .tag = {} });
    }
    if (m_capabilities.has("ENABLE") && m_capabilities.has("QRESYNC"))
        m_setUp.push_back({ .name = "ENABLE", .encoded = "ENABLE QRESYNC", .tag = {} });
    // Last, since nothing may be sent behind it before it is answered.
    if (m_options.compress && m_capabilities.has("COMPRESS=DEFLATE"))
        m_setUp.push_back({ .name = "COMPRESS", .encoded = "COMPRESS DEFLATE", .tag = {} });
    if (m_setUp.empty())
        becomeReady();
}

bool Session::Impl::writeSetUp()
{
    const auto next = std::find_if(
        m_setUp.begin(), m_setUp.end(), [](const SetUp& one) { return one.tag.empty(); });
    if (next == m_setUp.end())
        return false;
    next->tag = nextTag();
    write(next->tag + ' ' + next->encoded, next->tag, false);
    return true;
}

/// Nothing of it is needed, so a NO or BAD only means to go on without.
void Session::Impl::takeSetUpAnswer(const StatusResponse& status)
{
    const auto answered = std::find_if(m_setUp.begin(), m_setUp.end(),
        [&](const SetUp& one) { return !one.tag.empty() && one.tag == status.tag; });
    if (answered == m_setUp.end())
        return failSignIn(ErrorKind::Protocol, "unknown-tag", &status);
    if (m_writing && m_writing->tag == status.tag)
        m_writing.reset();
    if (answered->name == "COMPRESS" && status.condition == Condition::Ok)
        startCompression();
    m_setUp.erase(answered);
    if (m_setUp.empty())
        becomeReady();
}

void Session::Impl::becomeReady()
{
    m_phase = Phase::Ready;
    m_writing.reset();
    emit(Ready{ .capabilities = m_capabilities,
        .serverId = std::move(m_serverId),
        .mechanism = m_exchange.mechanism() });
}

void Session::Impl::failSignIn(ErrorKind kind, std::string code, const StatusResponse* status)
{
    Error error{ .kind = kind, .where = currentPlace(), .serverText = {}, .code = std::move(code) };
    // Words from before TLS may be anybody's: they go to the log, never to a person.
    if (status && m_tls)
        error.serverText = m_exchange.withoutSecrets(
            m_webAlert ? status->text + ' ' + *m_webAlert : status->text);
    else if (status)
        error.wire = Secret<std::string>(status->text);
    const bool answered
        = status && status->condition != Condition::Bye && m_phase == Phase::Authenticate && m_tls;
    if (answered)
        m_steps.emplace_back(Output{ .bytes = nextTag() + " LOGOUT\r\n" });
    fail(std::move(error));
}

} // namespace fulmar::imap
