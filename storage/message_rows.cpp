// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/message_rows.h"

#include "storage/text_codec.h"

#include <openssl/evp.h>

#include <algorithm>

namespace fulmar::storage {

Digest sha256(std::string_view bytes)
{
    Digest digest{};
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return digest;
}

bool matchesSha256(std::string_view bytes, std::string_view expected)
{
    const Digest digest = sha256(bytes);
    return expected == asText(std::as_bytes(std::span(digest)));
}

BodyPlace bodyPlaceOf(const Statement& row, int first)
{
    BodyPlace place{ .segment = row.number<std::uint32_t>(first),
        .start = row.number<std::uint64_t>(first + 1),
        .length = row.number<std::uint64_t>(first + 2) };
    const auto digest = row.view(first + 3);
    std::copy_n(digest.begin(), std::min(digest.size(), place.sha256.size()), place.sha256.begin());
    return place;
}

std::optional<MessageRow> MessageRows::find(MessageId id)
{
    Statement row(m_database,
        "SELECT account, received, size, message_id, placed, has_body, last_bits, last_keywords "
        "FROM message WHERE id = ?1");
    if (!row.bind(id).next())
        return std::nullopt;
    return MessageRow{
        .id = id,
        .account = row.id<AccountId>(0),
        .received = row.integer(1),
        .size = row.number<std::uint64_t>(2),
        .messageId = row.text(3),
        .placed = row.flag(4),
        .hasBody = row.flag(5),
        .lastFlags
        = { .bits = row.number<std::uint32_t>(6), .keywords = decodeKeywords(row.view(7)) },
    };
}

bool MessageRows::exists(MessageId id)
{
    return m_database.exists("SELECT 1 FROM message WHERE id = ?1", id);
}

MessageId MessageRows::insert(AccountId account, const RemoteMessage& message, MessageId key)
{
    // placed and unseen as the placement that follows would set them: the list indexes are written
    // once, not twice.
    const MessageSummary& summary = message.summary;
    if (key.isValid()) {
        m_database.run("INSERT INTO message (id, account, placed, unseen) VALUES (?1, ?2, 1, ?3)",
            key, account, !message.flags.has(Flag::Seen));
        updateHeaders({ .id = key }, message);
        return key;
    }
    m_database.run("INSERT INTO message (account, received, size, placed, unseen, date, "
                   "message_id, in_reply_to, subject, "
                   "has_attachments, from_addresses, to_addresses, cc_addresses, bcc_addresses, "
                   "reply_to_addresses, "
                   "reference_ids) VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
                   "?13, ?14, ?15)",
        account, message.received, message.size, !message.flags.has(Flag::Seen),
        summary.date.value_or(noDate), summary.messageId, summary.inReplyTo, summary.subject,
        summary.hasAttachments, encodeAddresses(summary.from), encodeAddresses(summary.to),
        encodeAddresses(summary.cc), encodeAddresses(summary.bcc), encodeAddresses(summary.replyTo),
        encodeTexts(summary.references));
    return m_database.failed() ? MessageId{} : MessageId{ m_database.lastInsertId() };
}

void MessageRows::updateHeaders(const MessageRow& row, const RemoteMessage& message)
{
    m_database.run("UPDATE message SET received = ?2, size = ?3 WHERE id = ?1", row.id,
        message.received, message.size);
    m_database.run("UPDATE placement SET received = ?2, size = ?3 WHERE message = ?1 AND (received "
                   "<> ?2 OR size <> ?3)",
        row.id, message.received, message.size);
    if (row.hasBody)
        return;
    const MessageSummary& summary = message.summary;
    m_database.run(
        "UPDATE message SET date = ?2, message_id = ?3, in_reply_to = ?4, subject = ?5, "
        "has_attachments = ?6, "
        "from_addresses = ?7, to_addresses = ?8, cc_addresses = ?9, bcc_addresses = ?10, "
        "reply_to_addresses = ?11, reference_ids = ?12 WHERE id = ?1",
        row.id, summary.date.value_or(noDate), summary.messageId, summary.inReplyTo,
        summary.subject, summary.hasAttachments, encodeAddresses(summary.from),
        encodeAddresses(summary.to), encodeAddresses(summary.cc), encodeAddresses(summary.bcc),
        encodeAddresses(summary.replyTo), encodeTexts(summary.references));
}

void MessageRows::storeBody(const ReceivedBody& body)
{
    placeBody(body.message, *body.place);
    const MessageSummary& summary = body.summary;
    m_database.run(
        "UPDATE message SET has_body = 1, preview = ?2, date = ?3, message_id = ?4, in_reply_to = "
        "?5, "
        "subject = ?6, has_attachments = ?7, from_addresses = ?8, to_addresses = ?9, cc_addresses "
        "= ?10, "
        "bcc_addresses = ?11, reply_to_addresses = ?12, reference_ids = ?13 WHERE id = ?1",
        body.message, body.preview, summary.date.value_or(noDate), summary.messageId,
        summary.inReplyTo, summary.subject, summary.hasAttachments, encodeAddresses(summary.from),
        encodeAddresses(summary.to), encodeAddresses(summary.cc), encodeAddresses(summary.bcc),
        encodeAddresses(summary.replyTo), encodeTexts(summary.references));
    m_database.run("UPDATE placement SET has_body = 1 WHERE message = ?1", body.message);
}

void MessageRows::placeBody(MessageId id, const BodyPlace& place)
{
    // What a crash left of this message is freed by the trigger, which a REPLACE would not run.
    m_database.run("DELETE FROM body WHERE message = ?1", id);
    m_database.run(
        "INSERT INTO body (message, segment, start, length, sha256) VALUES (?1, ?2, ?3, ?4, ?5)",
        id, place.segment, place.start, place.length, std::as_bytes(std::span(place.sha256)));
}

void MessageRows::removeIfUnneeded(MessageId id, ChangeSet& changes)
{
    const bool unneeded
        = m_database.exists("SELECT 1 FROM message WHERE id = ?1 AND placed = 0 "
                            "AND NOT EXISTS (SELECT 1 FROM aside WHERE message = ?1) "
                            "AND NOT EXISTS (SELECT 1 FROM kept.action_target WHERE message = ?1)",
            id);
    if (!unneeded)
        return;
    m_database.run("DELETE FROM body WHERE message = ?1", id);
    m_database.run("DELETE FROM message WHERE id = ?1", id);
    changes.changed.erase(id);
    changes.added.erase(id);
    changes.removed.insert(id);
}

} // namespace fulmar::storage
