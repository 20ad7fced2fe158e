// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <filesystem>

namespace fulmar::storage {

class Database;
struct Schema;

/// The two databases of a profile folder; bodies lie beside them (`BodyFiles`).
struct ProfileFiles {
    std::filesystem::path folder;
    [[nodiscard]] std::filesystem::path kept() const { return folder / "kept.db"; }
    [[nodiscard]] std::filesystem::path cache() const { return folder / "cache.db"; }
};

/// What `errno` says about a file: "read-only", "disk-full" or "io".
Error fileError(const std::filesystem::path& file, int systemErrno);

/// Makes the folder where it is missing, for its owner alone (0700).
Result<void> makePrivateFolder(const std::filesystem::path& folder);
/// Gives a file to its owner alone (0600) and syncs it to the disk.
Result<void> makePrivateAndSync(const std::filesystem::path& file);

/// Creates kept.db or brings it to the newest schema. A damaged one is refused ("corrupt") and left
/// as it is; so is one that is missing or empty beside a cache.db, since its mail would be replaced
/// by nothing.
Result<void> prepareKept(const ProfileFiles& files);
/// The same for cache.db; error "corrupt" means that it should be set aside.
Result<void> prepareCache(const ProfileFiles& files);
/// Renames cache.db with its WAL to "cache.db.damaged-<seconds since 1970>"; no connection of ours
/// may have it open for writing.
Result<void> setCacheAside(const ProfileFiles& files);

/// Opens the writing connection: cache.db as "main", kept.db as "kept".
///
/// SQLite commits attached WAL files one after the other in this order, and not as one: cache.db
/// may know of a finished action whose journal row is still in kept.db, never the reverse (but for
/// a power loss that takes the tail of cache.db, which is not synced: then it is an older mirror
/// with an older checkpoint, and the next synchronisation brings it up).
Result<void> openWriter(Database& database, const ProfileFiles& files);
/// The same files, read-only; pragmas of writing left out.
Result<void> openReader(Database& database, const ProfileFiles& files);

} // namespace fulmar::storage
