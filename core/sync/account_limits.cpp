// SPDX-License-Identifier: GPL-3.0-or-later
// What the server allows this account: pauses it has asked for, its connections, its bytes of a
// day.
#include "discovery/presets.h"
#include "sync/account_worker.h"

namespace fulmar {

/// A refusal that concerns the whole account; the first of several that come together counts.
void AccountWorker::limited(const Error& error)
{
    const auto restraint = restraintFor(error);
    if (restraint == Restraint::None || m_stopped || serverPause())
        return;
    const auto now = m_parts.clock.now();
    m_pause = nextPause(restraint, error, m_pause, now);
    if (restraint == Restraint::Later)
        return;
    // A store that is full cannot take it; the pause holds in this program all the same.
    static_cast<void>(m_parts.store.setServerPause(m_account.id, m_pause));
    if (restraint == Restraint::FewerConnections)
        m_connections.refused(now);
    std::shared_ptr<IdleWatch> idle = dropWatch();
    QTimer::singleShot(0, &m_context, [idle] {});
}

/// The error for whoever wants to connect now, or nothing. Trouble on the server's side only spaces
/// out what is tried by itself; a person may try at any time.
std::optional<Error> AccountWorker::serverPause() const
{
    const bool asked = !m_pause.code.empty() && m_pause.code != "UNAVAILABLE";
    if (!asked || m_parts.clock.now() >= m_pause.until)
        return std::nullopt;
    return pauseError(m_pause);
}

void AccountWorker::pauseIsOver()
{
    if (m_pause.code.empty())
        return;
    m_pause = {};
    static_cast<void>(m_parts.store.setServerPause(m_account.id, m_pause));
}

std::unique_ptr<IdleWatch> AccountWorker::dropWatch()
{
    if (m_watch) {
        const auto traffic = m_watch->traffic();
        m_watchTraffic.bytesIn += traffic.bytesIn;
        m_watchTraffic.bytesOut += traffic.bytesOut;
    }
    return std::exchange(m_watch, nullptr);
}

transport::Traffic AccountWorker::imapTraffic() const
{
    auto all = m_imap.traffic();
    const auto watch = m_watch ? m_watch->traffic() : transport::Traffic{};
    all.bytesIn += m_watchTraffic.bytesIn + watch.bytesIn;
    all.bytesOut += m_watchTraffic.bytesOut + watch.bytesOut;
    return all;
}

/// Makes what went over the wire since the last time durable.
void AccountWorker::countTraffic()
{
    const auto all = imapTraffic();
    const auto today = trafficDay(m_parts.clock.now());
    const DayTraffic more{ .day = today,
        .bytesIn = all.bytesIn - m_counted.bytesIn,
        .bytesOut = all.bytesOut - m_counted.bytesOut };
    if (more.bytesIn + more.bytesOut == 0 && m_status.traffic.day == today)
        return;
    if (const auto sums = m_parts.store.addTraffic(m_account.id, more)) {
        m_counted = all;
        m_status.traffic = *sums;
    }
}

/// False once the bytes of the day are used up: headers and sending go on, bodies wait.
bool AccountWorker::mayDownload()
{
    const auto budget = discovery::bandwidthBudgetOf(m_account);
    if (budget.down == 0)
        return true;
    countTraffic();
    const bool usedUp = m_status.traffic.bytesIn >= budget.down;
    m_status.budget = budget;
    m_status.bodiesResume = usedUp ? (m_status.traffic.day + 1) * secondsPerTrafficDay : 0;
    return !usedUp;
}

} // namespace fulmar
