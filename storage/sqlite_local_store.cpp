// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite_local_store.h"

#include <ctime>

namespace fulmar::storage {

SqliteLocalStore::SqliteLocalStore(StoreSession& session)
    : m_session(session), m_database(session.database()), m_mail(m_database)
{
}

Result<bool> SqliteLocalStore::isLocal(AccountId account)
{
    return m_session.read([&]() -> Result<bool> { return m_mail.isLocal(account); });
}

Result<void> SqliteLocalStore::prepareFolders(AccountId account)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_mail.prepareFolders(account, changes);
        return {};
    });
}

Result<std::vector<Pop3Seen>> SqliteLocalStore::pop3History(AccountId account)
{
    return m_session.read([&]() -> Result<std::vector<Pop3Seen>> {
        std::vector<Pop3Seen> history;
        std::set<MessageId> trashed;
        {
            Statement row(m_database,
                "SELECT p.message FROM kept.local_place p JOIN kept.local_folder f ON f.id = "
                "p.folder WHERE f.role = "
                "'trash' AND NOT EXISTS (SELECT 1 FROM kept.local_place o WHERE o.message = "
                "p.message AND o.folder "
                "<> p.folder)");
            while (row.next())
                trashed.insert(row.id<MessageId>(0));
        }
        Statement row(m_database,
            "SELECT s.id, s.uidl, s.message, s.size, s.fetched, s.on_server, coalesce(m.partial, "
            "0) FROM "
            "kept.pop3_seen s LEFT JOIN kept.local_message m ON m.id = s.message WHERE s.account = "
            "?1 ORDER BY s.id");
        row.bind(account);
        while (row.next()) {
            const auto message = row.id<MessageId>(2);
            history.push_back({ .id = row.integer(0),
                .uidl = row.text(1),
                .message = message,
                .size = row.number<std::uint64_t>(3),
                .fetched = row.integer(4),
                .partial = row.flag(6),
                .inTrash = trashed.count(message) != 0,
                .onServer = row.flag(5) });
        }
        return history;
    });
}

Result<Pop3State> SqliteLocalStore::pop3State(AccountId account)
{
    return m_session.read([&]() -> Result<Pop3State> {
        Statement row(m_database,
            "SELECT last_sign_in, login_delay, day, day_bytes, server_messages, server_bytes FROM "
            "kept.pop3_state "
            "WHERE account = ?1");
        if (!row.bind(account).next())
            return Pop3State{};
        return Pop3State{ .lastSignIn = row.integer(0),
            .loginDelay = row.number<std::uint32_t>(1),
            .day = row.integer(2),
            .dayBytes = row.number<std::uint64_t>(3),
            .serverMessages = row.number<std::uint32_t>(4),
            .serverBytes = row.number<std::uint64_t>(5) };
    });
}

Result<void> SqliteLocalStore::setPop3State(AccountId account, const Pop3State& state)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run(
            "INSERT INTO kept.pop3_state (account, last_sign_in, login_delay, day, day_bytes, "
            "server_messages, server_bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT "
            "(account) DO "
            "UPDATE SET last_sign_in = ?2, login_delay = ?3, day = ?4, day_bytes = ?5, "
            "server_messages = "
            "?6, server_bytes = ?7",
            account, state.lastSignIn, state.loginDelay, state.day, state.dayBytes,
            state.serverMessages, state.serverBytes);
        changes.accounts = true;
        return {};
    });
}

Result<void> SqliteLocalStore::setOnServer(
    const std::vector<std::int64_t>& there, const std::vector<std::int64_t>& gone)
{
    if (there.empty() && gone.empty())
        return {};
    return m_session.write([&](ChangeSet&) -> Result<void> {
        for (const auto id : there)
            m_database.run("UPDATE kept.pop3_seen SET on_server = 1 WHERE id = ?1", id);
        for (const auto id : gone)
            m_database.run("UPDATE kept.pop3_seen SET on_server = 0 WHERE id = ?1", id);
        return {};
    });
}

AccountId SqliteLocalStore::targetOf(AccountId account)
{
    const bool shared = m_database.exists(
        "SELECT 1 FROM kept.account WHERE id = ?1 AND pop3_shared_inbox = 1", account);
    return shared ? localAccount : account;
}

Result<LocalStore::Arrived> SqliteLocalStore::storeArrived(AccountId account,
    const std::vector<ArrivedMail>& mails, const std::function<bool(const std::string&)>& isListed)
{
    if (auto reserved = m_session.reserveMessageKeys(mails.size()); !reserved)
        return Unexpected(reserved.error());
    return m_session.write([&](ChangeSet& changes) -> Result<Arrived> {
        if (!m_mail.isLocal(account))
            return Unexpected(storageError("not-found", "account " + account.toString()));
        const AccountId target = targetOf(account);
        const auto now = static_cast<std::int64_t>(std::time(nullptr));
        Arrived arrived;
        for (const auto& mail : mails) {
            const Digest identity = identityOf(mail.raw);
            const auto twin = m_mail.twinOf(account, target, mail, identity, isListed);
            const MessageId message
                = twin ? twin->message : m_mail.insert(target, mail, identity, changes);
            m_mail.remember(account, mail, identity, message, now);
            if (twin)
                ++arrived.recognised;
            else
                arrived.added.push_back(message);
        }
        m_mail.touch();
        return arrived;
    });
}

Result<void> SqliteLocalStore::completeMessage(MessageId message, const ArrivedMail& mail)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        if (!m_database.exists("SELECT 1 FROM kept.local_message WHERE id = ?1", message))
            return Unexpected(storageError("not-found", "message " + message.toString()));
        m_mail.complete(message, mail, changes);
        return {};
    });
}

Result<AccountId> SqliteLocalStore::receiverOf(MessageId message)
{
    return m_session.read([&]() -> Result<AccountId> {
        return AccountId{ m_database
                              .value("SELECT account FROM kept.pop3_seen WHERE message = ?1 ORDER "
                                     "BY id DESC LIMIT 1",
                                  message)
                              .value_or(0) };
    });
}

Result<void> SqliteLocalStore::moveToLocalFolders(AccountId account)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_mail.moveToLocalFolders(account, changes);
        return {};
    });
}

} // namespace fulmar::storage
