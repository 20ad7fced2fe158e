// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/draft.h"
#include "viewmodels/attachment_list_model.h"
#include "viewmodels/backend.h"

#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// One mail that is being written. Saved a moment after each change and on closing, so closing
/// never has to ask. GUI thread.
class ComposerViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by AppViewModel")
    Q_PROPERTY(QStringList accounts READ accounts NOTIFY accountsChanged)
    Q_PROPERTY(int accountIndex READ accountIndex WRITE setAccountIndex NOTIFY edited)
    Q_PROPERTY(QString to READ to WRITE setTo NOTIFY edited)
    Q_PROPERTY(QString cc READ cc WRITE setCc NOTIFY edited)
    Q_PROPERTY(QString bcc READ bcc WRITE setBcc NOTIFY edited)
    Q_PROPERTY(QString subject READ subject WRITE setSubject NOTIFY edited)
    Q_PROPERTY(QString text READ bodyText WRITE setBodyText NOTIFY edited)
    Q_PROPERTY(QString toError READ toError NOTIFY checked)
    Q_PROPERTY(QString ccError READ ccError NOTIFY checked)
    Q_PROPERTY(QString bccError READ bccError NOTIFY checked)
    Q_PROPERTY(QString title READ title NOTIFY edited)
    Q_PROPERTY(QString statusText READ statusText NOTIFY statusChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY statusChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY statusChanged)
    Q_PROPERTY(bool isAnswer READ isAnswer CONSTANT)
    Q_PROPERTY(QString attachmentTotal READ attachmentTotal NOTIFY attachmentsChanged)
    Q_PROPERTY(fulmar::app::AttachmentListModel* attachments READ attachments CONSTANT)

public:
    ComposerViewModel(
        Backend& backend, Draft draft, std::vector<Account> accounts, QObject* parent = nullptr);

    [[nodiscard]] QStringList accounts() const;
    [[nodiscard]] int accountIndex() const;
    void setAccountIndex(int index);
    [[nodiscard]] QString to() const;
    void setTo(const QString& value);
    [[nodiscard]] QString cc() const;
    void setCc(const QString& value);
    [[nodiscard]] QString bcc() const;
    void setBcc(const QString& value);
    [[nodiscard]] QString subject() const;
    void setSubject(const QString& value);
    [[nodiscard]] QString bodyText() const;
    void setBodyText(const QString& value);
    [[nodiscard]] QString toError() const { return m_toError; }
    [[nodiscard]] QString ccError() const { return m_ccError; }
    [[nodiscard]] QString bccError() const { return m_bccError; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString statusText() const { return m_statusText; }
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] bool busy() const { return m_sending || m_reading > 0; }
    [[nodiscard]] bool isAnswer() const { return m_draft.answers.isValid() && !m_draft.forward; }
    [[nodiscard]] QString attachmentTotal() const;
    [[nodiscard]] AttachmentListModel* attachments() { return &m_attachments; }
    [[nodiscard]] DraftId draftId() const { return m_draft.id; }

    /// Shows an error under each field whose addresses do not parse; the fields call it when they
    /// lose the focus.
    Q_INVOKABLE bool check();
    Q_INVOKABLE void addFiles(const QList<QUrl>& files);
    Q_INVOKABLE void removeAttachment(const QString& key);
    /// Checks, saves and queues; `sent` follows, or `problem` says why not.
    Q_INVOKABLE void send();
    /// Saves now, on the server too.
    Q_INVOKABLE void store();
    /// Saves what is not saved, on the server too, and lets go of the window; an untouched empty mail leaves nothing
    /// behind.
    Q_INVOKABLE void close();
    /// Throws the draft away for good.
    Q_INVOKABLE void discard();

Q_SIGNALS:
    void edited();
    void checked();
    void statusChanged();
    void attachmentsChanged();
    void accountsChanged();
    void sent(fulmar::OutboxId item);
    /// The window can go: everything is stored, sent or thrown away.
    void finished();

private:
    void setField(std::string& field, const QString& value);
    void touched();
    void save();
    void saved(Result<DraftId> id, bool hadNewFiles);
    void adoptAttachmentIds(Result<std::vector<Draft>> drafts);
    void idle();
    void storeOnServer();
    void queueMail();
    bool checkField(
        const std::string& typed, const char* field, std::vector<Address>& parsed, QString& error);
    void showAttachments();
    void setStatus(const QString& text, const QString& problem = {});
    [[nodiscard]] bool isEmpty() const;
    void addFile(DraftAttachment file);

    Backend& m_backend;
    Draft m_draft;
    std::vector<Account> m_accounts;
    AttachmentListModel m_attachments{};
    QString m_toError{}, m_ccError{}, m_bccError{}, m_statusText{}, m_problem{};
    QTimer m_saveTimer{};
    bool m_edited = false; ///< since the server got it
    bool m_storing = false;
    bool m_dirty = false, m_saving = false, m_sending = false, m_closing = false, m_gone = false;
    int m_reading = 0; ///< files on their way from the disk
};

} // namespace fulmar::app
