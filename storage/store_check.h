// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace fulmar::storage {

/// What a full check of a profile found.
struct StoreReport {
    std::vector<std::string> damage{}; ///< "cache.db: …"; empty = sound
    std::uint64_t folders = 0, messages = 0, bodies = 0, bodyBytes = 0, pendingActions = 0,
                  outboxItems = 0, drafts = 0;
    std::uint64_t keptBytes = 0, cacheBytes = 0; ///< files without their WAL
    std::uint64_t freeBytes = 0; ///< inside the files, given back to the next rows
};

/// Reads everything: SQLite's integrity check of both files, rows that point to nothing, counters
/// against rows, the SHA-256 of each body. Changes nothing; takes as long as reading the files.
/// Works beside an open `ProfileStore`, on any thread.
Result<StoreReport> checkStore(const std::filesystem::path& profileFolder);

} // namespace fulmar::storage
