// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/attachment_list_model.h"
#include "viewmodels/backend.h"
#include "viewmodels/file_saving.h"
#include "viewmodels/remote_pictures.h"

#include <QTemporaryDir>
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
    Q_PROPERTY(fulmar::app::RemotePictures* pictures READ pictures CONSTANT)
    Q_PROPERTY(QStringList warnings READ warnings NOTIFY bodyChanged)
    Q_PROPERTY(QString invitation READ invitation NOTIFY bodyChanged)
    Q_PROPERTY(Proof proof READ proof NOTIFY bodyChanged)
    Q_PROPERTY(QString proofWords READ proofWords NOTIFY bodyChanged)
    Q_PROPERTY(QString listName READ listName NOTIFY bodyChanged)
    Q_PROPERTY(bool canUnsubscribe READ canUnsubscribe NOTIFY bodyChanged)
    Q_PROPERTY(bool hasFoldedQuote READ hasFoldedQuote NOTIFY bodyChanged)
    Q_PROPERTY(bool quoteFolded READ quoteFolded WRITE setQuoteFolded NOTIFY bodyChanged)
    Q_PROPERTY(bool previewing READ previewing NOTIFY bodyChanged)
    Q_PROPERTY(QString hoveredLink READ hoveredLink NOTIFY hoveredLinkChanged)
    Q_PROPERTY(fulmar::app::AttachmentListModel* attachments READ attachments CONSTANT)

public:
    enum class State { Nothing, Loading, Downloading, Ready, Failed };
    Q_ENUM(State)
    /// What the own provider found out about the sender.
    enum class Proof { Unknown, Good, Bad };
    Q_ENUM(Proof)

    explicit ReaderViewModel(Backend& backend, QObject* parent = nullptr);

    /// Colours and remembered choices; without it everything is light and asked about.
    void setAppearance(Appearance& appearance);

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
    [[nodiscard]] QString bodyText() const;
    [[nodiscard]] bool rightToLeft() const { return m_body.text.isRightToLeft(); }
    [[nodiscard]] QString note() const { return m_body.note; }
    [[nodiscard]] bool hasHtml() const { return m_body.hasHtml; }
    [[nodiscard]] bool showHtml() const { return m_showHtml && m_body.hasHtml; }
    void setShowHtml(bool on);
    [[nodiscard]] QUrl htmlUrl() const;
    [[nodiscard]] RemotePictures* pictures() { return &m_pictures; }
    [[nodiscard]] QStringList warnings() const { return m_body.warnings; }
    [[nodiscard]] QString invitation() const { return m_body.invitation; }
    [[nodiscard]] Proof proof() const;
    [[nodiscard]] QString proofWords() const;
    [[nodiscard]] QString listName() const;
    [[nodiscard]] bool canUnsubscribe() const;
    [[nodiscard]] bool hasFoldedQuote() const { return m_quoteStart >= 0; }
    [[nodiscard]] bool quoteFolded() const { return m_quoteStart >= 0 && m_quoteFolded; }
    void setQuoteFolded(bool folded);
    [[nodiscard]] bool previewing() const { return m_previewing; }
    [[nodiscard]] QString hoveredLink() const { return m_hoveredLink; }
    [[nodiscard]] AttachmentListModel* attachments() { return &m_attachments; }
    [[nodiscard]] const Message& message() const { return m_message; }

    /// What our own URL scheme answers: the document for `htmlUrl`, a picture for the Content-IDs
    /// it names, else nothing. Called by name from the body view, which is a library of its own.
    Q_INVOKABLE [[nodiscard]] QByteArray resourceType(const QUrl& url) const;
    Q_INVOKABLE [[nodiscard]] QByteArray resourceContent(const QUrl& url) const;

    Q_INVOKABLE void retry();
    /// Opens http and https outside and mailto in the composer; asks by `linkDoubted` about odd
    /// ones, refuses everything else by `linkRefused`.
    Q_INVOKABLE void openLink(const QUrl& url);
    /// After the person said so.
    Q_INVOKABLE void openLinkAnyway(const QUrl& url);
    /// What stands under the pointer; an empty address where nothing does.
    Q_INVOKABLE void hoverLink(const QUrl& url);
    /// Leaves the mailing list: by one click where the list and the provider's verdict allow it
    /// (RFC 8058), else by mail or web page.
    Q_INVOKABLE void unsubscribe();
    /// Shows a picture, a text or a message inside this one in its place; `closePreview` goes back.
    Q_INVOKABLE void preview(const QString& part);
    Q_INVOKABLE void closePreview();
    /// Opens a read-only copy with the program of the desktop.
    Q_INVOKABLE void openAttachment(const QString& part, const QString& fileName);
    /// The message as it came, into a file that does not exist yet.
    Q_INVOKABLE void saveMessage(const QUrl& file);
    /// Asks for the bytes of the message as text; `sourceShown` follows. Long encoded bodies are
    /// folded.
    Q_INVOKABLE void showSource();
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
    void linkDoubted(const QUrl& url, const QString& shown, const QString& reason);
    void hoveredLinkChanged();
    void unsubscribed(const QString& sentence);
    void sourceShown(const QString& headers, const QString& source);
    void mailtoRequested(const QUrl& url);
    void saved(const QString& place, int files);
    void saveFailed(const QString& sentence);

private:
    /// What the reader thread knows: the bytes and whose verdicts on senders count.
    struct Stored {
        std::optional<std::string> raw{};
        std::vector<std::string> trustedDomains{};
    };
    static Result<Stored> stored(MailReader& reader, const Message& message);

    void load();
    void loaded(Result<Stored> found);
    void readAgain();
    void startPictures();
    void foldQuote();
    void saveTargets(std::vector<PartTarget> targets, bool replace);
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
    RemotePictures m_pictures;
    QPointer<Appearance> m_appearance{};
    std::unique_ptr<QTemporaryDir> m_opened{}; ///< copies that other programs look at
    QString m_hoveredLink{};
    bool m_showHtml = true;
    bool m_previewing = false;
    bool m_quoteFolded = true;
    qsizetype m_quoteStart = -1; ///< of the quote at the end of the text; -1 = there is none
    std::uint64_t m_revision = 0; ///< of the document
    std::uint64_t m_generation = 0;
    QTimer m_readTimer{};
    bool m_keepUnread = false; ///< the person marked it unread while it was shown
};

} // namespace fulmar::app
