// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/keyed_list_model.h"
#include "viewmodels/mailbox_tree_model.h"

#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// One purpose with the folder that serves it.
struct AccountFolderRow {
    QString key{}; ///< the word of the role
    QString label{};
    int chosen = 0; ///< in `choices`; 0 = none
    bool operator==(const AccountFolderRow&) const = default;
};

/// Which folders of one account are for sent mail, drafts, trash, junk and the archive. GUI thread.
class AccountFolders : public KeyedListModel<AccountFolderRow> {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppViewModel")
    Q_PROPERTY(QStringList choices READ choices NOTIFY choicesChanged)
public:
    enum Role { KeyRole = Qt::UserRole + 1, LabelRole, ChosenRole };

    AccountFolders(Backend& backend, MailboxTreeModel& mailboxes, AccountId account,
        QObject* parent = nullptr);

    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    /// What stands for "none", then the paths of the account's folders.
    [[nodiscard]] QStringList choices() const;
    /// `choice` as an index of `choices`; 0 gives the choice back to the server.
    Q_INVOKABLE void choose(const QString& key, int choice);

Q_SIGNALS:
    void choicesChanged();
    void refused(const QString& sentence);

private:
    void rebuild();

    Backend& m_backend;
    MailboxTreeModel& m_mailboxes;
    AccountId m_account;
    std::vector<std::string> m_paths{};
};

} // namespace fulmar::app
