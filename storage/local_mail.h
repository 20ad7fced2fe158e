// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/change_set.h"
#include "ports/local_store.h"
#include "storage/database.h"
#include "storage/folder_registry.h"
#include "storage/message_rows.h"
#include "storage/placement_table.h"

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace fulmar::storage {

/// Mail that is on no server: the truth in kept.local_*, and the rows of cache.db that lists read.
///
/// Both are written in one transaction. cache.db commits first and may be older or newer than
/// kept.db after a cut; the revision in both shows it, and the mirror is then made anew from
/// kept.db. Inside a transaction of the caller.
class LocalMail {
public:
    explicit LocalMail(Database& database);

    [[nodiscard]] bool isLocal(AccountId account);
    void prepareFolders(AccountId account, ChangeSet& changes);
    /// The folder of a role, made where it is missing.
    FolderId folderFor(AccountId account, FolderRole role, ChangeSet& changes);

    /// The same message in the folders of `target`, or one that `account` received before.
    struct Twin {
        MessageId message{}; ///< none = it was deleted here
    };
    std::optional<Twin> twinOf(AccountId account, AccountId target, const ArrivedMail& mail,
        const Digest& identity, const std::function<bool(const std::string&)>& isListed);
    MessageId insert(
        AccountId target, const ArrivedMail& mail, const Digest& identity, ChangeSet& changes);
    void complete(MessageId message, const ArrivedMail& mail, ChangeSet& changes);
    void remember(AccountId account, const ArrivedMail& mail, const Digest& identity,
        MessageId message, std::int64_t now);

    /// Brings kept.db to what an action has just done to the rows of cache.db.
    void keep(const PendingAction& action, ChangeSet& changes);
    void moveToLocalFolders(AccountId account, ChangeSet& changes);
    void removeAccount(AccountId account);
    /// Makes the rows of cache.db anew where they are not those of kept.db.
    void mirrorWhereNeeded();
    /// After each change of kept.local_*.
    void touch();

private:
    void keepMessage(MessageId message, ChangeSet& changes);
    void keepFolders(AccountId account);
    void dropStrays();
    /// Makes all rows of local accounts anew, and those of `also`.
    void mirror(AccountId also = {});
    void settleAccount(MessageId message);

    Database& m_database;
    FolderRegistry m_folders;
    PlacementTable m_placements;
};

/// SHA-256 of a message without the line ends behind its last line: POP3 adds one where it is
/// missing.
Digest identityOf(std::string_view raw);

} // namespace fulmar::storage
