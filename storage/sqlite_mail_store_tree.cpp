// SPDX-License-Identifier: GPL-3.0-or-later
// Folders that a person creates, renames, deletes or subscribes to, and the roles given to them.
#include "storage/sqlite_mail_store.h"

#include "storage/folder_list.h"

#include <algorithm>
#include <map>

namespace fulmar::storage {
namespace {

Error refusedFolder(std::string_view code, const std::string& path)
{
    return {
        .kind = ErrorKind::Rejected, .where = path, .serverText = {}, .code = std::string(code)
    };
}

const Folder* withPath(const std::vector<Folder>& folders, const std::string& path)
{
    const auto found = std::find_if(
        folders.begin(), folders.end(), [&](const Folder& folder) { return folder.path == path; });
    return found == folders.end() ? nullptr : &*found;
}

/// What the account's server puts between levels: any folder knows it.
std::optional<char> delimiterOf(const std::vector<Folder>& folders)
{
    const auto found = std::find_if(folders.begin(), folders.end(),
        [](const Folder& folder) { return folder.delimiter.has_value(); });
    if (found != folders.end())
        return found->delimiter;
    // Before the first folder list nobody knows: "/" is what most servers have.
    return folders.empty() ? std::optional('/') : std::nullopt;
}

/// `path` without its last level; "" at the top.
std::string parentOf(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

} // namespace

Result<std::vector<Folder>> SqliteMailStore::mirroredFolders(AccountId account)
{
    return m_session.read([&]() -> Result<std::vector<Folder>> {
        return storage::mirroredFolders(m_database, account);
    });
}

Result<void> SqliteMailStore::checkNewPath(AccountId account, const std::string& path)
{
    const auto folders = shownFolders(m_database, account);
    if (const auto fault = faultOfFolderPath(path, delimiterOf(folders)); !fault.empty())
        return Unexpected(refusedFolder(fault, path));
    const Folder* there = withPath(folders, path);
    if (there && there->selectable)
        return Unexpected(refusedFolder("folder-exists", path));
    return {};
}

/// The key of the folder, and the folders above it that are missing.
Result<void> SqliteMailStore::prepareCreate(CreateFolder& create, std::int64_t now,
    Recorded& recorded, std::vector<UndoPart>& parts, ChangeSet& changes)
{
    create.path = canonicalPath(create.path);
    if (auto fine = checkNewPath(create.account, create.path); !fine)
        return fine;
    if (create.account != localAccount
        && !m_database.exists("SELECT 1 FROM kept.account WHERE id = ?1", create.account))
        return Unexpected(storageError("not-found", "account " + create.account.toString()));
    const std::string parent = parentOf(create.path);
    if (!parent.empty() && !withPath(shownFolders(m_database, create.account), parent)) {
        const CreateFolder above{ .folder = {}, .account = create.account, .path = parent };
        if (auto made = recordOnTree(above, now, recorded, parts, changes); !made)
            return made;
    }
    create.folder = m_folders.keyOf(create.account, create.path);
    recorded.folders.push_back(create.folder);
    return {};
}

Result<void> SqliteMailStore::recordOnTree(Action action, std::int64_t now, Recorded& recorded,
    std::vector<UndoPart>& parts, ChangeSet& changes)
{
    if (auto* create = std::get_if<CreateFolder>(&action)) {
        if (auto ready = prepareCreate(*create, now, recorded, parts, changes); !ready)
            return ready;
    }
    const FolderId id = folderActedOn(action).value_or(FolderId{});
    const auto account = m_folders.accountOf(id);
    const auto folders = account ? shownFolders(m_database, account) : std::vector<Folder>{};
    const auto found = std::find_if(
        folders.begin(), folders.end(), [&](const Folder& folder) { return folder.id == id; });
    const bool isNew = std::holds_alternative<CreateFolder>(action);
    if (!account || (!isNew && found == folders.end()))
        return Unexpected(storageError("not-found", "folder " + id.toString()));
    const std::string path = isNew ? std::get<CreateFolder>(action).path : found->path;
    const bool changesName = std::holds_alternative<RenameFolder>(action)
        || std::holds_alternative<DeleteFolder>(action);
    if (changesName && found->role == FolderRole::Inbox)
        return Unexpected(refusedFolder("special-folder", path));
    if (const auto* rename = std::get_if<RenameFolder>(&action)) {
        if (rename->path == path)
            return {};
        if (isBelow(rename->path, path))
            return Unexpected(refusedFolder("folder-name", rename->path));
        if (auto fine = checkNewPath(*account, rename->path); !fine)
            return fine;
    }
    if (std::holds_alternative<DeleteFolder>(action)
        && std::any_of(folders.begin(), folders.end(),
            [&](const Folder& folder) { return isBelow(folder.path, path); }))
        return Unexpected(refusedFolder("has-subfolders", path));
    const auto* subscribe = std::get_if<SubscribeFolder>(&action);
    if (subscribe && subscribe->subscribed == found->subscribed)
        return {};
    const ActionId journalled = m_journal.add(*account, action, {}, now);
    recorded.actions.push_back(journalled);
    parts.push_back({ .action = journalled,
        .account = *account,
        .kind = actionName(action),
        .folder = id,
        .wasThere = subscribe && !subscribe->subscribed,
        .path = path });
    changes.actions = changes.folderTree = true;
    changes.folders.insert(id);
    return {};
}

void SqliteMailStore::finishTree(
    const PendingAction& action, const ActionOutcome& outcome, ChangeSet& changes)
{
    const FolderId folder = folderActedOn(action.action).value_or(FolderId{});
    if (const auto* create = std::get_if<CreateFolder>(&action.action)) {
        RemoteFolder made = outcome.folder.value_or(RemoteFolder{});
        made.path = create->path;
        const bool roleIsTaken = m_database.exists(
            "SELECT 1 FROM folder WHERE account = ?1 AND role = ?2 AND id <> ?3", action.account,
            roleName(create->role), folder);
        made.role = roleIsTaken ? FolderRole::None : create->role;
        if (GmailViews(m_database, action.account).isGmail())
            made.label = made.path;
        if (!made.wireName.empty())
            storeFolder(action.account, folder, made, changes);
    } else if (std::holds_alternative<RenameFolder>(action.action)) {
        if (outcome.folder)
            finishRename(folder, *outcome.folder, changes);
    } else if (std::holds_alternative<DeleteFolder>(action.action)) {
        removeFolder(folder, changes);
    } else if (const auto* subscribe = std::get_if<SubscribeFolder>(&action.action)) {
        m_database.run(
            "UPDATE folder SET subscribed = ?2 WHERE id = ?1", folder, subscribe->subscribed);
    }
    changes.folderTree = true;
    changes.folders.insert(folder);
}

/// The folder and what lies below it get their new names in both files; keys, messages and
/// positions stay.
void SqliteMailStore::finishRename(FolderId folder, const RemoteFolder& now, ChangeSet& changes)
{
    struct Row {
        FolderId id;
        std::string path, wireName;
    };
    std::vector<Row> rows;
    std::string from, wireFrom;
    AccountId account;
    {
        Statement old(m_database, "SELECT account, path, wire_name FROM folder WHERE id = ?1");
        if (!old.bind(folder).next())
            return;
        account = old.id<AccountId>(0);
        from = old.text(1);
        wireFrom = old.text(2);
        Statement row(m_database, "SELECT id, path, wire_name FROM folder WHERE account = ?1");
        row.bind(account);
        while (row.next()) {
            const std::string path = row.text(1);
            if (path == from || isBelow(path, from))
                rows.push_back({ row.id<FolderId>(0), path, row.text(2) });
        }
    }
    GmailViews views(m_database, account);
    for (const auto& row : rows) {
        const std::string path = renamedPath(row.path, from, now.path);
        if (views.isView(row.id))
            views.rename(row.id, path);
        // A key that another folder of that name once had: it has no folder any more.
        m_database.run("DELETE FROM kept.folder_name WHERE account = ?1 AND path = ?2 AND id <> ?3",
            account, path, row.id);
        m_database.run("UPDATE kept.folder_name SET path = ?2 WHERE id = ?1", row.id, path);
        m_database.run("UPDATE kept.folder_role SET path = ?3 WHERE account = ?1 AND path = ?2",
            account, row.path, path);
        m_database.run("UPDATE folder SET path = ?2, wire_name = ?3 WHERE id = ?1", row.id, path,
            row.wireName.size() >= wireFrom.size()
                ? now.wireName + row.wireName.substr(wireFrom.size())
                : now.wireName);
        changes.folders.insert(row.id);
    }
}

Result<void> SqliteMailStore::setFolderRole(
    AccountId account, FolderRole role, const std::string& path)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        const std::string wanted = canonicalPath(path);
        if (!wanted.empty() && !withPath(shownFolders(m_database, account), wanted))
            return Unexpected(storageError("not-found", "folder " + wanted));
        if (wanted.empty()) {
            m_database.run("DELETE FROM kept.folder_role WHERE account = ?1 AND role = ?2", account,
                roleName(role));
        } else {
            m_database.run("INSERT INTO kept.folder_role (account, role, path) VALUES (?1, ?2, ?3) "
                           "ON CONFLICT (account, role) DO UPDATE SET path = ?3",
                account, roleName(role), wanted);
        }
        changes.accounts = changes.folderTree = true;
        return {};
    });
}

} // namespace fulmar::storage
