// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/mailbox.h"
#include "storage/database.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fulmar::storage {

/// The folders as they are shown: the server's, with the roles that the person gave and the pending
/// changes of the tree on top. Sorted as `MailReader::folders` says. Read-only.
std::vector<Folder> shownFolders(Database& database, std::optional<AccountId> account);

/// The same without the pending changes of the tree: what the server has.
std::vector<Folder> mirroredFolders(Database& database, std::optional<AccountId> account);

/// A chosen role goes to its folder and leaves every other; a path that no folder has changes
/// nothing.
void applyChosenRoles(std::vector<Folder>& folders,
    const std::map<std::pair<AccountId, FolderRole>, std::string>& chosen);
/// Created, renamed, deleted and subscribed folders, in journal order.
void applyTreeActions(std::vector<Folder>& folders, const std::vector<PendingAction>& actions);
/// `path` or a path below it, moved to `to`; everything else as it is.
std::string renamedPath(const std::string& path, const std::string& from, const std::string& to);

} // namespace fulmar::storage
