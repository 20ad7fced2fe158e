// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/account_folders.h"

#include "viewmodels/formats.h"
#include "wording.h"

#include <algorithm>

namespace fulmar::app {

AccountFolders::AccountFolders(
    Backend& backend, MailboxTreeModel& mailboxes, AccountId account, QObject* parent)
    : KeyedListModel(parent), m_backend(backend), m_mailboxes(mailboxes), m_account(account)
{
    connect(&m_mailboxes, &MailboxTreeModel::loaded, this, &AccountFolders::rebuild);
    rebuild();
}

QHash<int, QByteArray> AccountFolders::roleNames() const
{
    return { { KeyRole, "key" }, { LabelRole, "label" }, { ChosenRole, "chosen" } };
}

QVariant AccountFolders::data(const QModelIndex& index, int role) const
{
    const AccountFolderRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    switch (role) {
    case KeyRole:
        return shown->key;
    case Qt::DisplayRole:
    case LabelRole:
        return shown->label;
    case ChosenRole:
        return shown->chosen;
    default:
        return {};
    }
}

QStringList AccountFolders::choices() const
{
    QStringList all{ tr("As the server says") };
    for (const std::string& path : m_paths)
        all += displayText(path);
    return all;
}

void AccountFolders::rebuild()
{
    const std::pair<FolderRole, QString> roles[] = {
        { FolderRole::Sent, tr("Sent mail") },
        { FolderRole::Drafts, tr("Drafts") },
        { FolderRole::Archive, tr("Archive") },
        { FolderRole::Junk, tr("Junk") },
        { FolderRole::Trash, tr("Trash") },
    };
    std::vector<std::string> paths;
    for (const Folder& folder : m_mailboxes.folders()) {
        if (folder.account == m_account && folder.selectable && folder.role != FolderRole::Inbox)
            paths.push_back(folder.path);
    }
    std::sort(paths.begin(), paths.end());
    const bool changed = paths != m_paths;
    m_paths = std::move(paths);
    std::vector<AccountFolderRow> next;
    for (const auto& [role, label] : roles) {
        const Folder* folder = m_mailboxes.folderByRole(m_account, role);
        const auto found = std::find(m_paths.begin(), m_paths.end(), folder ? folder->path : "");
        next.push_back({ text(roleName(role)), label,
            found == m_paths.end() ? 0 : static_cast<int>(found - m_paths.begin()) + 1 });
    }
    if (changed)
        Q_EMIT choicesChanged();
    setRows(std::move(next));
}

void AccountFolders::choose(const QString& key, int choice)
{
    const FolderRole role = roleFromName(utf8(key));
    if (role == FolderRole::None || choice < 0 || choice > static_cast<int>(m_paths.size()))
        return;
    const std::string path
        = choice == 0 ? std::string() : m_paths[static_cast<std::size_t>(choice - 1)];
    m_backend.setFolderRole(m_account, role, path, this, [this](const Result<void>& done) {
        if (!done)
            Q_EMIT refused(wordingFor(done.error()).sentence);
    });
}

} // namespace fulmar::app
