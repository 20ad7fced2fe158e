// SPDX-License-Identifier: GPL-3.0-or-later
// News of one folder. The deltas of a folder may be stored again after a cut: everything here is a
// state, nothing a difference.
#include "storage/sqlite_mail_store.h"

#include <set>

namespace fulmar::storage {

Result<void> SqliteMailStore::applyDelta(FolderId folder, const FolderDelta& delta)
{
    if (auto reserved = m_session.reserveMessageKeys(delta.added.size()); !reserved)
        return reserved;
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        auto row = m_folders.find(folder);
        if (!row)
            return Unexpected(storageError("not-found", "folder " + folder.toString()));
        std::uint32_t uidValidity = row->checkpoint.uidValidity;
        if (delta.checkpoint && delta.checkpoint->uidValidity != uidValidity) {
            // Nobody called resetFolder: the positions that are stored are still those of another
            // folder of this name.
            if (uidValidity != 0)
                voidFolder(folder, delta.checkpoint->uidValidity, changes);
            uidValidity = delta.checkpoint->uidValidity;
        }
        m_gmail.emplace(m_database, row->account);
        applyAdded(*row, uidValidity, delta, changes);
        applyFlags(folder, delta.flags, changes);
        applyVanished(folder, delta.vanished, changes);
        if (delta.checkpoint) {
            m_folders.setCheckpoint(folder, *delta.checkpoint);
            settleExpected(folder, *delta.checkpoint, changes);
        }
        m_gmail.reset();
        return {};
    });
}

void SqliteMailStore::applyAdded(const FolderRow& folder, std::uint32_t uidValidity,
    const FolderDelta& delta, ChangeSet& changes)
{
    if (delta.added.empty())
        return;
    Rebinding rebinding(m_database, folder, uidValidity);
    for (const auto& remote : delta.added) {
        if (m_database.failed())
            return;
        if (remote.uid == 0 || updateKnown(folder, remote, changes))
            continue;
        const MessageId message = bindOrInsert(folder, rebinding, remote, changes);
        if (remote.gmail) {
            m_gmail->setFields(message, *remote.gmail);
            m_gmail->refresh(message, changes);
        }
        if (m_overlay.covers(message)) {
            m_journal.learnPosition(message, folder.id, uidValidity, remote.uid);
            m_overlay.refresh(message, changes);
        }
        changes.folders.insert(folder.id);
    }
}

/// A uid that is stored already. A stored message that is plainly another one (both identities
/// differ: the server broke its word about UIDVALIDITY) loses the position, so that no body is
/// shown under a wrong header.
bool SqliteMailStore::updateKnown(
    const FolderRow& folder, const RemoteMessage& remote, ChangeSet& changes)
{
    const auto placement = m_placements.at(folder.id, remote.uid);
    if (!placement)
        return false;
    const auto row = m_messages.find(placement->message);
    const bool another = !row
        || (row->size != remote.size && !row->messageId.empty() && !remote.summary.messageId.empty()
            && row->messageId != remote.summary.messageId);
    if (another) {
        applyVanished(folder.id, { remote.uid }, changes);
        return false;
    }
    m_messages.updateHeaders(*row, remote);
    if (remote.gmail)
        m_gmail->setFields(row->id, *remote.gmail);
    applyFlags(folder.id,
        { { .uid = remote.uid,
            .flags = remote.flags,
            .labels = remote.gmail ? remote.gmail->labels : std::nullopt } },
        changes);
    m_overlay.refresh(row->id, changes);
    changes.changed.insert(row->id);
    changes.folders.insert(folder.id);
    return true;
}

MessageId SqliteMailStore::bindOrInsert(
    const FolderRow& folder, Rebinding& rebinding, const RemoteMessage& remote, ChangeSet& changes)
{
    Placement placement{
        .folder = folder.id,
        .uid = remote.uid,
        .received = remote.received,
        .size = remote.size,
        .flags = remote.flags,
    };
    // Gmail names a message the same in every mailbox: one that was moved is not a new one.
    const auto onGmail = remote.gmail ? m_gmail->find(remote.gmail->message) : std::nullopt;
    if (const auto known = onGmail ? onGmail : rebinding.knownMessage(remote)) {
        const auto row = m_messages.find(*known);
        if (const auto expected = m_placements.of(*known, folder.id))
            m_placements.remove(*expected);
        m_database.run("DELETE FROM aside WHERE folder = ?1 AND message = ?2", folder.id, *known);
        if (row)
            m_messages.updateHeaders(*row, remote);
        placement.message = *known;
        placement.hasBody = row && row->hasBody;
        changes.changed.insert(*known);
    } else {
        placement.message = m_messages.insert(folder.account, remote, rebinding.lostKey(remote));
        changes.added.insert(placement.message);
    }
    m_placements.add(placement);
    return placement.message;
}

void SqliteMailStore::applyFlags(
    FolderId folder, const std::vector<FlagUpdate>& updates, ChangeSet& changes)
{
    for (const auto& update : updates) {
        const auto placement = m_placements.at(folder, update.uid);
        const bool relabelled
            = placement && update.labels && m_gmail->labelsOf(placement->message) != *update.labels;
        if (!placement || (placement->flags == update.flags && !relabelled))
            continue;
        if (placement->flags != update.flags)
            m_placements.setFlags(*placement, update.flags);
        if (update.labels)
            m_gmail->setLabels(placement->message, *update.labels);
        if (m_gmail->isGmail())
            m_gmail->refresh(placement->message, changes);
        if (!update.flags.has(Flag::Deleted))
            showAgain(placement->message, folder);
        m_overlay.refresh(placement->message, changes);
        changes.changed.insert(placement->message);
        changes.folders.insert(folder);
    }
}

void SqliteMailStore::applyVanished(
    FolderId folder, const std::vector<std::uint32_t>& uids, ChangeSet& changes)
{
    for (const std::uint32_t uid : uids) {
        const auto placement = m_placements.at(folder, uid);
        if (!placement)
            continue;
        m_placements.remove(*placement);
        showAgain(placement->message, folder);
        changes.changed.insert(placement->message);
        changes.folders.insert(folder);
        m_overlay.refresh(placement->message, changes);
        removeUnlessElsewhere(placement->message, changes);
    }
}

/// On Gmail a message that left one mailbox is in another one as a rule: it stays until all were
/// compared, and so does its body.
void SqliteMailStore::removeUnlessElsewhere(MessageId message, ChangeSet& changes)
{
    if (m_gmail && m_gmail->isGmail())
        m_gmail->refresh(message, changes);
    if (m_gmail && m_gmail->knows(message))
        m_gmail->setAside(message);
    m_messages.removeIfUnneeded(message, changes);
}

/// Once the mirror holds as many messages as the server, what was expected here and has not come
/// will not come.
void SqliteMailStore::settleExpected(
    FolderId folder, const FolderCheckpoint& checkpoint, ChangeSet& changes)
{
    const auto placed
        = m_database.value("SELECT total FROM folder WHERE id = ?1", folder).value_or(0);
    std::set<MessageId> expected;
    std::int64_t provisional = 0;
    {
        Statement row(m_database, "SELECT message FROM placement WHERE folder = ?1 AND uid < 0");
        row.bind(folder);
        for (; row.next(); ++provisional)
            expected.insert(row.id<MessageId>(0));
    }
    if (placed - provisional < checkpoint.exists)
        return;
    {
        Statement row(m_database, "SELECT message FROM aside WHERE folder = ?1");
        row.bind(folder);
        while (row.next())
            expected.insert(row.id<MessageId>(0));
    }
    if (expected.empty())
        return;
    m_database.run("DELETE FROM placement WHERE folder = ?1 AND uid < 0", folder);
    m_database.run("DELETE FROM aside WHERE folder = ?1", folder);
    changes.folders.insert(folder);
    for (const MessageId message : expected) {
        changes.changed.insert(message);
        m_overlay.refresh(message, changes);
        removeUnlessElsewhere(message, changes);
    }
}

} // namespace fulmar::storage
