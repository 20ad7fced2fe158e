// SPDX-License-Identifier: GPL-3.0-or-later
// What a server allows an account and has asked of it.
#include "storage/sqlite_mail_store.h"

namespace fulmar::storage {
namespace {

constexpr std::int64_t daysKept = 7;

} // namespace

Result<DayTraffic> SqliteMailStore::addTraffic(AccountId account, const DayTraffic& more)
{
    return m_session.write([&](ChangeSet&) -> Result<DayTraffic> {
        m_database.run(
            "INSERT INTO kept.traffic (account, day, bytes_in, bytes_out) VALUES (?1, ?2, "
            "?3, ?4) ON CONFLICT (account, day) DO UPDATE SET bytes_in = bytes_in + ?3, "
            "bytes_out = bytes_out + ?4",
            account, more.day, more.bytesIn, more.bytesOut);
        m_database.run("DELETE FROM kept.traffic WHERE account = ?1 AND day < ?2", account,
            more.day - daysKept);
        Statement row(m_database,
            "SELECT bytes_in, bytes_out FROM kept.traffic WHERE account = ?1 AND day = ?2");
        row.bind(account, more.day);
        DayTraffic sums{ .day = more.day };
        if (row.next()) {
            sums.bytesIn = row.number<std::uint64_t>(0);
            sums.bytesOut = row.number<std::uint64_t>(1);
        }
        return sums;
    });
}

Result<void> SqliteMailStore::setServerPause(AccountId account, const ServerPause& pause)
{
    return m_session.write([&](ChangeSet&) -> Result<void> {
        m_database.run(
            "INSERT INTO kept.server_limit (account, pause_code, pause_text, pause_until, "
            "pause_step) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (account) DO UPDATE SET "
            "pause_code = ?2, pause_text = ?3, pause_until = ?4, pause_step = ?5",
            account, pause.code, pause.serverText, pause.until, pause.step);
        return {};
    });
}

Result<ServerPause> SqliteMailStore::serverPause(AccountId account)
{
    return m_session.read([&]() -> Result<ServerPause> {
        ServerPause pause;
        Statement row(m_database,
            "SELECT pause_code, pause_text, pause_until, pause_step FROM kept.server_limit WHERE "
            "account = ?1");
        row.bind(account);
        if (row.next())
            pause = { .code = row.text(0),
                .serverText = row.text(1),
                .until = row.integer(2),
                .step = row.number<std::uint32_t>(3) };
        return pause;
    });
}

} // namespace fulmar::storage
