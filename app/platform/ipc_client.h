// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platform/ipc_protocol.h"
#include "platform/profile.h"
#include "platform/socket_path.h"

#include <QLocalSocket>
#include <QObject>

namespace fulmar::app {

/// Hands one request to the program that has the profile open and gives back what it prints.
class IpcClient : public QObject {
    Q_OBJECT
public:
    explicit IpcClient(const Profile& profile, QObject* parent = nullptr);
    ~IpcClient() override;

    /// Tries to reach the program; ends in `sent()` or `unreachable()`.
    void send(const IpcRequest& request);
    /// Goes away: the other side stops what it does for us.
    void abandon();

Q_SIGNALS:
    void unreachable(); ///< nobody listens, or not our own user
    void sent();
    void out(const QByteArray& bytes);
    void error(const QByteArray& bytes);
    void exited(int code);
    void lost(); ///< the other program ended before it answered

private:
    void connected();
    void read();

    SocketPath m_path;
    QLocalSocket m_socket;
    IpcLines m_lines;
    IpcRequest m_request;
    bool m_sent = false, m_ended = false;
};

} // namespace fulmar::app
