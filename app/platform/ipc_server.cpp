// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ipc_server.h"

#include <QFile>
#include <QJsonArray>

#include <sys/stat.h>

namespace fulmar::app {

IpcConnection::IpcConnection(QLocalSocket* socket, QObject* parent)
    : QObject(parent), m_socket(socket)
{
    m_socket->setParent(this);
    connect(m_socket, &QLocalSocket::readyRead, this, &IpcConnection::read);
    connect(m_socket, &QLocalSocket::disconnected, this, [this] {
        if (m_complete && !m_ended)
            Q_EMIT abandoned();
        deleteLater();
    });
    read();
}

void IpcConnection::read()
{
    m_lines.append(m_socket->readAll());
    while (const auto line = m_lines.next()) {
        if (!m_complete)
            take(*line);
    }
    if (m_lines.isBroken())
        refuse();
}

void IpcConnection::take(const QJsonObject& line)
{
    if (!m_started) {
        m_started = true;
        if (line.value(u"version").toInt() != ipcVersion)
            return refuse();
        for (const auto& argument : line.value(u"args").toArray())
            m_request.arguments += argument.toString();
        m_request.folder = line.value(u"folder").toString();
        m_request.raise = line.value(u"raise").toBool();
        m_complete = m_request.raise;
    } else if (line.contains(u"in")) {
        m_request.input += QByteArray::fromBase64(line.value(u"in").toString().toLatin1());
        if (m_request.input.size() > ipcInput)
            return refuse();
    } else {
        m_complete = line.value(u"inEnd").toBool();
    }
    // Queued: the server connects to the signal after the constructor, which may read the whole
    // request already.
    if (m_complete)
        QMetaObject::invokeMethod(this, &IpcConnection::requested, Qt::QueuedConnection);
}

void IpcConnection::write(QLatin1String key, const QByteArray& bytes)
{
    for (qsizetype at = 0; at < bytes.size() && !m_ended; at += ipcPiece)
        m_socket->write(
            ipcLineOf({ { key, QString::fromLatin1(bytes.mid(at, ipcPiece).toBase64()) } }));
}

void IpcConnection::writeOut(const QByteArray& bytes)
{
    write(QLatin1String("out"), bytes);
}
void IpcConnection::writeError(const QByteArray& bytes)
{
    write(QLatin1String("err"), bytes);
}

void IpcConnection::exit(int code)
{
    if (m_ended)
        return;
    m_ended = true;
    m_socket->write(ipcLineOf({ { QStringLiteral("exit"), code } }));
    m_socket->disconnectFromServer();
}

void IpcConnection::refuse()
{
    m_complete = true;
    m_ended = true;
    m_socket->abort();
}

IpcServer::IpcServer(const Profile& profile, QObject* parent) : QObject(parent), m_profile(profile)
{
    connect(&m_server, &QLocalServer::newConnection, this, &IpcServer::accept);
}

IpcServer::~IpcServer()
{
    m_server.close();
}

Result<void> IpcServer::listen()
{
    m_path = std::make_unique<SocketPath>(m_profile);
    // We hold the lock of the profile, so a socket that is there was left behind by a program that
    // died.
    QLocalServer::removeServer(m_path->name());
    if (!m_server.listen(m_path->name())) {
        return Unexpected(Error{
            .kind = ErrorKind::Storage,
            .where = (m_profile.socketFile() + QStringLiteral(": ") + m_server.errorString())
                         .toStdString(),
            .serverText = {},
            .code = "cannot-create",
        });
    }
    // The folder is closed to others already; this is the second door. The third is the check of
    // the peer's user.
    ::chmod(QFile::encodeName(m_path->name()).constData(), S_IRUSR | S_IWUSR);
    return {};
}

void IpcServer::accept()
{
    while (auto* socket = m_server.nextPendingConnection()) {
        if (!isOwnUser(socket->socketDescriptor())) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto* connection = new IpcConnection(socket, this);
        connect(connection, &IpcConnection::requested, this,
            [this, connection] { Q_EMIT requested(connection); });
    }
}

} // namespace fulmar::app
