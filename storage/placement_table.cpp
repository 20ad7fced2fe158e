// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/placement_table.h"

#include "storage/text_codec.h"

namespace fulmar::storage {
namespace {

Placement placementOf(const Statement& row)
{
    return {
        .folder = row.id<FolderId>(0),
        .uid = row.integer(1),
        .message = row.id<MessageId>(2),
        .received = row.integer(3),
        .size = row.number<std::uint64_t>(4),
        .flags = { .bits = row.number<std::uint32_t>(5), .keywords = decodeKeywords(row.view(6)) },
        .hasBody = row.flag(7),
    };
}

} // namespace

std::optional<Placement> PlacementTable::at(FolderId folder, std::uint32_t uid)
{
    Statement row(m_database,
        "SELECT folder, uid, message, received, size, bits, keywords, has_body FROM placement "
        "WHERE folder = ?1 AND uid = ?2");
    if (!row.bind(folder, uid).next())
        return std::nullopt;
    return placementOf(row);
}

std::optional<Placement> PlacementTable::of(MessageId message, FolderId folder)
{
    Statement row(m_database,
        "SELECT folder, uid, message, received, size, bits, keywords, has_body FROM placement "
        "WHERE message = ?1 AND folder = ?2");
    if (!row.bind(message, folder).next())
        return std::nullopt;
    return placementOf(row);
}

std::vector<Placement> PlacementTable::ofMessage(MessageId message)
{
    std::vector<Placement> placements;
    Statement row(m_database,
        "SELECT folder, uid, message, received, size, bits, keywords, has_body FROM placement "
        "WHERE message = ?1 ORDER BY folder");
    row.bind(message);
    while (row.next())
        placements.push_back(placementOf(row));
    return placements;
}

void PlacementTable::add(const Placement& placement)
{
    m_database.run("INSERT INTO placement (folder, uid, message, received, size, bits, keywords, "
                   "unseen, has_body) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        placement.folder, placement.uid == 0 ? -placement.message.value : placement.uid,
        placement.message, placement.received, placement.size, placement.flags.bits,
        encodeKeywords(placement.flags.keywords), !placement.flags.has(Flag::Seen),
        placement.hasBody);
}

void PlacementTable::setFlags(const Placement& placement, const Flags& flags)
{
    m_database.run(
        "UPDATE placement SET bits = ?3, keywords = ?4, unseen = ?5 WHERE folder = ?1 AND uid = ?2",
        placement.folder, placement.uid, flags.bits, encodeKeywords(flags.keywords),
        !flags.has(Flag::Seen));
}

void PlacementTable::remove(const Placement& placement)
{
    m_database.run(
        "DELETE FROM placement WHERE folder = ?1 AND uid = ?2", placement.folder, placement.uid);
}

} // namespace fulmar::storage
