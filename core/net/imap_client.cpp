// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/imap_client.h"

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

} // namespace

ImapClient::ImapClient(const transport::Endpoint& endpoint, imap::SessionOptions options,
    transport::WireLog* log, const QString& logName, Callbacks callbacks)
    : m_callbacks(std::move(callbacks))
    , m_connection(endpoint, imap::Session(std::move(options)), log, logName,
          {
              .event = [this](imap::Event event) { take(std::move(event)); },
              .failed = [this](const imap::Failure& failure) { ended(failure.error); },
          })
{
    m_uptime.start();
    m_holdTimer.setSingleShot(true);
    QObject::connect(&m_holdTimer, &QTimer::timeout, &m_holdTimer, [this] { releaseHeld(); });
}

void ImapClient::run(imap::Command command, Done done)
{
    if (m_throttle.pause().count() == 0 && m_held.empty())
        return send(std::move(command), std::move(done));
    m_held.emplace_back(std::move(command), std::move(done));
    if (!m_holdTimer.isActive())
        m_holdTimer.start(m_throttle.pause());
}

void ImapClient::releaseHeld()
{
    for (auto& [command, done] : std::exchange(m_held, {}))
        m_running.emplace(m_connection.session().enqueue(std::move(command)), std::move(done));
    m_connection.pump();
}

void ImapClient::send(imap::Command command, Done done)
{
    const auto handle = m_connection.session().enqueue(std::move(command));
    m_running.emplace(handle, std::move(done));
    m_connection.pump();
}

void ImapClient::ensureSelected(
    const std::string& wireName, std::function<void(Result<imap::SelectResult>)> done)
{
    if (m_selected && m_selectedName == wireName)
        done(*m_selected);
    else
        select(wireName, std::move(done));
}

void ImapClient::select(const std::string& wireName,
    std::function<void(Result<imap::SelectResult>)> done, std::optional<imap::Qresync> qresync)
{
    m_selected.reset();
    m_selectedName = wireName;
    run(
        imap::Select{
            .mailbox = wireName, .condstore = has("CONDSTORE"), .qresync = std::move(qresync) },
        [this, done = std::move(done)](const imap::CommandDone& answer) {
            if (answer.error || !answer.selected)
                return done(Unexpected(answer.error.value_or(Error{
                    .kind = ErrorKind::Protocol, .where = "SELECT", .serverText = answer.text })));
            m_selected = answer.selected;
            done(*m_selected);
        });
}

void ImapClient::unselect()
{
    if (!m_selected || !has("UNSELECT"))
        return;
    m_selected.reset();
    run(imap::Unselect{}, [](const imap::CommandDone&) {});
}

void ImapClient::leaveIdle()
{
    m_connection.session().leaveIdle();
    m_connection.pump();
}

void ImapClient::logout()
{
    m_holdTimer.stop();
    m_held.clear();
    m_running.clear();
    m_observer = nullptr;
    if (m_ready) {
        m_connection.session().leaveIdle();
        m_connection.session().enqueue(imap::Logout{});
        m_connection.pump();
    }
    m_connection.close();
}

void ImapClient::take(imap::Event event)
{
    std::visit(Overloaded{
                   [&](imap::Ready& ready) {
                       m_ready = true;
                       m_mechanism = ready.mechanism;
                       m_callbacks.ready();
                   },
                   [&](imap::CommandDone& done) { take(done); },
                   [&](imap::IdleStarted&) {
                       if (m_observer)
                           m_observer->idleStarted();
                   },
                   [&](imap::Listed& listed) {
                       if (m_observer)
                           m_observer->listed(listed);
                   },
                   [&](imap::StatusReceived& status) {
                       if (m_observer)
                           m_observer->statusReceived(status.entry);
                   },
                   [&](imap::Fetched& fetched) {
                       if (m_observer)
                           m_observer->fetched(fetched.data);
                   },
                   [&](imap::BodyChunk& chunk) {
                       if (m_observer)
                           m_observer->bodyChunk(chunk);
                   },
                   [&](imap::Exists& exists) {
                       if (m_selected)
                           m_selected->exists = exists.count;
                       if (m_observer)
                           m_observer->mailboxChanged();
                   },
                   [&](imap::Expunged&) {
                       if (m_observer)
                           m_observer->mailboxChanged();
                   },
                   [&](imap::Vanished& vanished) { take(vanished); },
                   [&](imap::CapabilitiesChanged&) {},
                   [&](imap::Alert& alert) {
                       if (m_callbacks.alert)
                           m_callbacks.alert(alert.text);
                   },
                   [&](imap::Skipped& skipped) {
                       if (m_observer)
                           m_observer->responseSkipped(skipped.error);
                       if (m_callbacks.skipped)
                           m_callbacks.skipped(skipped.error);
                   },
                   [&](imap::Closed& closed) {
                       if (!closed.expected)
                           ended({ .kind = ErrorKind::Network,
                               .where = "BYE",
                               .serverText = closed.text,
                               .code = "bye" });
                   },
               },
        event);
}

void ImapClient::take(const imap::CommandDone& done)
{
    if (!done.error)
        m_throttle.answered(done.text, std::chrono::milliseconds(m_uptime.elapsed()));
    else if (m_callbacks.limited && restraintFor(*done.error) != Restraint::None)
        m_callbacks.limited(*done.error);
    const auto running = m_running.extract(done.command);
    if (running && running.mapped())
        running.mapped()(done);
}

void ImapClient::take(const imap::Vanished& vanished)
{
    if (m_selected && !vanished.earlier)
        m_selected->exists -= static_cast<std::uint32_t>(
            std::min<std::uint64_t>(m_selected->exists, vanished.uids.count()));
    if (m_observer)
        m_observer->vanished(vanished.uids, vanished.earlier);
    if (m_observer && !vanished.earlier)
        m_observer->mailboxChanged();
}

void ImapClient::ended(const Error& error)
{
    m_holdTimer.stop();
    m_held.clear();
    m_running.clear();
    m_observer = nullptr;
    m_ready = false;
    const auto callback = std::exchange(m_callbacks.failed, nullptr);
    if (callback)
        callback(error);
}

} // namespace fulmar
