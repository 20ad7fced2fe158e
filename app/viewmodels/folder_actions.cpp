// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/folder_actions.h"

#include "viewmodels/change_words.h"
#include "viewmodels/formats.h"
#include "wording.h"

#include <algorithm>
#include <numeric>

namespace fulmar::app {

FolderActions::FolderActions(Backend& backend, MailboxTreeModel& mailboxes, QObject* parent)
    : QObject(parent), m_backend(backend), m_mailboxes(mailboxes)
{
}

const Folder* FolderActions::folder(const QString& key) const
{
    const auto id = FolderId::parse(key.toStdString());
    return id ? m_mailboxes.folder(*id) : nullptr;
}

bool FolderActions::isFolder(const QString& key) const
{
    return folder(key) != nullptr;
}

bool FolderActions::canCreateIn(const QString& key) const
{
    if (const Folder* parent = folder(key))
        return parent->role == FolderRole::None || parent->role == FolderRole::Inbox;
    const auto account = AccountId::parse(key.toStdString());
    const auto& all = m_mailboxes.folders();
    return account && std::any_of(all.begin(), all.end(), [&](const Folder& f) {
        return f.account == *account;
    });
}

bool FolderActions::canChange(const QString& key) const
{
    const Folder* chosen = folder(key);
    return chosen && chosen->role == FolderRole::None;
}

bool FolderActions::isSubscribed(const QString& key) const
{
    const Folder* chosen = folder(key);
    return chosen && chosen->subscribed;
}

QString FolderActions::name(const QString& key) const
{
    const Folder* chosen = folder(key);
    return chosen ? MailboxTreeModel::folderName(*chosen) : QString();
}

std::vector<Folder> FolderActions::withSubfolders(const Folder& folder) const
{
    std::vector<Folder> all;
    for (const Folder& other : m_mailboxes.folders()) {
        const bool same = other.account == folder.account;
        if (same && (other.id == folder.id || isBelow(other.path, folder.path)))
            all.push_back(other);
    }
    // The deepest first: no server deletes what still has something in it.
    std::stable_sort(all.begin(), all.end(), [](const Folder& a, const Folder& b) {
        return std::count(a.path.begin(), a.path.end(), '/')
            > std::count(b.path.begin(), b.path.end(), '/');
    });
    return all;
}

QString FolderActions::deletionWarning(const QString& key) const
{
    const Folder* chosen = folder(key);
    if (!chosen)
        return {};
    const auto all = withSubfolders(*chosen);
    const auto messages = std::accumulate(all.begin(), all.end(), std::uint64_t{ 0 },
        [](std::uint64_t sum, const Folder& f) { return sum + f.total; });
    const auto subfolders = all.size() - 1;
    if (messages == 0 && subfolders == 0)
        return tr("It is empty. It is deleted on the server too.");
    if (subfolders == 0)
        return tr("Its messages (%1) are deleted with it, on the server too. There is no way back.")
            .arg(messages);
    return tr("Its subfolders (%1) and all messages in them (%2) are deleted with it, on the "
              "server too. There is no way back.")
        .arg(subfolders)
        .arg(messages);
}

std::string FolderActions::newPath(const QString& parentKey, const QString& name) const
{
    const Folder* parent = folder(parentKey);
    const std::string level = utf8(name.trimmed());
    return parent ? parent->path + '/' + level : level;
}

QString FolderActions::problemOf(AccountId account, const std::string& path) const
{
    const auto& all = m_mailboxes.folders();
    std::optional<char> delimiter;
    for (const Folder& other : all) {
        if (other.account != account)
            continue;
        if (other.path == path && other.selectable)
            return tr("There is a folder of this name already.");
        if (!delimiter)
            delimiter = other.delimiter;
    }
    const auto fault = faultOfFolderPath(path, delimiter ? delimiter : std::optional('/'));
    if (fault.empty())
        return {};
    return wordingFor({ ErrorKind::Rejected, path, {}, std::string(fault) }).hint;
}

QString FolderActions::problemOfNew(const QString& parentKey, const QString& name) const
{
    if (name.trimmed().isEmpty())
        return {};
    if (name.contains(u'/'))
        return tr("Choose a name without “/”.");
    const Folder* parent = folder(parentKey);
    const auto account = AccountId::parse(parentKey.toStdString());
    return problemOf(
        parent ? parent->account : account.value_or(AccountId{}), newPath(parentKey, name));
}

QString FolderActions::problemOfRename(const QString& key, const QString& name) const
{
    const Folder* chosen = folder(key);
    if (!chosen || name.trimmed().isEmpty() || utf8(name.trimmed()) == chosen->name)
        return {};
    if (name.contains(u'/'))
        return tr("Choose a name without “/”.");
    const auto slash = chosen->path.rfind('/');
    const std::string parent
        = slash == std::string::npos ? std::string() : chosen->path.substr(0, slash + 1);
    return problemOf(chosen->account, parent + utf8(name.trimmed()));
}

void FolderActions::create(const QString& parentKey, const QString& name)
{
    const Folder* parent = folder(parentKey);
    const auto account
        = parent ? std::optional(parent->account) : AccountId::parse(parentKey.toStdString());
    if (!account || name.trimmed().isEmpty())
        return;
    change(
        { .name = "create-folder",
            .actions = { CreateFolder{ .account = *account, .path = newPath(parentKey, name) } } },
        name.trimmed(), true);
}

void FolderActions::rename(const QString& key, const QString& name)
{
    const Folder* chosen = folder(key);
    const std::string level = utf8(name.trimmed());
    if (!chosen || level.empty() || level == chosen->name)
        return;
    const auto slash = chosen->path.rfind('/');
    const std::string path
        = slash == std::string::npos ? level : chosen->path.substr(0, slash + 1) + level;
    change({ .name = "rename-folder",
               .actions = { RenameFolder{ .folder = chosen->id, .path = path } } },
        MailboxTreeModel::folderName(*chosen), true);
}

void FolderActions::remove(const QString& key)
{
    const Folder* chosen = folder(key);
    if (!chosen)
        return;
    ChangeRequest request{ .name = "delete-folder" };
    for (const Folder& each : withSubfolders(*chosen))
        request.actions.push_back(DeleteFolder{ .folder = each.id });
    change(std::move(request), MailboxTreeModel::folderName(*chosen), false);
}

void FolderActions::setSubscribed(const QString& key, bool subscribed)
{
    if (const Folder* chosen = folder(key))
        change(
            { .name = "subscribe-folder",
                .actions = { SubscribeFolder{ .folder = chosen->id, .subscribed = subscribed } } },
            MailboxTreeModel::folderName(*chosen), true);
}

void FolderActions::change(ChangeRequest request, const QString& folder, bool undoable)
{
    const QString sentence = changeSentence(request.name, 0, folder);
    m_backend.change(request, this, [this, sentence, undoable](const Result<void>& stored) {
        if (stored)
            Q_EMIT done(sentence, undoable);
        else
            Q_EMIT refused(wordingFor(stored.error()).sentence);
    });
}

} // namespace fulmar::app
