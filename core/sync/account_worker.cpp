// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/account_worker.h"

#include "actions/action_runner.h"
#include "model/stored_error.h"
#include "sync/body_download.h"

#include <chrono>
#include <utility>

namespace fulmar {
namespace {

using namespace std::chrono_literals;

constexpr auto pollEvery = 2min; ///< folders without a watch
constexpr auto countEvery = 10s; ///< bytes on the wire reach the store
constexpr auto joinPushes = 50ms; ///< one delivery is several pushes

QString logFile(const QString& folder, AccountId account)
{
    return folder + u'/' + QString::fromStdString(account.toString()) + QStringLiteral(".log");
}

/// Work and watch: under that number the watch is given up.
constexpr int connectionsWithWatch = 2;

/// Gmail ends sessions after a day, or with their access token; the next one simply begins.
bool isSessionExpired(const Error& error)
{
    return error.code == "bye" && error.serverText.find("Session expired") != std::string::npos;
}

AccountState stateFor(const Error& error)
{
    switch (error.kind) {
    case ErrorKind::Authentication:
        return AccountState::SignInAgain;
    case ErrorKind::Network:
        return AccountState::Offline;
    default:
        return AccountState::Error;
    }
}

} // namespace

AccountWorker::AccountWorker(
    Parts parts, Account account, const QString& logFolder, Callbacks callbacks)
    : m_parts(parts)
    , m_account(std::move(account))
    , m_callbacks(std::move(callbacks))
    , m_log(logFile(logFolder, m_account.id))
    , m_passwords(m_parts.secrets, m_parts.store, m_parts.clock, m_account)
    , m_imap(m_account, m_passwords, &m_log,
          {
              .alert =
                  [this](const std::string& text) {
                      m_callbacks.notice({ .kind = Notice::Kind::ServerAlert,
                          .account = m_account.id,
                          .subject = {},
                          .error = {},
                          .serverText = text });
                  },
              .skipped =
                  [this](const Error& error) {
                      m_callbacks.notice({ .kind = Notice::Kind::Skipped,
                          .account = m_account.id,
                          .subject = {},
                          .error = error,
                          .serverText = {} });
                  },
              .refuseToConnect = [this] { return serverPause(); },
              .limited = [this](const Error& error) { limited(error); },
          })
{
    m_status.account = m_account.id;
    m_pause = m_parts.store.serverPause(m_account.id).value_or(ServerPause{});
    mayDownload();
    m_trafficTimer.setInterval(countEvery);
    QObject::connect(&m_trafficTimer, &QTimer::timeout, &m_context, [this] { countTraffic(); });
    for (auto* timer :
        { &m_retryTimer, &m_outboxTimer, &m_pushTimer, &m_flushTimer, &m_actionTimer })
        timer->setSingleShot(true);
    m_pushTimer.setInterval(joinPushes);
    m_pollTimer.setInterval(pollEvery);
    QObject::connect(
        &m_retryTimer, &QTimer::timeout, &m_context, [this] { syncByItself(std::nullopt); });
    QObject::connect(
        &m_pollTimer, &QTimer::timeout, &m_context, [this] { syncByItself(std::nullopt); });
    QObject::connect(&m_pushTimer, &QTimer::timeout, &m_context, [this] { syncByItself("INBOX"); });
    QObject::connect(&m_flushTimer, &QTimer::timeout, &m_context,
        [this] { flushOutbox([](const Result<void>&) {}); });
    QObject::connect(&m_outboxTimer, &QTimer::timeout, &m_context,
        [this] { flushOutbox([](const Result<void>&) {}); });
    QObject::connect(&m_actionTimer, &QTimer::timeout, &m_context,
        [this] { runActions([](const Result<ActionResults>&) {}); });
}

AccountWorker::~AccountWorker()
{
    shutDown();
}

// ---- synchronising
// --------------------------------------------------------------------------------

void AccountWorker::stayConnected()
{
    m_stayConnected = true;
    flushSoon();
    if (m_account.incomingKind == IncomingKind::Imap)
        syncByItself(std::nullopt);
    else if (isPop3())
        stayConnectedPop3();
}

void AccountWorker::sync(
    const SyncRequest& request, std::function<void(const FolderReport&)> folder, SyncDone done)
{
    if (m_account.incomingKind == IncomingKind::None)
        return done(std::uint64_t{ 0 });
    m_syncQueue.push_back(
        { .request = request, .folder = std::move(folder), .done = std::move(done) });
    startNextSync();
}

void AccountWorker::startNextSync()
{
    if (m_sync || m_pop3 || m_syncQueue.empty() || m_stopped)
        return;
    settleDraftCopies(); // ahead of the folder list, which shows them then
    if (isPop3())
        return startPop3(m_syncQueue.front().only);
    setState(AccountState::Syncing);
    m_trafficTimer.start();
    m_sync = std::make_unique<AccountSync>(AccountSync::Parts{ m_parts.store, m_parts.reader,
                                               m_parts.clock, m_parts.background, m_imap },
        m_account, m_syncQueue.front().request,
        AccountSync::Callbacks{
            .actionEnded = [this](const PendingAction& action,
                               const std::optional<Error>& error) { actionEnded(action, error); },
            .progress = [this](const std::string& path, std::uint32_t done,
                            std::uint32_t total) { showProgress(path, done, total); },
            .folder =
                [this](const FolderReport& report) {
                    if (m_syncQueue.front().folder)
                        m_syncQueue.front().folder(report);
                },
            .mayDownload = [this] { return mayDownload(); },
            .paused = [this] { return m_status.paused; },
            .done =
                [this](Result<std::uint64_t> result) {
                    QTimer::singleShot(
                        0, &m_context, [this, result = std::move(result)] { syncEnded(result); });
                },
        });
    m_sync->start();
}

void AccountWorker::syncEnded(const Result<std::uint64_t>& result)
{
    m_sync.reset();
    countTraffic();
    if (!result && isSessionExpired(result.error()) && !std::exchange(m_renewedSession, true))
        return startNextSync();
    auto ended = std::move(m_syncQueue.front());
    m_syncQueue.pop_front();
    if (result) {
        m_backoff.reset();
        m_renewedSession = false;
        pauseIsOver();
        recordSynced(std::nullopt);
        setState(AccountState::Ok);
        if (m_stayConnected && !m_watch)
            startWatch();
    } else {
        recordSynced(result.error());
        setState(stateFor(result.error()), result.error());
        if (m_stayConnected)
            scheduleRetry();
    }
    const auto alive = m_alive;
    ended.done(result);
    if (*alive)
        startNextSync();
}

/// A synchronisation that nobody asked for: after a push, a poll or a pause.
void AccountWorker::syncByItself(std::optional<std::string> folder)
{
    if (m_status.paused)
        return; // `setPaused(false)` looks at everything
    if (isPop3() && waitsForSignIn())
        return;
    // One that waits already will see the same news.
    for (std::size_t i = m_sync || m_pop3 ? 1 : 0; i < m_syncQueue.size(); ++i) {
        if (!m_syncQueue[i].request.folder || m_syncQueue[i].request.folder == folder)
            return;
    }
    sync(
        { .account = m_account.id, .folder = std::move(folder) },
        [this](const FolderReport& report) {
            if (report.added + report.changed + report.vanished > 0 && m_callbacks.pushed)
                m_callbacks.pushed(report);
        },
        [](const Result<std::uint64_t>&) {});
}

void AccountWorker::startWatch()
{
    if (isPop3())
        return schedulePop3();
    m_pollTimer.start();
    if (m_connections.allowed(m_parts.clock.now()) < connectionsWithWatch)
        return;
    auto inbox = m_parts.reader.folderByRole(m_account.id, FolderRole::Inbox);
    if (inbox && *inbox && !(*inbox)->label.empty())
        inbox = m_parts.reader.folderByRole(
            m_account.id, FolderRole::All); // where all mail of Gmail arrives
    if (!inbox || !*inbox)
        return;
    m_watch = std::make_unique<IdleWatch>(m_account, m_passwords, &m_log, (*inbox)->wireName,
        IdleWatch::Callbacks{
            // What came between the last look and now was not pushed.
            .started = [this] { m_pushTimer.start(); },
            .changed = [this] { m_pushTimer.start(); },
            .failed = [this](const Error& error) { watchFailed(error); },
        });
    m_watch->start();
}

void AccountWorker::watchFailed(const Error& error)
{
    std::shared_ptr<IdleWatch> gone = dropWatch();
    QTimer::singleShot(0, &m_context, [gone] {});
    if (isSessionExpired(error) && !std::exchange(m_renewedSession, true))
        return startWatch();
    limited(error);
    // The work goes on over its own connection, and polling takes the place of the watch.
    if (restraintFor(error) == Restraint::FewerConnections)
        return;
    m_pollTimer.stop();
    if (error.kind == ErrorKind::Authentication)
        m_passwords.refused(error);
    setState(stateFor(error), error);
    scheduleRetry();
}

void AccountWorker::scheduleRetry()
{
    m_pollTimer.stop();
    if (m_status.state == AccountState::SignInAgain || m_stopped)
        return;
    const auto now = m_parts.clock.now();
    auto pause = m_backoff.next(m_parts.clock.random());
    if (m_pause.until > now)
        pause = std::chrono::seconds(m_pause.until - now);
    m_status.nextTry = now + pause.count();
    m_retryTimer.start(pause);
    m_callbacks.status(m_status);
}

void AccountWorker::retryNow()
{
    m_backoff.reset();
    m_retryTimer.stop();
    m_passwords.tryAgain();
    if (m_stayConnected && m_account.incomingKind != IncomingKind::None)
        syncByItself(std::nullopt);
    flushSoon();
}

void AccountWorker::setPaused(bool paused)
{
    if (std::exchange(m_status.paused, paused) == paused)
        return;
    m_status.secondsLeft.reset();
    m_callbacks.status(m_status);
    if (paused)
        return;
    if (m_sync)
        m_sync->resume();
    else if (m_stayConnected && m_account.incomingKind == IncomingKind::Imap)
        syncByItself(std::nullopt);
}

void AccountWorker::fetchBody(
    const Folder& folder, const KnownMessage& message, std::function<void(Result<void>)> done)
{
    if (isPop3()) {
        m_syncQueue.push_back({ .request = {},
            .folder = {},
            .done =
                [done = std::move(done)](const Result<std::uint64_t>& fetched) {
                    done(fetched ? Result<void>() : Unexpected(fetched.error()));
                },
            .only = message.message });
        return startNextSync();
    }
    auto unavailable = std::make_shared<bool>(false);
    auto download = std::make_unique<BodyDownload>(m_parts.store, m_parts.background,
        folder.wireName, folder.checkpoint.uidValidity, std::vector<KnownMessage>{ message },
        BodyDownload::Observer{ .progress = {},
            .failed = [unavailable](const auto& uids) { *unavailable = !uids.empty(); } });
    m_imap.run(
        std::move(download),
        [unavailable, done = std::move(done)](const Result<void>& result, ImapWorker::Scope) {
            if (result && *unavailable)
                done(Unexpected(Error{ .kind = ErrorKind::Rejected,
                    .where = "FETCH",
                    .serverText = {},
                    .code = "message-gone" }));
            else
                done(result);
        },
        ImapWorker::Order::First);
}

void AccountWorker::searchServer(const std::string& query, std::uint32_t limit,
    std::function<void(Result<ServerSearch::Found>)> done)
{
    auto folders = m_parts.store.mirroredFolders(m_account.id);
    if (!folders)
        return done(Unexpected(folders.error()));
    auto found = std::make_shared<ServerSearch::Found>();
    auto search = std::make_unique<ServerSearch>(m_parts.store, std::move(*folders), query, limit,
        [found](ServerSearch::Found result) { *found = std::move(result); });
    m_imap.run(
        std::move(search),
        [found, done = std::move(done)](const Result<void>& result, ImapWorker::Scope) {
            done(result ? Result<ServerSearch::Found>(*found) : Unexpected(result.error()));
        },
        ImapWorker::Order::First);
}

// ---- actions
// --------------------------------------------------------------------------------------

void AccountWorker::runActionsSoon()
{
    if (!m_actionTimer.isActive())
        m_actionTimer.start(0ms);
}

void AccountWorker::runActions(std::function<void(Result<ActionResults>)> done)
{
    settleDraftCopies();
    const auto pending = m_parts.store.pendingActions(m_account.id);
    if (!pending || pending->empty() || m_account.incomingKind != IncomingKind::Imap || m_stopped)
        return done(pending ? Result<ActionResults>(ActionResults{}) : Unexpected(pending.error()));
    auto results = std::make_shared<ActionResults>();
    auto runner = std::make_unique<ActionRunner>(m_parts.store, m_parts.reader, m_account.id,
        [this, results](const PendingAction& action, const std::optional<Error>& error) {
            results->emplace_back(action.id, error);
            actionEnded(action, error);
        });
    m_imap.run(
        std::move(runner),
        [this, results, done = std::move(done)](
            const Result<void>& result, ImapWorker::Scope scope) {
            if (!result && scope == ImapWorker::Scope::Connection && m_stayConnected) {
                setState(stateFor(result.error()), result.error());
                scheduleRetry();
            }
            done(result ? Result<ActionResults>(*results) : Unexpected(result.error()));
        },
        ImapWorker::Order::First);
}

void AccountWorker::actionEnded(const PendingAction& action, const std::optional<Error>& error)
{
    if (!error)
        return;
    auto kind = Notice::Kind::ActionRefused;
    if (error->code == "keyword-not-kept")
        kind = Notice::Kind::KeywordNotKept;
    else if (ActionRunner::isTransient(*error))
        kind = Notice::Kind::ActionWaits;
    m_callbacks.notice({ .kind = kind,
        .account = m_account.id,
        .subject = actionName(action.action),
        .error = error,
        .serverText = error->serverText });
}

// ---- state
// ----------------------------------------------------------------------------------------

void AccountWorker::setState(AccountState state, std::optional<Error> error)
{
    m_status.state = state;
    m_status.error = std::move(error);
    m_status.activity.clear();
    m_status.done = m_status.total = 0;
    m_status.nextTry = 0;
    m_callbacks.status(m_status);
}

void AccountWorker::showProgress(const std::string& path, std::uint32_t done, std::uint32_t total)
{
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch())
                         .count();
    m_estimate.update(path, done, total, now);
    m_status.secondsLeft = m_estimate.secondsLeft(now);
    m_status.activity = path;
    m_status.done = done;
    m_status.total = total;
    m_callbacks.status(m_status);
}

void AccountWorker::recordSynced(const std::optional<Error>& error)
{
    // A store that is full cannot take this either; the state in memory says it all the same.
    static_cast<void>(m_parts.store.setAccountSynced(m_account.id, error ? 0 : m_parts.clock.now(),
        error ? encodeError(*error) : std::string()));
}

transport::Traffic AccountWorker::traffic() const
{
    auto all = imapTraffic();
    all.bytesIn += m_smtpTraffic.bytesIn;
    all.bytesOut += m_smtpTraffic.bytesOut;
    all.bytesIn += m_pop3Traffic.bytesIn;
    all.bytesOut += m_pop3Traffic.bytesOut;
    return all;
}

void AccountWorker::shutDown()
{
    if (std::exchange(m_stopped, true))
        return;
    *m_alive = false;
    for (auto* timer : { &m_retryTimer, &m_pollTimer, &m_outboxTimer, &m_pushTimer, &m_flushTimer,
             &m_actionTimer, &m_trafficTimer })
        timer->stop();
    m_sync.reset();
    countTraffic();
    m_pop3.reset();
    m_watch.reset();
    if (m_outboxRunner)
        m_outboxRunner->shutDown();
    m_imap.shutDown();
}

} // namespace fulmar
