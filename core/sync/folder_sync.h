// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "ports/mail_store.h"
#include "sync/imap_task.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace fulmar {

/// Reads the folder list with the STATUS of each folder and makes the store's folders those of the
/// server.
class FolderSync : public ImapTask {
public:
    using Statuses = std::map<std::string, imap::StatusEntry>; ///< by wire name

    FolderSync(MailStore& store, AccountId account, std::function<void(Statuses)> found);

    void start(ImapClient& client, Done done) override;
    void listed(const imap::Listed& listed) override;
    void statusReceived(const imap::StatusEntry& entry) override;

private:
    void askStatus(ImapClient& client, Done done);
    void finish(const Done& done);

    MailStore& m_store;
    AccountId m_account;
    std::function<void(Statuses)> m_found;
    std::vector<imap::ListEntry> m_entries;
    std::set<std::string> m_subscribed; ///< wire names
    Statuses m_statuses;
    std::string m_untrusted; ///< wire name of a mailbox that stayed selected
    std::size_t m_openStatuses = 0;
    bool m_isGmail = false;
};

} // namespace fulmar
