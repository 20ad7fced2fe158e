// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/account.h"
#include "model/action.h"
#include "model/change_set.h"
#include "model/mailbox.h"
#include "model/message.h"
#include "ports/local_store.h"
#include "model/sign_in_record.h"
#include "model/server_limits.h"
#include "ports/body_room.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fulmar {

/// What is known of one message of a folder: the local side of a diff.
struct KnownMessage {
    std::uint32_t uid = 0;
    MessageId message{};
    Flags serverFlags{};
    std::uint64_t size = 0;
    std::int64_t received = 0;
    bool hasBody = false;
};

struct FlagUpdate {
    std::uint32_t uid = 0;
    Flags flags{};
    std::optional<std::set<std::string>> labels{}; ///< Gmail: all of them
};

/// A folder at a glance.
struct FolderState {
    FolderCheckpoint checkpoint{};
    std::uint32_t known = 0; ///< messages by server truth
};

/// Which bodies are to be downloaded.
struct BodyWish {
    std::int64_t receivedSince = INT64_MIN; ///< seconds since 1970 UTC
    std::uint64_t largest = UINT64_MAX; ///< bytes
};
struct WantedBodies {
    std::vector<KnownMessage> first{}; ///< newest first
    std::uint32_t total = 0; ///< those that are not in `first` included
};

/// News of one folder, to be stored as one whole.
struct FolderDelta {
    std::vector<RemoteMessage> added{}; ///< uids already known are updated, never doubled
    std::vector<FlagUpdate> flags{};
    std::vector<std::uint32_t> vanished{};
    std::optional<FolderCheckpoint>
        checkpoint{}; ///< only with what was received before or in this delta
};

/// The writing side of the store. Engine thread only; each call is one transaction, durable when it
/// returns.
///
/// Errors are `ErrorKind::Storage` with code "disk-full", "io", "corrupt", "read-only", "locked" or
/// "not-found".
class MailStore {
public:
    virtual ~MailStore() = default;

    /// Called after each commit with what it changed, on the thread of the call.
    virtual void setCommitObserver(std::function<void(const ChangeSet&)> observer) = 0;

    /// The half that keeps mail which is on no server.
    virtual LocalStore& local() = 0;

    // Accounts (kept.db)
    virtual Result<AccountId> addAccount(const Account& account) = 0;
    virtual Result<void> updateAccount(const Account& account) = 0;
    /// Removes the account with its folders, messages, drafts and outbox rows.
    virtual Result<void> removeAccount(AccountId account) = 0;
    virtual Result<void> setAccountSynced(
        AccountId account, std::int64_t time, const std::string& error)
        = 0;

    /// Adds to what an account has moved on a day (kept for a week); gives the sums of that day.
    virtual Result<DayTraffic> addTraffic(AccountId account, const DayTraffic& more) = 0;
    /// What the server has asked for; an empty one ends it.
    virtual Result<void> setServerPause(AccountId account, const ServerPause& pause) = 0;
    virtual Result<ServerPause> serverPause(AccountId account) = 0;
    /// What is remembered of signing in to a service ("imap", "pop3", "smtp"); empty where nothing
    /// is.
    virtual Result<SignInRecord> signInRecord(AccountId account, const std::string& service) = 0;
    virtual Result<void> setSignInRecord(
        AccountId account, const std::string& service, const SignInRecord& record)
        = 0;
    /// Lets the credentials of an account be tried again; what they were signed in by stays.
    virtual Result<void> forgetRefusals(AccountId account) = 0;

    /// The folder of an account that has a role from now on, whatever the server says; an empty
    /// path: what the server says.
    virtual Result<void> setFolderRole(AccountId account, FolderRole role, const std::string& path)
        = 0;

    // Mirror of the server (cache.db)
    /// Makes the folders of an account those of the list; vanished ones go with their messages.
    virtual Result<void> applyFolderList(
        AccountId account, const std::vector<RemoteFolder>& folders)
        = 0;
    /// The folders as the server has them, without what is pending for the tree; roles are those
    /// that hold. For commands.
    virtual Result<std::vector<Folder>> mirroredFolders(AccountId account) = 0;
    virtual Result<FolderCheckpoint> checkpoint(FolderId folder) = 0;
    /// What a synchronisation decides by; takes no longer for a large folder.
    virtual Result<FolderState> folderState(FolderId folder) = 0;
    /// Uids of a folder by server truth, ascending.
    virtual Result<std::vector<std::uint32_t>> knownUids(FolderId folder) = 0;
    /// Flags by server truth of those of `uids` that are known.
    virtual Result<std::vector<FlagUpdate>> storedFlags(
        FolderId folder, const std::vector<std::uint32_t>& uids)
        = 0;
    /// All messages of a folder by server truth (pending actions left out), ascending by uid.
    virtual Result<std::vector<KnownMessage>> knownMessages(FolderId folder) = 0;
    /// UIDVALIDITY changed: every position of the folder is void. Bodies are kept aside for
    /// `applyDelta` to find again by Message-ID, size and date.
    virtual Result<void> resetFolder(FolderId folder, std::uint32_t uidValidity) = 0;
    virtual Result<void> applyDelta(FolderId folder, const FolderDelta& delta) = 0;
    /// Room for the bodies of these messages, so that they can be written away from this thread.
    virtual Result<std::unique_ptr<BodyRoom>> roomForBodies(
        const std::vector<std::pair<MessageId, std::uint64_t>>& sizes)
        = 0;
    /// Stores whole bodies, writing those that have no `place` yet; a message that has one already
    /// is left alone.
    virtual Result<void> storeBodies(const std::vector<ReceivedBody>& bodies) = 0;
    /// Messages of a folder that have no body yet, newest first.
    virtual Result<std::vector<KnownMessage>> missingBodies(FolderId folder, std::size_t limit) = 0;
    /// Those of them that a policy asks for.
    virtual Result<WantedBodies> wantedBodies(
        FolderId folder, const BodyWish& wish, std::size_t limit)
        = 0;

    // Gmail: folders with a label are views, which follow the labels of the messages by themselves
    /// All mailboxes were compared: messages that are in none of them any more are gone.
    virtual Result<void> settleGmail(AccountId account) = 0;
    /// When the labels of everything were last compared, and what spoke for it then; (0, "") =
    /// never.
    virtual Result<std::pair<std::int64_t, std::string>> labelCheck(FolderId allMail) = 0;
    virtual Result<void> setLabelCheck(
        FolderId allMail, std::int64_t time, const std::string& reason)
        = 0;

    // Journal of actions (kept.db); the overlay moves in the same transaction
    /// What became of a request: keys of the journal, and of the folders that it creates.
    struct Recorded {
        std::vector<ActionId> actions{};
        std::vector<FolderId> folders{};
    };
    /// Journals a request, an action for each account and source folder that it touches, and the
    /// step that undoes it. Errors, with nothing journalled then: Storage "not-found": a message or
    /// folder is gone; Unsupported "other-account"; Rejected "folder-exists", "folder-name",
    /// "has-subfolders", "special-folder".
    virtual Result<Recorded> record(const ChangeRequest& request, std::int64_t now) = 0;
    /// One action as a step of its own.
    Result<std::vector<ActionId>> recordAction(const Action& action,
        const std::vector<MessageId>& messages, std::optional<FolderId> from, std::int64_t now)
    {
        auto recorded = record({ .name = actionName(action),
                                   .actions = { action },
                                   .messages = messages,
                                   .from = from },
            now);
        if (!recorded)
            return Unexpected(std::move(recorded.error()));
        return std::move(recorded->actions);
    }
    /// Takes the last step back: what is still queued simply goes, what the server may have done is
    /// journalled in reverse. Errors: Storage "nothing-to-undo"; Rejected "cannot-undo": it was
    /// final, and is forgotten as a step.
    virtual Result<Undone> undo(std::int64_t now) = 0;
    virtual Result<std::vector<PendingAction>> pendingActions(std::optional<AccountId> account) = 0;
    /// Before the first command of these actions leaves; durable when it returns.
    virtual Result<void> actionsBegun(
        const std::vector<ActionId>& actions, const ArrivalMark& arrival)
        = 0;
    virtual Result<void> actionTried(ActionId action, const std::string& error) = 0;
    /// The server did it: its truth (echoed flags, new positions, removal, folder tree) is stored,
    /// then the journal row goes.
    virtual Result<void> actionDone(const PendingAction& action, const ActionOutcome& outcome) = 0;
    /// The server refused or the person dropped it: the journal row goes, what is shown falls back
    /// by itself. With a folder that will not be created go the actions that bring messages there.
    virtual Result<void> actionDropped(ActionId action) = 0;
};

} // namespace fulmar
