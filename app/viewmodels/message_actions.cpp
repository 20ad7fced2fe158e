// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/message_actions.h"

#include "viewmodels/change_words.h"
#include "viewmodels/formats.h"
#include "wording.h"

#include <algorithm>

namespace fulmar::app {
namespace {

constexpr int tags = 5;

/// Thunderbird's names for them, which other clients and servers know.
std::string tagKeyword(int tag)
{
    return "$label" + std::to_string(tag + 1);
}

} // namespace

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
    return enabled() && here() && (!target || m_messages.folder() != target->id);
}

bool MessageActions::allHave(Flag flag) const
{
    const auto& rows = m_messages.rows();
    return enabled() && std::all_of(rows.begin(), rows.end(), [&](const MessageRow& r) {
        return !r.selected || r.message.flags.has(flag);
    });
}

/// Marks are seen where they are made; what leaves the list, or cannot be seen, is said.
void MessageActions::act(const std::string& name, std::vector<Action> actions,
    const std::vector<MessageId>& ids, bool leaves, const QString& folder)
{
    if (ids.empty())
        return;
    if (leaves)
        m_messages.selectAfter(ids);
    const QString sentence = changeSentence(name, static_cast<int>(ids.size()), folder);
    const bool quiet = name == "flag";
    const bool undoable = name != "delete";
    m_backend.change({ .name = name,
                         .actions = std::move(actions),
                         .messages = ids,
                         .from = m_messages.folder() },
        this, [this, sentence, quiet, undoable](const Result<void>& stored) {
            if (!stored)
                Q_EMIT refused(wordingFor(stored.error()).sentence);
            else if (!quiet)
                Q_EMIT done(sentence, undoable);
        });
}

void MessageActions::moveToRole(
    const std::string& name, FolderRole role, std::vector<Action> before)
{
    const Folder* folder = here();
    if (!enabled() || !folder)
        return;
    const Folder* target = role == FolderRole::Archive
        ? archiveFolder()
        : m_mailboxes.folderByRole(folder->account, role);
    if (target && m_messages.folder() == target->id)
        return;
    if (target) {
        before.push_back(MoveTo{ target->id });
    } else {
        std::vector<Folder> all;
        std::copy_if(m_mailboxes.folders().begin(), m_mailboxes.folders().end(),
            std::back_inserter(all), [&](const Folder& f) { return f.account == folder->account; });
        before.push_back(
            CreateFolder{ .account = folder->account, .path = usualPath(role, all), .role = role });
        before.push_back(MoveTo{});
    }
    act(name, std::move(before), m_messages.selection(), true);
}

void MessageActions::archive()
{
    moveToRole("archive", FolderRole::Archive);
}

void MessageActions::trash()
{
    if (!enabled())
        return;
    if (inTrash()) {
        Q_EMIT deleteConfirmationNeeded(m_messages.selectedCount());
        return;
    }
    moveToRole("trash", FolderRole::Trash);
}

void MessageActions::deleteForever()
{
    act("delete", { DeleteForever{} }, m_messages.selection(), true);
}

void MessageActions::junk()
{
    FlagChange change;
    change.add.set(inJunk() ? Flag::NotJunk : Flag::Junk);
    change.remove.set(inJunk() ? Flag::Junk : Flag::NotJunk);
    if (inJunk())
        moveToRole("not-junk", FolderRole::Inbox, { ChangeFlags{ change } });
    else
        moveToRole("junk", FolderRole::Junk, { ChangeFlags{ change } });
}

void MessageActions::moveTo(const QString& folderKey)
{
    const auto id = FolderId::parse(folderKey.toStdString());
    const Folder* target = id ? m_mailboxes.folder(*id) : nullptr;
    if (target && enabled() && m_messages.folder() != *id)
        act("move", { MoveTo{ *id } }, m_messages.selection(), true,
            MailboxTreeModel::folderName(*target));
}

void MessageActions::copyTo(const QString& folderKey)
{
    const auto id = FolderId::parse(folderKey.toStdString());
    const Folder* target = id ? m_mailboxes.folder(*id) : nullptr;
    if (target && enabled() && m_messages.folder() != *id)
        act("copy", { CopyTo{ *id } }, m_messages.selection(), false,
            MailboxTreeModel::folderName(*target));
}

void MessageActions::change(Flag flag, bool on, const std::vector<MessageId>& ids)
{
    FlagChange change;
    (on ? change.add : change.remove).set(flag);
    act("flag", { ChangeFlags{ change } }, ids, false);
}

QString MessageActions::tagName(int tag) const
{
    const QString names[]
        = { tr("Important"), tr("Work"), tr("Personal"), tr("To do"), tr("Later") };
    return tag >= 0 && tag < tags ? names[tag] : QString();
}

bool MessageActions::allTagged(int tag) const
{
    const auto& rows = m_messages.rows();
    return enabled() && std::all_of(rows.begin(), rows.end(), [&](const MessageRow& r) {
        return !r.selected || r.message.flags.keywords.count(tagKeyword(tag)) != 0;
    });
}

void MessageActions::toggleTag(int tag)
{
    if (tag < 0 || tag >= tags)
        return;
    FlagChange change;
    (allTagged(tag) ? change.remove : change.add).keywords = { tagKeyword(tag) };
    act("tag", { ChangeFlags{ change } }, m_messages.selection(), false);
}

void MessageActions::undo()
{
    m_backend.undo(this, [this](const Result<Undone>& undone) {
        if (!undone) {
            Q_EMIT refused(wordingFor(undone.error()).sentence);
            return;
        }
        const UndoStep& step = undone->step;
        const QString folder = displayText(step.folder);
        Q_EMIT done(undoneSentence(step.name, static_cast<int>(step.messages),
                        folder.mid(folder.lastIndexOf(u'/') + 1)),
            false);
    });
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
