// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "platform/ipc_protocol.h"
#include "platform/profile.h"
#include "platform/socket_path.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>

#include <memory>

namespace fulmar::app {

/// One caller and its request, from the moment the request is whole. Deletes itself after the
/// caller is gone.
class IpcConnection : public QObject {
    Q_OBJECT
public:
    IpcConnection(QLocalSocket* socket, QObject* parent);

    [[nodiscard]] const IpcRequest& request() const { return m_request; }
    void writeOut(const QByteArray& bytes);
    void writeError(const QByteArray& bytes);
    /// The last word; the connection closes when it is written.
    void exit(int code);

Q_SIGNALS:
    void requested();
    /// The caller went away before `exit()`: what runs for it has no reader any more.
    void abandoned();

private:
    void read();
    void take(const QJsonObject& line);
    void write(QLatin1String key, const QByteArray& bytes);
    void refuse();

    QLocalSocket* m_socket;
    IpcLines m_lines;
    IpcRequest m_request;
    bool m_started = false, m_complete = false, m_ended = false;
};

/// The socket in the profile through which other programs of the same user use this one. Only the
/// holder of the lock listens.
class IpcServer : public QObject {
    Q_OBJECT
public:
    explicit IpcServer(const Profile& profile, QObject* parent = nullptr);
    ~IpcServer() override;

    /// Errors: Storage "cannot-create".
    Result<void> listen();

Q_SIGNALS:
    /// A whole request came; the receiver answers through the connection.
    void requested(fulmar::app::IpcConnection* connection);

private:
    void accept();

    Profile m_profile;
    std::unique_ptr<SocketPath> m_path;
    QLocalServer m_server;
};

} // namespace fulmar::app
