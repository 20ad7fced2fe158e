// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_impl.h"

#include "actions/local_actions.h"
#include "send/delivery_ledger.h"
#include "send/merge_feed.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

namespace fulmar {
namespace {

using namespace std::chrono_literals;

constexpr auto joinChanges = 50ms;

Error notFound(std::string what)
{
    return {
        .kind = ErrorKind::Storage, .where = std::move(what), .serverText = {}, .code = "not-found"
    };
}

} // namespace

Engine::Impl::Impl(Engine& engine, Ports enginePorts, Options options)
    : ports(enginePorts)
    , m_engine(engine)
    , m_options(std::move(options))
    , m_checkLog(m_options.logFolder + QStringLiteral("/account-check.log"))
{
    m_changeTimer.setSingleShot(true);
    m_changeTimer.setInterval(joinChanges);
    QObject::connect(&m_changeTimer, &QTimer::timeout, &m_engine,
        [this] { Q_EMIT m_engine.changed(std::exchange(m_changes, {})); });
    ports.store.setCommitObserver([this](const ChangeSet& changes) { committed(changes); });
}

Engine::Impl::~Impl()
{
    *m_alive = false;
    ports.store.setCommitObserver({});
}

void Engine::Impl::committed(const ChangeSet& changes)
{
    m_changes.merge(changes);
    if (!m_changeTimer.isActive())
        m_changeTimer.start();
}

void Engine::Impl::start()
{
    // A mail that was on the wire when the program died may be out or not: only looking for it can
    // tell. Fails only with the disk; then it is settled at the next start.
    static_cast<void>(ports.outbox.settleInterrupted());
    static_cast<void>(runLocalActions(ports.store)); // what a cut left; a full disk shows elsewhere
    const auto accounts = ports.reader.accounts();
    if (!accounts)
        return;
    for (const auto& record : *accounts) {
        if (!record.account.enabled)
            continue;
        auto& added = addWorker(record.account);
        if (m_options.stayConnected)
            added.stayConnected();
    }
}

void Engine::Impl::stop(std::function<void()> done)
{
    m_stopped = true;
    m_checks.clear();
    for (auto& [id, running] : m_workers)
        running->shutDown();
    // The farewells are in the sockets' buffers; one turn of the event loop hands them to the
    // kernel.
    QTimer::singleShot(5ms, &m_engine, [this, done = std::move(done)] {
        m_workers.clear();
        done();
    });
}

void Engine::Impl::retryNow()
{
    for (auto& [id, running] : m_workers)
        running->retryNow();
}

AccountWorker* Engine::Impl::worker(AccountId account)
{
    const auto found = m_workers.find(account);
    return found == m_workers.end() ? nullptr : found->second.get();
}

AccountWorker& Engine::Impl::addWorker(const Account& account)
{
    auto made = std::make_unique<AccountWorker>(
        AccountWorker::Parts{
            ports.store, ports.outbox, ports.reader, ports.secrets, ports.clock, m_background },
        account, m_options.logFolder,
        AccountWorker::Callbacks{
            .status
            = [this](const AccountStatus& status) { Q_EMIT m_engine.accountStatusChanged(status); },
            .notice = [this](const Notice& notice) { Q_EMIT m_engine.noticed(notice); },
            .accepted = [this](const OutboxItem& item) { accepted(item); },
            .pushed =
                [this](const FolderReport& report) {
                    readReports(report.account);
                    if (m_pushed)
                        m_pushed(report);
                    tellArrivals(report);
                },
        });
    made->setMailFeed([this, account] {
        readReports(account.id);
        return feedMerges(account, ports.outbox, ports.reader, ports.clock);
    });
    return *(m_workers[account.id] = std::move(made));
}

void Engine::Impl::sync(const SyncRequest& request, SyncObserver observer)
{
    struct Run {
        SyncReport report;
        std::size_t open = 0;
        std::uint64_t bytesIn = 0, bytesOut = 0;
        std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    };
    auto run = std::make_shared<Run>();
    std::vector<AccountWorker*> chosen;
    for (auto& [id, running] : m_workers) {
        if (!request.account || *request.account == id)
            chosen.push_back(running.get());
    }
    const auto finishOne = [this, run, observer, alive = std::weak_ptr<bool>(m_alive)] {
        if (--run->open > 0 || alive.expired())
            return;
        for (auto& [id, running] : m_workers) {
            run->report.bytesIn += running->traffic().bytesIn;
            run->report.bytesOut += running->traffic().bytesOut;
        }
        run->report.bytesIn -= std::min(run->bytesIn, run->report.bytesIn);
        run->report.bytesOut -= std::min(run->bytesOut, run->report.bytesOut);
        run->report.seconds
            = std::chrono::duration<double>(std::chrono::steady_clock::now() - run->start).count();
        observer.done(run->report);
    };
    for (auto& [id, running] : m_workers) {
        run->bytesIn += running->traffic().bytesIn;
        run->bytesOut += running->traffic().bytesOut;
    }
    run->open = 2 * chosen.size() + 1;
    const auto note
        = [run](AccountId id, const Error& error) { run->report.errors.emplace_back(id, error); };
    for (auto* running : chosen) {
        const auto id = running->account().id;
        running->setPaused(false); // who asks for it does not want it to wait
        running->flushOutbox([note, id, finishOne](const Result<void>& sent) {
            if (!sent)
                note(id, sent.error());
            finishOne();
        });
        running->sync(request, observer.folder,
            [this, run, note, id, finishOne](const Result<std::uint64_t>& synced) {
                readReports(id);
                if (synced)
                    run->report.bodiesMissing += *synced;
                else
                    note(id, synced.error());
                finishOne();
            });
    }
    QTimer::singleShot(0, &m_engine, finishOne);
}

/// Bounces of one account may be about mail that another one sent.
void Engine::Impl::readReports(AccountId account)
{
    noteSeenMails(account, ports.outbox, ports.reader);
    for (const auto& report :
        readNewReports(account, ports.outbox, ports.reader, ports.clock)) {
        const bool bounced = report.fate == RecipientFate::BouncedHard
            || report.fate == RecipientFate::BouncedSoft;
        if (bounced)
            Q_EMIT m_engine.noticed({ .kind = Notice::Kind::MailBounced,
                .account = account,
                .subject = report.address,
                .error = std::nullopt,
                .serverText = report.reason });
    }
}

void Engine::Impl::watch(std::function<void(const FolderReport&)> pushed)
{
    m_pushed = std::move(pushed);
    if (std::exchange(m_options.stayConnected, true))
        return;
    for (auto& [id, running] : m_workers)
        running->stayConnected();
}

void Engine::Impl::tellArrivals(const FolderReport& report)
{
    const auto folder = ports.reader.folderByPath(report.account, report.path);
    if (report.added == 0 || !folder || !*folder || (*folder)->role != FolderRole::Inbox)
        return;
    const auto messages = ports.reader.messages(
        { .folder = report.folder, .unreadOnly = true, .limit = report.added });
    if (!messages || messages->empty())
        return;
    std::vector<MessageId> ids;
    for (const auto& message : *messages)
        ids.push_back(message.id);
    Q_EMIT m_engine.mailArrived(report.account, ids);
}

void Engine::Impl::setPaused(std::optional<AccountId> account, bool paused)
{
    for (auto& [id, running] : m_workers) {
        if (!account || *account == id)
            running->setPaused(paused);
    }
}

void Engine::Impl::fetchBody(MessageId id, std::function<void(Result<void>)> done)
{
    const auto found = ports.reader.message(id);
    if (!found || !*found || (*found)->folders.empty())
        return done(Unexpected(found ? notFound("message") : found.error()));
    const auto& message = **found;
    if (message.hasBody)
        return done({});
    const auto folders = ports.reader.folders(message.account);
    const auto receiver = ports.store.local().receiverOf(id);
    auto* running = worker(receiver && receiver->isValid() ? *receiver : message.account);
    if (!folders || !running)
        return done(Unexpected(notFound("message")));
    // A view of Gmail has no positions: All Mail has.
    const auto folder = std::find_if(folders->begin(), folders->end(), [&](const Folder& f) {
        return f.label.empty()
            && std::find(message.folders.begin(), message.folders.end(), f.id)
            != message.folders.end();
    });
    if (folder == folders->end())
        return done(Unexpected(notFound("folder")));
    const auto placed = ports.reader.message(id, folder->id);
    if (!placed || !*placed)
        return done(Unexpected(notFound("message")));
    running->fetchBody(*folder,
        { .uid = (*placed)->uid,
            .message = id,
            .size = message.size,
            .received = message.received },
        std::move(done));
}

void Engine::Impl::searchServer(AccountId account, const std::string& query, std::uint32_t limit,
    std::function<void(Result<ServerMatches>)> done)
{
    auto* running = worker(account);
    if (!running)
        return done(Unexpected(notFound("account")));
    running->searchServer(query, limit, [done = std::move(done)](const auto& found) {
        if (!found)
            return done(Unexpected(found.error()));
        done(ServerMatches{ .messages = found->messages, .total = found->total });
    });
}

} // namespace fulmar
