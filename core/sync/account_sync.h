// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sync_report.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/mail_store.h"
#include "sync/background.h"
#include "sync/folder_sync.h"
#include "sync/imap_worker.h"
#include "sync/mailbox_sync.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fulmar {

/// One synchronisation of one IMAP account: journal, folder list, headers of every folder, then
/// bodies, inbox first.
///
/// A folder that the server refuses is left out and told at the end; anything worse ends the run.
/// Engine thread.
class AccountSync {
public:
    struct Parts {
        MailStore& store;
        MailReader& reader;
        Clock& clock;
        Background& background;
        ImapWorker& worker;
    };
    struct Callbacks {
        std::function<void(const PendingAction&, std::optional<Error>)> actionEnded;
        std::function<void(const std::string& path, std::uint32_t done, std::uint32_t total)>
            progress;
        std::function<void(const FolderReport&)> folder;
        /// Asked before each batch of bodies; false leaves the rest for another day.
        std::function<bool()> mayDownload;
        std::function<bool()> paused; ///< asked between two windows
        /// The end; may destroy this object. The number of bodies that could not be had comes
        /// along.
        std::function<void(Result<std::uint64_t> bodiesMissing)> done;
    };

    AccountSync(Parts parts, Account account, SyncRequest request, Callbacks callbacks);

    void start();
    /// Goes on after a pause.
    void resume();

private:
    struct FolderWork {
        Folder folder;
        FolderReport report;
        std::set<std::uint32_t> unavailable; ///< bodies that the server does not give
        std::uint32_t bodiesDone = 0;
    };

    void run(std::unique_ptr<ImapTask> task, std::function<void()> then);
    void proceed(std::function<void()> step);
    void runActions(std::function<void()> then);
    void showNewestScreen();
    void listFolders();
    void chooseFolders(const FolderSync::Statuses& statuses);
    // account_sync_gmail.cpp
    void chooseViews(const std::vector<Folder>& folders, const FolderSync::Statuses& statuses);
    [[nodiscard]] bool isRequested(const Folder& folder) const;
    [[nodiscard]] MailboxSync::Gmail gmailOf(const Folder& folder) const;
    Result<void> settleViews();
    void compareViews(std::function<void()> then);
    bool canBeSkipped(const Folder& folder, const FolderSync::Statuses& statuses);
    void syncHeaders(std::size_t index);
    void downloadBodies(std::size_t index);
    [[nodiscard]] BodyWish wish() const;
    WantedBodies wantedBodies(FolderWork& work);
    void report(FolderWork& work);
    void finish();
    void dropLostActions();
    void fail(const Error& error);

    Parts m_parts;
    Account m_account;
    SyncRequest m_request;
    Callbacks m_callbacks;
    std::vector<FolderWork> m_folders;
    std::vector<FolderWork> m_views; ///< of Gmail: they follow what is synchronised
    FolderSync::Statuses m_viewStatuses;
    FolderId m_allMail;
    bool m_compareLabels = false;
    std::optional<Error> m_folderError; ///< first refusal of a single folder
    std::function<void()> m_waiting; ///< the step at which a pause stopped us
    std::uint64_t m_bodiesMissing = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace fulmar
