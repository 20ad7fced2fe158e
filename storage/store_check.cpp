// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/store_check.h"

#include "storage/body_files.h"
#include "storage/database.h"
#include "storage/message_rows.h"
#include "storage/profile_files.h"

#include <array>
#include <string_view>
#include <system_error>

namespace fulmar::storage {
namespace {

/// A count that is zero in a sound store.
struct Law {
    std::string_view broken;
    std::string_view sql;
};

constexpr std::array<Law, 13> laws{ {
    { "cache.db: placements of no message",
        "SELECT count(*) FROM placement p WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.id = "
        "p.message)" },
    { "cache.db: placements in no folder",
        "SELECT count(*) FROM placement p WHERE NOT EXISTS (SELECT 1 FROM folder f WHERE f.id = "
        "p.folder)" },
    { "cache.db: bodies of no message",
        "SELECT count(*) FROM body b WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.id = "
        "b.message)" },
    { "cache.db: messages that say wrongly whether their body is here",
        "SELECT count(*) FROM message m WHERE has_body <> EXISTS (SELECT 1 FROM body b WHERE "
        "b.message = m.id) AND NOT EXISTS (SELECT 1 FROM kept.local_message l WHERE l.id = m.id)" },
    { "cache.db: segments with wrong counts",
        "SELECT count(*) FROM segment s WHERE bodies <> (SELECT count(*) FROM body b WHERE "
        "b.segment = s.id)" },
    { "kept.db: messages of local folders without their bytes",
        "SELECT count(*) FROM kept.local_message m WHERE NOT EXISTS (SELECT 1 FROM kept.local_raw "
        "r "
        "WHERE r.message = m.id)" },
    { "cache.db: local mail that is not listed",
        "SELECT count(*) FROM kept.local_place p WHERE NOT EXISTS (SELECT 1 FROM placement c WHERE "
        "c.message = p.message AND c.folder = p.folder AND c.bits = p.bits)" },
    { "cache.db: messages that nothing refers to",
        "SELECT count(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM placement p WHERE "
        "p.message = m.id) "
        "AND NOT EXISTS (SELECT 1 FROM aside a WHERE a.message = m.id) "
        "AND NOT EXISTS (SELECT 1 FROM kept.action_target t WHERE t.message = m.id)" },
    { "cache.db: folders with wrong counts",
        "SELECT count(*) FROM folder f WHERE total <> (SELECT count(*) FROM placement p WHERE "
        "p.folder = f.id) "
        "OR unread <> (SELECT count(*) FROM placement p WHERE p.folder = f.id AND p.unseen = 1)" },
    { "cache.db: messages with wrong marks",
        "SELECT count(*) FROM message m WHERE placed <> EXISTS (SELECT 1 FROM placement p WHERE "
        "p.message = m.id) "
        "OR unseen <> EXISTS (SELECT 1 FROM placement p WHERE p.message = m.id AND p.unseen = 1)" },
    { "cache.db: accounts with wrong counts",
        "SELECT count(*) FROM tally t WHERE total <> (SELECT count(*) FROM message m WHERE "
        "m.account = t.account "
        "AND placed = 1) OR unread <> (SELECT count(*) FROM message m WHERE m.account = t.account "
        "AND placed = 1 "
        "AND unseen = 1)" },
    { "kept.db: actions without a target",
        "SELECT count(*) FROM kept.action a WHERE kind NOT LIKE '%-folder' AND NOT EXISTS (SELECT "
        "1 "
        "FROM kept.action_target t WHERE t.action = a.id)" },
    { "kept.db: outbox items without their message",
        "SELECT count(*) FROM kept.outbox o WHERE NOT EXISTS (SELECT 1 FROM kept.outbox_raw r "
        "WHERE r.item = o.id)" },
} };

void checkStructure(
    Database& database, std::string_view file, std::string_view sql, StoreReport& report)
{
    Statement row(database, sql);
    while (row.next()) {
        if (row.view(0) != "ok")
            report.damage.push_back(std::string(file) + ": " + row.text(0));
    }
    if (auto error = database.takeError())
        report.damage.push_back(std::string(file) + ": " + error->where);
}

void checkBodies(
    Database& database, const std::filesystem::path& profileFolder, StoreReport& report)
{
    Statement row(database, "SELECT message, segment, start, length, sha256 FROM body");
    while (row.next()) {
        ++report.bodies;
        const auto place = bodyPlaceOf(row, 1);
        report.bodyBytes += place.length;
        if (!readBody(profileFolder, place))
            report.damage.push_back("bodies: body of message " + row.id<MessageId>(0).toString());
    }
    if (auto error = database.takeError())
        report.damage.push_back("cache.db: " + error->where);
}

std::uint64_t bytesOf(const std::filesystem::path& file)
{
    std::error_code failed;
    const auto size = std::filesystem::file_size(file, failed);
    return failed ? 0 : size;
}

} // namespace

Result<StoreReport> checkStore(const std::filesystem::path& profileFolder)
{
    const ProfileFiles files{ profileFolder };
    Database database;
    if (auto opened = openReader(database, files); !opened)
        return Unexpected(std::move(opened.error()));
    StoreReport report;
    report.keptBytes = bytesOf(files.kept());
    report.cacheBytes = bytesOf(files.cache());
    checkStructure(database, "kept.db", "PRAGMA kept.integrity_check(20)", report);
    checkStructure(database, "cache.db", "PRAGMA main.integrity_check(20)", report);
    for (const auto& law : laws) {
        const auto broken = database.value(law.sql).value_or(0);
        if (auto error = database.takeError())
            report.damage.push_back(
                std::string(law.broken.substr(0, law.broken.find(':'))) + ": " + error->where);
        else if (broken > 0)
            report.damage.push_back(std::string(law.broken) + ": " + std::to_string(broken));
    }
    checkBodies(database, profileFolder, report);
    const auto number = [&](std::string_view sql) {
        return static_cast<std::uint64_t>(database.value(sql).value_or(0));
    };
    report.folders = number("SELECT count(*) FROM folder");
    report.messages = number("SELECT count(*) FROM message WHERE placed = 1");
    report.pendingActions = number("SELECT count(*) FROM kept.action WHERE kind <> 'hidden'");
    report.outboxItems = number("SELECT count(*) FROM kept.outbox");
    report.drafts = number("SELECT count(*) FROM kept.draft");
    report.freeBytes = number("PRAGMA main.freelist_count") * number("PRAGMA main.page_size")
        + number("PRAGMA kept.freelist_count") * number("PRAGMA kept.page_size");
    return report;
}

} // namespace fulmar::storage
