// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ipc_client.h"

#include <QJsonArray>

namespace fulmar::app {

IpcClient::IpcClient(const Profile& profile, QObject* parent) : QObject(parent), m_path(profile)
{
    connect(&m_socket, &QLocalSocket::connected, this, &IpcClient::connected);
    connect(&m_socket, &QLocalSocket::readyRead, this, &IpcClient::read);
    const auto gone = [this] {
        if (m_ended)
            return;
        m_ended = true;
        m_sent ? Q_EMIT lost() : Q_EMIT unreachable();
    };
    connect(&m_socket, &QLocalSocket::disconnected, this, [this, gone] {
        read();
        gone();
    });
    connect(&m_socket, &QLocalSocket::errorOccurred, this,
        [gone](QLocalSocket::LocalSocketError error) {
            if (error != QLocalSocket::PeerClosedError)
                gone();
        });
}

// The socket says goodbye while it dies; nobody is left to hear it.
IpcClient::~IpcClient()
{
    m_socket.disconnect(this);
}

void IpcClient::send(const IpcRequest& request)
{
    m_request = request;
    m_socket.connectToServer(m_path.name());
}

void IpcClient::abandon()
{
    m_ended = true;
    m_socket.abort();
}

void IpcClient::connected()
{
    if (!isOwnUser(m_socket.socketDescriptor())) {
        m_socket.abort();
        return;
    }
    m_sent = true;
    m_socket.write(ipcLineOf({
        { QStringLiteral("version"), ipcVersion },
        { QStringLiteral("args"), QJsonArray::fromStringList(m_request.arguments) },
        { QStringLiteral("folder"), m_request.folder },
        { QStringLiteral("raise"), m_request.raise },
    }));
    for (qsizetype at = 0; at < m_request.input.size(); at += ipcPiece) {
        const QByteArray piece = m_request.input.mid(at, ipcPiece).toBase64();
        m_socket.write(ipcLineOf({ { QStringLiteral("in"), QString::fromLatin1(piece) } }));
    }
    m_socket.write(ipcLineOf({ { QStringLiteral("inEnd"), true } }));
    Q_EMIT sent();
}

void IpcClient::read()
{
    if (m_socket.bytesAvailable() > 0)
        m_lines.append(m_socket.readAll());
    while (const auto line = m_lines.next()) {
        if (m_ended)
            return;
        if (line->contains(u"out"))
            Q_EMIT out(QByteArray::fromBase64(line->value(u"out").toString().toLatin1()));
        if (line->contains(u"err"))
            Q_EMIT error(QByteArray::fromBase64(line->value(u"err").toString().toLatin1()));
        if (line->contains(u"exit")) {
            m_ended = true;
            Q_EMIT exited(line->value(u"exit").toInt());
        }
    }
}

} // namespace fulmar::app
