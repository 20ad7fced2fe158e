// SPDX-License-Identifier: GPL-3.0-or-later
// Limits, reports, identities, merges and suppressed addresses in kept.db.
#include "storage/sqlite_outbox_store.h"

#include "storage/text_codec.h"

namespace fulmar::storage {
namespace {

/// A recipient's last word decides; a mail is bounced where one of them bounced, delivered where
/// all were.
constexpr std::string_view followReports
    = "UPDATE kept.outbox SET state = CASE WHEN EXISTS (SELECT 1 FROM kept.recipient_report WHERE "
      "item = ?1 AND fate IN ('bounced-hard', 'bounced-soft')) THEN 'bounced' ELSE 'delivered' END "
      "WHERE id = ?1 AND state IN ('accepted', 'sent-seen', 'delivered', 'unknown') AND (EXISTS "
      "(SELECT 1 FROM kept.recipient_report WHERE item = ?1 AND fate IN ('bounced-hard', "
      "'bounced-soft')) OR (SELECT count(DISTINCT lower(address)) FROM kept.recipient_report WHERE "
      "item = ?1 AND fate = 'delivered') >= ?2)";

} // namespace

Result<void> SqliteOutboxStore::saveSendLimit(AccountId account, const SendLimit& limit)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("INSERT OR REPLACE INTO kept.send_limit (account, messages, recipients, "
                       "per_message, window_hours, learned, held_until, held_text, stopped) VALUES "
                       "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            account, limit.messages, limit.recipients, limit.perMessage, limit.windowHours,
            limit.learned, limit.heldUntil, limit.heldText, limit.stopped);
        changes.outbox = true;
        return {};
    });
}

Result<void> SqliteOutboxStore::saveReports(
    MessageId message, const std::vector<RecipientReport>& reports)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("INSERT OR IGNORE INTO kept.report_seen (message) VALUES (?1)", message);
        if (!m_database.failed() && m_database.changes() == 0)
            return {};
        for (const auto& report : reports) {
            m_database.run("INSERT INTO kept.recipient_report (item, address, fate, status, "
                           "reason, time, report) VALUES (?1, lower(?2), ?3, ?4, ?5, ?6, ?7)",
                report.item, report.address, recipientFateName(report.fate), report.status,
                report.reason, report.time, message);
            std::size_t recipients = 1;
            {
                Statement row(m_database, "SELECT recipients FROM kept.outbox WHERE id = ?1");
                if (row.bind(report.item).next())
                    recipients = decodeTexts(row.view(0)).size();
            }
            m_database.run(followReports, report.item, recipients);
            if (m_database.changes() > 0)
                m_database.run("INSERT INTO kept.outbox_transition (item, time, state, "
                               "server_text, tries) SELECT id, unixepoch(), state, ?2, tries FROM "
                               "kept.outbox WHERE id = ?1",
                    report.item, report.address + ": " + report.reason);
            if (report.fate == RecipientFate::BouncedHard)
                m_database.run("INSERT OR IGNORE INTO kept.suppression (address, reason, time) "
                               "SELECT lower(?1), 'bounced', ?2 WHERE EXISTS (SELECT 1 FROM "
                               "kept.merge_row WHERE item = ?3)",
                    report.address, report.time, report.item);
        }
        changes.outbox = !reports.empty();
        return {};
    });
}

Result<IdentityId> SqliteOutboxStore::saveIdentity(const Identity& identity)
{
    return m_session.write([&](ChangeSet& changes) -> Result<IdentityId> {
        IdentityId id = identity.id;
        if (!id.isValid()) {
            m_database.run("INSERT INTO kept.identity (account, address) VALUES (?1, ?2)",
                identity.account, identity.from.address);
            id = { m_database.lastInsertId() };
        }
        m_database.run("UPDATE kept.identity SET account = ?2, name = ?3, address = ?4, reply_to = "
                       "?5, signature = ?6, send_through = ?7, sent_folder = ?8 WHERE id = ?1",
            id, identity.account, identity.from.name, identity.from.address, identity.replyTo,
            identity.signature, identity.sendThrough, identity.sentFolder);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "identity " + id.toString()));
        changes.accounts = true;
        return id;
    });
}

Result<void> SqliteOutboxStore::removeIdentity(IdentityId id)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("DELETE FROM kept.identity WHERE id = ?1", id);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "identity " + id.toString()));
        changes.accounts = true;
        return {};
    });
}

Result<MergeId> SqliteOutboxStore::addMerge(const Merge& merge, const std::vector<MergeRow>& rows)
{
    return m_session.write([&](ChangeSet& changes) -> Result<MergeId> {
        m_database.run("INSERT INTO kept.merge (account, name, template, subject, sender, columns, "
                       "per_hour, reserve, unsubscribe, stop_percent, state, created) VALUES (?1, "
                       "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            merge.account, merge.name, merge.templateText, merge.subject, merge.sender,
            encodeTexts(merge.columns), merge.perHour, merge.reserve, merge.unsubscribe,
            merge.stopPercent, mergeStateName(merge.state), merge.created);
        const MergeId id{ m_database.lastInsertId() };
        for (const auto& row : rows)
            m_database.run("INSERT INTO kept.merge_row (merge, number, address, cells, state, "
                           "reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                id, row.number, row.address, encodeTexts(row.cells), row.state, row.reason);
        changes.outbox = true;
        return id;
    });
}

Result<void> SqliteOutboxStore::setMergeState(
    MergeId id, MergeState state, const std::string& reason)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("UPDATE kept.merge SET state = ?2, reason = ?3 WHERE id = ?1", id,
            mergeStateName(state), reason);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "merge " + id.toString()));
        changes.outbox = true;
        return {};
    });
}

Result<void> SqliteOutboxStore::enqueueMerge(MergeId id, const std::vector<MergeMail>& mails)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        for (const auto& mail : mails) {
            if (!m_database.exists("SELECT 1 FROM kept.merge_row WHERE merge = ?1 AND number = ?2 "
                                   "AND state = 'waiting'",
                    id, mail.row))
                continue;
            const auto item = insert(mail.item, mail.raw, changes);
            m_database.run("UPDATE kept.merge_row SET state = 'queued', item = ?3, queued = ?4 "
                           "WHERE merge = ?1 AND number = ?2",
                id, mail.row, item, mail.item.created);
        }
        return {};
    });
}

Result<void> SqliteOutboxStore::skipMergeRow(
    MergeId id, std::uint32_t row, const std::string& reason)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("UPDATE kept.merge_row SET state = 'skipped', reason = ?3 WHERE merge = ?1 "
                       "AND number = ?2 AND state = 'waiting'",
            id, row, reason);
        changes.outbox = true;
        return {};
    });
}

Result<void> SqliteOutboxStore::saveSuppression(const Suppression& entry)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("INSERT OR IGNORE INTO kept.suppression (address, reason, time) VALUES "
                       "(lower(?1), ?2, ?3)",
            entry.address, entry.reason, entry.time);
        changes.outbox = true;
        return {};
    });
}

Result<void> SqliteOutboxStore::removeSuppression(const std::string& address)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("DELETE FROM kept.suppression WHERE address = lower(?1)", address);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "suppressed address " + address));
        changes.outbox = true;
        return {};
    });
}

} // namespace fulmar::storage
