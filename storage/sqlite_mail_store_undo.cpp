// SPDX-License-Identifier: GPL-3.0-or-later
// The last change taken back: what is still queued simply goes, what the server may have done is
// journalled in reverse.
#include "storage/sqlite_mail_store.h"

#include "storage/folder_list.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace fulmar::storage {
namespace {

/// A folder that was made on the way of a move is no wish of its own: once it is there it stays.
bool isOnMessages(const std::vector<UndoPart>& parts)
{
    return std::any_of(
        parts.begin(), parts.end(), [](const UndoPart& part) { return part.message.isValid(); });
}

} // namespace

/// Whether a part is gone for good: it was a deletion, and the server may have done it.
bool SqliteMailStore::isFinal(const std::vector<UndoPart>& parts)
{
    const bool onMessages = isOnMessages(parts);
    return std::any_of(parts.begin(), parts.end(), [&](const UndoPart& part) {
        const auto stored = m_journal.find(part.action);
        const bool queued = stored && !stored->begun;
        if (part.kind == "delete" || part.kind == "delete-folder")
            return !queued;
        if (part.kind != "create-folder" || queued || onMessages)
            return false;
        // A folder that was made is only taken away while it is empty.
        return m_database.exists(
            "SELECT 1 FROM placement WHERE folder = ?1 UNION ALL "
            "SELECT 1 FROM kept.overlay_place WHERE folder = ?1 AND shown = 1 LIMIT 1",
            part.folder);
    });
}

Result<Undone> SqliteMailStore::undo(std::int64_t now)
{
    bool final = false;
    auto undone = m_session.write([&](ChangeSet& changes) -> Result<Undone> {
        const auto step = m_undo.last();
        if (!step)
            return Unexpected(storageError("nothing-to-undo", "undo"));
        const auto parts = m_undo.partsOf(step->id);
        Undone result{ .step = *step };
        final = isFinal(parts);
        m_undo.remove(step->id);
        changes.actions = true;
        if (final)
            return result;
        std::set<MessageId> messages;
        for (const auto& part : parts) {
            if (part.message.isValid())
                messages.insert(part.message);
        }
        result.messages.assign(messages.begin(), messages.end());
        // Backwards, action by action.
        for (auto end = parts.end(); end != parts.begin();) {
            auto first = std::prev(end);
            while (first != parts.begin() && std::prev(first)->action == first->action)
                --first;
            const auto stored = m_journal.find(first->action);
            if (stored && !stored->begun)
                withdraw(*stored, changes);
            else if (first->kind != "create-folder" || !isOnMessages(parts))
                reverse({ first, end }, now, result, changes);
            end = first;
        }
        return result;
    });
    if (undone && final) {
        return Unexpected(Error{ .kind = ErrorKind::Rejected,
            .where = undone->step.name,
            .serverText = {},
            .code = "cannot-undo" });
    }
    return undone;
}

void SqliteMailStore::reverse(
    const std::vector<UndoPart>& parts, std::int64_t now, Undone& undone, ChangeSet& changes)
{
    if (parts.front().message.isValid())
        return reverseOnMessages(parts, now, undone, changes);
    for (const auto& part : parts)
        reverseOnTree(part, now, undone, changes);
}

/// The position of a message in a folder where it is shown; nothing where it is not.
std::optional<JournalTarget> SqliteMailStore::standing(MessageId message, FolderId folder)
{
    const auto targets = targetsOf(DeleteForever{}, message, folder);
    if (!targets || targets->empty())
        return std::nullopt;
    JournalTarget target = targets->front().target;
    target.target.folder = folder; // on Gmail its position is in another one, and this says why
    return target;
}

/// Messages that are not any more where the change left them are left alone: somebody else was
/// there since.
void SqliteMailStore::reverseOnMessages(
    const std::vector<UndoPart>& parts, std::int64_t now, Undone& undone, ChangeSet& changes)
{
    struct Back {
        Action action;
        FolderId from;
        std::vector<JournalTarget> targets;
    };
    std::vector<Back> groups;
    const auto join
        = [&](const Action& action, FolderId from, JournalTarget target, auto&& isSame) {
              for (auto& group : groups) {
                  if (group.from == from && group.action.index() == action.index()
                      && isSame(group.action))
                      return group.targets.push_back(std::move(target));
              }
              groups.push_back({ action, from, { std::move(target) } });
          };
    const GmailViews views(m_database, parts.front().account);
    std::set<MessageId> messages;
    for (const auto& part : parts) {
        const bool isFlag = part.kind == "flag";
        const FolderId from = isFlag ? part.folder : part.arrival;
        auto target = standing(part.message, from);
        if (!target || (isFlag && part.back == FlagChange{})
            || (part.kind == "copy" && part.wasThere))
            continue;
        messages.insert(part.message);
        if (isFlag) {
            join(ChangeFlags{ part.back }, from, std::move(*target), [&](const Action& action) {
                return std::get<ChangeFlags>(action).change == part.back;
            });
        } else if (part.kind == "copy" && views.isView(from)) {
            // A copy was a label more, of the one message that there is.
            join(MoveTo{ views.all() }, from, std::move(*target),
                [&](const Action& other) { return arrivalOf(other) == views.all(); });
        } else if (part.kind == "copy") {
            join(DeleteForever{}, from, std::move(*target), [](const Action&) { return true; });
        } else {
            const Action action
                = part.wasThere ? Action(CopyTo{ part.folder }) : Action(MoveTo{ part.folder });
            join(action, from, std::move(*target),
                [&](const Action& other) { return arrivalOf(other) == part.folder; });
        }
    }
    for (const auto& group : groups)
        undone.actions.push_back(
            m_journal.add(parts.front().account, group.action, group.targets, now));
    refreshShown(messages, changes);
}

void SqliteMailStore::reverseOnTree(
    const UndoPart& part, std::int64_t now, Undone& undone, ChangeSet& changes)
{
    const auto folders = shownFolders(m_database, part.account);
    const bool isShown = std::any_of(folders.begin(), folders.end(),
        [&](const Folder& folder) { return folder.id == part.folder; });
    if (!isShown)
        return;
    Action back = SubscribeFolder{ part.folder, part.wasThere };
    if (part.kind == "create-folder")
        back = DeleteFolder{ part.folder, true };
    else if (part.kind == "rename-folder")
        back = RenameFolder{ part.folder, part.path };
    undone.actions.push_back(m_journal.add(part.account, back, {}, now));
    changes.folderTree = true;
    changes.folders.insert(part.folder);
}

} // namespace fulmar::storage
