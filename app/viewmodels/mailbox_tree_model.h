// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"

#include <QtQml/qqmlregistration.h>

#include <set>

namespace fulmar::app {

/// One line of the mailbox tree, laid out flat.
struct MailboxRow {
    QString key{};
    int kind = 0;
    QString name{}, icon{};
    FolderId folder{};
    AccountId account{};
    FolderRole role = FolderRole::None;
    int depth = 0, count = 0;
    bool expandable = false, expanded = true, selectable = true;
    bool operator==(const MailboxRow&) const = default;
};

/// Accounts with their folders, then the places of this computer (outbox, drafts). GUI thread.
class MailboxTreeModel : public KeyedListModel<MailboxRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(QString currentKey READ currentKey NOTIFY currentChanged)
    Q_PROPERTY(int currentRow READ currentRow NOTIFY currentChanged)
    Q_PROPERTY(QString currentName READ currentName NOTIFY currentChanged)

public:
    enum class Kind { AccountHead, Folder, Outbox, Drafts };
    Q_ENUM(Kind)
    enum Role {
        KeyRole = Qt::UserRole + 1,
        KindRole,
        NameRole,
        IconRole,
        CountRole, ///< unread of a folder, waiting mails of the outbox, drafts
        DepthRole,
        ExpandableRole,
        ExpandedRole,
        SelectableRole,
        DescriptionRole,
    };

    explicit MailboxTreeModel(Backend& backend, QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] QString currentKey() const { return m_current; }
    [[nodiscard]] int currentRow() const { return indexOfKey(m_current); }
    [[nodiscard]] QString currentName() const;
    [[nodiscard]] const MailboxRow* current() const { return row(currentRow()); }

    Q_INVOKABLE void open(const QString& key);
    Q_INVOKABLE void toggleExpanded(const QString& key);

    /// Every folder of the store, as last read; the order of the reader.
    [[nodiscard]] const std::vector<Folder>& folders() const { return m_folders; }
    [[nodiscard]] const std::vector<AccountRecord>& accounts() const { return m_accounts; }
    [[nodiscard]] const Folder* folder(FolderId id) const;
    [[nodiscard]] const Folder* folderByRole(AccountId account, FolderRole role) const;
    /// "Inbox", "Sent", … for folders with a role, else the last part of the path.
    [[nodiscard]] static QString folderName(const Folder& folder);
    void reload();

Q_SIGNALS:
    void currentChanged();
    /// Accounts or folders were read from the store.
    void loaded();

private:
    struct Snapshot;
    void apply(const ChangeSet& changes);
    void rebuild();
    void addAccountRows(const AccountRecord& account, std::vector<MailboxRow>& out) const;
    void addTree(const std::vector<const Folder*>& plain, std::vector<MailboxRow>& out) const;
    void addPlaces(std::vector<MailboxRow>& out) const;
    void keepCurrent();

    Backend& m_backend;
    std::vector<AccountRecord> m_accounts{};
    std::vector<Folder> m_folders{};
    int m_waiting = 0, m_drafts = 0;
    std::set<QString> m_collapsed{};
    QString m_current{};
    bool m_loading = false, m_again = false;
};

} // namespace fulmar::app
