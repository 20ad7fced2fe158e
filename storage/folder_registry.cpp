// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folder_registry.h"

#include "common/ascii.h"

namespace fulmar::storage {

std::string canonicalPath(std::string_view path)
{
    return ascii::equalsIgnoreCase(path, "INBOX") ? "INBOX" : std::string(path);
}

FolderId FolderRegistry::keyOf(AccountId account, const std::string& path)
{
    m_database.run(
        "INSERT INTO kept.folder_name (account, path) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        account, path);
    return { m_database
                 .value("SELECT id FROM kept.folder_name WHERE account = ?1 AND path = ?2", account,
                     path)
                 .value_or(0) };
}

std::optional<FolderRow> FolderRegistry::find(FolderId id)
{
    Statement row(m_database,
        "SELECT account, uid_validity, uid_next, highest_mod_seq, remote_exists, total FROM folder "
        "WHERE id = ?1");
    if (!row.bind(id).next())
        return std::nullopt;
    return FolderRow {
        .id = id,
        .account = row.id<AccountId>(0),
        .checkpoint = {
            .uidValidity = row.number<std::uint32_t>(1),
            .uidNext = row.number<std::uint32_t>(2),
            .highestModSeq = row.number<std::uint64_t>(3),
            .exists = row.number<std::uint32_t>(4),
        },
        .total = row.number<std::uint32_t>(5),
    };
}

std::optional<AccountId> FolderRegistry::accountOf(FolderId id)
{
    const auto account = m_database.value("SELECT account FROM kept.folder_name WHERE id = ?1", id);
    return account ? std::optional(AccountId{ *account }) : std::nullopt;
}

std::string FolderRegistry::pathOf(FolderId id)
{
    Statement row(m_database, "SELECT path FROM kept.folder_name WHERE id = ?1");
    return row.bind(id).next() ? row.text(0) : std::string();
}

void FolderRegistry::setCheckpoint(FolderId id, const FolderCheckpoint& checkpoint)
{
    m_database.run("UPDATE folder SET uid_validity = ?2, uid_next = ?3, highest_mod_seq = ?4, "
                   "remote_exists = ?5 WHERE id = ?1",
        id, checkpoint.uidValidity, checkpoint.uidNext, checkpoint.highestModSeq,
        checkpoint.exists);
}

} // namespace fulmar::storage
