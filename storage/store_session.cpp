// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/store_session.h"

namespace fulmar::storage {
namespace {

// Keys taken from kept.db at a time: one more sync of the disk per so many new messages, and at
// most so many keys skipped after a crash.
constexpr std::int64_t keyBlock = 1000;

} // namespace

StoreSession::StoreSession(StoreSignals& signals) : m_signals(signals) { }

Result<void> StoreSession::reserveMessageKeys(std::size_t count)
{
    lookIntoAlarm();
    m_database.takeError();
    const std::int64_t last
        = m_database.value("SELECT seq FROM main.sqlite_sequence WHERE name = 'message'")
              .value_or(0)
        + static_cast<std::int64_t>(count);
    const std::int64_t ceiling
        = m_database.value("SELECT ceiling FROM kept.message_key").value_or(0);
    if (last > ceiling)
        m_database.run("UPDATE kept.message_key SET ceiling = ?1", last + keyBlock);
    if (auto error = m_database.takeError())
        return Unexpected(finish(std::move(*error)));
    return {};
}

void StoreSession::publish(ChangeSet changes)
{
    if (changes.empty())
        return;
    changes.revision = ++m_revision;
    if (m_observer)
        m_observer(changes);
}

void StoreSession::lookIntoAlarm()
{
    if ((m_signals.cacheSuspect.load() || m_signals.damagedBody.load() != 0) && m_damageHandler)
        m_damageHandler();
}

Error StoreSession::finish(Error error)
{
    if (error.kind == ErrorKind::Storage && error.code == "corrupt") {
        m_signals.cacheSuspect = true;
        if (m_damageHandler)
            m_damageHandler();
    }
    return error;
}

} // namespace fulmar::storage
