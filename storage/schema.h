// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <cstdint>
#include <filesystem>
#include <span>

namespace fulmar::storage {

class Database;

/// What a file must look like: its mark in the header and the SQL steps that lead from nothing to
/// today.
struct Schema {
    const char* name; ///< for errors: "kept.db"
    std::int32_t
        applicationId; ///< `PRAGMA application_id`; tells the files apart where a name was mixed up
    std::span<const char* const> steps; ///< entry N-1 leads to `PRAGMA user_version` N
};

extern const Schema keptSchema;
extern const Schema cacheSchema;

/// Where the copy goes that is made of a file before it is migrated from `version`.
std::filesystem::path backupPath(const std::filesystem::path& file, std::int64_t version);

/// Brings an open file (schema "main") to the newest version, each step a transaction of its own; a
/// new file gets all of them.
///
/// With `backup`, a file that holds something is copied beside itself first and the copy is synced.
/// Errors: "newer-schema" (written by a later Fulmar: nothing is touched), "corrupt" (the mark of
/// another file), those of SQLite.
Result<void> migrate(
    Database& database, const Schema& schema, const std::filesystem::path& file, bool backup);

} // namespace fulmar::storage
