// SPDX-License-Identifier: GPL-3.0-or-later
// Outbox and drafts.
#include "storage/sqlite_mail_reader.h"

#include "storage/stored_words.h"
#include "storage/text_codec.h"

namespace fulmar::storage {
namespace {

#define OUTBOX_COLUMNS                                                                             \
    "SELECT id, account, message_id, sender, recipients, subject, size, state, server_text, "     \
    "refusals, key, created, not_before, next_try, tries, sent_copy, answered_message, "          \
    "forwarded, queue_id, undo_until, eight_bit, utf8_header, hold_reason, searched, part_of, "   \
    "sent_account, sent_folder FROM kept.outbox "

OutboxItem itemOf(const Statement& row)
{
    OutboxItem item;
    item.id = row.id<OutboxId>(0);
    item.account = row.id<AccountId>(1);
    item.messageId = row.text(2);
    item.sender = row.text(3);
    item.recipients = decodeTexts(row.view(4));
    item.subject = row.text(5);
    item.size = row.number<std::uint64_t>(6);
    item.state = outboxStateFromName(row.text(7));
    item.serverText = row.text(8);
    item.refusals = decodeRefusals(row.view(9));
    item.key = row.text(10);
    item.created = row.integer(11);
    item.notBefore = row.integer(12);
    item.nextTry = row.integer(13);
    item.tries = row.number<std::uint32_t>(14);
    item.sentCopy = sentCopyStateOf(row.view(15));
    item.answeredMessage = row.id<MessageId>(16);
    item.forwarded = row.flag(17);
    item.queueId = row.text(18);
    item.undoUntil = row.integer(19);
    item.eightBit = row.flag(20);
    item.utf8Header = row.flag(21);
    item.holdReason = row.text(22);
    item.searched = row.integer(23);
    item.partOf = row.id<OutboxId>(24);
    item.sentAccount = row.id<AccountId>(25);
    item.sentFolder = row.text(26);
    return item;
}

Draft draftOf(const Statement& row)
{
    Draft draft;
    draft.id = row.id<DraftId>(0);
    draft.account = row.id<AccountId>(1);
    draft.to = decodeAddresses(row.view(2));
    draft.cc = decodeAddresses(row.view(3));
    draft.bcc = decodeAddresses(row.view(4));
    draft.toText = row.text(5);
    draft.ccText = row.text(6);
    draft.bccText = row.text(7);
    draft.subject = row.text(8);
    draft.text = row.text(9);
    draft.inReplyTo = row.text(10);
    draft.references = decodeTexts(row.view(11));
    draft.answers = row.id<MessageId>(12);
    draft.forward = row.flag(13);
    draft.changed = row.integer(14);
    return draft;
}

} // namespace

Result<std::vector<OutboxItem>> SqliteMailReader::outbox()
{
    return read([&]() -> Result<std::vector<OutboxItem>> {
        std::vector<OutboxItem> items;
        Statement row(m_database,
            OUTBOX_COLUMNS "ORDER BY id");
        while (row.next())
            items.push_back(itemOf(row));
        return items;
    });
}

Result<std::optional<OutboxItem>> SqliteMailReader::outboxItem(OutboxId id)
{
    return read([&]() -> Result<std::optional<OutboxItem>> {
        Statement row(m_database,
            OUTBOX_COLUMNS "WHERE id = ?1");
        if (!row.bind(id).next())
            return std::nullopt;
        return itemOf(row);
    });
}

Result<std::optional<OutboxItem>> SqliteMailReader::outboxByKey(const std::string& key)
{
    return read([&]() -> Result<std::optional<OutboxItem>> {
        Statement row(m_database,
            OUTBOX_COLUMNS "WHERE key = ?1 AND key <> ''");
        if (!row.bind(key).next())
            return std::nullopt;
        return itemOf(row);
    });
}

Result<std::optional<OutboxItem>> SqliteMailReader::outboxByMessageId(const std::string& messageId)
{
    return read([&]() -> Result<std::optional<OutboxItem>> {
        Statement row(m_database,
            OUTBOX_COLUMNS "WHERE message_id = ?1 AND message_id <> '' ORDER BY id LIMIT 1");
        if (!row.bind(messageId).next())
            return std::nullopt;
        return itemOf(row);
    });
}

std::vector<DraftAttachment> SqliteMailReader::loadAttachments(DraftId draft, bool withContent)
{
    std::vector<DraftAttachment> attachments;
    Statement row(m_database,
        withContent ? "SELECT id, file_name, media_type, size, content FROM kept.draft_attachment "
                      "WHERE draft = ?1 ORDER BY position"
                    : "SELECT id, file_name, media_type, size, x'' FROM kept.draft_attachment "
                      "WHERE draft = ?1 ORDER BY position");
    row.bind(draft);
    while (row.next()) {
        attachments.push_back({
            .id = row.integer(0),
            .fileName = row.text(1),
            .mediaType = row.text(2),
            .size = row.number<std::uint64_t>(3),
            .content = row.text(4),
        });
    }
    return attachments;
}

Result<std::vector<Draft>> SqliteMailReader::drafts()
{
    return read([&]() -> Result<std::vector<Draft>> {
        std::vector<Draft> drafts;
        Statement row(m_database,
            "SELECT id, account, to_addresses, cc_addresses, bcc_addresses, to_text, cc_text, "
            "bcc_text, subject, body, "
            "in_reply_to, reference_ids, answers, forward, changed FROM kept.draft WHERE outbox = 0 "
            "ORDER BY "
            "changed DESC, id DESC");
        while (row.next()) {
            drafts.push_back(draftOf(row));
            drafts.back().attachments = loadAttachments(drafts.back().id, false);
        }
        return drafts;
    });
}

Result<std::optional<Draft>> SqliteMailReader::draft(DraftId id)
{
    return read([&]() -> Result<std::optional<Draft>> {
        Statement row(m_database,
            "SELECT id, account, to_addresses, cc_addresses, bcc_addresses, to_text, cc_text, "
            "bcc_text, subject, body, "
            "in_reply_to, reference_ids, answers, forward, changed FROM kept.draft WHERE id = ?1 AND "
            "outbox = 0");
        if (!row.bind(id).next())
            return std::nullopt;
        Draft draft = draftOf(row);
        draft.attachments = loadAttachments(id, true);
        return draft;
    });
}

} // namespace fulmar::storage
