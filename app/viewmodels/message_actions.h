// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"
#include "viewmodels/mailbox_tree_model.h"
#include "viewmodels/message_list_model.h"

#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// What a person does to the selected messages. Every verb is journalled and shown at once, offline
/// too. GUI thread.
class MessageActions : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(bool enabled READ enabled NOTIFY changed)
    Q_PROPERTY(bool canArchive READ canArchive NOTIFY changed)
    Q_PROPERTY(bool inTrash READ inTrash NOTIFY changed)
    Q_PROPERTY(bool inJunk READ inJunk NOTIFY changed)
    Q_PROPERTY(bool allFlagged READ allFlagged NOTIFY changed)
    Q_PROPERTY(bool allRead READ allRead NOTIFY changed)
public:
    MessageActions(Backend& backend, MailboxTreeModel& mailboxes, MessageListModel& messages,
        QObject* parent = nullptr);

    [[nodiscard]] bool enabled() const { return m_messages.selectedCount() > 0; }
    [[nodiscard]] bool canArchive() const;
    [[nodiscard]] bool inTrash() const { return role() == FolderRole::Trash; }
    [[nodiscard]] bool inJunk() const { return role() == FolderRole::Junk; }
    [[nodiscard]] bool allFlagged() const { return allHave(Flag::Flagged); }
    [[nodiscard]] bool allRead() const { return allHave(Flag::Seen); }

    Q_INVOKABLE void archive();
    /// Moves to the trash; in the trash it asks first, by `deleteConfirmationNeeded`.
    Q_INVOKABLE void trash();
    Q_INVOKABLE void deleteForever();
    /// To the junk folder, or back to the inbox when it is there already.
    Q_INVOKABLE void junk();
    Q_INVOKABLE void moveTo(const QString& folderKey);
    Q_INVOKABLE void toggleFlag();
    Q_INVOKABLE void toggleRead();
    /// The star of one row, whatever is selected.
    Q_INVOKABLE void toggleFlagOf(int row);

Q_SIGNALS:
    void changed();
    void deleteConfirmationNeeded(int messages);
    /// One sentence: the verb could not even be journalled.
    void refused(const QString& sentence);

private:
    [[nodiscard]] FolderRole role() const;
    [[nodiscard]] const Folder* here() const;
    [[nodiscard]] const Folder* archiveFolder() const;
    [[nodiscard]] bool allHave(Flag flag) const;
    void moveToRole(const Folder* target, const QString& missing);
    void act(const Action& action, const std::vector<MessageId>& ids, bool leaves);
    void change(Flag flag, bool on, const std::vector<MessageId>& ids);

    Backend& m_backend;
    MailboxTreeModel& m_mailboxes;
    MessageListModel& m_messages;
};

} // namespace fulmar::app
