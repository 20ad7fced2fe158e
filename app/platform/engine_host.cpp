// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/engine_host.h"

#include "storage/profile_store.h"

#include <QFile>

#include <filesystem>
#include <utility>

namespace fulmar::app {

EngineHost::EngineHost(const Profile& profile, ProfileLock lock)
    : m_profile(profile), m_lock(std::move(lock)), m_secrets(profile)
{
}

Result<std::unique_ptr<EngineHost>> EngineHost::open(
    const Profile& profile, ProfileLock lock, Mode mode)
{
    std::unique_ptr<EngineHost> host(new EngineHost(profile, std::move(lock)));
    auto store = storage::ProfileStore::open(
        std::filesystem::path(QFile::encodeName(profile.folder).toStdString()));
    if (!store)
        return Unexpected(store.error());
    host->m_store = std::move(*store);
    auto reader = host->m_store->newReader();
    if (!reader)
        return Unexpected(reader.error());
    host->m_reader = std::move(*reader);
    const Engine::Ports ports{
        .store = host->m_store->mailStore(),
        .outbox = host->m_store->outboxStore(),
        .reader = *host->m_reader,
        .secrets = host->m_secrets,
        .clock = host->m_clock,
    };
    host->m_engine = std::make_unique<Engine>(ports,
        Engine::Options{
            .logFolder = profile.logFolder(), .stayConnected = mode == Mode::StayConnected });
    connect(host->m_engine.get(), &Engine::accountStatusChanged, host.get(),
        [self = host.get()](
            const AccountStatus& status) { self->m_status[status.account] = status; });
    return host;
}

// The engine goes first: it uses the ports.
EngineHost::~EngineHost()
{
    m_engine.reset();
}

void EngineHost::start()
{
    m_engine->start();
}
void EngineHost::stop(std::function<void()> done)
{
    m_engine->stop(std::move(done));
}

void EngineHost::watch()
{
    if (!std::exchange(m_watching, true))
        m_engine->watch([this](const FolderReport& report) { Q_EMIT folderPushed(report); });
}

Result<std::unique_ptr<MailReader>> EngineHost::newReader()
{
    return m_store->newReader();
}
MailStore& EngineHost::store()
{
    return m_store->mailStore();
}
bool EngineHost::cacheWasRebuilt() const
{
    return m_store->cacheWasRebuilt();
}

std::optional<AccountStatus> EngineHost::status(AccountId account) const
{
    const auto found = m_status.find(account);
    return found == m_status.end() ? std::nullopt : std::optional(found->second);
}

} // namespace fulmar::app
