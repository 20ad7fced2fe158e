// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platform/ipc_client.h"
#include "platform/profile.h"
#include "platform/profile_lock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

namespace fulmar::ctl {

/// The way to a profile: its lock, or else the socket of whoever holds the lock.
///
/// Where somebody holds the lock and does not listen (another fulmarctl at its work), both are
/// tried again until `patience` is over.
class ProfileAccess : public QObject {
    Q_OBJECT
public:
    ProfileAccess(
        app::Profile profile, app::IpcRequest request, std::chrono::milliseconds patience);

    void start();
    /// The lock, after `locked()`.
    app::ProfileLock takeLock() { return std::move(m_lock); }
    /// The other program works for us, after `served()`.
    [[nodiscard]] app::IpcClient& client() { return *m_client; }

Q_SIGNALS:
    void locked();
    void served();
    void failed(const fulmar::Error& error);

private:
    void attempt();

    app::Profile m_profile;
    app::IpcRequest m_request;
    std::chrono::milliseconds m_patience;
    app::ProfileLock m_lock;
    std::unique_ptr<app::IpcClient> m_client;
    Error m_lastError;
    QElapsedTimer m_elapsed;
    QTimer m_again;
};

} // namespace fulmar::ctl
