// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/appearance.h"
#include "viewmodels/backend.h"
#include "viewmodels/readable_message.h"

#include <QPointer>
#include <QtQml/qqmlregistration.h>

namespace fulmar::app {

/// The pictures that a message wants from elsewhere, and the reader's choice about them. They are
/// fetched by our own code and only after the choice; tracking pixels never. GUI thread.
class RemotePictures : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by ReaderViewModel")
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
    Q_PROPERTY(QString trackers READ trackers NOTIFY changed)
    Q_PROPERTY(QString sender READ sender NOTIFY changed)
    Q_PROPERTY(QString domain READ domain NOTIFY changed)
    Q_PROPERTY(bool canTrust READ canTrust NOTIFY changed)
public:
    enum class State { None, Blocked, Loading, Shown };
    Q_ENUM(State)

    explicit RemotePictures(Backend& backend, QObject* parent = nullptr);
    void setAppearance(Appearance* appearance) { m_appearance = appearance; }

    /// Another message; `sender` is its true address, `trusted` whether nothing speaks against it.
    void reset(const QString& sender, bool trusted);
    /// What the message wants, as it was read.
    void offer(const std::vector<RemotePictureRow>& rows, int blocked);

    [[nodiscard]] State state() const { return m_state; }
    /// "12 remote images from 3 hosts are blocked."
    [[nodiscard]] QString sentence() const;
    /// "A tracking pixel of Mailchimp stays blocked."; empty where there is none.
    [[nodiscard]] QString trackers() const;
    [[nodiscard]] QString sender() const { return m_sender; }
    [[nodiscard]] QString domain() const;
    [[nodiscard]] bool canTrust() const { return m_trusted && m_appearance && !m_sender.isEmpty(); }
    /// True where this sender or domain was allowed for good.
    [[nodiscard]] bool allowedBefore() const;

    Q_INVOKABLE void showOnce();
    Q_INVOKABLE void alwaysForSender();
    Q_INVOKABLE void alwaysForDomain();

    /// Fetches what `offer` named; `shownChanged` when the last one is here.
    void fetch();
    /// A fetched picture by its path in our scheme.
    [[nodiscard]] const InlinePart* content(const QString& path) const;

Q_SIGNALS:
    void changed();
    void wanted(); ///< the reader said yes: the message is to be read again with pictures
    void arrived();

private:
    void keep(std::vector<QByteArray> contents);

    Backend& m_backend;
    QPointer<Appearance> m_appearance{};
    State m_state = State::None;
    QString m_sender{};
    bool m_trusted = false;
    std::vector<RemotePictureRow> m_rows{};
    int m_blocked = 0;
    std::map<QString, InlinePart> m_contents{};
    std::uint64_t m_generation = 0;
};

/// The media type that bytes begin like: png, jpeg, gif, webp or bmp; empty for anything else.
/// Pure.
QByteArray pictureType(const QByteArray& content);

} // namespace fulmar::app
