// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actions/action_batch.h"
#include "ports/mail_reader.h"
#include "ports/mail_store.h"
#include "sync/imap_task.h"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace fulmar {

/// Does on the server what the journal of one account holds, batch by batch, until nothing more can
/// run.
///
/// MOVE; without it COPY and, only after its OK, `\Deleted` and UID EXPUNGE of exactly those UIDs.
/// Without UIDPLUS the originals stay marked `\Deleted`: an unscoped EXPUNGE could take another
/// client's mail. A NO drops the action and is told once.
class ActionRunner : public ImapTask {
public:
    using Ended = std::function<void(const PendingAction&, std::optional<Error>)>;

    ActionRunner(MailStore& store, MailReader& reader, AccountId account, Ended ended);

    void start(ImapClient& client, Done done) override;

private:
    void runNext();
    void runBatch();
    void skipBatch();
    void changeFlags(const FlagChange& change);
    void storeFlags(imap::UidStore::Mode mode, const Flags& flags, std::function<void()> then);
    void moveTo(const Folder& target);
    void copyThenDelete(const Folder& target);
    void deleteForever(std::vector<NewPosition> positions);
    void run(imap::Command command, std::function<void(const imap::CommandDone&)> then);
    void finishBatch(const std::vector<NewPosition>& positions);
    void refuseBatch(const Error& error);
    std::optional<Folder> folder(FolderId id);
    std::vector<NewPosition> positionsFrom(const imap::CommandDone& answer, FolderId target) const;

    MailStore& m_store;
    MailReader& m_reader;
    AccountId m_account;
    Ended m_ended;
    ImapClient* m_client = nullptr;
    Done m_done;
    ActionBatch m_batch;
    std::set<ActionId> m_skip; ///< tried in this run and still in the journal
    std::set<ActionId> m_alone; ///< refused together with others: to be tried one by one
};

} // namespace fulmar
