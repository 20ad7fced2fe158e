// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripted_peer.h"

#include <QSslConfiguration>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fulmar::test {

ScriptedPeer::ScriptedPeer(
    const Identity& identity, QList<QSslCertificate> furtherChain, const QHostAddress& address)
    : onConnected([](QSslSocket& socket) { socket.startServerEncryption(); })
{
    m_configuration.setLocalCertificateChain(QList{ identity.certificate() } + furtherChain);
    m_configuration.setPrivateKey(identity.key());
    m_configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    listen(address);
}

void ScriptedPeer::incomingConnection(qintptr descriptor)
{
    ++m_connections;
    auto* socket = new QSslSocket(this);
    socket->setSocketDescriptor(descriptor);
    socket->setSslConfiguration(m_configuration);
    connect(socket, &QSslSocket::encrypted, this, [this, socket] {
        if (onEncrypted)
            onEncrypted(*socket);
    });
    connect(socket, &QSslSocket::readyRead, this, [this, socket] {
        const QByteArray bytes = socket->readAll();
        if (onBytes && !bytes.isEmpty())
            onBytes(*socket, bytes);
    });
    connect(socket, &QSslSocket::disconnected, socket, &QObject::deleteLater);
    onConnected(*socket);
}

void speakStartTls(ScriptedPeer& peer, const QByteArray& reply)
{
    peer.onConnected = [](QSslSocket& socket) { socket.write("220 hello\r\n"); };
    peer.onBytes = [reply](QSslSocket& socket, const QByteArray& bytes) {
        if (bytes != "STARTTLS\r\n")
            return;
        socket.write(reply);
        socket.flush();
        socket.startServerEncryption();
    };
}

StalledListener::StalledListener()
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    ::bind(m_listener, generic, sizeof address);
    ::listen(m_listener, 0);
    socklen_t size = sizeof address;
    ::getsockname(m_listener, generic, &size);
    m_port = ntohs(address.sin_port);
    // Linux drops further SYNs once the queue of finished handshakes is full.
    for (int i = 0; i < 3; ++i) {
        const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)::connect(filler, generic, sizeof address);
        m_fillers.append(filler);
    }
}

StalledListener::~StalledListener()
{
    for (const int filler : m_fillers)
        ::close(filler);
    ::close(m_listener);
}

} // namespace fulmar::test
