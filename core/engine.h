// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/account.h"
#include "model/action.h"
#include "model/change_set.h"
#include "model/draft.h"
#include "model/mailbox.h"
#include "model/outbox_item.h"
#include "model/submission.h"
#include "model/sync_report.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/mail_store.h"
#include "ports/outbox_store.h"
#include "ports/secret_store.h"
#include "send/send_budget.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fulmar {

/// The mail program without a face; lives on the engine thread and owns every connection. The only
/// class that `app` talks to.
///
/// Call only on the engine thread; callbacks come on it too and never after `stop()` called back.
/// Nothing here waits.
class Engine : public QObject {
    Q_OBJECT
public:
    struct Ports {
        MailStore& store;
        OutboxStore& outbox;
        MailReader& reader;
        SecretStore& secrets;
        Clock& clock;
    };
    struct Options {
        QString logFolder; ///< protocol logs, one file per account: "<account id>.log"
        /// true (window, `sync --watch`): accounts stay connected, IDLE runs, retries happen by
        /// themselves; false: work is done when asked for only.
        bool stayConnected = false;
    };

    Engine(Ports ports, Options options, QObject* parent = nullptr);
    ~Engine() override;

    /// Settles what a crash left behind (mails `transmitting` become `unknown`), then connects if
    /// asked to.
    void start();
    /// Says LOGOUT and QUIT, at most two seconds, then calls back.
    void stop(std::function<void()> done);

    // Accounts
    /// Tries settings without storing anything; steps in order, the last callback argument is
    /// always the full list.
    void checkAccount(const Account& account, const Secret<std::string>& password,
        std::function<void(std::vector<CheckStep>)> done);
    /// Stores account and, for `PasswordSource::Keychain`, its password; with `stayConnected` it
    /// starts to synchronise.
    void addAccount(const Account& account, const Secret<std::string>& password,
        std::function<void(Result<AccountId>)> done);
    void updateAccount(const Account& account, const Secret<std::string>& newPassword,
        std::function<void(Result<void>)> done);
    void removeAccount(AccountId account, std::function<void(Result<void>)> done);

    // Synchronising
    struct SyncObserver {
        std::function<void(const FolderReport&)> folder; ///< each folder when it is through
        std::function<void(const SyncReport&)> done;
    };
    /// Runs queued actions, then folders, headers and bodies newest first, then the outbox.
    void sync(const SyncRequest& request, SyncObserver observer);
    /// Keeps connections and IDLE until `stop()`; reports each folder that a push changed.
    void watch(std::function<void(const FolderReport&)> pushed);
    /// Lets the downloads of one account or of all rest after what is on the wire; everything that
    /// came is stored. Actions, the outbox and bodies that are opened go on.
    void pause(std::optional<AccountId> account);
    void resume(std::optional<AccountId> account);
    /// Downloads one body now, ahead of everything else.
    void fetchBody(MessageId message, std::function<void(Result<void>)> done);
    struct ServerMatches {
        std::vector<MessageId> messages {}; ///< that are here now, in no order
        std::uint64_t total = 0; ///< that the server named
    };
    /// The server's own search; headers that are missing here are fetched, at most `limit` of a folder. Gmail takes its web
    /// search syntax; elsewhere each word of the query has to be in the message.
    void searchServer(AccountId account, const std::string& query, std::uint32_t limit,
        std::function<void(Result<ServerMatches>)> done);
    /// Forgets waiting times and tries every account again at once (the person pressed "try
    /// again").
    void retryNow();

    // Changing; durable and visible when it returns, sent to the server as soon as may be
    /// Several actions as one step that `undo` takes back as a whole. Errors are those of `MailStore::record`.
    Result<MailStore::Recorded> change(const ChangeRequest& request);
    /// Takes the last step back, here at once and on the server as soon as may be. Errors are those of `MailStore::undo`.
    Result<Undone> undo();
    /// Forgets a queued action; what is shown falls back.
    Result<void> dropAction(ActionId action);
    /// The folder that has a role from now on; an empty path: what the server and the names say.
    Result<void> setFolderRole(AccountId account, FolderRole role, const std::string& path);
    /// One action as a step of its own.
    Result<std::vector<ActionId>> act(
        const Action& action, const std::vector<MessageId>& messages, std::optional<FolderId> from);
    /// Runs what the journal holds; for each action that ended, its error or nothing.
    void runActions(
        std::function<void(std::vector<std::pair<ActionId, std::optional<Error>>>)> done);

    // Sending; durable when it returns
    Result<OutboxId> submit(const Submission& submission);
    Result<void> cancelOutbox(OutboxId id);
    /// Also "now" for one that was to leave later, and against a limit that was learned.
    Result<void> retryOutbox(OutboxId id);
    Result<void> holdOutbox(OutboxId id);
    /// A mail of unknown fate did go out: the person knows.
    Result<void> markSent(OutboxId id);
    /// The draft of a mail that has not left yet, which is open to be changed again.
    Result<DraftId> takeBack(OutboxId id);
    /// Holds or resumes everything that an account has to send.
    Result<void> stopSending(AccountId account, bool stopped);
    [[nodiscard]] Result<Budget> budget(AccountId account) const;
    Result<void> saveSendLimit(AccountId account, const SendLimit& limit);
    /// Durable when it returns; its mails are queued a few at a time as pace and budget allow.
    Result<MergeId> addMerge(const Merge& merge, const std::vector<MergeRow>& rows);
    Result<void> setMergeState(MergeId id, MergeState state, const std::string& reason);
    Result<void> saveSuppression(const Suppression& entry);
    Result<void> removeSuppression(const std::string& address);
    Result<IdentityId> saveIdentity(const Identity& identity);
    Result<void> removeIdentity(IdentityId id);
    /// Sends what is due; calls back when each due mail was tried once.
    void flushOutbox(std::function<void()> done);
    /// The same for one account; tells what kept the mails from being tried, or nothing.
    void flushOutbox(AccountId account, std::function<void(Result<void>)> done);
    Result<DraftId> saveDraft(const Draft& draft);
    Result<void> removeDraft(DraftId draft);
    /// The person saved: the draft goes to the Drafts folder of its server, in place of the version there.
    Result<void> storeDraft(DraftId draft);
    /// A draft that another device left on the server, to be gone on with here.
    Result<DraftId> adoptDraft(const Draft& draft, const DraftPosition& position);

    [[nodiscard]] MailReader& reader();

Q_SIGNALS:
    /// After commits, joined for 50 ms.
    void changed(const fulmar::ChangeSet& changes);
    void accountStatusChanged(const fulmar::AccountStatus& status);
    /// New unseen mail in an inbox, for notifications; only messages that came after the first
    /// synchronisation.
    void mailArrived(fulmar::AccountId account, const std::vector<fulmar::MessageId>& messages);
    void noticed(const fulmar::Notice& notice);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace fulmar

Q_DECLARE_METATYPE(fulmar::ChangeSet)
Q_DECLARE_METATYPE(fulmar::AccountStatus)
Q_DECLARE_METATYPE(fulmar::Notice)
Q_DECLARE_METATYPE(fulmar::AccountId)
Q_DECLARE_METATYPE(fulmar::MessageId)
