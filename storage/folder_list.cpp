// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folder_list.h"

#include "storage/action_journal.h"

#include "common/ascii.h"

#include <algorithm>
#include <tuple>

namespace fulmar::storage {
namespace {

Folder folderOf(const Statement& row)
{
    Folder folder;
    folder.id = row.id<FolderId>(0);
    folder.account = row.id<AccountId>(1);
    folder.path = row.text(2);
    folder.wireName = row.text(3);
    if (!row.view(4).empty())
        folder.delimiter = row.view(4).front();
    folder.role = roleFromName(row.text(5));
    folder.selectable = row.flag(6);
    folder.subscribed = row.flag(7);
    folder.checkpoint = { row.number<std::uint32_t>(8), row.number<std::uint32_t>(9),
        row.number<std::uint64_t>(10), row.number<std::uint32_t>(11) };
    folder.total = static_cast<std::uint32_t>(std::max<std::int64_t>(row.integer(12), 0));
    folder.unread = static_cast<std::uint32_t>(std::max<std::int64_t>(row.integer(13), 0));
    folder.label = row.text(14);
    return folder;
}

/// Inbox first, then by role, then those without one, by path.
auto orderOf(const Folder& folder)
{
    const int role = folder.role == FolderRole::None ? 1000 : static_cast<int>(folder.role);
    return std::tuple(folder.account, role, ascii::lower(folder.path), folder.path);
}

auto withId(std::vector<Folder>& folders, FolderId id)
{
    return std::find_if(
        folders.begin(), folders.end(), [&](const Folder& folder) { return folder.id == id; });
}

void create(std::vector<Folder>& folders, const CreateFolder& action)
{
    const auto there = withId(folders, action.folder);
    if (there != folders.end()) {
        there->selectable = true;
        return;
    }
    const bool roleIsTaken = std::any_of(folders.begin(), folders.end(),
        [&](const Folder& f) { return f.account == action.account && f.role == action.role; });
    folders.push_back({ .id = action.folder,
        .account = action.account,
        .path = action.path,
        .role = roleIsTaken ? FolderRole::None : action.role });
}

void rename(std::vector<Folder>& folders, const RenameFolder& action)
{
    const auto renamed = withId(folders, action.folder);
    if (renamed == folders.end())
        return;
    const std::string from = renamed->path;
    const AccountId account = renamed->account;
    for (auto& folder : folders) {
        if (folder.account == account)
            folder.path = renamedPath(folder.path, from, action.path);
    }
}

/// Messages that are on their way to a folder that the server does not have yet.
void countArrivals(Database& database, Folder& folder)
{
    Statement row(database,
        "SELECT coalesce(sum(shown - masked), 0), coalesce(sum(shown * unread - masked_unread), 0) "
        "FROM kept.overlay_place WHERE folder = ?1");
    if (row.bind(folder.id).next()) {
        folder.total = static_cast<std::uint32_t>(std::max<std::int64_t>(row.integer(0), 0));
        folder.unread = static_cast<std::uint32_t>(std::max<std::int64_t>(row.integer(1), 0));
    }
}

} // namespace

std::string renamedPath(const std::string& path, const std::string& from, const std::string& to)
{
    return path == from || isBelow(path, from) ? to + path.substr(from.size()) : path;
}

void applyChosenRoles(std::vector<Folder>& folders,
    const std::map<std::pair<AccountId, FolderRole>, std::string>& chosen)
{
    for (const auto& [key, path] : chosen) {
        const auto found = std::find_if(folders.begin(), folders.end(), [&](const Folder& folder) {
            return folder.account == key.first && folder.path == path
                && folder.role != FolderRole::Inbox;
        });
        if (found == folders.end())
            continue;
        for (auto& folder : folders) {
            if (folder.account == key.first && folder.role == key.second)
                folder.role = FolderRole::None;
        }
        found->role = key.second;
    }
}

void applyTreeActions(std::vector<Folder>& folders, const std::vector<PendingAction>& actions)
{
    for (const auto& pending : actions) {
        if (const auto* made = std::get_if<CreateFolder>(&pending.action)) {
            create(folders, *made);
        } else if (const auto* renamed = std::get_if<RenameFolder>(&pending.action)) {
            rename(folders, *renamed);
        } else if (const auto* gone = std::get_if<DeleteFolder>(&pending.action)) {
            if (const auto there = withId(folders, gone->folder); there != folders.end())
                folders.erase(there);
        } else if (const auto* listed = std::get_if<SubscribeFolder>(&pending.action)) {
            if (const auto there = withId(folders, listed->folder); there != folders.end())
                there->subscribed = listed->subscribed;
        }
    }
}

namespace {

void applyStoredRoles(
    Database& database, std::optional<AccountId> account, std::vector<Folder>& folders)
{
    std::map<std::pair<AccountId, FolderRole>, std::string> chosen;
    Statement role(
        database, "SELECT account, role, path FROM kept.folder_role WHERE ?1 = 0 OR account = ?1");
    role.bind(account.value_or(AccountId{}));
    while (role.next())
        chosen[{ role.id<AccountId>(0), roleFromName(role.text(1)) }] = role.text(2);
    applyChosenRoles(folders, chosen);
}

} // namespace

std::vector<Folder> mirroredFolders(Database& database, std::optional<AccountId> account)
{
    std::vector<Folder> folders;
    Statement row(database,
        "SELECT f.id, f.account, f.path, f.wire_name, f.delimiter, f.role, f.selectable, "
        "f.subscribed, f.uid_validity, f.uid_next, f.highest_mod_seq, f.remote_exists, "
        "f.total + coalesce((SELECT sum(shown - masked) FROM kept.overlay_place o WHERE o.folder = "
        "f.id), 0), "
        "f.unread + coalesce((SELECT sum(shown * unread - masked_unread) FROM kept.overlay_place o "
        "WHERE o.folder = f.id), 0), f.label "
        "FROM folder f WHERE ?1 = 0 OR f.account = ?1");
    row.bind(account.value_or(AccountId{}));
    while (row.next())
        folders.push_back(folderOf(row));
    applyStoredRoles(database, account, folders);
    return folders;
}

std::vector<Folder> shownFolders(Database& database, std::optional<AccountId> account)
{
    auto folders = mirroredFolders(database, account);
    applyTreeActions(folders, ActionJournal(database).loadTreeActions(account));
    applyStoredRoles(database, account, folders); // a folder that is still to be made may have one
    for (auto& folder : folders) {
        folder.name = folder.path.substr(folder.path.rfind('/') + 1);
        if (folder.wireName.empty())
            countArrivals(database, folder);
    }
    std::sort(folders.begin(), folders.end(),
        [](const Folder& a, const Folder& b) { return orderOf(a) < orderOf(b); });
    return folders;
}

} // namespace fulmar::storage
