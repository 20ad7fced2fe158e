// SPDX-License-Identifier: GPL-3.0-or-later
// Whole accounts of local mail: the rows of cache.db made anew, accounts that go.
#include "storage/local_mail.h"

namespace fulmar::storage {

void LocalMail::mirrorWhereNeeded()
{
    const auto kept = m_database.value("SELECT revision FROM kept.local_state");
    if (kept == m_database.value("SELECT revision FROM local_mirror"))
        return;
    mirror();
    m_database.run("UPDATE local_mirror SET revision = (SELECT revision FROM kept.local_state)");
}

void LocalMail::mirror(AccountId also)
{
    m_database.run("CREATE TEMP TABLE IF NOT EXISTS local_accounts (id INTEGER PRIMARY KEY)");
    m_database.run("DELETE FROM temp.local_accounts");
    m_database.run("INSERT INTO temp.local_accounts VALUES (?1)", also);
    m_database.run("INSERT OR IGNORE INTO temp.local_accounts SELECT ?1 UNION SELECT id FROM "
                   "kept.account WHERE "
                   "incoming_kind = 'pop3' UNION SELECT account FROM kept.local_folder",
        localAccount);
    m_database.run("DELETE FROM placement WHERE folder IN (SELECT id FROM folder WHERE account IN "
                   "(SELECT id FROM "
                   "temp.local_accounts))");
    m_database.run("DELETE FROM folder WHERE account IN (SELECT id FROM temp.local_accounts)");
    m_database.run("DELETE FROM message WHERE account IN (SELECT id FROM temp.local_accounts)");
    m_database.run(
        "INSERT INTO folder (id, account, path, wire_name, delimiter, role, subscribed, "
        "uid_validity) "
        "SELECT id, account, path, path, '/', role, subscribed, 1 FROM kept.local_folder");
    m_database.run(
        "INSERT INTO message (id, account, received, size, date, has_body, has_attachments, "
        "message_id, "
        "in_reply_to, subject, preview, from_addresses, to_addresses, cc_addresses, bcc_addresses, "
        "reply_to_addresses, reference_ids) SELECT id, account, received, size, date, 1 - partial, "
        "has_attachments, message_id, in_reply_to, subject, preview, from_addresses, to_addresses, "
        "cc_addresses, bcc_addresses, reply_to_addresses, reference_ids FROM kept.local_message");
    m_database.run(
        "INSERT INTO placement (folder, uid, message, received, size, bits, keywords, unseen, "
        "has_body) "
        "SELECT p.folder, p.message, p.message, m.received, m.size, p.bits, p.keywords, 1 - "
        "(p.bits & 1), "
        "1 - m.partial FROM kept.local_place p JOIN kept.local_message m ON m.id = p.message");
}

void LocalMail::removeAccount(AccountId account)
{
    m_database.run("DELETE FROM kept.local_place WHERE message IN (SELECT id FROM "
                   "kept.local_message WHERE account "
                   "= ?1) OR folder IN (SELECT id FROM kept.local_folder WHERE account = ?1)",
        account);
    m_database.run("DELETE FROM kept.local_raw WHERE message IN (SELECT id FROM kept.local_message "
                   "WHERE account = ?1)",
        account);
    m_database.run("DELETE FROM kept.local_message WHERE account = ?1", account);
    m_database.run("DELETE FROM kept.local_folder WHERE account = ?1", account);
    m_database.run("DELETE FROM kept.pop3_seen WHERE account = ?1", account);
    m_database.run("DELETE FROM kept.pop3_state WHERE account = ?1", account);
    touch();
}

/// Each folder goes to the one of its path among the local folders; keys of messages stay.
void LocalMail::moveToLocalFolders(AccountId account, ChangeSet& changes)
{
    prepareFolders(localAccount, changes);
    struct Row {
        FolderId id;
        std::string path;
    };
    std::vector<Row> rows;
    {
        Statement row(m_database, "SELECT id, path FROM kept.local_folder WHERE account = ?1");
        row.bind(account);
        while (row.next())
            rows.push_back({ row.id<FolderId>(0), row.text(1) });
    }
    for (const auto& row : rows) {
        const FolderId to = m_folders.keyOf(localAccount, row.path);
        m_database.run("INSERT INTO kept.local_folder (id, account, path) VALUES (?1, ?2, ?3) ON "
                       "CONFLICT DO NOTHING",
            to, localAccount, row.path);
        m_database.run(
            "UPDATE OR IGNORE kept.local_place SET folder = ?2 WHERE folder = ?1", row.id, to);
    }
    m_database.run(
        "UPDATE kept.local_message SET account = ?2 WHERE account = ?1", account, localAccount);
    m_database.run("DELETE FROM kept.local_folder WHERE account = ?1", account);
    touch();
    mirror(account);
    changes.folderTree = changes.accounts = true;
}

} // namespace fulmar::storage
