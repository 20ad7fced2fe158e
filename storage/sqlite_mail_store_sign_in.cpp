// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of signing in.
#include "storage/sqlite_mail_store.h"

namespace fulmar::storage {

Result<SignInRecord> SqliteMailStore::signInRecord(AccountId account, const std::string& service)
{
    return m_session.read([&]() -> Result<SignInRecord> {
        SignInRecord record;
        Statement row(m_database,
            "SELECT mechanism, refused_at, refusal FROM kept.sign_in WHERE account = ?1 AND "
            "service = ?2");
        row.bind(account, service);
        if (row.next())
            record
                = { .mechanism = row.text(0), .refusedAt = row.integer(1), .refusal = row.text(2) };
        return record;
    });
}

Result<void> SqliteMailStore::setSignInRecord(
    AccountId account, const std::string& service, const SignInRecord& record)
{
    return m_session.write([&](ChangeSet&) -> Result<void> {
        m_database.run(
            "INSERT INTO kept.sign_in (account, service, mechanism, refused_at, refusal) "
            "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (account, service) DO UPDATE SET "
            "mechanism = ?3, refused_at = ?4, refusal = ?5",
            account, service, record.mechanism, record.refusedAt, record.refusal);
        return {};
    });
}

Result<void> SqliteMailStore::forgetRefusals(AccountId account)
{
    return m_session.write([&](ChangeSet&) -> Result<void> {
        m_database.run(
            "UPDATE kept.sign_in SET refused_at = 0, refusal = '' WHERE account = ?1", account);
        return {};
    });
}

} // namespace fulmar::storage
