// SPDX-License-Identifier: GPL-3.0-or-later
// What became of actions: the server's truth first, then the journal row goes.
#include "storage/sqlite_mail_store.h"

#include <algorithm>

namespace fulmar::storage {

/// cache.db gets the truth and commits first, kept.db loses the journal row and commits second
/// (`openWriter`). A cut between the two leaves truth and journal: the overlay on top of the new
/// truth shows the same, the engine does the action again, the server finds nothing to do, and this
/// call runs again. A power loss that takes the end of cache.db leaves an older mirror with an
/// older checkpoint. Each step here sets a state and none counts on the state before, so running
/// twice is running once.
Result<void> SqliteMailStore::actionDone(const PendingAction& action, const ActionOutcome& outcome)
{
    // An original that stays becomes a message of its own.
    if (auto reserved
        = m_session.reserveMessageKeys(outcome.originalsStay ? action.targets.size() : 0);
        !reserved)
        return reserved;
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        // The stored row: its targets may have learnt a new position while the server worked.
        const auto stored = m_journal.find(action.id);
        if (!stored)
            return {};
        if (folderActedOn(stored->action))
            finishTree(*stored, outcome, changes);
        else
            finishOnMessages(*stored, outcome, changes);
        m_journal.remove(stored->id);
        refreshTargets(*stored, changes);
        if (m_localMail.isLocal(stored->account))
            m_localMail.keep(*stored, changes);
        return {};
    });
}

void SqliteMailStore::finishOnMessages(
    const PendingAction& action, const ActionOutcome& outcome, ChangeSet& changes)
{
    GmailViews views(m_database, action.account);
    if (views.isGmail()) {
        finishOnGmail(action, outcome, views, changes);
    } else if (const auto* flags = std::get_if<ChangeFlags>(&action.action)) {
        finishFlags(action, outcome.kept.value_or(flags->change));
    } else if (const auto to = arrivalOf(action.action)) {
        const bool moved = std::holds_alternative<MoveTo>(action.action);
        finishArrival(action, *to, outcome, moved, changes);
    } else {
        for (const auto& target : action.targets)
            removeSource(target, outcome.originalsStay, changes);
    }
}

void SqliteMailStore::finishFlags(const PendingAction& action, const FlagChange& change)
{
    for (const auto& target : action.targets) {
        if (const auto placement = m_placements.of(target.message, target.folder))
            m_placements.setFlags(*placement, change.appliedTo(placement->flags));
    }
}

void SqliteMailStore::finishArrival(const PendingAction& action, FolderId to,
    const ActionOutcome& outcome, bool moved, ChangeSet& changes)
{
    for (const auto& target : action.targets) {
        const auto source = m_placements.of(target.message, target.folder);
        const auto row = m_messages.find(target.message);
        const auto told = std::find_if(outcome.positions.begin(), outcome.positions.end(),
            [&](const auto& p) { return p.message == target.message && p.folder == to; });
        const bool isTold = told != outcome.positions.end();
        NewPosition position{ .message = target.message, .folder = to };
        if (isTold)
            position = *told;
        if (moved && target.folder != to)
            removeSource(target, outcome.originalsStay, changes);
        if (row)
            arrive(position, source ? source->flags : row->lastFlags, source.has_value() || isTold,
                changes);
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

void SqliteMailStore::removeSource(const ActionTarget& target, bool stays, ChangeSet& changes)
{
    const auto placement = m_placements.of(target.message, target.folder);
    // Not where the server has since put it back under another uid, or the folder has become
    // another one.
    if (!placement
        || (!placement->isProvisional() && target.uid != 0 && placement->uid != target.uid))
        return;
    if (stays && !placement->isProvisional())
        hideOriginal(*placement, changes);
    else
        m_placements.remove(*placement);
}

/// The original is still on the server, marked `\Deleted`. It becomes a message of its own that
/// nobody sees, so that the message itself can go wherever it goes next, back here too.
void SqliteMailStore::hideOriginal(const Placement& original, ChangeSet& changes)
{
    const auto row = m_messages.find(original.message);
    if (!row)
        return;
    m_placements.remove(original);
    RemoteMessage remote{ .uid = static_cast<std::uint32_t>(original.uid),
        .flags = original.flags,
        .received = original.received,
        .size = original.size };
    remote.flags.set(Flag::Deleted);
    remote.summary.messageId = row->messageId;
    const MessageId hidden = m_messages.insert(row->account, remote);
    m_placements.add({ .folder = original.folder,
        .uid = original.uid,
        .message = hidden,
        .received = original.received,
        .size = original.size,
        .flags = remote.flags,
        .hasBody = true }); // nobody will read it: it is not to be downloaded again
    const auto folder = m_folders.find(original.folder);
    m_journal.addHidden(row->account,
        { .target = { .message = hidden,
              .folder = original.folder,
              .uidValidity = folder ? folder->checkpoint.uidValidity : 0,
              .uid = remote.uid },
            .messageId = row->messageId,
            .size = row->size },
        0);
    m_overlay.refresh(hidden, changes);
}

/// An original that was hidden is gone, or another client took its `\Deleted` away.
void SqliteMailStore::showAgain(MessageId message, FolderId folder)
{
    if (m_journal.hasHidden() && m_journal.removeHidden(message, folder))
        m_database.run(
            "UPDATE placement SET has_body = 0 WHERE message = ?1 AND NOT EXISTS (SELECT 1 FROM "
            "body WHERE message = ?1)",
            message);
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

/// Takes an action out of the journal as if it had never been there.
void SqliteMailStore::withdraw(const PendingAction& action, ChangeSet& changes)
{
    m_journal.remove(action.id);
    m_undo.forget(action.id);
    for (const auto& target : action.targets) {
        // What was done to the message where it will not arrive: back to its source with a
        // move, nothing with a copy.
        if (const auto* move = std::get_if<MoveTo>(&action.action))
            m_journal.returnTargets(action.id, move->folder, target);
        else if (const auto* copy = std::get_if<CopyTo>(&action.action))
            m_journal.dropTargets(action.id, copy->folder, target.message);
    }
    refreshTargets(action, changes);
    if (const auto folder = folderActedOn(action.action)) {
        changes.folderTree = true;
        changes.folders.insert(*folder);
    }
    if (const auto* create = std::get_if<CreateFolder>(&action.action)) {
        for (const ActionId id : m_journal.arrivingAt(create->folder)) {
            if (const auto arriving = m_journal.find(id);
                arriving && !m_folders.find(create->folder))
                withdraw(*arriving, changes);
        }
    }
}

Result<void> SqliteMailStore::actionDropped(ActionId action)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        const auto stored = m_journal.find(action);
        if (!stored)
            return Unexpected(storageError("not-found", "action " + action.toString()));
        withdraw(*stored, changes);
        return {};
    });
}

} // namespace fulmar::storage
