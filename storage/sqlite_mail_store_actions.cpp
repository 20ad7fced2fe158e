// SPDX-License-Identifier: GPL-3.0-or-later
// What the person did: journalled with its overlay in one transaction of one file, finished truth
// first.
#include "storage/sqlite_mail_store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace fulmar::storage {
namespace {

Error gone(MessageId message)
{
    return storageError("not-found", "message " + message.toString());
}

struct ShownPlace {
    FolderId folder{};
    std::uint32_t uidValidity = 0, uid = 0;
};

/// Where a message is shown now, with the server position it has there; uid 0 where it only will
/// be.
std::vector<ShownPlace> shownPlaces(Database& database, MessageId message)
{
    std::vector<ShownPlace> places;
    Statement row(database,
        "SELECT p.folder, f.uid_validity, max(p.uid, 0) FROM placement p JOIN folder f ON f.id = "
        "p.folder "
        "WHERE p.message = ?1 AND NOT EXISTS (SELECT 1 FROM kept.overlay WHERE message = ?1) "
        "UNION ALL SELECT o.folder, coalesce(f.uid_validity, 0), coalesce(max(p.uid, 0), 0) FROM "
        "kept.overlay_place o "
        "LEFT JOIN folder f ON f.id = o.folder LEFT JOIN placement p ON p.message = o.message AND "
        "p.folder = o.folder "
        "WHERE o.message = ?1 AND o.shown = 1 ORDER BY 1");
    row.bind(message);
    while (row.next()) {
        places.push_back({ .folder = row.id<FolderId>(0),
            .uidValidity = row.number<std::uint32_t>(1),
            .uid = row.number<std::uint32_t>(2) });
    }
    return places;
}

/// The places of `places` that an action is about.
std::vector<ShownPlace> chosenPlaces(const Action& action, std::vector<ShownPlace> places)
{
    const auto drop = [&](FolderId folder) {
        places.erase(std::remove_if(places.begin(), places.end(),
                         [&](const auto& p) { return p.folder == folder; }),
            places.end());
    };
    if (const auto* move = std::get_if<MoveTo>(&action)) {
        drop(move->folder); // it is there already
    } else if (const auto* copy = std::get_if<CopyTo>(&action)) {
        const bool there = std::any_of(
            places.begin(), places.end(), [&](const auto& p) { return p.folder == copy->folder; });
        // One source is enough, and one that the server knows the best.
        std::stable_partition(
            places.begin(), places.end(), [](const auto& p) { return p.uid != 0; });
        places.resize(there ? 0 : std::min<std::size_t>(places.size(), 1));
    }
    return places;
}

} // namespace

bool SqliteMailStore::crossesAccounts(const Action& action, AccountId account)
{
    const auto* move = std::get_if<MoveTo>(&action);
    const auto* copy = std::get_if<CopyTo>(&action);
    if (!move && !copy)
        return false;
    return m_folders.accountOf(move ? move->folder : copy->folder) != account;
}

/// The places of one message that the action is about; a flag is set wherever the message is.
Result<std::vector<JournalTarget>> SqliteMailStore::targetsOf(
    const Action& action, MessageId message, std::optional<FolderId> from, AccountId& account)
{
    const auto row = m_messages.find(message);
    if (!row)
        return Unexpected(gone(message));
    account = row->account;
    auto places = shownPlaces(m_database, message);
    if (from && !std::holds_alternative<ChangeFlags>(action)) {
        const auto there = std::find_if(
            places.begin(), places.end(), [&](const auto& p) { return p.folder == *from; });
        places
            = there == places.end() ? std::vector<ShownPlace>{} : std::vector<ShownPlace>{ *there };
    }
    if (places.empty())
        return Unexpected(gone(message));
    std::vector<JournalTarget> targets;
    for (const auto& place : chosenPlaces(action, std::move(places))) {
        targets.push_back({
            .target = { .message = message,
                .folder = place.folder,
                .uidValidity = place.uidValidity,
                .uid = place.uid },
            .messageId = row->messageId,
            .size = row->size,
        });
    }
    return targets;
}

Result<std::vector<ActionId>> SqliteMailStore::recordAction(const Action& action,
    const std::vector<MessageId>& messages, std::optional<FolderId> from, std::int64_t now)
{
    return m_session.write([&](ChangeSet& changes) -> Result<std::vector<ActionId>> {
        std::map<std::pair<AccountId, FolderId>, std::vector<JournalTarget>> groups;
        std::set<MessageId> distinct(messages.begin(), messages.end());
        for (const MessageId message : distinct) {
            AccountId account;
            auto targets = targetsOf(action, message, from, account);
            if (!targets)
                return Unexpected(std::move(targets.error()));
            if (crossesAccounts(action, account)) {
                return Unexpected(Error{ .kind = ErrorKind::Unsupported,
                    .where = "message " + message.toString(),
                    .serverText = {},
                    .code = "other-account" });
            }
            for (auto& target : *targets)
                groups[{ account, target.target.folder }].push_back(std::move(target));
        }
        std::vector<ActionId> ids;
        for (const auto& [group, targets] : groups)
            ids.push_back(m_journal.add(group.first, action, targets, now));
        for (const MessageId message : distinct) {
            m_overlay.refresh(message, changes);
            changes.changed.insert(message);
        }
        changes.actions = true;
        return ids;
    });
}

Result<std::vector<PendingAction>> SqliteMailStore::pendingActions(std::optional<AccountId> account)
{
    return m_session.read(
        [&]() -> Result<std::vector<PendingAction>> { return m_journal.load(account); });
}

Result<void> SqliteMailStore::actionTried(ActionId action, const std::string& error)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        m_journal.tried(action, error);
        if (!m_database.failed() && m_database.changes() == 0)
            return Unexpected(storageError("not-found", "action " + action.toString()));
        changes.actions = true;
        return {};
    });
}

/// cache.db gets the truth and commits first, kept.db loses the journal row and commits second
/// (`openWriter`). A cut between the two leaves truth and journal: the overlay on top of the new
/// truth shows the same, the engine does the action again, the server finds nothing to do, and this
/// call runs again. A power loss that takes the end of cache.db leaves an older mirror with an
/// older checkpoint. Each step here sets a state and none counts on the state before, so running
/// twice is running once.
Result<void> SqliteMailStore::actionDone(
    const PendingAction& action, const std::vector<NewPosition>& positions)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        // The stored row: its targets may have learnt a new position while the server worked.
        const auto stored = m_journal.find(action.id);
        if (!stored)
            return {};
        if (const auto* flags = std::get_if<ChangeFlags>(&stored->action)) {
            finishFlags(*stored, flags->change);
        } else if (const auto* move = std::get_if<MoveTo>(&stored->action)) {
            finishArrival(*stored, move->folder, positions, true, changes);
        } else if (const auto* copy = std::get_if<CopyTo>(&stored->action)) {
            finishArrival(*stored, copy->folder, positions, false, changes);
        } else {
            for (const auto& target : stored->targets)
                removeSource(target);
        }
        m_journal.remove(stored->id);
        refreshTargets(*stored, changes);
        return {};
    });
}

void SqliteMailStore::finishFlags(const PendingAction& action, const FlagChange& change)
{
    for (const auto& target : action.targets) {
        if (const auto placement = m_placements.of(target.message, target.folder))
            m_placements.setFlags(*placement, change.appliedTo(placement->flags));
    }
}

void SqliteMailStore::finishArrival(const PendingAction& action, FolderId to,
    const std::vector<NewPosition>& positions, bool moved, ChangeSet& changes)
{
    for (const auto& target : action.targets) {
        const auto source = m_placements.of(target.message, target.folder);
        const auto row = m_messages.find(target.message);
        const auto told = std::find_if(positions.begin(), positions.end(),
            [&](const auto& p) { return p.message == target.message && p.folder == to; });
        NewPosition position{ .message = target.message, .folder = to };
        if (told != positions.end())
            position = *told;
        if (moved && target.folder != to)
            removeSource(target);
        if (row)
            arrive(position, source ? source->flags : row->lastFlags,
                source.has_value() || told != positions.end(), changes);
    }
}

/// Puts a message at the position where the server put it. With a known uid that is the end of it;
/// without one, and where it is `presumed` to be there, provisionally.
void SqliteMailStore::arrive(
    const NewPosition& position, const Flags& flags, bool presumed, ChangeSet& changes)
{
    const auto folder = m_folders.find(position.folder);
    const auto row = m_messages.find(position.message);
    if (!folder || !row)
        return;
    const std::uint32_t uidValidity = folder->checkpoint.uidValidity;
    const bool certain
        = position.uid != 0 && (uidValidity == 0 || uidValidity == position.uidValidity);
    const auto there = m_placements.of(position.message, position.folder);
    // A message that was in the folder before keeps that place; its double is a message of its own,
    // and the next delta shows it.
    if (there && !there->isProvisional())
        return;
    if (!certain && (there || !presumed))
        return;
    if (certain) {
        m_journal.learnPosition(
            position.message, position.folder, position.uidValidity, position.uid);
        if (!takeOverPosition(position.message, position.folder, position.uid, changes))
            return;
    }
    if (there)
        m_placements.remove(*there);
    m_database.run(
        "DELETE FROM aside WHERE folder = ?1 AND message = ?2", position.folder, position.message);
    m_placements.add({ .folder = position.folder,
        .uid = certain ? position.uid : 0,
        .message = position.message,
        .received = row->received,
        .size = row->size,
        .flags = flags,
        .hasBody = row->hasBody });
}

/// Frees a position for `message` where a delta was quicker and made a new message of it; false
/// where that one has work pending.
bool SqliteMailStore::takeOverPosition(
    MessageId message, FolderId folder, std::uint32_t uid, ChangeSet& changes)
{
    const auto quicker = m_placements.at(folder, uid);
    if (!quicker || quicker->message == message)
        return true;
    if (m_overlay.covers(quicker->message))
        return false;
    m_placements.remove(*quicker);
    m_messages.removeIfUnneeded(quicker->message, changes);
    return true;
}

void SqliteMailStore::removeSource(const ActionTarget& target)
{
    const auto placement = m_placements.of(target.message, target.folder);
    // Not where the server has since put it back under another uid, or the folder has become
    // another one.
    if (placement
        && (placement->isProvisional() || target.uid == 0 || placement->uid == target.uid))
        m_placements.remove(*placement);
}

void SqliteMailStore::refreshTargets(const PendingAction& action, ChangeSet& changes)
{
    for (const auto& target : action.targets) {
        changes.changed.insert(target.message);
        changes.folders.insert(target.folder);
        m_overlay.refresh(target.message, changes);
        m_messages.removeIfUnneeded(target.message, changes);
    }
    changes.actions = true;
}

Result<void> SqliteMailStore::actionDropped(ActionId action)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        const auto stored = m_journal.find(action);
        if (!stored)
            return Unexpected(storageError("not-found", "action " + action.toString()));
        m_journal.remove(action);
        for (const auto& target : stored->targets) {
            // What was done to the message where it will not arrive: back to its source with a
            // move, nothing with a copy.
            if (const auto* move = std::get_if<MoveTo>(&stored->action))
                m_journal.returnTargets(action, move->folder, target);
            else if (const auto* copy = std::get_if<CopyTo>(&stored->action))
                m_journal.dropTargets(action, copy->folder, target.message);
        }
        refreshTargets(*stored, changes);
        return {};
    });
}

} // namespace fulmar::storage
