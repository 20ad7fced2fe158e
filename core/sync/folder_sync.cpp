// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/folder_sync.h"

#include "common/limits.h"
#include "sync/gmail_folders.h"
#include "sync/remote_folders.h"

#include <utility>

namespace fulmar {
namespace {

std::vector<std::string> statusItems(ImapClient& client)
{
    std::vector<std::string> items{ "MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN" };
    if (client.has("CONDSTORE"))
        items.emplace_back("HIGHESTMODSEQ");
    return items;
}

} // namespace

FolderSync::FolderSync(MailStore& store, AccountId account, std::function<void(Statuses)> found)
    : m_store(store), m_account(account), m_found(std::move(found))
{
}

void FolderSync::start(ImapClient& client, Done done)
{
    // STATUS of the selected mailbox may be old news (RFC 3501 section 6.3.10; Dovecot 2.3 does
    // so).
    client.unselect();
    m_untrusted = client.selectedName();
    m_isGmail = client.has("X-GM-EXT-1");
    const bool statusComesAlong = client.has("LIST-STATUS");
    imap::List list{ .returnSpecialUse = client.has("SPECIAL-USE"),
        .returnSubscribed = client.has("LIST-EXTENDED"),
        .statusItems = statusComesAlong ? statusItems(client) : std::vector<std::string>{} };
    if (!list.returnSubscribed)
        client.run(imap::Lsub{}, [](const imap::CommandDone&) {});
    client.run(std::move(list),
        [this, &client, statusComesAlong, done = std::move(done)](const imap::CommandDone& answer) {
            if (answer.error)
                return done(Unexpected(*answer.error));
            if (m_entries.empty())
                return done(Unexpected(Error{ .kind = ErrorKind::Protocol,
                    .where = "LIST",
                    .serverText = answer.text,
                    .code = "no-folders" }));
            if (statusComesAlong)
                finish(done);
            else
                askStatus(client, done);
        });
}

void FolderSync::listed(const imap::Listed& listed)
{
    const auto& attributes = listed.entry.attributes;
    if (listed.subscribedOnly
        || attributes.find(std::string_view("\\Subscribed")) != attributes.end())
        m_subscribed.insert(listed.entry.name);
    if (!listed.subscribedOnly && m_entries.size() < limits::foldersPerAccount)
        m_entries.push_back(listed.entry);
}

void FolderSync::statusReceived(const imap::StatusEntry& entry)
{
    m_statuses[entry.mailbox] = entry;
}

/// RFC 5819 is missing: one STATUS per folder, all in flight at once.
void FolderSync::askStatus(ImapClient& client, Done done)
{
    std::vector<std::string> names;
    for (const auto& folder : foldersFromList(m_entries)) {
        if (folder.selectable)
            names.push_back(folder.wireName);
    }
    m_openStatuses = names.size();
    if (names.empty())
        return finish(done);
    for (const auto& name : names) {
        // A NO is no failure of the whole: that folder is simply looked at by SELECT later.
        client.run(imap::Status{ .mailbox = name, .items = statusItems(client) },
            [this, done](const imap::CommandDone&) {
                if (--m_openStatuses == 0)
                    finish(done);
            });
    }
}

void FolderSync::finish(const Done& done)
{
    auto folders = foldersFromList(m_entries);
    if (m_isGmail)
        markGmailViews(folders);
    for (auto& folder : folders)
        folder.subscribed = m_subscribed.find(folder.wireName) != m_subscribed.end();
    const auto stored = m_store.applyFolderList(m_account, folders);
    if (!stored)
        return done(stored);
    m_statuses.erase(m_untrusted);
    m_found(std::move(m_statuses));
    done({});
}

} // namespace fulmar
