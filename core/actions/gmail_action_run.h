// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "actions/action_batch.h"
#include "actions/gmail_steps.h"
#include "net/imap_client.h"

#include <deque>
#include <functional>
#include <map>
#include <vector>

namespace fulmar {

/// Does one batch of actions on a Gmail account, mailbox by mailbox.
///
/// A message whose position is not known any more is left to the next synchronisation: `done` gets
/// a transient error then. Engine thread.
class GmailActionRun {
public:
    using Done = std::function<void(const Result<ActionOutcome>&)>;

    GmailActionRun(
        ImapClient& client, std::vector<Folder> folders, const ActionBatch& batch, Done done);

    void start() { runNextMailbox(); }

private:
    struct Work {
        Folder mailbox{};
        std::uint32_t uidValidity = 0;
        std::map<std::uint32_t, MessageId> messages{}; ///< by uid
    };

    void runNextMailbox();
    void runNextStep();
    void store(const FlagChange& change);
    void moveTo(const MoveOnGmail& move);
    void moved(const MoveOnGmail& move, const imap::CommandDone& answer);
    void expunge();
    void run(imap::Command command, std::function<void(const imap::CommandDone&)> then);
    void fail(const Error& error);
    [[nodiscard]] imap::UidSet uids() const;
    [[nodiscard]] const Folder* folder(FolderId id) const;

    ImapClient& m_client;
    std::vector<Folder> m_folders;
    Action m_action;
    FolderId m_source;
    Done m_done;
    std::deque<Work> m_work;
    std::deque<GmailStep> m_steps;
    ActionOutcome m_outcome;
};

} // namespace fulmar
