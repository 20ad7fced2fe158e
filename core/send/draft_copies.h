// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "model/draft_copy.h"
#include "model/mailbox.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/outbox_store.h"
#include "sync/imap_task.h"

#include <deque>
#include <functional>
#include <string>

namespace fulmar {

/// Brings the Drafts folder of a server to what the person saved: one copy of each draft, its
/// latest version.
///
/// The new version is looked for before it is stored, so a lost answer makes no second one; older
/// ones go only after the new one is there.
class DraftCopyTask : public ImapTask {
public:
    struct Parts {
        OutboxStore& store;
        MailReader& reader;
        Clock& clock;
    };
    /// `drafts` without a key is made when it is needed. `changed`: the folder is not what it was.
    DraftCopyTask(Parts parts, Account account, std::deque<DraftCopy> copies, Folder drafts,
        std::function<void()> changed);

    void start(ImapClient& client, Done done) override;

private:
    void next();
    void withFolder(std::function<void()> then);
    void put(const DraftCopy& copy);
    void append(const DraftCopy& copy, bool mayCreate);
    void stored(const DraftCopy& copy);
    void remove(const DraftCopy& copy);
    void expunge(const imap::UidSet& uids, std::function<void()> then);
    /// UIDs of messages whose mark holds `mark`.
    void search(const std::string& mark, std::function<void(imap::UidSet)> then);
    [[nodiscard]] std::string markOf(const DraftCopy& copy) const;

    Parts m_parts;
    Account m_account;
    std::deque<DraftCopy> m_copies;
    Folder m_drafts;
    std::function<void()> m_changed;
    ImapClient* m_client = nullptr;
    Done m_done;
    std::uint32_t m_uidValidity = 0;
};

} // namespace fulmar
