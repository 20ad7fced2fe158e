// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync_report.h"
#include "net/backoff.h"
#include "net/connection_budget.h"
#include "net/password_cache.h"
#include "net/server_pause.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/mail_store.h"
#include "ports/outbox_store.h"
#include "send/outbox_runner.h"
#include "send/send_budget.h"
#include "sync/account_sync.h"
#include "sync/background.h"
#include "sync/idle_watch.h"
#include "sync/imap_worker.h"
#include "sync/progress_estimate.h"
#include "sync/server_search.h"
#include "transport/wire_log.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace fulmar {

struct Pop3Outcome;

/// Everything that runs for one account: its connections, its synchronisations, its outbox, its
/// waiting times and its state.
///
/// After a refused password nothing is tried by itself until `retryNow()`. Engine thread.
class AccountWorker {
public:
    struct Parts {
        MailStore& store;
        OutboxStore& outbox;
        MailReader& reader;
        SecretStore& secrets;
        Clock& clock;
        Background& background;
    };
    struct Callbacks {
        std::function<void(const AccountStatus&)> status;
        std::function<void(const Notice&)> notice;
        std::function<void(const OutboxItem&)> accepted; ///< a mail was taken by the server
        std::function<void(const FolderReport&)>
            pushed; ///< a synchronisation that nobody asked for found news
    };
    using ActionResults = std::vector<std::pair<ActionId, std::optional<Error>>>;
    using SyncDone = std::function<void(Result<std::uint64_t> bodiesMissing)>;

    AccountWorker(Parts parts, Account account, const QString& logFolder, Callbacks callbacks);
    ~AccountWorker();

    /// Synchronises, then stays connected: IDLE, polling, retries.
    void stayConnected();
    void sync(
        const SyncRequest& request, std::function<void(const FolderReport&)> folder, SyncDone done);
    void fetchBody(
        const Folder& folder, const KnownMessage& message, std::function<void(Result<void>)> done);
    void searchServer(const std::string& query, std::uint32_t limit,
        std::function<void(Result<ServerSearch::Found>)> done);
    void runActions(std::function<void(Result<ActionResults>)> done);
    /// Tries each due mail once and files Sent copies that are owed.
    void flushOutbox(std::function<void(Result<void>)> done);
    /// Asks for a flush as soon as the event loop comes round; many calls make one flush.
    void flushSoon();
    void runActionsSoon();
    /// Called before due mails are looked up; gives the time at which it wants to be asked again.
    void setMailFeed(std::function<std::optional<std::int64_t>()> feed)
    {
        m_beforeSending = [this, feed = std::move(feed)] { m_nextMergeTime = feed(); };
    }
    void retryNow();
    /// While paused nothing is downloaded by itself; what stopped goes on where it was.
    void setPaused(bool paused);
    void shutDown();

    [[nodiscard]] const Account& account() const { return m_account; }
    [[nodiscard]] const AccountStatus& status() const { return m_status; }
    [[nodiscard]] transport::Traffic traffic() const;

private:
    struct PendingSync {
        SyncRequest request;
        std::function<void(const FolderReport&)> folder;
        SyncDone done;
        std::optional<MessageId> only{}; ///< the rest of this message and nothing else (POP3)
    };
    struct Pop3Run;

    void startNextSync();
    void syncEnded(const Result<std::uint64_t>& result);
    void syncByItself(std::optional<std::string> folder);
    void startWatch();
    void watchFailed(const Error& error);
    void scheduleRetry();

    // account_limits.cpp
    void limited(const Error& error);
    [[nodiscard]] std::optional<Error> serverPause() const;
    void pauseIsOver();
    std::unique_ptr<IdleWatch> dropWatch();
    [[nodiscard]] transport::Traffic imapTraffic() const;
    void countTraffic();
    bool mayDownload();
    void setState(AccountState state, std::optional<Error> error = std::nullopt);
    void showProgress(const std::string& path, std::uint32_t done, std::uint32_t total);
    void recordSynced(const std::optional<Error>& error);
    void actionEnded(const PendingAction& action, const std::optional<Error>& error);

    // account_pop3.cpp
    void startPop3(std::optional<MessageId> only);
    void startPop3Session();
    void pop3SessionEnded(const Result<Pop3Outcome>& outcome);
    void pop3Ended(const Result<std::uint64_t>& result);
    void reportPop3();
    void schedulePop3();
    void stayConnectedPop3();
    [[nodiscard]] bool waitsForSignIn();
    Result<void> keepSentCopies(const std::deque<OutboxItem>& items);
    [[nodiscard]] bool isPop3() const { return m_account.incomingKind == IncomingKind::Pop3; }

    using FlushWaiters = std::vector<std::function<void(Result<void>)>>;
    void startFlush();
    Result<Budget> budget();
    std::vector<OutboxId> dueItems();
    void tellParked(const OutboxItem& item, const Error& error);
    void limitReached(const std::string& serverText);
    void runnerFinished(
        const std::optional<Error>& error, const std::function<void(Result<void>)>& done);
    void sendDue(std::function<void(Result<void>)> done);
    /// Brings the Drafts folder to what the person saved; what fails waits for the next time.
    void settleDraftCopies();
    void settleSentCopies(std::function<void(Result<void>)> done);
    void settleNext(std::shared_ptr<std::deque<OutboxItem>> items, bool anyFiled,
        std::function<void(Result<void>)> done);
    void scheduleOutbox();

    Parts m_parts;
    Account m_account;
    Callbacks m_callbacks;
    transport::WireLog m_log;
    PasswordCache m_passwords;
    ImapWorker m_imap;
    std::unique_ptr<IdleWatch> m_watch;
    std::unique_ptr<OutboxRunner> m_outboxRunner;
    FlushWaiters m_flushWaiters; ///< for the next round
    bool m_flushing = false;
    transport::Traffic m_smtpTraffic, m_watchTraffic; ///< of connections that are gone
    transport::Traffic m_counted; ///< what of `imapTraffic()` the store knows
    ServerPause m_pause;
    ConnectionBudget m_connections;
    bool m_renewedSession
        = false; ///< a session that had expired was renewed, and nothing worked since
    transport::Traffic m_pop3Traffic;
    std::shared_ptr<Pop3Run> m_pop3; ///< while sessions run
    int m_pop3Sessions = 0;
    std::unique_ptr<AccountSync> m_sync;
    std::deque<PendingSync> m_syncQueue;
    Backoff m_backoff;
    QTimer m_retryTimer, m_pollTimer, m_outboxTimer, m_pushTimer, m_flushTimer, m_actionTimer,
        m_trafficTimer;
    AccountStatus m_status;
    ProgressEstimate m_estimate;
    bool m_settlingDrafts = false; ///< a task for them runs or waits
    bool m_stayConnected = false, m_stopped = false;
    int m_smtpConnections = 0;
    std::optional<Error> m_refusal; ///< the first mail of this round that was refused for good
    std::uint32_t m_sendFailures = 0; ///< connections in a row that brought nothing
    std::int64_t m_sendPauseUntil = 0;
    std::optional<std::int64_t> m_nextMergeTime; ///< when a merge may queue its next mails
    std::function<void()> m_beforeSending;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    QObject m_context;
};

} // namespace fulmar
