// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/mailbox_tree_model.h"

#include "viewmodels/drafts_model.h"
#include "viewmodels/formats.h"

#include <algorithm>
#include <map>

namespace fulmar::app {
namespace {

const QString outboxKey = QStringLiteral("outbox");
const QString draftsKey = QStringLiteral("drafts");

QString roleIcon(FolderRole role)
{
    switch (role) {
    case FolderRole::Inbox:
        return QStringLiteral("inbox");
    case FolderRole::All:
        return QStringLiteral("mails");
    case FolderRole::Sent:
        return QStringLiteral("send");
    case FolderRole::Drafts:
        return QStringLiteral("file-text");
    case FolderRole::Trash:
        return QStringLiteral("trash-2");
    case FolderRole::Junk:
        return QStringLiteral("shield-alert");
    case FolderRole::Archive:
        return QStringLiteral("archive");
    case FolderRole::Flagged:
        return QStringLiteral("star");
    case FolderRole::Important:
        return QStringLiteral("bookmark");
    case FolderRole::None:
        break;
    }
    return QStringLiteral("folder");
}

// The order in which people look for them, not the order of the enum.
int roleRank(FolderRole role)
{
    static constexpr FolderRole order[] = { FolderRole::Inbox, FolderRole::Flagged,
        FolderRole::Important, FolderRole::Drafts, FolderRole::Sent, FolderRole::Archive,
        FolderRole::All, FolderRole::Junk, FolderRole::Trash };
    return static_cast<int>(
        std::find(std::begin(order), std::end(order), role) - std::begin(order));
}

bool isWaiting(const OutboxItem& item)
{
    switch (item.state) {
    case OutboxState::Accepted:
    case OutboxState::SentSeen:
    case OutboxState::Delivered:
    case OutboxState::Cancelled:
        return false;
    default:
        return true;
    }
}

/// Unread mail matters where mail arrives; in Sent, Drafts, Trash and Junk the number is noise.
int shownCount(const Folder& folder)
{
    switch (folder.role) {
    case FolderRole::Sent:
    case FolderRole::Trash:
    case FolderRole::Junk:
    case FolderRole::All:
        return 0;
    case FolderRole::Drafts:
        return static_cast<int>(folder.total);
    default:
        return static_cast<int>(folder.unread);
    }
}

} // namespace

struct MailboxTreeModel::Snapshot {
    std::vector<AccountRecord> accounts;
    std::vector<Folder> folders;
    int waiting = 0, drafts = 0;
};

MailboxTreeModel::MailboxTreeModel(Backend& backend, QObject* parent)
    : KeyedListModel(parent), m_backend(backend)
{
    connect(&m_backend, &Backend::changed, this, &MailboxTreeModel::apply);
}

QHash<int, QByteArray> MailboxTreeModel::roleNames() const
{
    return { { KeyRole, "key" }, { KindRole, "kind" }, { NameRole, "name" },
        { IconRole, "iconName" }, { CountRole, "count" }, { DepthRole, "depth" },
        { ExpandableRole, "expandable" }, { ExpandedRole, "expanded" },
        { SelectableRole, "selectable" }, { DescriptionRole, "description" } };
}

QVariant MailboxTreeModel::data(const QModelIndex& index, int role) const
{
    const MailboxRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    switch (role) {
    case KeyRole:
        return shown->key;
    case KindRole:
        return shown->kind;
    case Qt::DisplayRole:
    case NameRole:
        return shown->name;
    case IconRole:
        return shown->icon;
    case CountRole:
        return shown->count;
    case DepthRole:
        return shown->depth;
    case ExpandableRole:
        return shown->expandable;
    case ExpandedRole:
        return shown->expanded;
    case SelectableRole:
        return shown->selectable;
    case Qt::AccessibleTextRole:
    case DescriptionRole:
        if (shown->count == 0)
            return shown->name;
        return (shown->kind == static_cast<int>(Kind::Folder) ? tr("%1, %2 unread")
                                                              : tr("%1, %2 waiting"))
            .arg(shown->name)
            .arg(shown->count);
    default:
        return {};
    }
}

QString MailboxTreeModel::folderName(const Folder& folder)
{
    switch (folder.role) {
    case FolderRole::Inbox:
        return tr("Inbox");
    case FolderRole::All:
        return tr("All mail");
    case FolderRole::Sent:
        return tr("Sent");
    case FolderRole::Drafts:
        return tr("Drafts");
    case FolderRole::Trash:
        return tr("Trash");
    case FolderRole::Junk:
        return tr("Junk");
    case FolderRole::Archive:
        return tr("Archive");
    case FolderRole::Flagged:
        return tr("Flagged");
    case FolderRole::Important:
        return tr("Important");
    case FolderRole::None:
        break;
    }
    const QString path = text(folder.path);
    return displayText(path.mid(path.lastIndexOf(QLatin1Char('/')) + 1).toStdString());
}

QString MailboxTreeModel::currentName() const
{
    const MailboxRow* shown = current();
    return shown ? shown->name : QString();
}

const Folder* MailboxTreeModel::folder(FolderId id) const
{
    const auto found = std::find_if(
        m_folders.begin(), m_folders.end(), [&](const Folder& f) { return f.id == id; });
    return found == m_folders.end() ? nullptr : &*found;
}

const Folder* MailboxTreeModel::folderByRole(AccountId account, FolderRole role) const
{
    const auto found = std::find_if(m_folders.begin(), m_folders.end(),
        [&](const Folder& f) { return f.account == account && f.role == role && f.selectable; });
    return found == m_folders.end() ? nullptr : &*found;
}

void MailboxTreeModel::open(const QString& key)
{
    const MailboxRow* target = row(indexOfKey(key));
    if (!target || key == m_current)
        return;
    if (!target->selectable)
        return toggleExpanded(key);
    m_current = key;
    Q_EMIT currentChanged();
}

void MailboxTreeModel::toggleExpanded(const QString& key)
{
    if (!m_collapsed.erase(key))
        m_collapsed.insert(key);
    rebuild();
}

void MailboxTreeModel::apply(const ChangeSet& changes)
{
    if (changes.accounts || changes.folderTree || changes.outbox || changes.drafts
        || !changes.folders.empty())
        reload();
}

void MailboxTreeModel::reload()
{
    m_again = m_loading;
    if (m_loading)
        return;
    m_loading = true;
    m_backend.ask(
        this,
        [](MailReader& reader) -> Result<Snapshot> {
            auto accounts = reader.accounts();
            auto folders = reader.folders({});
            auto outbox = reader.outbox();
            auto drafts = draftsOnlyHere(reader);
            if (!accounts)
                return Unexpected(accounts.error());
            if (!folders)
                return Unexpected(folders.error());
            Snapshot all{ std::move(*accounts), std::move(*folders) };
            if (outbox)
                all.waiting
                    = static_cast<int>(std::count_if(outbox->begin(), outbox->end(), isWaiting));
            if (drafts)
                all.drafts = static_cast<int>(drafts->size());
            return all;
        },
        [this](Result<Snapshot> all) {
            m_loading = false;
            if (all) {
                m_accounts = std::move(all->accounts);
                m_folders = std::move(all->folders);
                m_waiting = all->waiting;
                m_drafts = all->drafts;
                rebuild();
                Q_EMIT loaded();
            }
            if (std::exchange(m_again, false))
                reload();
        });
}

void MailboxTreeModel::rebuild()
{
    std::vector<MailboxRow> next;
    for (const AccountRecord& account : m_accounts)
        addAccountRows(account, next);
    if (!m_accounts.empty())
        addPlaces(next);
    setRows(std::move(next));
    keepCurrent();
}

void MailboxTreeModel::addAccountRows(
    const AccountRecord& record, std::vector<MailboxRow>& out) const
{
    MailboxRow head{ .key = text(record.account.id.toString()),
        .kind = static_cast<int>(Kind::AccountHead),
        .name = displayText(record.account.email),
        .icon = QStringLiteral("user"),
        .account = record.account.id };
    head.selectable = false;
    head.expandable = true;
    head.expanded = !m_collapsed.count(head.key);
    out.push_back(head);
    if (!head.expanded)
        return;
    std::vector<const Folder*> special, plain;
    for (const Folder& folder : m_folders) {
        if (folder.account == record.account.id)
            (folder.role == FolderRole::None ? plain : special).push_back(&folder);
    }
    std::stable_sort(special.begin(), special.end(),
        [](const Folder* a, const Folder* b) { return roleRank(a->role) < roleRank(b->role); });
    for (const Folder* folder : special) {
        out.push_back({ .key = text(folder->id.toString()),
            .kind = static_cast<int>(Kind::Folder),
            .name = folderName(*folder),
            .icon = roleIcon(folder->role),
            .folder = folder->id,
            .account = folder->account,
            .role = folder->role,
            .count = shownCount(*folder),
            .selectable = folder->selectable });
    }
    addTree(plain, out);
}

void MailboxTreeModel::addTree(
    const std::vector<const Folder*>& plain, std::vector<MailboxRow>& out) const
{
    const auto isParent = [&](const Folder* folder) {
        const std::string prefix = folder->path + '/';
        return std::any_of(plain.begin(), plain.end(),
            [&](const Folder* f) { return f->path.rfind(prefix, 0) == 0; });
    };
    std::vector<std::pair<std::string, bool>> open; // ancestors of the row at hand: path, expanded
    for (const Folder* folder : plain) {
        const bool parent = isParent(folder);
        if (!folder->selectable && !parent)
            continue; // "[Gmail]": all it holds is shown by role
        while (!open.empty() && folder->path.rfind(open.back().first + '/', 0) != 0)
            open.pop_back();
        const QString key = text(folder->id.toString());
        const bool expanded = !m_collapsed.count(key);
        const bool visible
            = std::all_of(open.begin(), open.end(), [](const auto& up) { return up.second; });
        if (visible) {
            out.push_back({ .key = key,
                .kind = static_cast<int>(Kind::Folder),
                .name = folderName(*folder),
                .icon = roleIcon(folder->role),
                .folder = folder->id,
                .account = folder->account,
                .depth = static_cast<int>(open.size()),
                .count = shownCount(*folder),
                .expandable = parent,
                .expanded = expanded,
                .selectable = folder->selectable });
        }
        if (parent)
            open.emplace_back(folder->path, expanded);
    }
}

void MailboxTreeModel::addPlaces(std::vector<MailboxRow>& out) const
{
    out.push_back({ .key = QStringLiteral("here"),
        .kind = static_cast<int>(Kind::AccountHead),
        .name = tr("On this computer"),
        .icon = QStringLiteral("monitor"),
        .selectable = false });
    out.push_back({ .key = draftsKey,
        .kind = static_cast<int>(Kind::Drafts),
        .name = tr("Drafts (local)"),
        .icon = QStringLiteral("square-pen"),
        .count = m_drafts });
    out.push_back({ .key = outboxKey,
        .kind = static_cast<int>(Kind::Outbox),
        .name = tr("Outbox"),
        .icon = QStringLiteral("clock"),
        .count = m_waiting });
}

void MailboxTreeModel::keepCurrent()
{
    const auto isCurrent = [&](const Folder& f) { return text(f.id.toString()) == m_current; };
    if (currentRow() >= 0) {
        Q_EMIT currentChanged();
        return;
    }
    // Hidden under a closed parent is not gone.
    if (std::any_of(m_folders.begin(), m_folders.end(), isCurrent))
        return;
    m_current.clear();
    for (const MailboxRow& r : rows()) {
        if (r.kind == static_cast<int>(Kind::Folder) && r.selectable) {
            m_current = r.key;
            break;
        }
    }
    Q_EMIT currentChanged();
}

} // namespace fulmar::app
