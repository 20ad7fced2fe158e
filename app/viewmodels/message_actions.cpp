// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/message_actions.h"

#include "wording.h"

#include <algorithm>

namespace fulmar::app {

MessageActions::MessageActions(
    Backend& backend, MailboxTreeModel& mailboxes, MessageListModel& messages, QObject* parent)
    : QObject(parent), m_backend(backend), m_mailboxes(mailboxes), m_messages(messages)
{
    connect(&m_messages, &MessageListModel::selectionChanged, this, &MessageActions::changed);
    connect(&m_messages, &MessageListModel::dataChanged, this, &MessageActions::changed);
    connect(&m_mailboxes, &MailboxTreeModel::currentChanged, this, &MessageActions::changed);
}

const Folder* MessageActions::here() const
{
    return m_messages.folder() ? m_mailboxes.folder(*m_messages.folder()) : nullptr;
}

FolderRole MessageActions::role() const
{
    const Folder* folder = here();
    return folder ? folder->role : FolderRole::None;
}

/// Gmail has no archive folder: what leaves the inbox stays in All Mail.
const Folder* MessageActions::archiveFolder() const
{
    const Folder* folder = here();
    if (!folder)
        return nullptr;
    const Folder* archive = m_mailboxes.folderByRole(folder->account, FolderRole::Archive);
    return archive ? archive : m_mailboxes.folderByRole(folder->account, FolderRole::All);
}

bool MessageActions::canArchive() const
{
    const Folder* target = archiveFolder();
    return enabled() && target && m_messages.folder() != target->id;
}

bool MessageActions::allHave(Flag flag) const
{
    const auto& rows = m_messages.rows();
    return enabled() && std::all_of(rows.begin(), rows.end(), [&](const MessageRow& r) {
        return !r.selected || r.message.flags.has(flag);
    });
}

void MessageActions::act(const Action& action, const std::vector<MessageId>& ids, bool leaves)
{
    if (ids.empty())
        return;
    if (leaves)
        m_messages.selectAfter(ids);
    m_backend.act(action, ids, m_messages.folder(), this, [this](const Result<void>& done) {
        if (!done)
            Q_EMIT refused(wordingFor(done.error()).sentence);
    });
}

void MessageActions::moveToRole(const Folder* target, const QString& missing)
{
    if (!enabled())
        return;
    if (!target) {
        Q_EMIT refused(missing);
        return;
    }
    if (m_messages.folder() != target->id)
        act(MoveTo{ target->id }, m_messages.selection(), true);
}

void MessageActions::archive()
{
    moveToRole(archiveFolder(),
        tr("This account has no archive folder. Press V to choose a folder to move to."));
}

void MessageActions::trash()
{
    if (!enabled())
        return;
    if (inTrash()) {
        Q_EMIT deleteConfirmationNeeded(m_messages.selectedCount());
        return;
    }
    const Folder* folder = here();
    moveToRole(folder ? m_mailboxes.folderByRole(folder->account, FolderRole::Trash) : nullptr,
        tr("This account has no trash folder. Press V to choose a folder to move to."));
}

void MessageActions::deleteForever()
{
    act(DeleteForever{}, m_messages.selection(), true);
}

void MessageActions::junk()
{
    const Folder* folder = here();
    if (!folder || !enabled())
        return;
    const auto ids = m_messages.selection();
    change(inJunk() ? Flag::NotJunk : Flag::Junk, true, ids);
    change(inJunk() ? Flag::Junk : Flag::NotJunk, false, ids);
    moveToRole(
        m_mailboxes.folderByRole(folder->account, inJunk() ? FolderRole::Inbox : FolderRole::Junk),
        tr("This account has no junk folder. Press V to choose a folder to move to."));
}

void MessageActions::moveTo(const QString& folderKey)
{
    const auto id = FolderId::parse(folderKey.toStdString());
    if (id && enabled() && m_messages.folder() != *id)
        act(MoveTo{ *id }, m_messages.selection(), true);
}

void MessageActions::change(Flag flag, bool on, const std::vector<MessageId>& ids)
{
    FlagChange change;
    (on ? change.add : change.remove).set(flag);
    act(ChangeFlags{ change }, ids, false);
}

void MessageActions::toggleFlag()
{
    change(Flag::Flagged, !allFlagged(), m_messages.selection());
}

void MessageActions::toggleRead()
{
    change(Flag::Seen, !allRead(), m_messages.selection());
}

void MessageActions::toggleFlagOf(int row)
{
    if (const MessageRow* target = m_messages.row(row))
        change(Flag::Flagged, !target->message.flags.has(Flag::Flagged), { target->message.id });
}

} // namespace fulmar::app
