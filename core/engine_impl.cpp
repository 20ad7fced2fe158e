// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine_impl.h"

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
    settleCrash();
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

/// A mail that was on the wire when the program died may be out or not: only looking for it can
/// tell.
void Engine::Impl::settleCrash()
{
    const auto items = ports.reader.outbox();
    if (!items)
        return;
    for (auto item : *items) {
        if (item.state != OutboxState::Transmitting)
            continue;
        item.state = OutboxState::Unknown;
        static_cast<void>(ports.outbox.update(
            item)); // fails only with the disk; then it is settled at the next start
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
    QTimer::singleShot(50ms, &m_engine, [this, done = std::move(done)] {
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
                    if (m_pushed)
                        m_pushed(report);
                    tellArrivals(report);
                },
        });
    return *(m_workers[account.id] = std::move(made));
}

// ---- accounts
// -------------------------------------------------------------------------------------

void Engine::Impl::checkAccount(const Account& account, const Secret<std::string>& password,
    std::function<void(std::vector<CheckStep>)> done)
{
    const auto number = ++m_lastCheck;
    auto check = std::make_unique<AccountCheck>(account, password, &m_checkLog,
        [this, number, done = std::move(done)](const std::vector<CheckStep>& steps) {
            QTimer::singleShot(0, &m_engine, [this, number] { m_checks.erase(number); });
            done(steps);
        });
    auto& started = *(m_checks[number] = std::move(check));
    started.start();
}

void Engine::Impl::storePassword(const Account& account, const Secret<std::string>& password,
    std::function<void(Result<void>)> done)
{
    if (account.passwordSource == PasswordSource::Command || password.empty())
        return done({});
    ports.secrets.save(account, password, std::move(done));
}

void Engine::Impl::addAccount(Account account, const Secret<std::string>& password,
    std::function<void(Result<AccountId>)> done)
{
    const auto id = ports.store.addAccount(account);
    if (!id)
        return done(Unexpected(id.error()));
    account.id = *id;
    storePassword(account, password,
        [this, account, done = std::move(done), alive = std::weak_ptr<bool>(m_alive)](
            const Result<void>& saved) {
            if (alive.expired())
                return;
            if (!saved) {
                // An account without its password would ask for ever: all or nothing.
                static_cast<void>(ports.store.removeAccount(account.id));
                return done(Unexpected(saved.error()));
            }
            auto& added = addWorker(account);
            if (m_options.stayConnected)
                added.stayConnected();
            done(account.id);
        });
}

void Engine::Impl::updateAccount(const Account& account, const Secret<std::string>& newPassword,
    std::function<void(Result<void>)> done)
{
    storePassword(account, newPassword,
        [this, account, done = std::move(done), alive = std::weak_ptr<bool>(m_alive)](
            const Result<void>& saved) {
            if (alive.expired())
                return;
            const auto stored = saved ? ports.store.updateAccount(account) : saved;
            if (!stored)
                return done(stored);
            m_workers.erase(account.id);
            if (account.enabled) {
                auto& fresh = addWorker(account);
                if (m_options.stayConnected)
                    fresh.stayConnected();
            }
            done({});
        });
}

void Engine::Impl::removeAccount(AccountId id, std::function<void(Result<void>)> done)
{
    const auto accounts = ports.reader.accounts();
    if (!accounts)
        return done(Unexpected(accounts.error()));
    const auto found = std::find_if(accounts->begin(), accounts->end(),
        [&](const AccountRecord& record) { return record.account.id == id; });
    if (found == accounts->end())
        return done(Unexpected(notFound("account")));
    m_workers.erase(id);
    const auto removed = ports.store.removeAccount(id);
    if (!removed || found->account.passwordSource == PasswordSource::Command)
        return done(removed);
    // The keychain may be gone already; the account is, and that is what was asked for.
    ports.secrets.remove(
        found->account, [done = std::move(done)](const Result<void>&) { done({}); });
}

// ---- synchronising
// --------------------------------------------------------------------------------

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
        running->flushOutbox([note, id, finishOne](const Result<void>& sent) {
            if (!sent)
                note(id, sent.error());
            finishOne();
        });
        running->sync(request, observer.folder,
            [run, note, id, finishOne](const Result<std::uint64_t>& synced) {
                if (synced)
                    run->report.bodiesMissing += *synced;
                else
                    note(id, synced.error());
                finishOne();
            });
    }
    QTimer::singleShot(0, &m_engine, finishOne);
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

void Engine::Impl::fetchBody(MessageId id, std::function<void(Result<void>)> done)
{
    const auto found = ports.reader.message(id);
    if (!found || !*found || (*found)->folders.empty())
        return done(Unexpected(found ? notFound("message") : found.error()));
    const auto& message = **found;
    if (message.hasBody)
        return done({});
    const auto folders = ports.reader.folders(message.account);
    const auto placed = ports.reader.message(id, message.folders.front());
    auto* running = worker(message.account);
    if (!folders || !placed || !*placed || !running)
        return done(Unexpected(notFound("message")));
    const auto folder = std::find_if(folders->begin(), folders->end(),
        [&](const Folder& f) { return f.id == message.folders.front(); });
    if (folder == folders->end())
        return done(Unexpected(notFound("folder")));
    running->fetchBody(*folder,
        { .uid = (*placed)->uid,
            .message = id,
            .size = message.size,
            .received = message.received },
        std::move(done));
}

// ---- changing
// -------------------------------------------------------------------------------------

Result<std::vector<ActionId>> Engine::Impl::act(
    const Action& action, const std::vector<MessageId>& messages, std::optional<FolderId> from)
{
    const auto recorded = ports.store.recordAction(action, messages, from, ports.clock.now());
    if (recorded && m_options.stayConnected) {
        for (auto& [id, running] : m_workers)
            running->runActionsSoon();
    }
    return recorded;
}

void Engine::Impl::runActions(
    std::function<void(std::vector<std::pair<ActionId, std::optional<Error>>>)> done)
{
    auto all = std::make_shared<AccountWorker::ActionResults>();
    auto open = std::make_shared<std::size_t>(m_workers.size() + 1);
    const auto finishOne = [all, open, done = std::move(done)] {
        if (--*open == 0)
            done(*all);
    };
    for (auto& [id, running] : m_workers) {
        running->runActions([all, finishOne](const Result<AccountWorker::ActionResults>& results) {
            if (results)
                all->insert(all->end(), results->begin(), results->end());
            finishOne();
        });
    }
    QTimer::singleShot(0, &m_engine, finishOne);
}

// ---- sending
// --------------------------------------------------------------------------------------

Result<OutboxId> Engine::Impl::submit(const Submission& submission)
{
    const auto now = ports.clock.now();
    OutboxItem item{ .account = submission.account,
        .messageId = submission.messageId,
        .sender = submission.sender,
        .recipients = submission.recipients,
        .subject = submission.subject,
        .size = submission.raw.size(),
        .state = submission.notBefore > now ? OutboxState::Scheduled : OutboxState::Queued,
        .key = submission.key,
        .created = now,
        .notBefore = submission.notBefore,
        .answeredMessage = submission.answeredMessage,
        .forwarded = submission.forwarded };
    const auto queued = submission.draft.isValid()
        ? ports.outbox.sendDraft(submission.draft, item, submission.raw)
        : ports.outbox.enqueue(item, submission.raw);
    if (auto* running = worker(submission.account); queued && running && m_options.stayConnected)
        running->flushSoon();
    return queued;
}

Result<void> Engine::Impl::setOutboxState(
    OutboxId id, OutboxState state, const std::vector<OutboxState>& allowedFrom)
{
    const auto found = ports.reader.outboxItem(id);
    if (!found || !*found)
        return Unexpected(found ? notFound("outbox") : found.error());
    auto item = **found;
    if (std::find(allowedFrom.begin(), allowedFrom.end(), item.state) == allowedFrom.end())
        return Unexpected(Error{ .kind = ErrorKind::Rejected,
            .where = "outbox",
            .serverText = outboxStateName(item.state),
            .code = "wrong-state" });
    item.state = state;
    item.nextTry = 0;
    const auto stored = ports.outbox.update(item);
    if (auto* running = worker(item.account); stored && running && m_options.stayConnected)
        running->flushSoon();
    return stored;
}

Result<void> Engine::Impl::cancelOutbox(OutboxId id)
{
    return setOutboxState(id, OutboxState::Cancelled,
        { OutboxState::Queued, OutboxState::Scheduled, OutboxState::Held, OutboxState::Refused,
            OutboxState::Unknown });
}

Result<void> Engine::Impl::retryOutbox(OutboxId id)
{
    return setOutboxState(id, OutboxState::Queued,
        { OutboxState::Queued, OutboxState::Held, OutboxState::Refused, OutboxState::Unknown,
            OutboxState::Cancelled });
}

void Engine::Impl::flushOutbox(std::function<void()> done)
{
    auto open = std::make_shared<std::size_t>(m_workers.size() + 1);
    const auto finishOne = [open, done = std::move(done)] {
        if (--*open == 0)
            done();
    };
    for (auto& [id, running] : m_workers)
        running->flushOutbox([finishOne](const Result<void>&) { finishOne(); });
    QTimer::singleShot(0, &m_engine, finishOne);
}

void Engine::Impl::flushOutbox(AccountId account, std::function<void(Result<void>)> done)
{
    if (auto* running = worker(account))
        return running->flushOutbox(std::move(done));
    QTimer::singleShot(
        0, &m_engine, [done = std::move(done)] { done(Unexpected(notFound("account"))); });
}

/// The answered mail gets its mark here and on the server; that it is gone by now does not matter.
void Engine::Impl::accepted(const OutboxItem& item)
{
    if (!item.answeredMessage.isValid())
        return;
    FlagChange change;
    change.add.set(item.forwarded ? Flag::Forwarded : Flag::Answered);
    static_cast<void>(act(ChangeFlags{ .change = change }, { item.answeredMessage }, std::nullopt));
}

} // namespace fulmar
