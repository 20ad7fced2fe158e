// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts, and what concerns the store as a whole.
#include "storage/sqlite_mail_store.h"

#include "storage/stored_words.h"

namespace fulmar::storage {
namespace {

/// Writes all settings of a row that is there; whether it was.
bool writeSettings(Database& database, AccountId id, const Account& account)
{
    database.run(
        "UPDATE kept.account SET email = ?2, name = ?3, incoming_kind = ?4, incoming_host = ?5, "
        "incoming_port = ?6, "
        "incoming_tls = ?7, incoming_ca_file = ?8, smtp_host = ?9, smtp_port = ?10, smtp_tls = "
        "?11, "
        "smtp_ca_file = ?12, user_name = ?13, smtp_user_name = ?14, password_source = ?15, "
        "password_command = ?16, sent_copy = ?17, sync_days = ?18, enabled = ?19, "
        "bodies_on_demand = ?20, body_limit = ?21 WHERE id = ?1",
        id, account.email, account.name, incomingWord(account.incomingKind), account.incoming.host,
        account.incoming.port, tlsWord(account.incoming.tls), account.incoming.caFile,
        account.smtp.host, account.smtp.port, tlsWord(account.smtp.tls), account.smtp.caFile,
        account.user, account.smtpUser, passwordSourceWord(account.passwordSource),
        account.passwordCommand, sentCopyWord(account.sentCopy), account.syncDays, account.enabled,
        account.bodiesOnDemand, account.bodyLimit);
    const bool written = !database.failed() && database.changes() == 1;
    if (written)
        database.run("INSERT INTO kept.server_limit (account, compress, down_mb, up_mb) VALUES (?1, "
                     "?2, ?3, ?4) ON CONFLICT (account) DO UPDATE SET compress = ?2, down_mb = ?3, "
                     "up_mb = ?4",
            id, compressionWord(account.compression), limitNumber(account.downPerDay),
            limitNumber(account.upPerDay));
    const Pop3Settings& pop3 = account.pop3;
    database.run(
        "UPDATE kept.account SET pop3_keep = ?2, pop3_keep_days = ?3, pop3_keep_messages = ?4, "
        "pop3_keep_bytes = ?5, pop3_headers_only_over = ?6, pop3_check_minutes = ?7, "
        "pop3_check_on_start = ?8, pop3_recent = ?9, pop3_shared_inbox = ?10 WHERE id = ?1",
        id, keepWord(pop3.keep), pop3.keepDays, pop3.keepMessages, pop3.keepBytes,
        pop3.headersOnlyOver, pop3.checkMinutes, pop3.checkOnStart, pop3.recent, pop3.sharedInbox);
    return written;
}

} // namespace

SqliteMailStore::SqliteMailStore(StoreSession& session, const std::filesystem::path& profileFolder)
    : m_session(session)
    , m_database(session.database())
    , m_folders(m_database)
    , m_messages(m_database)
    , m_placements(m_database)
    , m_journal(m_database)
    , m_overlay(m_database)
    , m_undo(m_database)
    , m_bodies(profileFolder)
    , m_localMail(m_database)
    , m_local(session)
{
}

void SqliteMailStore::setCommitObserver(std::function<void(const ChangeSet&)> observer)
{
    m_session.setCommitObserver(std::move(observer));
}

Result<AccountId> SqliteMailStore::addAccount(const Account& account)
{
    return m_session.write([&](ChangeSet& changes) -> Result<AccountId> {
        m_database.run("INSERT INTO kept.account DEFAULT VALUES");
        const AccountId id{ m_database.lastInsertId() };
        writeSettings(m_database, id, account);
        if (account.incomingKind == IncomingKind::Pop3)
            m_localMail.prepareFolders(id, changes);
        changes.accounts = true;
        return id;
    });
}

Result<void> SqliteMailStore::updateAccount(const Account& account)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        const bool wasLocal = m_localMail.isLocal(account.id);
        if (!writeSettings(m_database, account.id, account))
            return Unexpected(storageError("not-found", "account " + account.id.toString()));
        const bool isLocal = m_localMail.isLocal(account.id);
        // Another protocol: mail that exists here alone goes to the local folders, a mirror goes.
        if (wasLocal && !isLocal)
            m_localMail.moveToLocalFolders(account.id, changes);
        else if (!wasLocal && isLocal)
            removeMirror(account.id);
        if (isLocal)
            m_localMail.prepareFolders(account.id, changes);
        changes.accounts = true;
        return {};
    });
}

Result<void> SqliteMailStore::removeAccount(AccountId account)
{
    auto removed = m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("DELETE FROM kept.account WHERE id = ?1", account);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "account " + account.toString()));
        m_database.run("DELETE FROM kept.action_target WHERE action IN (SELECT id FROM kept.action "
                       "WHERE account = ?1)",
            account);
        m_database.run("DELETE FROM kept.action WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.undo_part WHERE account = ?1", account);
        m_database.run(
            "DELETE FROM kept.undo_step WHERE id NOT IN (SELECT step FROM kept.undo_part)");
        m_database.run("DELETE FROM kept.folder_role WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.server_limit WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.sign_in WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.traffic WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.overlay_place WHERE message IN (SELECT message FROM "
                       "kept.overlay WHERE account = ?1)",
            account);
        m_database.run("DELETE FROM kept.overlay WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.folder_name WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.outbox_raw WHERE item IN (SELECT id FROM kept.outbox "
                       "WHERE account = ?1)",
            account);
        m_database.run("DELETE FROM kept.outbox_transition WHERE item IN (SELECT id FROM "
                       "kept.outbox WHERE account = ?1)",
            account);
        m_database.run("DELETE FROM kept.outbox WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.draft_attachment WHERE draft IN (SELECT id FROM "
                       "kept.draft WHERE account = ?1)",
            account);
        m_database.run("DELETE FROM kept.draft WHERE account = ?1", account);
        m_database.run("DELETE FROM kept.draft_copy WHERE account = ?1", account);
        removeMirror(account);
        m_localMail.removeAccount(account);
        changes.merge({ .accounts = true,
            .folderTree = true,
            .outbox = true,
            .drafts = true,
            .actions = true });
        return {};
    });
    // Space that is not given back now is at the next opportunity.
    if (removed)
        static_cast<void>(reclaimBodies());
    return removed;
}

void SqliteMailStore::removeMirror(AccountId account)
{
    m_database.run(
        "DELETE FROM body WHERE message IN (SELECT id FROM message WHERE account = ?1)", account);
    m_database.run(
        "DELETE FROM aside WHERE folder IN (SELECT id FROM folder WHERE account = ?1)", account);
    m_database.run("DELETE FROM message WHERE account = ?1", account);
    m_database.run(
        "DELETE FROM placement WHERE folder IN (SELECT id FROM folder WHERE account = ?1)",
        account);
    m_database.run("DELETE FROM folder WHERE account = ?1", account);
    m_database.run("DELETE FROM tally WHERE account = ?1", account);
}

Result<void> SqliteMailStore::setAccountSynced(
    AccountId account, std::int64_t time, const std::string& error)
{
    static_cast<void>(reclaimBodies());
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("UPDATE kept.account SET last_sync = ?2, last_error = ?3 WHERE id = ?1",
            account, time, error);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "account " + account.toString()));
        changes.accounts = true;
        return {};
    });
}

Result<void> SqliteMailStore::reconcile()
{
    return m_session.write([&](ChangeSet&) -> Result<void> {
        // An account that was removed while cache.db lost its last commits.
        std::vector<AccountId> strangers;
        {
            Statement row(m_database,
                "SELECT DISTINCT account FROM folder WHERE account NOT IN (SELECT id FROM "
                "kept.account) AND account <> ?1");
            row.bind(localAccount);
            while (row.next())
                strangers.push_back(row.id<AccountId>(0));
        }
        for (const AccountId account : strangers)
            removeMirror(account);
        m_localMail.mirrorWhereNeeded();
        m_database.run("UPDATE kept.action_target SET uid = 0 WHERE uid > 0 AND EXISTS (SELECT 1 "
                       "FROM folder f "
                       "WHERE f.id = action_target.folder AND f.uid_validity <> 0 "
                       "AND f.uid_validity <> action_target.uid_validity)");
        m_journal.removeEmptyActions();
        // Keys go on above everything that was ever given, also where cache.db is new or has lost
        // its end.
        m_database.run("INSERT INTO sqlite_sequence (name, seq) SELECT 'message', 0 "
                       "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'message')");
        m_database.run(
            "UPDATE sqlite_sequence SET seq = max(seq, (SELECT ceiling FROM kept.message_key)) "
            "WHERE name = 'message'");
        m_overlay.rebuild();
        return {};
    });
}

} // namespace fulmar::storage
