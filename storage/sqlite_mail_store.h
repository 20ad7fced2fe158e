// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/mail_store.h"
#include "storage/action_journal.h"
#include "storage/body_files.h"
#include "storage/folder_registry.h"
#include "storage/gmail_views.h"
#include "storage/local_mail.h"
#include "storage/message_rows.h"
#include "storage/overlay_table.h"
#include "storage/placement_table.h"
#include "storage/rebinding.h"
#include "storage/sqlite_local_store.h"
#include "storage/store_session.h"
#include "storage/undo_history.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace fulmar::storage {

/// The writing side on SQLite. Why a cut at any point is harmless is said at `openWriter` and at
/// `actionDone`.
class SqliteMailStore final : public MailStore {
public:
    SqliteMailStore(StoreSession& session, const std::filesystem::path& profileFolder);

    void setCommitObserver(std::function<void(const ChangeSet&)> observer) override;

    LocalStore& local() override { return m_local; }

    Result<AccountId> addAccount(const Account& account) override;
    Result<void> updateAccount(const Account& account) override;
    Result<void> removeAccount(AccountId account) override;
    Result<void> setAccountSynced(
        AccountId account, std::int64_t time, const std::string& error) override;

    Result<DayTraffic> addTraffic(AccountId account, const DayTraffic& more) override;
    Result<void> setServerPause(AccountId account, const ServerPause& pause) override;
    Result<ServerPause> serverPause(AccountId account) override;
    Result<SignInRecord> signInRecord(AccountId account, const std::string& service) override;
    Result<void> setSignInRecord(
        AccountId account, const std::string& service, const SignInRecord& record) override;
    Result<void> forgetRefusals(AccountId account) override;

    Result<void> setFolderRole(
        AccountId account, FolderRole role, const std::string& path) override;

    Result<void> applyFolderList(
        AccountId account, const std::vector<RemoteFolder>& folders) override;
    Result<std::vector<Folder>> mirroredFolders(AccountId account) override;
    Result<FolderCheckpoint> checkpoint(FolderId folder) override;
    Result<FolderState> folderState(FolderId folder) override;
    Result<std::vector<std::uint32_t>> knownUids(FolderId folder) override;
    Result<std::vector<FlagUpdate>> storedFlags(
        FolderId folder, const std::vector<std::uint32_t>& uids) override;
    Result<std::vector<KnownMessage>> knownMessages(FolderId folder) override;
    Result<void> resetFolder(FolderId folder, std::uint32_t uidValidity) override;
    Result<void> applyDelta(FolderId folder, const FolderDelta& delta) override;
    Result<void> settleGmail(AccountId account) override;
    Result<std::pair<std::int64_t, std::string>> labelCheck(FolderId allMail) override;
    Result<void> setLabelCheck(
        FolderId allMail, std::int64_t time, const std::string& reason) override;
    Result<std::unique_ptr<BodyRoom>> roomForBodies(
        const std::vector<std::pair<MessageId, std::uint64_t>>& sizes) override;
    Result<void> storeBodies(const std::vector<ReceivedBody>& bodies) override;
    Result<std::vector<KnownMessage>> missingBodies(FolderId folder, std::size_t limit) override;
    Result<WantedBodies> wantedBodies(
        FolderId folder, const BodyWish& wish, std::size_t limit) override;

    Result<Recorded> record(const ChangeRequest& request, std::int64_t now) override;
    Result<Undone> undo(std::int64_t now) override;
    Result<std::vector<PendingAction>> pendingActions(std::optional<AccountId> account) override;
    Result<void> actionsBegun(
        const std::vector<ActionId>& actions, const ArrivalMark& arrival) override;
    Result<void> actionTried(ActionId action, const std::string& error) override;
    Result<void> actionDone(const PendingAction& action, const ActionOutcome& outcome) override;
    Result<void> actionDropped(ActionId action) override;

    /// Puts right what a cut between the two files or a lost cache left behind; called once after
    /// opening.
    Result<void> reconcile();
    /// Finds the end of what is stored in the files of bodies; called once after opening.
    Result<void> openBodies();
    /// Gives the disk back what removed bodies held.
    Result<void> reclaimBodies();

private:
    void removeMirror(AccountId account);
    void storeBody(const ReceivedBody& body, ChangeSet& changes);

    // sqlite_mail_store_folders.cpp
    bool storeFolder(
        AccountId account, FolderId id, const RemoteFolder& folder, ChangeSet& changes);
    void settleRenames(
        AccountId account, const std::vector<RemoteFolder>& folders, ChangeSet& changes);
    void removeFolder(FolderId folder, ChangeSet& changes);
    void voidFolder(FolderId folder, std::uint32_t uidValidity, ChangeSet& changes);

    // sqlite_mail_store_delta.cpp
    void applyAdded(const FolderRow& folder, std::uint32_t uidValidity, const FolderDelta& delta,
        ChangeSet& changes);
    bool updateKnown(const FolderRow& folder, const RemoteMessage& remote, ChangeSet& changes);
    MessageId bindOrInsert(const FolderRow& folder, Rebinding& rebinding,
        const RemoteMessage& remote, ChangeSet& changes);
    void applyFlags(FolderId folder, const std::vector<FlagUpdate>& updates, ChangeSet& changes);
    void applyVanished(FolderId folder, const std::vector<std::uint32_t>& uids, ChangeSet& changes);
    void removeUnlessElsewhere(MessageId message, ChangeSet& changes);
    void settleExpected(FolderId folder, const FolderCheckpoint& checkpoint, ChangeSet& changes);

    // sqlite_mail_store_actions.cpp
    /// A message of a request with what undoing needs to know of it.
    struct Before {
        AccountId account{};
        JournalTarget target{};
        Flags flags{};
        bool wasThere = false; ///< in the folder that the action brings it to
    };
    Result<std::vector<Before>> targetsOf(
        const Action& action, MessageId message, std::optional<FolderId> from);
    Result<void> recordOnMessages(const Action& action, const ChangeRequest& request,
        std::int64_t now, Recorded& recorded, std::vector<UndoPart>& parts, ChangeSet& changes);
    void refreshShown(const std::set<MessageId>& messages, ChangeSet& changes);
    [[nodiscard]] bool crossesAccounts(const Action& action, AccountId account);

    // sqlite_mail_store_gmail.cpp
    void finishOnGmail(const PendingAction& action, const ActionOutcome& outcome, GmailViews& views,
        ChangeSet& changes);
    void finishGmailMove(const PendingAction& action, const ActionTarget& target,
        const ActionOutcome& outcome, GmailViews& views, ChangeSet& changes);

    // sqlite_mail_store_tree.cpp
    Result<void> recordOnTree(Action action, std::int64_t now, Recorded& recorded,
        std::vector<UndoPart>& parts, ChangeSet& changes);
    Result<void> prepareCreate(CreateFolder& create, std::int64_t now, Recorded& recorded,
        std::vector<UndoPart>& parts, ChangeSet& changes);
    Result<void> checkNewPath(AccountId account, const std::string& path);
    void finishTree(const PendingAction& action, const ActionOutcome& outcome, ChangeSet& changes);
    void finishRename(FolderId folder, const RemoteFolder& now, ChangeSet& changes);

    // sqlite_mail_store_outcomes.cpp
    void finishOnMessages(
        const PendingAction& action, const ActionOutcome& outcome, ChangeSet& changes);
    void finishFlags(const PendingAction& action, const FlagChange& change);
    void finishArrival(const PendingAction& action, FolderId to, const ActionOutcome& outcome,
        bool moved, ChangeSet& changes);
    void arrive(const NewPosition& position, const Flags& flags, bool presumed, ChangeSet& changes);
    bool takeOverPosition(
        MessageId message, FolderId folder, std::uint32_t uid, ChangeSet& changes);
    void removeSource(const ActionTarget& target, bool stays, ChangeSet& changes);
    void hideOriginal(const Placement& original, ChangeSet& changes);
    void showAgain(MessageId message, FolderId folder);
    void refreshTargets(const PendingAction& action, ChangeSet& changes);
    void withdraw(const PendingAction& action, ChangeSet& changes);

    // sqlite_mail_store_undo.cpp
    bool isFinal(const std::vector<UndoPart>& parts);
    void reverse(
        const std::vector<UndoPart>& parts, std::int64_t now, Undone& undone, ChangeSet& changes);
    void reverseOnMessages(
        const std::vector<UndoPart>& parts, std::int64_t now, Undone& undone, ChangeSet& changes);
    void reverseOnTree(const UndoPart& part, std::int64_t now, Undone& undone, ChangeSet& changes);
    std::optional<JournalTarget> standing(MessageId message, FolderId folder);

    StoreSession& m_session;
    Database& m_database;
    FolderRegistry m_folders;
    MessageRows m_messages;
    PlacementTable m_placements;
    ActionJournal m_journal;
    OverlayTable m_overlay;
    UndoHistory m_undo;
    std::optional<GmailViews>
        m_gmail; ///< of the account whose delta is being applied, if that is one
    BodyFiles m_bodies;
    LocalMail m_localMail;
    SqliteLocalStore m_local;
};

} // namespace fulmar::storage
