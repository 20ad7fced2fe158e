// SPDX-License-Identifier: GPL-3.0-or-later
// Histories, reports, limits, identities and merges.
#include "storage/sqlite_mail_reader.h"

#include "storage/text_codec.h"

#include <algorithm>

namespace fulmar::storage {
namespace {

RecipientReport reportOf(const Statement& row)
{
    return { .item = row.id<OutboxId>(0),
        .address = row.text(1),
        .fate = recipientFateFromName(row.text(2)),
        .status = row.text(3),
        .reason = row.text(4),
        .time = row.integer(5),
        .report = row.id<MessageId>(6) };
}

Merge mergeOf(const Statement& row)
{
    return { .id = row.id<MergeId>(0),
        .account = row.id<AccountId>(1),
        .name = row.text(2),
        .templateText = row.text(3),
        .subject = row.text(4),
        .sender = row.text(5),
        .columns = decodeTexts(row.view(6)),
        .perHour = row.number<std::uint32_t>(7),
        .reserve = row.number<std::uint32_t>(8),
        .unsubscribe = row.text(9),
        .stopPercent = row.number<std::uint32_t>(10),
        .state = mergeStateFromName(row.text(11)),
        .reason = row.text(12),
        .created = row.integer(13) };
}

MergeRow mergeRowOf(const Statement& row)
{
    return { .number = row.number<std::uint32_t>(0),
        .address = row.text(1),
        .cells = decodeTexts(row.view(2)),
        .state = row.text(3),
        .reason = row.text(4),
        .item = row.id<OutboxId>(5),
        .queued = row.integer(6) };
}

} // namespace

Result<std::vector<OutboxTransition>> SqliteMailReader::outboxHistory(OutboxId id)
{
    return read([&]() -> Result<std::vector<OutboxTransition>> {
        std::vector<OutboxTransition> history;
        Statement row(m_database,
            "SELECT time, state, server_text, queue_id, tries FROM kept.outbox_transition WHERE "
            "item = ?1 ORDER BY id");
        row.bind(id);
        while (row.next())
            history.push_back({ .time = row.integer(0),
                .state = outboxStateFromName(row.text(1)),
                .serverText = row.text(2),
                .queueId = row.text(3),
                .tries = row.number<std::uint32_t>(4) });
        return history;
    });
}

Result<std::vector<RecipientReport>> SqliteMailReader::reportsOf(OutboxId id)
{
    return read([&]() -> Result<std::vector<RecipientReport>> {
        std::vector<RecipientReport> reports;
        Statement row(m_database,
            "SELECT item, address, fate, status, reason, time, report FROM kept.recipient_report "
            "WHERE item = ?1 ORDER BY id");
        row.bind(id);
        while (row.next())
            reports.push_back(reportOf(row));
        return reports;
    });
}

Result<std::vector<RecipientReport>> SqliteMailReader::reportsAbout(const std::string& address)
{
    return read([&]() -> Result<std::vector<RecipientReport>> {
        std::vector<RecipientReport> reports;
        Statement row(m_database,
            "SELECT item, address, fate, status, reason, time, report FROM kept.recipient_report "
            "WHERE address = lower(?1) ORDER BY id DESC LIMIT 100");
        row.bind(address);
        while (row.next())
            reports.push_back(reportOf(row));
        return reports;
    });
}

Result<std::vector<MessageId>> SqliteMailReader::possibleReports(
    AccountId account, std::int64_t since)
{
    return read([&]() -> Result<std::vector<MessageId>> {
        std::vector<MessageId> ids;
        // Reports come from the null sender, so from programs: their names are few. What another
        // name sends about a mail of ours answers it by Message-ID and says so in its subject.
        Statement row(m_database,
            "SELECT m.id FROM message m WHERE m.account = ?1 AND m.received >= ?2 AND m.placed = 1 "
            "AND m.has_body = 1 AND (m.from_addresses LIKE '%mailer-daemon%' OR m.from_addresses "
            "LIKE '%postmaster%' OR m.from_addresses LIKE '%mail-daemon%' OR m.from_addresses LIKE "
            "'%bounce%' OR m.from_addresses LIKE '%mdaemon%' OR m.from_addresses LIKE '%mail "
            "delivery%' OR m.from_addresses = '' OR m.subject LIKE '%undeliver%' OR m.subject LIKE "
            "'%delivery%' OR m.subject LIKE '%returned mail%' OR m.subject LIKE '%failure%' OR "
            "m.subject LIKE '%delayed%' OR m.subject LIKE '%unzustellbar%' OR m.subject LIKE "
            "'%disposition%' OR m.subject LIKE 'Read:%' OR m.subject LIKE '%read receipt%' OR "
            "m.subject LIKE 'Gelesen:%' OR m.subject LIKE '%mail system%' OR m.in_reply_to IN "
            "(SELECT message_id FROM kept.outbox WHERE message_id <> '')) AND NOT EXISTS (SELECT 1 "
            "FROM kept.report_seen s WHERE s.message = m.id) ORDER BY m.received LIMIT 500");
        row.bind(account, since);
        while (row.next())
            ids.push_back(row.id<MessageId>(0));
        return ids;
    });
}

Result<SendLimit> SqliteMailReader::sendLimit(AccountId account)
{
    return read([&]() -> Result<SendLimit> {
        SendLimit limit;
        Statement row(m_database,
            "SELECT messages, recipients, per_message, window_hours, learned, held_until, "
            "held_text, stopped FROM kept.send_limit WHERE account = ?1");
        if (row.bind(account).next())
            limit = { .messages = row.integer(0),
                .recipients = row.integer(1),
                .perMessage = row.integer(2),
                .windowHours = row.integer(3),
                .learned = row.flag(4),
                .heldUntil = row.integer(5),
                .heldText = row.text(6),
                .stopped = row.flag(7) };
        return limit;
    });
}

Result<std::vector<SentMail>> SqliteMailReader::sentSince(AccountId account, std::int64_t since)
{
    return read([&]() -> Result<std::vector<SentMail>> {
        std::vector<SentMail> sent;
        {
            Statement row(m_database,
                "SELECT time, recipients FROM kept.sent_mail WHERE account = ?1 AND time > ?2");
            row.bind(account, since);
            while (row.next())
                sent.push_back({ row.integer(0), row.number<std::uint32_t>(1) });
        }
        Statement row(m_database,
            "SELECT m.received, m.to_addresses, m.cc_addresses, m.bcc_addresses FROM folder f JOIN "
            "placement p ON p.folder = f.id AND p.received > ?2 JOIN message m ON m.id = p.message "
            "WHERE f.account = ?1 AND f.role = 'sent' AND NOT EXISTS (SELECT 1 FROM kept.sent_mail "
            "s WHERE s.message_id = m.message_id AND s.message_id <> '')");
        row.bind(account, since);
        while (row.next()) {
            const auto recipients = decodeAddresses(row.view(1)).size()
                + decodeAddresses(row.view(2)).size() + decodeAddresses(row.view(3)).size();
            sent.push_back({ row.integer(0),
                static_cast<std::uint32_t>(std::max<std::size_t>(recipients, 1)) });
        }
        std::sort(sent.begin(), sent.end(),
            [](const SentMail& a, const SentMail& b) { return a.time < b.time; });
        return sent;
    });
}

Result<std::vector<Identity>> SqliteMailReader::identities()
{
    return read([&]() -> Result<std::vector<Identity>> {
        std::vector<Identity> identities;
        Statement row(m_database,
            "SELECT id, account, name, address, reply_to, signature, send_through, sent_folder "
            "FROM kept.identity ORDER BY account, id");
        while (row.next())
            identities.push_back({ .id = row.id<IdentityId>(0),
                .account = row.id<AccountId>(1),
                .from = { .name = row.text(2), .address = row.text(3) },
                .replyTo = row.text(4),
                .signature = row.text(5),
                .sendThrough = row.id<AccountId>(6),
                .sentFolder = row.text(7) });
        return identities;
    });
}

#define MERGE_COLUMNS                                                                              \
    "SELECT id, account, name, template, subject, sender, columns, per_hour, reserve, "            \
    "unsubscribe, stop_percent, state, reason, created FROM kept.merge "

Result<std::vector<Merge>> SqliteMailReader::merges()
{
    return read([&]() -> Result<std::vector<Merge>> {
        std::vector<Merge> merges;
        Statement row(m_database, MERGE_COLUMNS "ORDER BY id");
        while (row.next())
            merges.push_back(mergeOf(row));
        return merges;
    });
}

Result<std::optional<Merge>> SqliteMailReader::merge(MergeId id)
{
    return read([&]() -> Result<std::optional<Merge>> {
        Statement row(m_database, MERGE_COLUMNS "WHERE id = ?1");
        if (!row.bind(id).next())
            return std::nullopt;
        return mergeOf(row);
    });
}

Result<MergeCounts> SqliteMailReader::mergeCounts(MergeId id)
{
    return read([&]() -> Result<MergeCounts> {
        MergeCounts counts;
        Statement row(m_database,
            "SELECT r.state, coalesce(o.state, ''), count(*) FROM kept.merge_row r LEFT JOIN "
            "kept.outbox o ON o.id = r.item WHERE r.merge = ?1 GROUP BY 1, 2");
        row.bind(id);
        while (row.next()) {
            const auto count = row.number<std::uint32_t>(2);
            const auto mail = row.text(1);
            counts.rows += count;
            if (row.view(0) == "waiting")
                counts.waiting += count;
            else if (row.view(0) == "skipped")
                counts.skipped += count;
            else if (mail == "bounced")
                counts.bounced += count;
            else if (mail == "refused" || mail == "cancelled")
                counts.refused += count;
            else if (mail == "accepted" || mail == "sent-seen" || mail == "delivered")
                counts.sent += count;
            else
                counts.queued += count;
        }
        return counts;
    });
}

Result<std::vector<MergeRow>> SqliteMailReader::mergeRows(MergeId id)
{
    return read([&]() -> Result<std::vector<MergeRow>> {
        std::vector<MergeRow> rows;
        Statement row(m_database,
            "SELECT r.number, r.address, r.cells, coalesce(o.state, r.state), coalesce((SELECT "
            "status || ' ' || reason FROM kept.recipient_report p WHERE p.item = r.item ORDER BY "
            "p.id DESC LIMIT 1), nullif(r.reason, ''), o.server_text, ''), r.item, r.queued FROM "
            "kept.merge_row r LEFT JOIN kept.outbox o ON o.id = r.item WHERE r.merge = ?1 ORDER BY "
            "r.number");
        row.bind(id);
        while (row.next())
            rows.push_back(mergeRowOf(row));
        return rows;
    });
}

Result<std::vector<MergeRow>> SqliteMailReader::waitingRows(MergeId id, std::uint32_t most)
{
    return read([&]() -> Result<std::vector<MergeRow>> {
        std::vector<MergeRow> rows;
        Statement row(m_database,
            "SELECT number, address, cells, state, reason, item, queued FROM kept.merge_row WHERE "
            "merge = ?1 AND state = 'waiting' ORDER BY number LIMIT ?2");
        row.bind(id, most);
        while (row.next())
            rows.push_back(mergeRowOf(row));
        return rows;
    });
}

Result<std::uint32_t> SqliteMailReader::mergeQueuedSince(MergeId id, std::int64_t since)
{
    return read([&]() -> Result<std::uint32_t> {
        return static_cast<std::uint32_t>(
            m_database
                .value("SELECT count(*) FROM kept.merge_row WHERE merge = ?1 AND queued > ?2", id,
                    since)
                .value_or(0));
    });
}

Result<std::vector<Suppression>> SqliteMailReader::suppressions()
{
    return read([&]() -> Result<std::vector<Suppression>> {
        std::vector<Suppression> entries;
        Statement row(
            m_database, "SELECT address, reason, time FROM kept.suppression ORDER BY address");
        while (row.next())
            entries.push_back({ row.text(0), row.text(1), row.integer(2) });
        return entries;
    });
}

} // namespace fulmar::storage
