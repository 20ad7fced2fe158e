// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/session.h"

#include "imap/parse_response.h"
#include "imap/session_impl.h"

#include <algorithm>

namespace fulmar::imap {

Session::Session(SessionOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) { }
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

CommandHandle Session::enqueue(Command command)
{
    return m_impl->enqueue(std::move(command));
}
void Session::leaveIdle()
{
    m_impl->leaveIdle();
}
void Session::receive(Bytes bytes)
{
    m_impl->receive(bytes);
}
Step Session::next()
{
    return m_impl->next();
}
void Session::tlsEstablished()
{
    m_impl->tlsEstablished();
}
void Session::setChannelBinding(ChannelBinding binding)
{
    m_impl->setChannelBinding(std::move(binding));
}

void Session::connectionLost()
{
    m_impl->connectionLost();
}
bool Session::isCompressed() const
{
    return m_impl->isCompressed();
}
const Capabilities& Session::enabled() const
{
    return m_impl->enabled();
}
const Capabilities& Session::capabilities() const
{
    return m_impl->capabilities();
}

Session::Impl::Impl(SessionOptions options)
    : m_options(std::move(options))
    , m_tls(!m_options.startTls)
    , m_exchange(std::move(m_options.credentials))
{
}

Step Session::Impl::next()
{
    while (m_steps.empty()) {
        if (m_failure)
            return Failure{ *m_failure };
        if (m_phase == Phase::Ended)
            return NeedInput{};
        if (m_phase == Phase::Handshake && !m_lost) {
            if (m_splitter.pending() == 0)
                return NeedInput{};
            failSignIn(ErrorKind::Tls, "starttls-injection");
        } else if (takeInput()) {
            continue;
        } else if (m_lost) {
            takeLoss();
        } else if (!makeOutput()) {
            return NeedInput{ .waiting = waiting() };
        }
    }
    auto step = std::move(m_steps.front());
    m_steps.pop_front();
    if (auto* output = std::get_if<Output>(&step); output && m_deflater) {
        output->plain = std::move(output->bytes);
        output->bytes = m_deflater->compress(output->plain);
    }
    return step;
}

void Session::Impl::receive(Bytes bytes)
{
    if (m_inflater)
        m_inflater->append(asText(bytes));
    else
        m_splitter.append(bytes);
}

/// From the end of the answer to COMPRESS on, both ways are compressed (RFC 4978 section 3).
void Session::Impl::startCompression()
{
    m_deflater.emplace();
    m_inflater.emplace();
    m_inflater->append(m_splitter.rest());
    m_splitter.clear();
}

/// Gives the splitter the next piece of plain text; false if there is none.
bool Session::Impl::inflate()
{
    if (!m_inflater)
        return false;
    const auto piece = m_inflater->next();
    if (!piece) {
        fail(piece.error());
        return true;
    }
    if (piece->empty())
        return false;
    m_splitter.append(asBytes(*piece));
    m_steps.emplace_back(Inflated{ *piece });
    return true;
}

bool Session::Impl::takeInput()
{
    const auto item = m_splitter.next();
    if (!item) {
        auto error = item.error();
        if (m_phase != Phase::Ready)
            error.where.insert(0, "sign-in / ");
        fail(std::move(error));
        return true;
    }
    if (std::holds_alternative<Starved>(*item))
        return inflate();
    if (const auto* chunk = std::get_if<LiteralChunk>(&*item)) {
        takeChunk(*chunk);
        return true;
    }
    auto response = parseResponse(std::get<RawResponse>(*item));
    if (!response)
        takeMalformed(std::move(response.error()));
    else if (m_phase == Phase::Ready)
        dispatch(*response);
    else
        signIn(*response);
    return true;
}

void Session::Impl::takeMalformed(Error error)
{
    if (m_phase == Phase::Greeting)
        failSignIn(ErrorKind::Protocol, "malformed-greeting");
    else if (m_phase == Phase::Ready)
        emit(Skipped{ std::move(error) });
}

void Session::Impl::takeChunk(const LiteralChunk& chunk)
{
    if (m_phase == Phase::Ready && concernsSelected())
        emit(BodyChunk{ .section = std::string(chunk.section),
            .offset = chunk.offset,
            .total = chunk.total,
            .bytes = std::string(chunk.bytes) });
}

void Session::Impl::takeLoss()
{
    if (!m_inFlight.empty() && std::holds_alternative<Logout>(m_inFlight.front().command)) {
        auto flight = std::move(m_inFlight.front());
        m_inFlight.pop_front();
        finish(std::move(flight), {});
        return;
    }
    fail({ .kind = ErrorKind::Network,
        .where = currentPlace(),
        .serverText = {},
        .code = "connection-lost" });
}

bool Session::Impl::waiting() const
{
    if (m_phase != Phase::Ready)
        return true;
    return !m_inFlight.empty() && m_idle != IdleState::Running;
}

void Session::Impl::fail(Error error)
{
    m_failure = std::move(error);
    m_writing.reset();
    m_queue.clear();
    m_inFlight.clear();
}

std::string Session::Impl::nextTag()
{
    return "F" + std::to_string(++m_lastTag);
}

std::string Session::Impl::currentPlace() const
{
    switch (m_phase) {
    case Phase::Greeting:
        return "sign-in / greeting";
    case Phase::AskCapability:
    case Phase::AskCapabilityAgain:
        return "sign-in / CAPABILITY";
    case Phase::AskStartTls:
    case Phase::Handshake:
        return "sign-in / STARTTLS";
    case Phase::Authenticate:
        return "sign-in / AUTHENTICATE";
    case Phase::SetUp:
        return m_setUp.empty() ? "sign-in" : "sign-in / " + m_setUp.front().name;
    case Phase::Ready:
    case Phase::Ended:
        break;
    }
    return m_inFlight.empty() ? "connection" : std::string(commandName(m_inFlight.front().command));
}

void Session::Impl::alertIfAny(const StatusResponse& status)
{
    if (m_tls && status.code.name == "ALERT" && !status.text.empty())
        emit(Alert{ status.text });
}

void Session::Impl::tlsEstablished()
{
    if (m_phase != Phase::Handshake || m_failure)
        return;
    if (m_splitter.pending() > 0) {
        failSignIn(ErrorKind::Tls, "starttls-injection");
        return;
    }
    m_splitter.clear();
    m_steps.clear();
    m_capabilities.clear();
    m_capabilitiesFresh = false;
    m_webAlert.reset();
    m_tls = true;
    askCapability(Phase::AskCapability);
}

} // namespace fulmar::imap
