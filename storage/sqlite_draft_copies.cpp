// SPDX-License-Identifier: GPL-3.0-or-later
// The copies of drafts on their servers: what is there, and what should be.
#include "storage/sqlite_mail_reader.h"
#include "storage/sqlite_outbox_store.h"

#include <random>

namespace fulmar::storage {
namespace {

/// Unique for life and without meaning; letters and digits alone, so that it needs no quoting.
std::string newToken()
{
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    std::random_device random;
    std::string token;
    for (int i = 0; i < 20; ++i)
        token += letters[random() % letters.size()];
    return token;
}

DraftCopy copyOf(const Statement& row)
{
    return {
        .id = row.integer(0),
        .account = row.id<AccountId>(1),
        .draft = row.id<DraftId>(2),
        .token = row.text(3),
        .wanted = row.number<std::uint32_t>(4),
        .stored = row.number<std::uint32_t>(5),
        .position
        = { row.id<FolderId>(6), row.number<std::uint32_t>(7), row.number<std::uint32_t>(8) },
        .listed = row.flag(9),
    };
}

} // namespace

Result<void> SqliteOutboxStore::wantDraftCopy(DraftId id)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        if (!m_database.exists("SELECT 1 FROM kept.draft WHERE id = ?1", id))
            return Unexpected(storageError("not-found", "draft " + id.toString()));
        if (!m_database.exists("SELECT 1 FROM kept.draft_copy WHERE draft = ?1", id)) {
            m_database.run("INSERT INTO kept.draft_copy (account, draft, token) "
                           "SELECT account, id, ?2 FROM kept.draft WHERE id = ?1",
                id, newToken());
        }
        // A draft that was given to another account leaves the old one.
        m_database.run(
            "INSERT INTO kept.draft_copy (account, token, stored, folder, uid_validity, uid) "
            "SELECT c.account, c.token, c.stored, c.folder, c.uid_validity, c.uid FROM "
            "kept.draft_copy c JOIN kept.draft d ON d.id = c.draft WHERE c.draft = ?1 AND "
            "c.account <> d.account AND (c.stored <> 0 OR c.uid <> 0)",
            id);
        m_database.run(
            "UPDATE kept.draft_copy SET token = ?2, stored = 0, folder = 0, uid_validity = 0, uid "
            "= 0, account = (SELECT account FROM kept.draft WHERE id = ?1) WHERE draft = ?1 AND "
            "account <> (SELECT account FROM kept.draft WHERE id = ?1)",
            id, newToken());
        m_database.run("UPDATE kept.draft_copy SET wanted = max(wanted, stored) + 1 WHERE draft = "
                       "?1",
            id);
        changes.drafts = true;
        return {};
    });
}

Result<DraftId> SqliteOutboxStore::adoptDraft(const Draft& draft, const DraftPosition& position)
{
    return m_session.write([&](ChangeSet& changes) -> Result<DraftId> {
        const auto known = m_database.value(
            "SELECT draft FROM kept.draft_copy WHERE draft <> 0 AND folder = ?1 AND uid_validity = "
            "?2 AND uid = ?3 AND uid <> 0",
            position.folder, position.uidValidity, position.uid);
        if (known)
            return DraftId{ *known };
        const DraftId id = writeDraft(draft, changes);
        m_database.run("INSERT INTO kept.draft_copy (account, draft, token, folder, uid_validity, "
                       "uid, wanted, stored) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 1)",
            draft.account, id, newToken(), position.folder, position.uidValidity, position.uid);
        return id;
    });
}

Result<std::vector<DraftCopy>> SqliteOutboxStore::owedDraftCopies(AccountId account)
{
    return m_session.read([&]() -> Result<std::vector<DraftCopy>> {
        std::vector<DraftCopy> copies;
        Statement row(m_database,
            "SELECT id, account, draft, token, wanted, stored, folder, uid_validity, uid, EXISTS "
            "(SELECT 1 FROM placement p WHERE p.folder = c.folder AND p.uid = c.uid) FROM "
            "kept.draft_copy c WHERE account = ?1 AND (wanted = 0 OR wanted <> stored) AND (draft "
            "<> "
            "0 OR wanted = 0) ORDER BY id");
        row.bind(account);
        while (row.next())
            copies.push_back(copyOf(row));
        return copies;
    });
}

Result<void> SqliteOutboxStore::draftCopyStored(
    std::int64_t copy, std::uint32_t version, const DraftPosition& position)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("UPDATE kept.draft_copy SET stored = ?2, folder = ?3, uid_validity = ?4, "
                       "uid = ?5 WHERE id = ?1",
            copy, version, position.folder, position.uidValidity, position.uid);
        changes.drafts = true;
        return {};
    });
}

Result<void> SqliteOutboxStore::draftCopyRemoved(std::int64_t copy)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_database.run("DELETE FROM kept.draft_copy WHERE id = ?1 AND wanted = 0", copy);
        changes.drafts = true;
        return {};
    });
}

Result<std::vector<DraftCopy>> SqliteMailReader::draftCopies()
{
    return read([&]() -> Result<std::vector<DraftCopy>> {
        std::vector<DraftCopy> copies;
        Statement row(m_database,
            "SELECT id, account, draft, token, wanted, stored, folder, uid_validity, uid, EXISTS "
            "(SELECT 1 FROM placement p WHERE p.folder = c.folder AND p.uid = c.uid) FROM "
            "kept.draft_copy c WHERE draft <> 0 ORDER BY id");
        while (row.next())
            copies.push_back(copyOf(row));
        return copies;
    });
}

} // namespace fulmar::storage
