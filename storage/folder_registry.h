// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"
#include "model/mailbox.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>

namespace fulmar::storage {

/// "INBOX" for that name in any case (RFC 3501 section 5.1), everything else as it is.
std::string canonicalPath(std::string_view path);

/// What the writing side looks at in a folder.
struct FolderRow {
    FolderId id{};
    AccountId account{};
    FolderCheckpoint checkpoint{};
    std::uint32_t total = 0; ///< placements, provisional ones too
};

/// Names of folders (kept.db) and their rows (cache.db).
class FolderRegistry {
public:
    explicit FolderRegistry(Database& database) : m_database(database) { }
    /// The key of a path, given once and for life.
    FolderId keyOf(AccountId account, const std::string& path);
    std::optional<FolderRow> find(FolderId id);
    std::optional<AccountId> accountOf(FolderId id);
    /// "" for a key that was never given.
    std::string pathOf(FolderId id);
    void setCheckpoint(FolderId id, const FolderCheckpoint& checkpoint);

private:
    Database& m_database;
};

} // namespace fulmar::storage
