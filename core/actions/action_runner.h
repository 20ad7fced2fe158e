// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actions/action_batch.h"
#include "actions/copy_search.h"
#include "actions/folder_action_run.h"
#include "actions/gmail_action_run.h"
#include "ports/mail_reader.h"
#include "ports/mail_store.h"
#include "sync/imap_task.h"

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace fulmar {

/// Does on the server what the journal of one account holds, batch by batch, until nothing more can
/// run.
///
/// MOVE; without it COPY and, only after its OK, `\Deleted` and UID EXPUNGE of exactly those UIDs.
/// Before a COPY the target's UIDNEXT is kept, so that after a cut the copies are looked for before
/// they are made again. Without UIDPLUS the originals stay marked `\Deleted` and hidden: an
/// unscoped EXPUNGE could take another client's mail. A NO drops the action and is told once.
class ActionRunner : public ImapTask {
public:
    using Ended = std::function<void(const PendingAction&, std::optional<Error>)>;

    ActionRunner(MailStore& store, MailReader& reader, AccountId account, Ended ended);

    /// A refusal that passes by itself (RFC 5530, Gmail): the action waits in the journal.
    static bool isTransient(const Error& error);

    void start(ImapClient& client, Done done) override;
    void fetched(imap::FetchData& data) override;
    void listed(const imap::Listed& listed) override;
    void statusReceived(const imap::StatusEntry& entry) override;

private:
    using Positions = std::vector<NewPosition>;

    void runNext();
    void runTreeAction();
    void runOnGmail(std::vector<Folder> folders);
    void runBatch(const imap::SelectResult& selected);
    void skipBatch();
    bool begin(const ArrivalMark& arrival);
    void changeFlags(const FlagChange& change, const imap::SelectResult& selected);
    void storeFlags(imap::UidStore::Mode mode, const Flags& flags, std::function<void()> then);
    void moveTo(const Folder& target);

    // action_copies.cpp
    void copyTo(const Folder& target, std::function<void(Positions)> then);
    void markAndCopy(const Folder& target, std::function<void(Positions)> then);
    void copyMissing(
        const Folder& target, const Positions& known, std::function<void(Positions)> then);
    void findCopiesIn(const Folder& target, std::function<void(Positions)> then);
    void backToSource(std::function<void()> then);
    /// The folder is made where it is ours to make, then `again`; else the batch is refused.
    void createTarget(const Folder& target, const Error& error, std::function<void()> again);
    void removeCopies(const Folder& target, const Positions& copies, const Error& error);
    [[nodiscard]] std::vector<CopiedMessage> copiedMessages();

    void expunge(std::function<void(bool originalsStay)> then, std::function<void(Error)> refused);
    void run(imap::Command command, std::function<void(const imap::CommandDone&)> then);
    void finishBatch(const ActionOutcome& outcome);
    void refuseBatch(const Error& error);
    std::optional<Folder> folder(FolderId id);
    Positions positionsFrom(const imap::CommandDone& answer, FolderId target) const;

    MailStore& m_store;
    MailReader& m_reader;
    AccountId m_account;
    Ended m_ended;
    ImapClient* m_client = nullptr;
    Done m_done;
    ActionBatch m_batch;
    std::string m_source; ///< wire name of the batch's folder
    std::vector<std::unique_ptr<FolderActionRun>>
        m_treeRuns; ///< the last one runs; the others may be on the stack
    std::vector<std::unique_ptr<GmailActionRun>> m_gmailRuns; ///< as above
    std::vector<FoundMessage> m_found; ///< in the target, since the mark
    std::optional<imap::StatusEntry> m_status;
    std::set<FolderId> m_created; ///< targets that were missing and were made in this run
    std::set<ActionId> m_skip; ///< tried in this run and still in the journal
    std::set<ActionId> m_alone; ///< refused together with others: to be tried one by one
};

} // namespace fulmar
