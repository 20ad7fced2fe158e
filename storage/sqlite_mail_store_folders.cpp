// SPDX-License-Identifier: GPL-3.0-or-later
// The folder tree and what is known of each folder.
#include "storage/sqlite_mail_store.h"

#include "storage/text_codec.h"

#include <algorithm>
#include <map>
#include <set>

namespace fulmar::storage {
namespace {

Error noFolder(FolderId folder)
{
    return storageError("not-found", "folder " + folder.toString());
}

KnownMessage knownOf(const Statement& row)
{
    return {
        .uid = row.number<std::uint32_t>(0),
        .message = row.id<MessageId>(1),
        .serverFlags
        = { .bits = row.number<std::uint32_t>(2), .keywords = decodeKeywords(row.view(3)) },
        .size = row.number<std::uint64_t>(4),
        .received = row.integer(5),
        .hasBody = row.flag(6),
    };
}

} // namespace

Result<void> SqliteMailStore::applyFolderList(
    AccountId account, const std::vector<RemoteFolder>& folders)
{
    // Keys first, and durable: a row of cache.db under a key that kept.db forgot could meet another
    // folder of that key.
    std::map<FolderId, const RemoteFolder*> listed;
    auto named = m_session.write([&](ChangeSet& changes) -> Result<void> {
        if (!m_database.exists("SELECT 1 FROM kept.account WHERE id = ?1", account))
            return Unexpected(storageError("not-found", "account " + account.toString()));
        settleRenames(account, folders, changes);
        for (const auto& folder : folders) {
            if (!folder.path.empty()) // INBOX listed twice is one folder: the first stays
                listed.emplace(m_folders.keyOf(account, canonicalPath(folder.path)), &folder);
        }
        return {};
    });
    if (!named)
        return named;
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        std::vector<FolderId> vanished;
        {
            Statement row(m_database, "SELECT id FROM folder WHERE account = ?1");
            row.bind(account);
            while (row.next()) {
                if (listed.count(row.id<FolderId>(0)) == 0)
                    vanished.push_back(row.id<FolderId>(0));
            }
        }
        for (const FolderId folder : vanished)
            removeFolder(folder, changes);
        std::vector<FolderId> fresh;
        for (const auto& [id, folder] : listed) {
            if (storeFolder(account, id, *folder, changes))
                fresh.push_back(id);
        }
        if (!fresh.empty()) {
            GmailViews views(m_database, account);
            for (const FolderId view : fresh)
                views.fill(view, changes);
        }
        return {};
    });
}

/// A rename whose answer was lost: where the list has the new name and not the old one, it
/// happened.
void SqliteMailStore::settleRenames(
    AccountId account, const std::vector<RemoteFolder>& folders, ChangeSet& changes)
{
    const auto listed = [&](const std::string& path) {
        return std::find_if(folders.begin(), folders.end(),
            [&](const RemoteFolder& folder) { return folder.path == path; });
    };
    for (const auto& pending : m_journal.loadTreeActions(account)) {
        const auto* rename = std::get_if<RenameFolder>(&pending.action);
        const auto row = rename && pending.begun ? m_folders.find(rename->folder) : std::nullopt;
        if (!row || listed(m_folders.pathOf(rename->folder)) != folders.end())
            continue;
        if (const auto renamed = listed(rename->path); renamed != folders.end())
            finishRename(rename->folder, *renamed, changes);
    }
}

/// True for a view of Gmail that is new as such.
bool SqliteMailStore::storeFolder(
    AccountId account, FolderId id, const RemoteFolder& folder, ChangeSet& changes)
{
    const std::string path = canonicalPath(folder.path);
    const std::string delimiter
        = folder.delimiter ? std::string(1, *folder.delimiter) : std::string();
    const FolderRole role = path == "INBOX" ? FolderRole::Inbox : folder.role;
    Statement before(m_database, "SELECT label FROM folder WHERE id = ?1");
    const std::string shown = before.bind(id).next() ? before.text(0) : std::string();
    // A view has no positions of its own, a mailbox has nothing else.
    if (shown != folder.label)
        voidFolder(id, 0, changes);
    m_database.run("INSERT INTO folder (id, account, path, wire_name, delimiter, role, selectable, "
                   "subscribed, label) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO UPDATE SET "
                   "wire_name = ?4, "
                   "delimiter = ?5, role = ?6, selectable = ?7, subscribed = ?8, label = ?9 WHERE "
                   "wire_name <> ?4 OR "
                   "delimiter <> ?5 "
                   "OR role <> ?6 OR selectable <> ?7 OR subscribed <> ?8 OR label <> ?9",
        id, account, path, folder.wireName, delimiter, roleName(role), folder.selectable,
        folder.subscribed, folder.label);
    if (!m_database.failed() && m_database.changes() > 0) {
        changes.folderTree = true;
        changes.folders.insert(id);
    }
    return !folder.label.empty() && shown != folder.label;
}

void SqliteMailStore::removeFolder(FolderId folder, ChangeSet& changes)
{
    const auto removed = m_folders.find(folder);
    std::set<MessageId> messages;
    {
        Statement row(m_database,
            "SELECT message FROM placement WHERE folder = ?1 UNION SELECT message FROM aside WHERE "
            "folder = ?1");
        row.bind(folder);
        while (row.next())
            messages.insert(row.id<MessageId>(0));
    }
    GmailViews views(m_database, m_folders.accountOf(folder).value_or(AccountId{}));
    m_database.run("DELETE FROM placement WHERE folder = ?1", folder);
    m_database.run("DELETE FROM aside WHERE folder = ?1", folder);
    m_database.run("DELETE FROM folder WHERE id = ?1", folder);
    GmailViews gmail(m_database, removed ? removed->account : AccountId{});
    for (const MessageId message : messages) {
        changes.changed.insert(message);
        // Gmail names its folders in the language of the account: this one may be there by another
        // name.
        if (views.knows(message))
            views.setAside(message);
        m_overlay.refresh(message, changes);
        // All Mail of another language is another folder with the same messages.
        if (gmail.knows(message))
            gmail.setAside(message);
        m_messages.removeIfUnneeded(message, changes);
    }
    changes.folderTree = true;
    changes.folders.insert(folder);
}

Result<FolderCheckpoint> SqliteMailStore::checkpoint(FolderId folder)
{
    return m_session.read([&]() -> Result<FolderCheckpoint> {
        const auto row = m_folders.find(folder);
        if (!row)
            return Unexpected(noFolder(folder));
        return row->checkpoint;
    });
}

Result<FolderState> SqliteMailStore::folderState(FolderId folder)
{
    return m_session.read([&]() -> Result<FolderState> {
        const auto row = m_folders.find(folder);
        if (!row)
            return Unexpected(noFolder(folder));
        const auto provisional
            = m_database
                  .value("SELECT count(*) FROM placement WHERE folder = ?1 AND uid < 0", folder)
                  .value_or(0);
        return FolderState{ .checkpoint = row->checkpoint,
            .known = row->total - static_cast<std::uint32_t>(provisional) };
    });
}

Result<std::vector<std::uint32_t>> SqliteMailStore::knownUids(FolderId folder)
{
    return m_session.read([&]() -> Result<std::vector<std::uint32_t>> {
        std::vector<std::uint32_t> uids;
        Statement row(
            m_database, "SELECT uid FROM placement WHERE folder = ?1 AND uid > 0 ORDER BY uid");
        row.bind(folder);
        while (row.next())
            uids.push_back(row.number<std::uint32_t>(0));
        return uids;
    });
}

Result<std::vector<FlagUpdate>> SqliteMailStore::storedFlags(
    FolderId folder, const std::vector<std::uint32_t>& uids)
{
    return m_session.read([&]() -> Result<std::vector<FlagUpdate>> {
        std::vector<FlagUpdate> known;
        for (const auto uid : uids) {
            if (auto placement = m_placements.at(folder, uid))
                known.push_back({ .uid = uid, .flags = std::move(placement->flags) });
        }
        return known;
    });
}

Result<std::vector<KnownMessage>> SqliteMailStore::knownMessages(FolderId folder)
{
    return m_session.read([&]() -> Result<std::vector<KnownMessage>> {
        if (!m_folders.find(folder))
            return Unexpected(noFolder(folder));
        std::vector<KnownMessage> known;
        Statement row(m_database,
            "SELECT uid, message, bits, keywords, size, received, has_body FROM placement "
            "WHERE folder = ?1 AND uid > 0 ORDER BY uid");
        row.bind(folder);
        while (row.next())
            known.push_back(knownOf(row));
        return known;
    });
}

Result<std::vector<KnownMessage>> SqliteMailStore::missingBodies(FolderId folder, std::size_t limit)
{
    auto wanted = wantedBodies(folder, {}, limit);
    if (!wanted)
        return Unexpected(std::move(wanted.error()));
    return std::move(wanted->first);
}

Result<WantedBodies> SqliteMailStore::wantedBodies(
    FolderId folder, const BodyWish& wish, std::size_t limit)
{
    return m_session.read([&]() -> Result<WantedBodies> {
        if (!m_folders.find(folder))
            return Unexpected(noFolder(folder));
        const auto largest = std::min<std::uint64_t>(wish.largest, INT64_MAX);
        WantedBodies wanted;
        Statement row(m_database,
            "SELECT uid, message, bits, keywords, size, received, has_body FROM placement "
            "WHERE folder = ?1 AND has_body = 0 AND uid > 0 AND received >= ?3 AND size <= ?4 "
            "ORDER BY received DESC, message DESC LIMIT ?2");
        row.bind(folder, limit, wish.receivedSince, largest);
        while (row.next())
            wanted.first.push_back(knownOf(row));
        wanted.total = static_cast<std::uint32_t>(wanted.first.size());
        if (wanted.first.size() == limit)
            wanted.total = static_cast<std::uint32_t>(
                m_database
                    .value("SELECT count(*) FROM placement WHERE folder = ?1 AND has_body = 0 AND "
                           "uid > 0 AND received >= ?2 AND size <= ?3",
                        folder, wish.receivedSince, largest)
                    .value_or(0));
        return wanted;
    });
}

Result<void> SqliteMailStore::resetFolder(FolderId folder, std::uint32_t uidValidity)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        if (!m_folders.find(folder))
            return Unexpected(noFolder(folder));
        voidFolder(folder, uidValidity, changes);
        return {};
    });
}

void SqliteMailStore::voidFolder(FolderId folder, std::uint32_t uidValidity, ChangeSet& changes)
{
    std::vector<MessageId> covered;
    {
        Statement row(
            m_database, "SELECT message FROM kept.overlay_place WHERE folder = ?1 AND masked = 1");
        row.bind(folder);
        while (row.next())
            covered.push_back(row.id<MessageId>(0));
    }
    m_database.run("INSERT OR IGNORE INTO aside (folder, message) SELECT folder, message FROM "
                   "placement WHERE folder = ?1",
        folder);
    m_database.run("DELETE FROM placement WHERE folder = ?1", folder);
    m_folders.setCheckpoint(folder, { .uidValidity = uidValidity });
    m_journal.voidPositions(folder, uidValidity);
    for (const MessageId message : covered)
        m_overlay.refresh(message, changes);
    changes.folders.insert(folder);
}

} // namespace fulmar::storage
