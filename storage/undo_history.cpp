// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/undo_history.h"

#include "common/limits.h"
#include "storage/text_codec.h"

namespace fulmar::storage {

void UndoHistory::add(const UndoStep& step, const std::vector<UndoPart>& parts)
{
    if (parts.empty())
        return;
    m_database.run(
        "INSERT INTO kept.undo_step (name, messages, folder, created) VALUES (?1, ?2, ?3, ?4)",
        step.name, step.messages, step.folder, step.created);
    const std::int64_t id = m_database.lastInsertId();
    std::int64_t number = 0;
    for (const auto& part : parts) {
        m_database.run(
            "INSERT INTO kept.undo_part (step, part, action, account, kind, message, folder, "
            "arrival, was_there, add_bits, add_keywords, remove_bits, remove_keywords, path) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            id, ++number, part.action, part.account, part.kind, part.message, part.folder,
            part.arrival, part.wasThere, part.back.add.bits, encodeKeywords(part.back.add.keywords),
            part.back.remove.bits, encodeKeywords(part.back.remove.keywords), part.path);
    }
    m_database.run("DELETE FROM kept.undo_step WHERE id <= ?1 OR created < ?2",
        id - limits::undoSteps, step.created - limits::undoSeconds);
    m_database.run("DELETE FROM kept.undo_part WHERE step NOT IN (SELECT id FROM kept.undo_step)");
}

std::optional<UndoStep> UndoHistory::last()
{
    Statement row(m_database,
        "SELECT id, name, messages, folder, created FROM kept.undo_step ORDER BY id DESC LIMIT 1");
    if (!row.next())
        return std::nullopt;
    return UndoStep{ row.integer(0), row.text(1), row.number<std::uint32_t>(2), row.text(3),
        row.integer(4) };
}

std::vector<UndoPart> UndoHistory::partsOf(std::int64_t step)
{
    std::vector<UndoPart> parts;
    Statement row(m_database,
        "SELECT action, account, kind, message, folder, arrival, was_there, add_bits, "
        "add_keywords, remove_bits, remove_keywords, path FROM kept.undo_part WHERE step = ?1 "
        "ORDER BY part");
    row.bind(step);
    while (row.next()) {
        parts.push_back({
            .action = row.id<ActionId>(0),
            .account = row.id<AccountId>(1),
            .kind = row.text(2),
            .message = row.id<MessageId>(3),
            .folder = row.id<FolderId>(4),
            .arrival = row.id<FolderId>(5),
            .wasThere = row.flag(6),
            .back = { .add = { row.number<std::uint32_t>(7), decodeKeywords(row.view(8)) },
                .remove = { row.number<std::uint32_t>(9), decodeKeywords(row.view(10)) } },
            .path = row.text(11),
        });
    }
    return parts;
}

void UndoHistory::remove(std::int64_t step)
{
    m_database.run("DELETE FROM kept.undo_part WHERE step = ?1", step);
    m_database.run("DELETE FROM kept.undo_step WHERE id = ?1", step);
}

void UndoHistory::forget(ActionId action)
{
    m_database.run("DELETE FROM kept.undo_part WHERE action = ?1", action);
    m_database.run("DELETE FROM kept.undo_step WHERE NOT EXISTS (SELECT 1 FROM kept.undo_part p "
                   "WHERE p.step = undo_step.id)");
}

} // namespace fulmar::storage
