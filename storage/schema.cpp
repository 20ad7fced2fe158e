// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/schema.h"

#include "migrations.h"
#include "storage/database.h"
#include "storage/profile_files.h"

#include <string>

namespace fulmar::storage {
namespace {

Result<void> takeBackup(Database& database, const std::filesystem::path& file, std::int64_t version)
{
    const auto target = backupPath(file, version);
    const auto partial = std::filesystem::path(target.string() + ".partial");
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    database.run("VACUUM INTO ?1", partial.string());
    if (auto error = database.takeError())
        return Unexpected(std::move(*error));
    if (auto synced = makePrivateAndSync(partial); !synced)
        return synced;
    std::error_code failed;
    std::filesystem::rename(partial, target, failed);
    if (failed)
        return Unexpected(
            storageError("io", "backup of " + file.filename().string() + ": " + failed.message()));
    return {};
}

Result<void> applyStep(Database& database, const Schema& schema, std::size_t step)
{
    Transaction transaction(database);
    database.script(schema.steps[step]);
    // Pragmas take no parameters; both values are numbers of ours.
    database.script("PRAGMA application_id = " + std::to_string(schema.applicationId)
        + "; PRAGMA user_version = " + std::to_string(step + 1));
    return transaction.commit();
}

} // namespace

const Schema keptSchema{ "kept.db", 0x466d4b31, embedded::keptMigrations }; // "FmK1"
const Schema cacheSchema{ "cache.db", 0x466d4331, embedded::cacheMigrations }; // "FmC1"

std::filesystem::path backupPath(const std::filesystem::path& file, std::int64_t version)
{
    return file.string() + ".before-v" + std::to_string(version + 1);
}

Result<void> migrate(
    Database& database, const Schema& schema, const std::filesystem::path& file, bool backup)
{
    const auto version = database.value("PRAGMA user_version");
    const auto mark = database.value("PRAGMA application_id");
    const bool blank = !database.exists("SELECT 1 FROM sqlite_schema");
    if (auto error = database.takeError())
        return Unexpected(std::move(*error));
    const auto newest = static_cast<std::int64_t>(schema.steps.size());
    if (!blank && mark != schema.applicationId)
        return Unexpected(
            storageError("corrupt", std::string(schema.name) + " is not a file of this kind"));
    if (version.value_or(0) < 0 || (version.value_or(0) == 0 && !blank))
        return Unexpected(
            storageError("corrupt", std::string(schema.name) + " has no schema version"));
    if (*version > newest)
        return Unexpected(storageError("newer-schema",
            std::string(schema.name) + " has schema " + std::to_string(*version)
                + ", this program knows " + std::to_string(newest)));
    if (backup && !blank && *version < newest) {
        if (auto taken = takeBackup(database, file, *version); !taken)
            return taken;
    }
    for (auto step = static_cast<std::size_t>(*version); step < schema.steps.size(); ++step) {
        if (auto applied = applyStep(database, schema, step); !applied)
            return applied;
    }
    return {};
}

} // namespace fulmar::storage
