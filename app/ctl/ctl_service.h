// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platform/ipc_server.h"

#include <QObject>

namespace fulmar::app {
class EngineHost;
}

namespace fulmar::ctl {

/// Runs the commands of other fulmarctl processes inside the program that has the profile open.
/// Make it on the engine thread.
class CtlService : public QObject {
    Q_OBJECT
public:
    explicit CtlService(app::EngineHost& host, QObject* parent = nullptr);

    /// Errors: Storage "cannot-create".
    Result<void> listen();

Q_SIGNALS:
    /// Another program of this user was started on the profile and wants this one's window in
    /// front.
    void raiseRequested();

private:
    void serve(app::IpcConnection* connection);

    app::EngineHost& m_host;
    app::IpcServer m_server;
};

} // namespace fulmar::ctl
