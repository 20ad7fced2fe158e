// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "compose/reply.h"
#include "viewmodels/account_folders.h"
#include "viewmodels/account_form.h"
#include "viewmodels/appearance.h"
#include "viewmodels/composer_view_model.h"
#include "viewmodels/drafts_model.h"
#include "viewmodels/folder_actions.h"
#include "viewmodels/folder_picker_model.h"
#include "viewmodels/mailbox_tree_model.h"
#include "viewmodels/message_actions.h"
#include "viewmodels/message_list_model.h"
#include "viewmodels/outbox_model.h"
#include "viewmodels/pending_actions_model.h"
#include "viewmodels/reader_view_model.h"
#include "viewmodels/status_view_model.h"

#include <QtQml/qqmlregistration.h>

#include <set>

namespace fulmar::app {

/// The root of what the window shows: ties the tree, the list and the reader together and opens
/// composers. GUI thread.
class AppViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed in by main")
    Q_PROPERTY(Place place READ place NOTIFY placeChanged)
    Q_PROPERTY(bool ready READ ready NOTIFY readyChanged)
    Q_PROPERTY(bool hasAccounts READ hasAccounts NOTIFY readyChanged)
    Q_PROPERTY(QString startFailure READ startFailure NOTIFY readyChanged)
    Q_PROPERTY(fulmar::app::Appearance* appearance READ appearance CONSTANT)
    Q_PROPERTY(fulmar::app::MailboxTreeModel* mailboxes READ mailboxes CONSTANT)
    Q_PROPERTY(fulmar::app::MessageListModel* messages READ messages CONSTANT)
    Q_PROPERTY(fulmar::app::ReaderViewModel* reader READ reader CONSTANT)
    Q_PROPERTY(fulmar::app::MessageActions* actions READ actions CONSTANT)
    Q_PROPERTY(fulmar::app::FolderActions* folderActions READ folderActions CONSTANT)
    Q_PROPERTY(fulmar::app::PendingActionsModel* pending READ pending CONSTANT)
    Q_PROPERTY(fulmar::app::OutboxModel* outbox READ outbox CONSTANT)
    Q_PROPERTY(fulmar::app::DraftsModel* drafts READ drafts CONSTANT)
    Q_PROPERTY(fulmar::app::StatusViewModel* status READ status CONSTANT)
    Q_PROPERTY(fulmar::app::FolderPickerModel* picker READ picker CONSTANT)
    Q_PROPERTY(QString version READ version CONSTANT)

public:
    enum class Place { Mail, Outbox, Drafts };
    Q_ENUM(Place)
    enum class Answer { Sender, All, Forward };
    Q_ENUM(Answer)

    AppViewModel(Backend& backend, Appearance& appearance, QObject* parent = nullptr);

    /// Reads accounts and folders; `readyChanged` follows.
    void start();
    /// The engine could not start; the window says why instead of showing mail.
    void setStartFailure(const QString& sentence);

    [[nodiscard]] Place place() const { return m_place; }
    [[nodiscard]] bool ready() const { return m_ready; }
    [[nodiscard]] bool hasAccounts() const { return !m_mailboxes.accounts().empty(); }
    [[nodiscard]] QString startFailure() const { return m_startFailure; }
    [[nodiscard]] Appearance* appearance() { return &m_appearance; }
    [[nodiscard]] MailboxTreeModel* mailboxes() { return &m_mailboxes; }
    [[nodiscard]] MessageListModel* messages() { return &m_messages; }
    [[nodiscard]] ReaderViewModel* reader() { return &m_reader; }
    [[nodiscard]] MessageActions* actions() { return &m_actions; }
    [[nodiscard]] FolderActions* folderActions() { return &m_folderActions; }
    [[nodiscard]] PendingActionsModel* pending() { return &m_pending; }
    [[nodiscard]] OutboxModel* outbox() { return &m_outbox; }
    [[nodiscard]] DraftsModel* drafts() { return &m_drafts; }
    [[nodiscard]] StatusViewModel* status() { return &m_status; }
    [[nodiscard]] FolderPickerModel* picker() { return &m_picker; }
    [[nodiscard]] QString version() const;

    Q_INVOKABLE void compose();
    /// Goes on with the chosen message where it is a draft of the server; whether it is one.
    Q_INVOKABLE bool openAsDraft();
    /// A new message from a mailto: address. Only To, Cc, Bcc, Subject and Body are taken from it
    /// (CVE-2020-11880).
    Q_INVOKABLE void composeTo(const QUrl& mailto);
    Q_INVOKABLE void answer(Answer kind);
    Q_INVOKABLE void openDraft(const QString& key);
    Q_INVOKABLE void synchronise();
    /// Fills the picker: folders to move the selection to, or all places to go to.
    Q_INVOKABLE void offerMoveTargets();
    Q_INVOKABLE void offerPlaces();

    /// Forms for the set-up and the settings; each belongs to the caller.
    Q_INVOKABLE fulmar::app::AccountForm* newAccountForm();
    Q_INVOKABLE fulmar::app::AccountForm* editAccountForm(const QString& accountKey);
    /// The folders of an account by their purpose; belongs to the caller.
    Q_INVOKABLE fulmar::app::AccountFolders* accountFolders(const QString& accountKey);
    Q_INVOKABLE void removeAccount(const QString& accountKey);

    /// Whether a draft is still being stored; the program waits for it before it ends.
    [[nodiscard]] bool hasOpenComposers() const { return !m_composers.empty(); }
    /// Saves and closes every open composer; `composersClosed` follows.
    void closeComposers();

Q_SIGNALS:
    void placeChanged();
    void readyChanged();
    void composerOpened(fulmar::app::ComposerViewModel* composer);
    void composersClosed();
    /// One sentence for a passing message at the edge of the window; `detail` may be empty.
    void notified(const QString& sentence, const QString& detail, bool bad);
    /// The same for a change that can be taken back by `actions.undo()`.
    void undoOffered(const QString& sentence);
    /// Another program start asked for the window.
    void raiseRequested();

private:
    void placeFollowed();
    void selectionFollowed();
    void openComposer(Draft draft);
    void answerLoaded(const Message& message, const std::string& raw, Answer kind);
    void noticed(const Notice& notice);
    [[nodiscard]] std::vector<Account> accounts() const;
    struct ServerDraft;
    void adopt(const ServerDraft& found);

    Backend& m_backend;
    Appearance& m_appearance;
    MailboxTreeModel m_mailboxes;
    MessageListModel m_messages;
    ReaderViewModel m_reader;
    MessageActions m_actions;
    FolderActions m_folderActions;
    PendingActionsModel m_pending;
    OutboxModel m_outbox;
    DraftsModel m_drafts;
    StatusViewModel m_status;
    FolderPickerModel m_picker{};
    Place m_place = Place::Mail;
    bool m_ready = false;
    QString m_startFailure{};
    std::set<ComposerViewModel*> m_composers{};
};

} // namespace fulmar::app
