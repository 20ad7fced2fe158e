// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/local_mail.h"

#include "storage/text_codec.h"

#include <array>
#include <utility>

namespace fulmar::storage {
namespace {

/// The row of kept.db, for a new message and for one whose rest came.
void writeRow(Database& database, MessageId id, AccountId account, const ArrivedMail& mail,
    const Digest& identity)
{
    const MessageSummary& summary = mail.summary;
    const Digest digest = sha256(mail.raw);
    database.run(
        "INSERT INTO kept.local_message (id, account, received, size, partial, sha256, identity, "
        "date, "
        "has_attachments, message_id, in_reply_to, subject, preview, from_addresses, to_addresses, "
        "cc_addresses, bcc_addresses, reply_to_addresses, reference_ids) VALUES (?1, ?2, ?3, ?4, "
        "?5, ?6, "
        "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        id, account, mail.received, mail.partial ? mail.size : mail.raw.size(), mail.partial,
        std::as_bytes(std::span(digest)), std::as_bytes(std::span(identity)),
        summary.date.value_or(noDate), summary.hasAttachments, summary.messageId, summary.inReplyTo,
        summary.subject, mail.preview, encodeAddresses(summary.from), encodeAddresses(summary.to),
        encodeAddresses(summary.cc), encodeAddresses(summary.bcc), encodeAddresses(summary.replyTo),
        encodeTexts(summary.references));
    database.run(
        "INSERT INTO kept.local_raw (message, raw) VALUES (?1, ?2)", id, asBytes(mail.raw));
}

/// What the row of cache.db says beyond the header.
void writeDerived(Database& database, MessageId id, const ArrivedMail& mail)
{
    database.run("UPDATE message SET has_body = ?2, preview = ?3 WHERE id = ?1", id, !mail.partial,
        mail.preview);
    database.run("UPDATE placement SET has_body = ?2 WHERE message = ?1", id, !mail.partial);
}

RemoteMessage headerOf(const ArrivedMail& mail)
{
    return { .flags = mail.flags,
        .received = mail.received,
        .size = mail.partial ? mail.size : mail.raw.size(),
        .summary = mail.summary };
}

} // namespace

Digest identityOf(std::string_view raw)
{
    const std::size_t end = raw.find_last_not_of("\r\n");
    return sha256(raw.substr(0, end == std::string_view::npos ? 0 : end + 1));
}

LocalMail::LocalMail(Database& database)
    : m_database(database), m_folders(database), m_placements(database)
{
}

bool LocalMail::isLocal(AccountId account)
{
    return account == localAccount
        || m_database.exists(
            "SELECT 1 FROM kept.account WHERE id = ?1 AND incoming_kind = 'pop3'", account);
}

void LocalMail::touch()
{
    m_database.run("UPDATE kept.local_state SET revision = revision + 1");
    m_database.run("UPDATE local_mirror SET revision = (SELECT revision FROM kept.local_state)");
}

void LocalMail::prepareFolders(AccountId account, ChangeSet& changes)
{
    for (const auto role : { FolderRole::Inbox, FolderRole::Drafts, FolderRole::Sent,
             FolderRole::Archive, FolderRole::Junk, FolderRole::Trash })
        folderFor(account, role, changes);
}

FolderId LocalMail::folderFor(AccountId account, FolderRole role, ChangeSet& changes)
{
    if (const auto there
        = m_database.value("SELECT id FROM kept.local_folder WHERE account = ?1 AND role = ?2",
            account, roleName(role)))
        return { *there };
    constexpr std::array<std::pair<FolderRole, const char*>, 6> names{
        { { FolderRole::Inbox, "INBOX" }, { FolderRole::Drafts, "Drafts" },
            { FolderRole::Sent, "Sent" }, { FolderRole::Archive, "Archive" },
            { FolderRole::Junk, "Junk" }, { FolderRole::Trash, "Trash" } }
    };
    std::string path = "INBOX";
    for (const auto& [known, name] : names) {
        if (known == role)
            path = name;
    }
    const FolderId id = m_folders.keyOf(account, path);
    m_database.run(
        "INSERT INTO kept.local_folder (id, account, path, role) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (id) DO UPDATE SET role = ?4",
        id, account, path, roleName(role));
    m_database.run(
        "INSERT INTO folder (id, account, path, wire_name, delimiter, role, uid_validity) "
        "VALUES (?1, ?2, ?3, ?3, '/', ?4, 1) ON CONFLICT (id) DO UPDATE SET role = ?4",
        id, account, path, roleName(role));
    touch();
    changes.folderTree = true;
    changes.folders.insert(id);
    return id;
}

std::optional<LocalMail::Twin> LocalMail::twinOf(AccountId account, AccountId target,
    const ArrivedMail& mail, const Digest& identity,
    const std::function<bool(const std::string&)>& isListed)
{
    const auto bytes = std::as_bytes(std::span(identity));
    const bool isNamed = !mail.summary.messageId.empty();
    {
        Statement row(m_database,
            "SELECT uidl, message FROM kept.pop3_seen WHERE account = ?1 AND identity = ?2 ORDER "
            "BY message = 0, id");
        row.bind(account, Bytes(bytes));
        while (row.next()) {
            if (isNamed || row.view(0) == mail.uidl || !isListed(row.text(0)))
                return Twin{ row.id<MessageId>(1) };
        }
    }
    if (!isNamed)
        return std::nullopt;
    const auto there
        = m_database.value("SELECT id FROM kept.local_message WHERE identity = ?1 AND account = ?2 "
                           "AND message_id = ?3 AND partial = 0",
            Bytes(bytes), target, mail.summary.messageId);
    return there ? std::optional(Twin{ { *there } }) : std::nullopt;
}

MessageId LocalMail::insert(
    AccountId target, const ArrivedMail& mail, const Digest& identity, ChangeSet& changes)
{
    const FolderId folder = folderFor(target, mail.folder, changes);
    const MessageId id = MessageRows(m_database).insert(target, headerOf(mail));
    m_placements.add({ .folder = folder,
        .uid = id.value,
        .message = id,
        .received = mail.received,
        .size = headerOf(mail).size,
        .flags = mail.flags,
        .hasBody = !mail.partial });
    writeDerived(m_database, id, mail);
    writeRow(m_database, id, target, mail, identity);
    m_database.run(
        "INSERT INTO kept.local_place (message, folder, bits, keywords) VALUES (?1, ?2, ?3, ?4)",
        id, folder, mail.flags.bits, encodeKeywords(mail.flags.keywords));
    changes.added.insert(id);
    changes.folders.insert(folder);
    return id;
}

void LocalMail::complete(MessageId message, const ArrivedMail& mail, ChangeSet& changes)
{
    const Digest identity = identityOf(mail.raw);
    const AccountId account{
        m_database.value("SELECT account FROM kept.local_message WHERE id = ?1", message)
            .value_or(0)
    };
    m_database.run("DELETE FROM kept.local_message WHERE id = ?1", message);
    m_database.run("DELETE FROM kept.local_raw WHERE message = ?1", message);
    writeRow(m_database, message, account, mail, identity);
    m_database.run(
        "UPDATE kept.pop3_seen SET identity = ?2, size = ?3, message_id = ?4 WHERE message = ?1",
        message, std::as_bytes(std::span(identity)), mail.raw.size(), mail.summary.messageId);
    MessageRows(m_database).updateHeaders({ .id = message }, headerOf(mail));
    writeDerived(m_database, message, mail);
    touch();
    changes.changed.insert(message);
}

void LocalMail::remember(AccountId account, const ArrivedMail& mail, const Digest& identity,
    MessageId message, std::int64_t now)
{
    if (mail.uidl.empty())
        return;
    // Servers without UIDL: the name is made of the bytes, one row says it all.
    if (mail.uidl.starts_with("hash:")
        && m_database.exists(
            "SELECT 1 FROM kept.pop3_seen WHERE account = ?1 AND uidl = ?2", account, mail.uidl))
        return;
    m_database.run(
        "INSERT INTO kept.pop3_seen (account, uidl, message, identity, message_id, size, fetched) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        account, mail.uidl, message, std::as_bytes(std::span(identity)), mail.summary.messageId,
        mail.raw.size(), now);
}

void LocalMail::keep(const PendingAction& action, ChangeSet& changes)
{
    if (folderActedOn(action.action)) {
        keepFolders(action.account);
        dropStrays();
    }
    for (const auto& target : action.targets)
        keepMessage(target.message, changes);
    touch();
}

void LocalMail::keepMessage(MessageId message, ChangeSet& changes)
{
    if (!m_database.exists("SELECT 1 FROM message WHERE id = ?1", message)) {
        m_database.run("DELETE FROM kept.local_place WHERE message = ?1", message);
        m_database.run("DELETE FROM kept.local_raw WHERE message = ?1", message);
        m_database.run("DELETE FROM kept.local_message WHERE id = ?1", message);
        m_database.run("UPDATE kept.pop3_seen SET message = 0 WHERE message = ?1", message);
        return;
    }
    settleAccount(message);
    m_database.run("DELETE FROM kept.local_place WHERE message = ?1", message);
    m_database.run("INSERT INTO kept.local_place (message, folder, bits, keywords) SELECT message, "
                   "folder, bits, "
                   "keywords FROM placement WHERE message = ?1",
        message);
    changes.changed.insert(message);
}

/// A message that left all folders of its account belongs to the one it is in.
void LocalMail::settleAccount(MessageId message)
{
    const auto now = m_database.value(
        "SELECT f.account FROM placement p JOIN folder f ON f.id = p.folder JOIN "
        "message m ON m.id = p.message WHERE p.message = ?1 "
        "ORDER BY f.account <> m.account, f.account LIMIT 1",
        message);
    if (!now
        || m_database.exists("SELECT 1 FROM message WHERE id = ?1 AND account = ?2", message, *now))
        return;
    // The counters of both accounts move with `placed`.
    m_database.run("UPDATE message SET placed = 0 WHERE id = ?1", message);
    m_database.run("UPDATE message SET account = ?2 WHERE id = ?1", message, *now);
    m_database.run("UPDATE message SET placed = 1 WHERE id = ?1", message);
    m_database.run("UPDATE kept.local_message SET account = ?2 WHERE id = ?1", message, *now);
}

void LocalMail::keepFolders(AccountId account)
{
    m_database.run("DELETE FROM kept.local_folder WHERE account = ?1", account);
    m_database.run("INSERT INTO kept.local_folder (id, account, path, role, subscribed) SELECT id, "
                   "account, path, "
                   "role, subscribed FROM folder WHERE account = ?1",
        account);
    m_database.run("UPDATE folder SET uid_validity = 1, delimiter = '/' WHERE account = ?1 AND "
                   "uid_validity = 0",
        account);
}

/// What went with a folder.
void LocalMail::dropStrays()
{
    m_database.run(
        "DELETE FROM kept.local_place WHERE folder NOT IN (SELECT id FROM kept.local_folder)");
    m_database.run("DELETE FROM kept.local_raw WHERE message NOT IN (SELECT id FROM message)");
    m_database.run("DELETE FROM kept.local_message WHERE id NOT IN (SELECT id FROM message)");
    m_database.run("UPDATE kept.pop3_seen SET message = 0 WHERE message <> 0 AND message NOT IN "
                   "(SELECT id FROM "
                   "kept.local_message)");
}

} // namespace fulmar::storage
