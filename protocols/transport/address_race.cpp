// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/address_race.h"

#include <QNetworkProxy>
#include <QSslSocket>

#include <algorithm>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace fulmar::transport {

QList<QHostAddress> interleaveFamilies(const QList<QHostAddress>& addresses)
{
    if (addresses.isEmpty())
        return {};
    QList<QHostAddress> favourite, other;
    for (const QHostAddress& address : addresses)
        (address.protocol() == addresses.first().protocol() ? favourite : other).append(address);
    QList<QHostAddress> mixed;
    for (qsizetype i = 0; i < std::max(favourite.size(), other.size()); ++i) {
        if (i < favourite.size())
            mixed.append(favourite[i]);
        if (i < other.size())
            mixed.append(other[i]);
    }
    return mixed;
}

AddressRace::AddressRace(QList<QHostAddress> addresses, std::uint16_t port,
    std::chrono::milliseconds stagger, QObject* parent)
    : QObject(parent), m_waiting(interleaveFamilies(addresses)), m_port(port)
{
    m_stagger.setInterval(stagger);
    connect(&m_stagger, &QTimer::timeout, this, &AddressRace::startNext);
}

void AddressRace::start()
{
    if (m_waiting.isEmpty()) {
        m_error = QAbstractSocket::HostNotFoundError;
        m_errorText = QStringLiteral("no address");
        QMetaObject::invokeMethod(
            this, [this] { finish(nullptr); }, Qt::QueuedConnection);
        return;
    }
    startNext();
}

void AddressRace::startNext()
{
    dropReset();
    if (m_finished || m_waiting.isEmpty())
        return;
    m_stagger.start();
    auto* socket = new QSslSocket(this);
    m_running.append(socket);
    socket->setProxy(QNetworkProxy::NoProxy);
    // Queued: connectToHost() may fail before it returns.
    connect(
        socket, &QSslSocket::connected, this, [this, socket] { finish(socket); },
        Qt::QueuedConnection);
    connect(
        socket, &QSslSocket::errorOccurred, this,
        [this, socket] { dropOut(socket, socket->error(), socket->errorString()); },
        Qt::QueuedConnection);
    socket->connectToHost(m_waiting.takeFirst(), m_port);
}

// Qt 6.4 goes on waiting when connect() says ECONNRESET, which a server that resets at once can
// cause.
void AddressRace::dropReset()
{
    const QList<QSslSocket*> running = m_running;
    for (QSslSocket* socket : running) {
        tcp_info info{};
        socklen_t size = sizeof info;
        const auto descriptor = static_cast<int>(socket->socketDescriptor());
        if (socket->state() == QAbstractSocket::ConnectingState
            && ::getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0
            && info.tcpi_state == TCP_CLOSE)
            dropOut(
                socket, QAbstractSocket::RemoteHostClosedError, QStringLiteral("Connection reset"));
    }
}

void AddressRace::dropOut(
    QSslSocket* socket, QAbstractSocket::SocketError error, const QString& text)
{
    if (m_finished || !m_running.removeOne(socket))
        return;
    if (m_errorText.isEmpty() || error == QAbstractSocket::ConnectionRefusedError) {
        m_error = error;
        m_errorText = text;
    }
    socket->disconnect(this);
    socket->deleteLater();
    if (!m_waiting.isEmpty())
        startNext();
    else if (m_running.isEmpty())
        finish(nullptr);
}

void AddressRace::finish(QSslSocket* winner)
{
    if (std::exchange(m_finished, true))
        return;
    m_stagger.stop();
    for (QSslSocket* socket : std::as_const(m_running)) {
        socket->disconnect(this);
        if (socket != winner)
            socket->deleteLater();
    }
    m_running.clear();
    if (!winner) {
        Q_EMIT lost(m_error, m_errorText);
        return;
    }
    winner->setParent(nullptr);
    Q_EMIT won(winner);
}

} // namespace fulmar::transport
