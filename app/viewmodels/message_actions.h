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
    Q_INVOKABLE void copyTo(const QString& folderKey);
    /// The five tags that mail programs share, "$label1" to "$label5" (0 to 4): set, or removed
    /// where all have it.
    Q_INVOKABLE void toggleTag(int tag);
    Q_INVOKABLE [[nodiscard]] bool allTagged(int tag) const;
    Q_INVOKABLE [[nodiscard]] QString tagName(int tag) const;
    /// Takes the last change back, whatever it was.
    Q_INVOKABLE void undo();
    Q_INVOKABLE void toggleFlag();
    Q_INVOKABLE void toggleRead();
    /// The star of one row, whatever is selected.
    Q_INVOKABLE void toggleFlagOf(int row);

Q_SIGNALS:
    void changed();
    void deleteConfirmationNeeded(int messages);
    /// A sentence about what was done, and whether it can be taken back.
    void done(const QString& sentence, bool undoable);
    /// One sentence: the verb could not even be journalled.
    void refused(const QString& sentence);

private:
    [[nodiscard]] FolderRole role() const;
    [[nodiscard]] const Folder* here() const;
    [[nodiscard]] const Folder* archiveFolder() const;
    [[nodiscard]] bool allHave(Flag flag) const;
    /// Where the account has no such folder it is made with the move.
    void moveToRole(const std::string& name, FolderRole role, std::vector<Action> before = {});
    void act(const std::string& name, std::vector<Action> actions,
        const std::vector<MessageId>& ids, bool leaves, const QString& folder = {});
    void change(Flag flag, bool on, const std::vector<MessageId>& ids);

    Backend& m_backend;
    MailboxTreeModel& m_mailboxes;
    MessageListModel& m_messages;
};

} // namespace fulmar::app
