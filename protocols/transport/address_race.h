// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSocket>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <cstdint>

class QSslSocket;

namespace fulmar::transport {

/// The same addresses with the two families taking turns, the resolver's favourite family first.
/// RFC 8305 section 4.
QList<QHostAddress> interleaveFamilies(const QList<QHostAddress>& addresses);

/// Connects to the first of several addresses that answers: a new try starts every `stagger`, or at
/// once when one fails.
///
/// The sockets are not encrypted yet. Ends in exactly one of `won` and `lost`, both through the
/// event loop. RFC 8305 section 5.
class AddressRace : public QObject {
    Q_OBJECT
public:
    AddressRace(QList<QHostAddress> addresses, std::uint16_t port,
        std::chrono::milliseconds stagger, QObject* parent);

    void start();

Q_SIGNALS:
    /// The receiver owns the socket; the other tries are already dropped.
    void won(QSslSocket* socket);
    /// Every address failed; the most telling failure is given (a refusal tells more than a missing
    /// route).
    void lost(QAbstractSocket::SocketError error, const QString& text);

private:
    void startNext();
    void finish(QSslSocket* winner);
    void dropOut(QSslSocket* socket, QAbstractSocket::SocketError error, const QString& text);
    void dropReset();

    QList<QHostAddress> m_waiting;
    QList<QSslSocket*> m_running;
    QTimer m_stagger;
    QAbstractSocket::SocketError m_error = QAbstractSocket::NetworkError;
    QString m_errorText;
    std::uint16_t m_port;
    bool m_finished = false;
};

} // namespace fulmar::transport
