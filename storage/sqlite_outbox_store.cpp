// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/sqlite_outbox_store.h"

#include "storage/stored_words.h"
#include "storage/text_codec.h"

#include <sqlite3.h>

#include <algorithm>
#include <set>

namespace fulmar::storage {
namespace {

Error noItem(OutboxId id)
{
    return storageError("not-found", "outbox item " + id.toString());
}
Error noDraft(DraftId id)
{
    return storageError("not-found", "draft " + id.toString());
}

/// Reads a piece of kept.outbox_raw. The blob is opened anew for each piece: a handle that stays
/// open would hold a read transaction, and with it the WAL, for as long as a slow server takes.
Result<std::string> readPiece(
    Database& database, OutboxId id, std::uint64_t offset, std::size_t maxBytes)
{
    if (!database.isOpen())
        return Unexpected(storageError("io", "the store is closed"));
    sqlite3_blob* blob = nullptr;
    int result
        = sqlite3_blob_open(database.handle(), "kept", "outbox_raw", "raw", id.value, 0, &blob);
    std::string piece;
    if (result == SQLITE_OK) {
        const auto size = static_cast<std::uint64_t>(sqlite3_blob_bytes(blob));
        piece.resize(static_cast<std::size_t>(
            std::min<std::uint64_t>(size - std::min(offset, size), maxBytes)));
        if (!piece.empty())
            result = sqlite3_blob_read(
                blob, piece.data(), static_cast<int>(piece.size()), static_cast<int>(offset));
    }
    if (result == SQLITE_ERROR) { // no such row: the item was removed while it was read
        sqlite3_blob_close(blob);
        return Unexpected(noItem(id));
    }
    if (result != SQLITE_OK) {
        database.failWith(result, "read of outbox item " + id.toString());
        sqlite3_blob_close(blob);
        return Unexpected(*database.takeError());
    }
    sqlite3_blob_close(blob);
    return piece;
}

} // namespace

SqliteOutboxStore::SqliteOutboxStore(StoreSession& session)
    : m_session(session), m_database(session.database()), m_alive(std::make_shared<bool>(true))
{
}

SqliteOutboxStore::~SqliteOutboxStore()
{
    *m_alive = false;
}

Result<OutboxId> SqliteOutboxStore::enqueue(const OutboxItem& item, const std::string& raw)
{
    return m_session.write(
        [&](ChangeSet& changes) -> Result<OutboxId> { return insert(item, raw, changes); });
}

OutboxId SqliteOutboxStore::insert(
    const OutboxItem& item, const std::string& raw, ChangeSet& changes)
{
    if (!item.key.empty()) {
        if (const auto old
            = m_database.value("SELECT id FROM kept.outbox WHERE key = ?1 AND key <> ''", item.key))
            return { *old };
    }
    m_database.run(
        "INSERT INTO kept.outbox (account, message_id, sender, recipients, subject, size, state, "
        "server_text, "
        "refusals, key, created, not_before, next_try, tries, sent_copy, answered_message, "
        "forwarded, undo_until, eight_bit, utf8_header, hold_reason, part_of, "
        "sent_account, sent_folder) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
        "?19, ?20, ?21, ?22, ?23, ?24)",
        item.account, item.messageId, item.sender, encodeTexts(item.recipients), item.subject,
        raw.size(), outboxStateName(item.state), item.serverText, encodeRefusals(item.refusals),
        item.key, item.created, item.notBefore, item.nextTry, item.tries,
        sentCopyStateWord(item.sentCopy), item.answeredMessage, item.forwarded,
        item.undoUntil, item.eightBit, item.utf8Header, item.holdReason, item.partOf,
        item.sentAccount, item.sentFolder);
    const OutboxId id{ m_database.lastInsertId() };
    m_database.run("INSERT INTO kept.outbox_raw (item, raw) VALUES (?1, ?2)", id, asBytes(raw));
    noteTransition(id, item);
    changes.outbox = true;
    return id;
}

void SqliteOutboxStore::noteTransition(OutboxId id, const OutboxItem& item)
{
    m_database.run("INSERT INTO kept.outbox_transition (item, time, state, server_text, "
                   "queue_id, tries) VALUES (?1, unixepoch(), ?2, ?3, ?4, ?5)",
        id, outboxStateName(item.state), item.serverText, item.queueId, item.tries);
}

Result<void> SqliteOutboxStore::remove(OutboxId id)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("DELETE FROM kept.outbox WHERE id = ?1", id);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(noItem(id));
        m_database.run("DELETE FROM kept.outbox_raw WHERE item = ?1", id);
        changes.outbox = true;
        return {};
    });
}

Result<MessageSource> SqliteOutboxStore::source(OutboxId id)
{
    return m_session.read([&]() -> Result<MessageSource> {
        const auto size
            = m_database.value("SELECT length(raw) FROM kept.outbox_raw WHERE item = ?1", id);
        if (!size)
            return Unexpected(noItem(id));
        return MessageSource{
            .size = static_cast<std::uint64_t>(*size),
            .read = [&database = m_database, id, alive = m_alive, offset = std::uint64_t{ 0 }](
                        std::size_t maxBytes) mutable -> Result<std::string> {
                if (!*alive)
                    return Unexpected(noItem(id));
                auto piece = readPiece(database, id, offset, maxBytes);
                if (piece)
                    offset += piece->size();
                return piece;
            },
        };
    });
}

Result<DraftId> SqliteOutboxStore::saveDraft(const Draft& draft)
{
    return m_session.write([&](ChangeSet& changes) -> Result<DraftId> {
        const DraftId id = writeDraft(draft, changes);
        if (!id.isValid())
            return Unexpected(noDraft(
                draft.id)); // sent or thrown away meanwhile: an auto-save must not bring it back
        return id;
    });
}

/// Inserts or replaces; nothing for a draft that is gone.
DraftId SqliteOutboxStore::writeDraft(const Draft& draft, ChangeSet& changes)
{
    DraftId id = draft.id;
    if (!id.isValid()) {
        m_database.run("INSERT INTO kept.draft (account) VALUES (?1)", draft.account);
        id = { m_database.lastInsertId() };
    }
    m_database.run(
        "UPDATE kept.draft SET account = ?2, to_addresses = ?3, cc_addresses = ?4, "
        "bcc_addresses = ?5, to_text = ?6, cc_text = ?7, bcc_text = ?8, subject = ?9, body = ?10, "
        "in_reply_to = ?11, reference_ids = ?12, answers = ?13, forward = ?14, changed = ?15 "
        "WHERE id = ?1 AND outbox = 0",
        id, draft.account, encodeAddresses(draft.to), encodeAddresses(draft.cc),
        encodeAddresses(draft.bcc), draft.toText, draft.ccText, draft.bccText, draft.subject,
        draft.text, draft.inReplyTo, encodeTexts(draft.references), draft.answers, draft.forward,
        draft.changed);
    if (!m_database.failed() && m_database.changes() == 0)
        return {};
    storeAttachments(id, draft.attachments);
    changes.drafts = true;
    return id;
}

void SqliteOutboxStore::storeAttachments(
    DraftId id, const std::vector<DraftAttachment>& attachments)
{
    std::set<std::int64_t> missing;
    {
        Statement row(m_database, "SELECT id FROM kept.draft_attachment WHERE draft = ?1");
        row.bind(id);
        while (row.next())
            missing.insert(row.integer(0));
    }
    std::int64_t position = 0;
    for (const auto& attachment : attachments) {
        ++position;
        if (missing.erase(attachment.id) > 0) {
            m_database.run("UPDATE kept.draft_attachment SET position = ?2, file_name = ?3, "
                           "media_type = ?4 WHERE id = ?1",
                attachment.id, position, attachment.fileName, attachment.mediaType);
        } else if (attachment.id == 0) {
            m_database.run("INSERT INTO kept.draft_attachment (draft, position, file_name, "
                           "media_type, size, content) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                id, position, attachment.fileName, attachment.mediaType, attachment.content.size(),
                asBytes(attachment.content));
        }
    }
    for (const std::int64_t attachment : missing)
        m_database.run("DELETE FROM kept.draft_attachment WHERE id = ?1", attachment);
}

bool SqliteOutboxStore::deleteDraft(DraftId id, ChangeSet& changes)
{
    m_database.run("DELETE FROM kept.draft WHERE id = ?1 AND outbox = 0", id);
    const bool found = !m_database.failed() && m_database.changes() == 1;
    if (found)
        m_database.run("DELETE FROM kept.draft_attachment WHERE draft = ?1", id);
    changes.drafts = changes.drafts || found;
    return found;
}

Result<void> SqliteOutboxStore::removeDraft(DraftId id)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        if (!deleteDraft(id, changes))
            return Unexpected(noDraft(id));
        m_database.run("UPDATE kept.draft_copy SET draft = 0, wanted = 0 WHERE draft = ?1", id);
        return {};
    });
}

Result<OutboxId> SqliteOutboxStore::sendDraft(
    DraftId draft, const OutboxItem& item, const std::string& raw)
{
    return m_session.write([&](ChangeSet& changes) -> Result<OutboxId> {
        const bool sentBefore = !item.key.empty()
            && m_database.exists(
                "SELECT 1 FROM kept.outbox WHERE key = ?1 AND key <> ''", item.key);
        // A draft that is gone was sent by an earlier press of the button, and must not go out
        // twice.
        m_database.run(
            "UPDATE kept.draft SET outbox = -1 WHERE id = ?1 AND outbox = 0", draft);
        const bool isThere = !m_database.failed() && m_database.changes() == 1;
        if (!isThere && !sentBefore)
            return Unexpected(noDraft(draft));
        const OutboxId sent = insert(item, raw, changes);
        // Its copy stays on the server until the mail was accepted, the draft itself hidden here.
        m_database.run(
            "UPDATE kept.draft_copy SET draft = 0, item = ?2 WHERE draft = ?1", draft, sent);
        if (isThere)
            m_database.run("UPDATE kept.draft SET outbox = ?2 WHERE id = ?1", draft, sent);
        changes.drafts = true;
        return sent;
    });
}

} // namespace fulmar::storage
