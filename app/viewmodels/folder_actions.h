// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/mailbox_tree_model.h"

#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// What a person does to the folders of the tree, named by the keys of its rows. Shown at once,
/// offline too. GUI thread.
class FolderActions : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
public:
    FolderActions(Backend& backend, MailboxTreeModel& mailboxes, QObject* parent = nullptr);

    /// Whether folders can be made in that row: an account or a folder of one.
    Q_INVOKABLE [[nodiscard]] bool canCreateIn(const QString& key) const;
    /// Whether that row is a folder that may be renamed and deleted: not the inbox and the like.
    Q_INVOKABLE [[nodiscard]] bool canChange(const QString& key) const;
    Q_INVOKABLE [[nodiscard]] bool isSubscribed(const QString& key) const;
    Q_INVOKABLE [[nodiscard]] bool isFolder(const QString& key) const;
    Q_INVOKABLE [[nodiscard]] QString name(const QString& key) const;
    /// One sentence: what goes with the folder.
    Q_INVOKABLE [[nodiscard]] QString deletionWarning(const QString& key) const;
    /// Why a folder of that name cannot be made there or given to the folder; "" where it can.
    Q_INVOKABLE [[nodiscard]] QString problemOfNew(
        const QString& parentKey, const QString& name) const;
    Q_INVOKABLE [[nodiscard]] QString problemOfRename(
        const QString& key, const QString& name) const;

    /// Inside the folder, or at the top of the account.
    Q_INVOKABLE void create(const QString& parentKey, const QString& name);
    Q_INVOKABLE void rename(const QString& key, const QString& name);
    /// With its subfolders.
    Q_INVOKABLE void remove(const QString& key);
    Q_INVOKABLE void setSubscribed(const QString& key, bool subscribed);

Q_SIGNALS:
    /// A sentence about what was done, and whether it can be taken back.
    void done(const QString& sentence, bool undoable);
    void refused(const QString& sentence);

private:
    [[nodiscard]] const Folder* folder(const QString& key) const;
    [[nodiscard]] QString problemOf(AccountId account, const std::string& path) const;
    [[nodiscard]] std::string newPath(const QString& parentKey, const QString& name) const;
    [[nodiscard]] std::vector<Folder> withSubfolders(const Folder& folder) const;
    void change(ChangeRequest request, const QString& folder, bool undoable);

    Backend& m_backend;
    MailboxTreeModel& m_mailboxes;
};

} // namespace fulmar::app
