// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts, folders and messages.
#include "storage/sqlite_mail_reader.h"

#include "storage/action_journal.h"
#include "storage/folder_list.h"
#include "storage/body_files.h"
#include "storage/folder_registry.h"
#include "storage/list_queries.h"
#include "storage/message_rows.h"
#include "storage/stored_words.h"
#include "storage/text_codec.h"
#include "storage/undo_history.h"

#include <algorithm>
#include <tuple>

namespace fulmar::storage {
namespace {

AccountRecord accountOf(const Statement& row)
{
    AccountRecord record;
    Account& account = record.account;
    account.id = row.id<AccountId>(0);
    account.email = row.text(1);
    account.name = row.text(2);
    account.incomingKind = incomingOf(row.view(3));
    account.incoming
        = { row.text(4), row.number<std::uint16_t>(5), tlsOf(row.view(6)), row.text(7) };
    account.smtp = { row.text(8), row.number<std::uint16_t>(9), tlsOf(row.view(10)), row.text(11) };
    account.user = row.text(12);
    account.smtpUser = row.text(13);
    account.passwordSource = passwordSourceOf(row.view(14));
    account.passwordCommand = row.text(15);
    account.sentCopy = sentCopyOf(row.view(16));
    account.syncDays = row.number<std::uint32_t>(17);
    account.enabled = row.flag(18);
    if (row.integer(19) != 0)
        record.lastSync = row.integer(19);
    record.lastError = row.text(20);
    account.compression = compressionOf(row.view(21));
    account.downPerDay = limitOf(row.integer(22));
    account.upPerDay = limitOf(row.integer(23));
    record.pause = { row.text(24), row.text(25), row.integer(26), row.number<std::uint32_t>(27) };
    record.traffic = { row.integer(28), row.number<std::uint64_t>(29), row.number<std::uint64_t>(30) };
    account.bodiesOnDemand = row.flag(31);
    account.bodyLimit = row.number<std::uint64_t>(32);
    account.pop3 = { .keep = keepOf(row.view(33)),
        .keepDays = row.number<std::uint32_t>(34),
        .keepMessages = row.number<std::uint32_t>(35),
        .keepBytes = row.number<std::uint64_t>(36),
        .headersOnlyOver = row.number<std::uint64_t>(37),
        .checkMinutes = row.number<std::uint32_t>(38),
        .checkOnStart = row.flag(39),
        .recent = row.flag(40),
        .sharedInbox = row.flag(41) };
    return record;
}

Message messageOf(const Statement& row, MessageId id)
{
    Message message;
    message.id = id;
    message.account = row.id<AccountId>(0);
    message.received = row.integer(1);
    message.size = row.number<std::uint64_t>(2);
    message.hasBody = row.flag(3);
    message.preview = row.text(4);
    MessageSummary& summary = message.summary;
    if (row.integer(5) != noDate)
        summary.date = row.integer(5);
    summary.messageId = row.text(6);
    summary.inReplyTo = row.text(7);
    summary.subject = row.text(8);
    summary.hasAttachments = row.flag(9);
    summary.from = decodeAddresses(row.view(10));
    summary.to = decodeAddresses(row.view(11));
    summary.cc = decodeAddresses(row.view(12));
    summary.bcc = decodeAddresses(row.view(13));
    summary.replyTo = decodeAddresses(row.view(14));
    summary.references = decodeTexts(row.view(15));
    message.labels = decodeKeywords(row.view(16));
    message.gmailThread = row.number<std::uint64_t>(17);
    return message;
}

} // namespace

SqliteMailReader::SqliteMailReader(ProfileFiles files, std::shared_ptr<StoreSignals> signals)
    : m_files(std::move(files)), m_signals(std::move(signals))
{
}

Result<std::unique_ptr<MailReader>> SqliteMailReader::open(
    const ProfileFiles& files, std::shared_ptr<StoreSignals> signals)
{
    std::unique_ptr<SqliteMailReader> reader(new SqliteMailReader(files, std::move(signals)));
    if (auto opened = reader->reopen(); !opened)
        return Unexpected(std::move(opened.error()));
    return reader;
}

Result<void> SqliteMailReader::reopen()
{
    // Read first: where the cache is replaced while this runs, the next call opens it once more.
    m_generation = m_signals->cacheGeneration.load();
    auto opened = openReader(m_database, m_files);
    if (!opened && opened.error().code == "corrupt")
        m_signals->cacheSuspect = true;
    if (!opened)
        m_database.close();
    return opened;
}

Result<void> SqliteMailReader::begin()
{
    if (!m_database.isOpen() || m_generation != m_signals->cacheGeneration.load()) {
        if (auto opened = reopen(); !opened)
            return opened;
    }
    m_database.takeError();
    m_database.run("BEGIN");
    // kept.db first: the writer commits it last, so an overlay may be seen on top of the truth that
    // it already became, which shows the same; the other way round a moved message would flash up
    // in its old folder.
    m_database.exists("SELECT 1 FROM kept.message_key");
    m_database.exists("SELECT 1 FROM folder LIMIT 1");
    if (m_database.failed())
        return Unexpected(*end());
    return {};
}

std::optional<Error> SqliteMailReader::end()
{
    auto error = m_database.takeError();
    if (error && error->code == "corrupt")
        m_signals->cacheSuspect = true;
    m_database.run("ROLLBACK"); // nothing was written; this only lets the snapshot go
    m_database.takeError();
    return error;
}

Result<std::vector<AccountRecord>> SqliteMailReader::accounts()
{
    return read([&]() -> Result<std::vector<AccountRecord>> {
        std::vector<AccountRecord> accounts;
        Statement row(m_database,
            "SELECT id, email, name, incoming_kind, incoming_host, incoming_port, incoming_tls, "
            "incoming_ca_file, smtp_host, "
            "smtp_port, smtp_tls, smtp_ca_file, user_name, smtp_user_name, password_source, "
            "password_command, sent_copy, "
            "sync_days, enabled, last_sync, last_error, ifnull(l.compress, 'auto'), "
            "ifnull(l.down_mb, -1), ifnull(l.up_mb, -1), ifnull(l.pause_code, ''), "
            "ifnull(l.pause_text, ''), ifnull(l.pause_until, 0), ifnull(l.pause_step, 0), "
            "ifnull(t.day, 0), ifnull(t.bytes_in, 0), ifnull(t.bytes_out, 0), a.bodies_on_demand, a.body_limit, "
            "pop3_keep, pop3_keep_days, pop3_keep_messages, pop3_keep_bytes, pop3_headers_only_over, "
            "pop3_check_minutes, pop3_check_on_start, pop3_recent, pop3_shared_inbox FROM kept.account a "
            "LEFT JOIN kept.server_limit l ON l.account = a.id "
            "LEFT JOIN kept.traffic t ON t.account = a.id AND t.day = (SELECT max(day) FROM "
            "kept.traffic WHERE account = a.id) ORDER BY a.id");
        while (row.next())
            accounts.push_back(accountOf(row));
        return accounts;
    });
}

Result<std::vector<Folder>> SqliteMailReader::folders(std::optional<AccountId> account)
{
    return read([&]() -> Result<std::vector<Folder>> { return shownFolders(m_database, account); });
}

Result<std::optional<Folder>> SqliteMailReader::folderByPath(
    AccountId account, const std::string& path)
{
    return read([&]() -> Result<std::optional<Folder>> {
        const std::string wanted = canonicalPath(path);
        for (auto& folder : shownFolders(m_database, account)) {
            if (folder.path == wanted)
                return std::optional(std::move(folder));
        }
        return std::nullopt;
    });
}

Result<std::optional<Folder>> SqliteMailReader::folderByRole(AccountId account, FolderRole role)
{
    return read([&]() -> Result<std::optional<Folder>> {
        for (auto& folder : shownFolders(m_database, account)) {
            if (folder.role == role && role != FolderRole::None)
                return std::optional(std::move(folder));
        }
        return std::nullopt;
    });
}

Result<std::vector<Message>> SqliteMailReader::messages(const MessageQuery& query)
{
    return read([&]() -> Result<std::vector<Message>> {
        std::vector<Message> page;
        Statement row(m_database, listSql(query));
        if (query.folder)
            row.bind(*query.folder, query.limit, query.offset);
        else if (query.account)
            row.bind(*query.account, query.limit, query.offset);
        else
            row.bind(query.limit, query.offset);
        while (row.next()) {
            if (auto message = loadMessage(row.id<MessageId>(0), query.folder))
                page.push_back(std::move(*message));
        }
        return page;
    });
}

Result<std::uint32_t> SqliteMailReader::count(const MessageQuery& query)
{
    return read([&]() -> Result<std::uint32_t> {
        Statement row(m_database, countSql(query));
        if (query.folder)
            row.bind(*query.folder);
        else if (query.account)
            row.bind(*query.account);
        return row.next() ? static_cast<std::uint32_t>(std::max<std::int64_t>(row.integer(0), 0))
                          : 0U;
    });
}

std::optional<Message> SqliteMailReader::loadMessage(MessageId id, std::optional<FolderId> folder)
{
    Statement row(m_database,
        "SELECT account, received, size, has_body, preview, date, message_id, in_reply_to, "
        "subject, has_attachments, "
        "from_addresses, to_addresses, cc_addresses, bcc_addresses, reply_to_addresses, "
        "reference_ids, labels, gmail_thread "
        "FROM message WHERE id = ?1");
    if (!row.bind(id).next())
        return std::nullopt;
    Message message = messageOf(row, id);
    loadPlaces(message, folder);
    return message.folders.empty() ? std::nullopt : std::optional(std::move(message));
}

/// Fills folders, uid, flags and pending. Without a folder the flags are those of the first place,
/// unread where one is.
void SqliteMailReader::loadPlaces(Message& message, std::optional<FolderId> folder)
{
    const bool covered
        = m_database.exists("SELECT 1 FROM kept.overlay WHERE message = ?1", message.id);
    message.pending = covered
        && m_database.exists("SELECT 1 FROM kept.action_target t JOIN kept.action a ON a.id = "
                             "t.action WHERE t.message = ?1 AND a.kind <> 'hidden'",
            message.id);
    Statement place(m_database,
        covered
            ? "SELECT o.folder, coalesce(p.uid, 0), o.bits, o.keywords FROM kept.overlay_place o "
              "LEFT JOIN placement p ON p.message = o.message AND p.folder = o.folder "
              "WHERE o.message = ?1 AND o.shown = 1 ORDER BY o.folder"
            : "SELECT folder, uid, bits, keywords FROM placement WHERE message = ?1 ORDER BY "
              "folder");
    place.bind(message.id);
    bool unread = false;
    while (place.next()) {
        const auto there = place.id<FolderId>(0);
        const Flags flags{ .bits = place.number<std::uint32_t>(2),
            .keywords = decodeKeywords(place.view(3)) };
        if (message.folders.empty() || there == folder)
            message.flags = flags;
        if (there == folder)
            message.uid = static_cast<std::uint32_t>(std::max<std::int64_t>(place.integer(1), 0));
        unread = unread || !flags.has(Flag::Seen);
        message.folders.push_back(there);
    }
    if (!folder && unread)
        message.flags.set(Flag::Seen, false);
    if (folder) {
        Statement seen(m_database,
            "SELECT uidl FROM kept.pop3_seen WHERE message = ?1 ORDER BY id DESC LIMIT 1");
        if (seen.bind(message.id).next())
            message.uidl = seen.text(0);
    }
    if (message.gmailThread != 0)
        loadLabels(message);
}

/// What is pending for a message moves it in and out of views, and those say what its labels are
/// now.
void SqliteMailReader::loadLabels(Message& message)
{
    std::set<std::string> effective;
    Statement view(m_database, "SELECT id, label FROM folder WHERE account = ?1 AND label <> ''");
    view.bind(message.account);
    bool isView = false;
    while (view.next()) {
        isView = true;
        const bool shown
            = std::find(message.folders.begin(), message.folders.end(), view.id<FolderId>(0))
            != message.folders.end();
        const std::string label = view.text(1);
        message.labels.erase(label);
        if (shown)
            effective.insert(label);
    }
    if (!isView)
        return;
    message.labels.merge(effective);
    // A label that the server has still to make is a folder of the journal alone.
    for (const FolderId folder : message.folders) {
        Statement pending(m_database,
            "SELECT path FROM kept.folder_name n WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM "
            "folder f WHERE f.id = n.id)");
        if (pending.bind(folder).next())
            message.labels.insert(pending.text(0));
    }
}

Result<std::optional<Message>> SqliteMailReader::message(
    MessageId id, std::optional<FolderId> folder)
{
    return read([&]() -> Result<std::optional<Message>> { return loadMessage(id, folder); });
}

Result<std::vector<Message>> SqliteMailReader::messagesById(
    const std::vector<MessageId>& ids, std::optional<FolderId> folder)
{
    return read([&]() -> Result<std::vector<Message>> {
        std::vector<Message> rows;
        for (const MessageId id : ids) {
            auto message = loadMessage(id, folder);
            if (!message)
                continue;
            const auto& places = message->folders;
            if (!folder || std::find(places.begin(), places.end(), *folder) != places.end())
                rows.push_back(std::move(*message));
        }
        std::sort(rows.begin(), rows.end(), [](const Message& a, const Message& b) {
            return std::tuple(b.received, b.id) < std::tuple(a.received, a.id);
        });
        return rows;
    });
}

Result<std::optional<std::string>> SqliteMailReader::raw(MessageId id)
{
    return read([&]() -> Result<std::optional<std::string>> {
        {
            Statement kept(m_database,
                "SELECT m.sha256, r.raw, m.partial FROM kept.local_message m JOIN kept.local_raw r "
                "ON r.message = m.id WHERE m.id = ?1");
            if (kept.bind(id).next()) {
                if (kept.flag(2))
                    return std::nullopt;
                if (!matchesSha256(kept.view(1), kept.view(0)))
                    return Unexpected(storageError("corrupt", "kept message " + id.toString()));
                return kept.text(1);
            }
        }
        Statement row(
            m_database, "SELECT segment, start, length, sha256 FROM body WHERE message = ?1");
        if (!row.bind(id).next())
            return std::nullopt;
        auto bytes = readBody(m_files.folder, bodyPlaceOf(row));
        // The writer throws a damaged one away to be fetched again.
        if (!bytes && bytes.error().code == "corrupt")
            m_signals->damagedBody = id.value;
        if (!bytes)
            return Unexpected(std::move(bytes.error()));
        return std::move(*bytes);
    });
}

Result<std::vector<PendingAction>> SqliteMailReader::pendingActions()
{
    return read(
        [&]() -> Result<std::vector<PendingAction>> { return ActionJournal(m_database).load({}); });
}

Result<std::optional<UndoStep>> SqliteMailReader::lastUndoStep()
{
    return read(
        [&]() -> Result<std::optional<UndoStep>> { return UndoHistory(m_database).last(); });
}

Result<std::vector<MessageId>> SqliteMailReader::byMessageIdHeader(
    AccountId account, const std::string& messageId)
{
    return read([&]() -> Result<std::vector<MessageId>> {
        std::vector<MessageId> found;
        Statement row(m_database,
            "SELECT id FROM message WHERE account = ?1 AND message_id = ?2 AND message_id <> '' "
            "AND CASE WHEN EXISTS (SELECT 1 FROM kept.overlay WHERE message = id) "
            "THEN EXISTS (SELECT 1 FROM kept.overlay WHERE message = id AND shown = 1) ELSE placed "
            "= 1 END ORDER BY id");
        row.bind(account, messageId);
        while (row.next())
            found.push_back(row.id<MessageId>(0));
        return found;
    });
}

} // namespace fulmar::storage
