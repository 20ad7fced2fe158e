// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/profile_access.h"

#include <utility>

namespace fulmar::ctl {
namespace {

using namespace std::chrono_literals;

constexpr auto retryEvery
    = 50ms; // a file lock has no event to wait for that could be waited for beside a socket

} // namespace

ProfileAccess::ProfileAccess(
    app::Profile profile, app::IpcRequest request, std::chrono::milliseconds patience)
    : m_profile(std::move(profile)), m_request(std::move(request)), m_patience(patience)
{
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &ProfileAccess::attempt);
}

void ProfileAccess::start()
{
    m_elapsed.start();
    attempt();
}

void ProfileAccess::attempt()
{
    auto lock = app::ProfileLock::take(m_profile);
    if (lock) {
        m_lock = std::move(*lock);
        Q_EMIT locked();
        return;
    }
    m_lastError = lock.error();
    if (m_lastError.code != "locked") {
        Q_EMIT failed(m_lastError);
        return;
    }
    m_client = std::make_unique<app::IpcClient>(m_profile);
    connect(m_client.get(), &app::IpcClient::sent, this, &ProfileAccess::served);
    // Queued: the client must not be replaced inside of its own signal.
    connect(
        m_client.get(), &app::IpcClient::unreachable, this,
        [this] {
            if (m_elapsed.hasExpired(m_patience.count()))
                Q_EMIT failed(m_lastError);
            else
                m_again.start(retryEvery);
        },
        Qt::QueuedConnection);
    m_client->send(m_request);
}

} // namespace fulmar::ctl
