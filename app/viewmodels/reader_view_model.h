// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/attachment_list_model.h"
#include "viewmodels/backend.h"

#include <QTimer>
#include <QUrl>
#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// The message in the reader pane: header, text, HTML, attachments. GUI thread.
class ReaderViewModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by AppViewModel")
    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(QString errorText READ errorText NOTIFY stateChanged)
    Q_PROPERTY(QString errorHint READ errorHint NOTIFY stateChanged)
    Q_PROPERTY(QString key READ key NOTIFY messageChanged)
    Q_PROPERTY(QString subject READ subject NOTIFY messageChanged)
    Q_PROPERTY(QString senderName READ senderName NOTIFY messageChanged)
    Q_PROPERTY(QString senderAddress READ senderAddress NOTIFY messageChanged)
    Q_PROPERTY(QString initials READ initials NOTIFY messageChanged)
    Q_PROPERTY(QString to READ to NOTIFY messageChanged)
    Q_PROPERTY(QString cc READ cc NOTIFY messageChanged)
    Q_PROPERTY(QString replyTo READ replyTo NOTIFY messageChanged)
    Q_PROPERTY(QString date READ date NOTIFY messageChanged)
    Q_PROPERTY(QStringList labels READ labels NOTIFY messageChanged)
    Q_PROPERTY(bool unread READ unread NOTIFY messageChanged)
    Q_PROPERTY(bool flagged READ flagged NOTIFY messageChanged)
    Q_PROPERTY(QString text READ bodyText NOTIFY bodyChanged)
    Q_PROPERTY(bool rightToLeft READ rightToLeft NOTIFY bodyChanged)
    Q_PROPERTY(QString note READ note NOTIFY bodyChanged)
    Q_PROPERTY(bool hasHtml READ hasHtml NOTIFY bodyChanged)
    Q_PROPERTY(bool showHtml READ showHtml WRITE setShowHtml NOTIFY bodyChanged)
    Q_PROPERTY(QUrl htmlUrl READ htmlUrl NOTIFY bodyChanged)
    Q_PROPERTY(int blockedRemote READ blockedRemote NOTIFY bodyChanged)
    Q_PROPERTY(fulmar::app::AttachmentListModel* attachments READ attachments CONSTANT)

public:
    enum class State { Nothing, Loading, Downloading, Ready, Failed };
    Q_ENUM(State)

    explicit ReaderViewModel(Backend& backend, QObject* parent = nullptr);

    /// Shows a row of the list; its flags may change while it is shown, its body is read once.
    void show(const Message& message, std::optional<FolderId> folder);
    void clear();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString errorText() const { return m_errorText; }
    [[nodiscard]] QString errorHint() const { return m_errorHint; }
    [[nodiscard]] QString key() const;
    [[nodiscard]] QString subject() const;
    [[nodiscard]] QString senderName() const;
    [[nodiscard]] QString senderAddress() const;
    [[nodiscard]] QString initials() const;
    [[nodiscard]] QString to() const;
    [[nodiscard]] QString cc() const;
    [[nodiscard]] QString replyTo() const;
    [[nodiscard]] QString date() const;
    [[nodiscard]] QStringList labels() const;
    [[nodiscard]] bool unread() const { return !m_message.flags.has(Flag::Seen); }
    [[nodiscard]] bool flagged() const { return m_message.flags.has(Flag::Flagged); }
    [[nodiscard]] QString bodyText() const { return m_body.text; }
    [[nodiscard]] bool rightToLeft() const { return m_body.text.isRightToLeft(); }
    [[nodiscard]] QString note() const { return m_body.note; }
    [[nodiscard]] bool hasHtml() const { return m_body.hasHtml; }
    [[nodiscard]] bool showHtml() const { return m_showHtml && m_body.hasHtml; }
    void setShowHtml(bool on);
    [[nodiscard]] QUrl htmlUrl() const;
    [[nodiscard]] int blockedRemote() const { return m_body.blockedRemote; }
    [[nodiscard]] AttachmentListModel* attachments() { return &m_attachments; }
    [[nodiscard]] const Message& message() const { return m_message; }

    /// What our own URL scheme answers: the document for `htmlUrl`, a picture for the Content-IDs
    /// it names, else nothing. Called by name from the body view, which is a library of its own.
    Q_INVOKABLE [[nodiscard]] QByteArray resourceType(const QUrl& url) const;
    Q_INVOKABLE [[nodiscard]] QByteArray resourceContent(const QUrl& url) const;

    Q_INVOKABLE void retry();
    /// Opens http, https and mailto addresses outside; refuses everything else and says so by
    /// `linkRefused`.
    Q_INVOKABLE void openLink(const QUrl& url);
    /// Writes one part to a new file; an existing file is replaced only with `replace`, which the
    /// file dialog asked for.
    Q_INVOKABLE void saveAttachment(const QString& part, const QUrl& file, bool replace);
    /// Writes all parts into a folder; names that are taken get a number.
    Q_INVOKABLE void saveAll(const QUrl& folder);

Q_SIGNALS:
    void stateChanged();
    void messageChanged();
    void bodyChanged();
    void linkRefused(const QString& address);
    void mailtoRequested(const QUrl& url);
    void saved(const QString& place, int files);
    void saveFailed(const QString& sentence);

private:
    void load();
    void loaded(Result<std::optional<std::string>> raw);
    void download();
    void present(ReadableMessage body);
    void fail(const Error& error);
    void setState(State state);
    void markRead();

    Backend& m_backend;
    Message m_message{};
    std::optional<FolderId> m_folder{};
    ReadableMessage m_body{};
    AttachmentListModel m_attachments{};
    State m_state = State::Nothing;
    QString m_errorText{}, m_errorHint{};
    bool m_showHtml = true;
    std::uint64_t m_generation = 0;
    QTimer m_readTimer{};
    bool m_keepUnread = false; ///< the person marked it unread while it was shown
};

} // namespace fulmar::app
