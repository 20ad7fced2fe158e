// SPDX-License-Identifier: GPL-3.0-or-later
// Whole messages.
#include "storage/sqlite_mail_store.h"

namespace fulmar::storage {

Result<std::unique_ptr<BodyRoom>> SqliteMailStore::roomForBodies(
    const std::vector<std::pair<MessageId, std::uint64_t>>& sizes)
{
    return m_session.read([&]() -> Result<std::unique_ptr<BodyRoom>> {
        std::vector<BodyOwner> owners;
        std::vector<std::uint64_t> bytes;
        for (const auto& [message, size] : sizes) {
            Statement row(m_database, "SELECT account, received FROM message WHERE id = ?1");
            const bool known = row.bind(message).next();
            owners.push_back({ .message = message,
                .account = known ? row.id<AccountId>(0) : AccountId{},
                .received = known ? row.integer(1) : 0 });
            bytes.push_back(size);
        }
        return m_bodies.reserve(std::move(owners), bytes);
    });
}

Result<void> SqliteMailStore::storeBodies(const std::vector<ReceivedBody>& bodies)
{
    std::vector<ReceivedBody> unwritten;
    std::vector<std::pair<MessageId, std::uint64_t>> sizes;
    for (const auto& body : bodies) {
        if (body.place)
            continue;
        unwritten.push_back(body);
        sizes.emplace_back(body.message, body.raw.size());
    }
    if (!unwritten.empty()) {
        auto room = roomForBodies(sizes);
        if (!room)
            return Unexpected(std::move(room.error()));
        if (auto written = (*room)->write(unwritten); !written)
            return written;
    }
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        for (const auto& body : bodies) {
            if (body.place)
                storeBody(body, changes);
        }
        for (const auto& body : unwritten)
            storeBody(body, changes);
        return {};
    });
}

void SqliteMailStore::storeBody(const ReceivedBody& body, ChangeSet& changes)
{
    const auto row = m_messages.find(body.message);
    if (!row || row->hasBody) { // gone while it was under way, or here already
        m_database.run("INSERT INTO freed (segment, start, length) VALUES (?1, ?2, ?3)",
            body.place->segment, body.place->start, body.place->length);
        return;
    }
    m_messages.storeBody(body);
    changes.changed.insert(body.message);
    Statement place(m_database,
        "SELECT folder FROM placement WHERE message = ?1 UNION ALL "
        "SELECT folder FROM kept.overlay_place WHERE message = ?1");
    place.bind(body.message);
    while (place.next())
        changes.folders.insert(place.id<FolderId>(0));
}

Result<void> SqliteMailStore::reclaimBodies()
{
    struct Hole {
        std::uint32_t segment;
        std::uint64_t start, length;
    };
    std::vector<Hole> holes;
    std::vector<std::uint32_t> empty;
    const auto gathered = m_session.write([&](ChangeSet&) -> Result<void> {
        Statement freed(m_database, "SELECT segment, start, length FROM freed");
        while (freed.next())
            holes.push_back({ freed.number<std::uint32_t>(0), freed.number<std::uint64_t>(1),
                freed.number<std::uint64_t>(2) });
        Statement unused(m_database,
            "SELECT id FROM segment WHERE bodies = 0 AND id < (SELECT max(id) FROM segment)");
        while (unused.next())
            empty.push_back(unused.number<std::uint32_t>(0));
        return {};
    });
    if (!gathered || (holes.empty() && empty.empty()))
        return gathered;
    for (const auto& hole : holes)
        m_bodies.free(hole.segment, hole.start, hole.length);
    std::erase_if(empty, [&](std::uint32_t segment) { return !m_bodies.remove(segment); });
    return m_session.write([&](ChangeSet&) -> Result<void> {
        m_database.run("DELETE FROM freed");
        for (const auto segment : empty)
            m_database.run("DELETE FROM segment WHERE id = ?1", segment);
        return {};
    });
}

Result<void> SqliteMailStore::openBodies()
{
    std::uint32_t last = 1;
    std::uint64_t used = 0;
    const auto read = m_session.read([&]() -> Result<void> {
        Statement row(m_database, "SELECT id, used FROM segment ORDER BY id DESC LIMIT 1");
        if (row.next()) {
            last = row.number<std::uint32_t>(0);
            used = row.number<std::uint64_t>(1);
        }
        return {};
    });
    return read ? m_bodies.continueAt(last, used) : read;
}

} // namespace fulmar::storage
