// SPDX-License-Identifier: GPL-3.0-or-later
// Mails on the wire: reservations, what a crash leaves, and taking one back.
#include "storage/sqlite_outbox_store.h"

#include "storage/stored_words.h"
#include "storage/text_codec.h"

#include <fstream>

namespace fulmar::storage {
namespace {

/// Names this run of the machine: after a power cut it is another one.
std::string bootId()
{
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    return id;
}

/// While it lives, commits of kept.db are handed to the system and not waited for on the disk.
class WithoutSync {
public:
    explicit WithoutSync(Database& database) : m_database(database)
    {
        m_database.script("PRAGMA kept.synchronous = NORMAL");
    }
    ~WithoutSync() { m_database.script("PRAGMA kept.synchronous = FULL"); }
    WithoutSync(const WithoutSync&) = delete;
    WithoutSync& operator=(const WithoutSync&) = delete;

private:
    Database& m_database;
};

bool wasTaken(OutboxState state)
{
    return state == OutboxState::Accepted || state == OutboxState::SentSeen
        || state == OutboxState::Delivered || state == OutboxState::Bounced;
}

} // namespace

Result<void> SqliteOutboxStore::store(const OutboxItem& item, ChangeSet& changes)
{
    m_database.run(
        "UPDATE kept.outbox SET state = ?2, server_text = ?3, refusals = ?4, tries = ?5, "
        "next_try = ?6, not_before = ?7, sent_copy = ?8, queue_id = ?9, hold_reason = ?10, "
        "searched = ?11, undo_until = ?12 WHERE id = ?1",
        item.id, outboxStateName(item.state), item.serverText, encodeRefusals(item.refusals),
        item.tries, item.nextTry, item.notBefore, sentCopyStateWord(item.sentCopy), item.queueId,
        item.holdReason, item.searched, item.undoUntil);
    if (!m_database.failed() && m_database.changes() == 0)
        return Unexpected(storageError("not-found", "outbox item " + item.id.toString()));
    noteTransition(item.id, item);
    if (wasTaken(item.state) || item.state == OutboxState::Unknown) {
        const auto taken
            = item.recipients.size() - std::min(item.recipients.size(), item.refusals.size());
        m_database.run("INSERT INTO kept.sent_mail (item, account, time, recipients, message_id) "
                       "VALUES (?1, ?2, unixepoch(), ?3, ?4) ON CONFLICT (item) DO NOTHING",
            item.id, item.account, taken, item.messageId);
    }
    if (wasTaken(item.state)) {
        forgetSentDraft(item.id);
        m_database.run("UPDATE kept.draft_copy SET wanted = 0 WHERE item = ?1", item.id);
    }
    changes.outbox = true;
    return {};
}

void SqliteOutboxStore::forgetSentDraft(OutboxId id)
{
    const auto draft = m_database.value("SELECT id FROM kept.draft WHERE outbox = ?1", id);
    if (!draft)
        return;
    m_database.run("DELETE FROM kept.draft_attachment WHERE draft = ?1", *draft);
    m_database.run("DELETE FROM kept.draft WHERE id = ?1", *draft);
}

Result<void> SqliteOutboxStore::update(const OutboxItem& item)
{
    return m_session.write(
        [&](ChangeSet& changes) -> Result<void> { return store(item, changes); });
}

Result<void> SqliteOutboxStore::updateReserved(const std::vector<OutboxItem>& items)
{
    const WithoutSync fast(m_database);
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        for (const auto& item : items) {
            if (auto stored = store(item, changes); !stored)
                return stored;
        }
        return {};
    });
}

Result<void> SqliteOutboxStore::reserve(AccountId account, const std::vector<OutboxId>& items)
{
    if (m_boot.empty())
        m_boot = bootId();
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        // What is in flight still keeps its row until the reservation ends.
        m_database.run(items.empty() ? "DELETE FROM kept.outbox_reservation WHERE account = ?1"
                                     : "DELETE FROM kept.outbox_reservation WHERE account = ?1 AND "
                                       "item NOT IN (SELECT id FROM kept.outbox WHERE state IN "
                                       "('queued', 'scheduled', 'held', 'transmitting'))",
            account);
        for (const auto id : items) {
            m_database.run("UPDATE kept.outbox SET tries = tries + 1 WHERE id = ?1", id);
            m_database.run("INSERT OR REPLACE INTO kept.outbox_reservation (item, account, boot) "
                           "VALUES (?1, ?2, ?3)",
                id, account, m_boot);
        }
        // A commit that changes nothing syncs nothing: this one has to reach the disk with all
        // that was recorded before it.
        if (items.empty())
            m_database.run("INSERT OR REPLACE INTO kept.outbox_reservation (item, account, "
                           "boot) VALUES (-1 - ?1, ?1, '')",
                account);
        changes.outbox = true;
        return {};
    });
}

Result<void> SqliteOutboxStore::settleInterrupted()
{
    constexpr auto cut = "the program ended while the mail was on the wire";
    const auto boot = bootId();
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        std::vector<std::int64_t> ids;
        {
            Statement row(m_database,
                "SELECT id FROM kept.outbox WHERE state = 'transmitting' UNION SELECT o.id FROM "
                "kept.outbox o JOIN kept.outbox_reservation r ON r.item = o.id WHERE r.boot <> ?1 "
                "AND o.state IN ('queued', 'scheduled', 'held')");
            row.bind(boot);
            while (row.next())
                ids.push_back(row.integer(0));
        }
        for (const auto id : ids) {
            m_database.run("UPDATE kept.outbox SET state = 'unknown', server_text = ?2, "
                           "next_try = 0 WHERE id = ?1",
                id, cut);
            m_database.run("INSERT INTO kept.outbox_transition (item, time, state, server_text, "
                           "tries) SELECT id, unixepoch(), state, server_text, tries FROM "
                           "kept.outbox WHERE id = ?1",
                id);
            m_database.run("INSERT INTO kept.sent_mail (item, account, time, recipients, "
                           "message_id) SELECT id, account, unixepoch(), 1, message_id FROM "
                           "kept.outbox WHERE id = ?1 ON CONFLICT (item) DO NOTHING",
                id);
        }
        m_database.run("DELETE FROM kept.outbox_reservation");
        changes.outbox = !ids.empty();
        return {};
    });
}

Result<DraftId> SqliteOutboxStore::takeBack(OutboxId id)
{
    return m_session.write([&](ChangeSet& changes) -> Result<DraftId> {
        const auto draft = m_database.value("SELECT id FROM kept.draft WHERE outbox = ?1", id);
        if (!draft)
            return Unexpected(storageError("not-found", "draft of outbox item " + id.toString()));
        m_database.run("DELETE FROM kept.outbox WHERE id = ?1 AND state IN "
                       "('queued', 'scheduled', 'held', 'refused', 'cancelled')",
            id);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("wrong-state", "outbox item " + id.toString()));
        m_database.run("DELETE FROM kept.outbox_raw WHERE item = ?1", id);
        m_database.run("INSERT INTO kept.outbox_transition (item, time, state, server_text) "
                       "VALUES (?1, unixepoch(), 'cancelled', 'taken back')",
            id);
        m_database.run("UPDATE kept.draft SET outbox = 0 WHERE id = ?1", *draft);
        m_database.run(
            "UPDATE kept.draft_copy SET draft = ?2, item = 0 WHERE item = ?1", id, *draft);
        changes.outbox = changes.drafts = true;
        return DraftId{ *draft };
    });
}

} // namespace fulmar::storage
