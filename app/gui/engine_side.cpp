// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/engine_side.h"

#include "wording.h"

#include <utility>

namespace fulmar::app {

EngineSide::EngineSide(EngineBackend& front, const Profile& profile)
    : m_front(front), m_profile(profile)
{
}

void EngineSide::open(ProfileLock lock)
{
    auto host = EngineHost::open(m_profile, std::move(lock), EngineHost::Mode::StayConnected);
    auto reader = host ? (*host)->newReader()
                       : Result<std::unique_ptr<MailReader>>(Unexpected(host.error()));
    if (!reader) {
        const Wording words = wordingFor(reader.error(), { .subject = m_profile.folder });
        Q_EMIT m_front.openFailed(
            words.hint.isEmpty() ? words.sentence : words.sentence + QLatin1Char(' ') + words.hint);
        return;
    }
    m_host = std::move(*host);
    // The list waits for this reader; the network can wait a moment longer.
    auto shared = std::make_shared<std::unique_ptr<MailReader>>(std::move(*reader));
    ReaderSide* side = m_front.m_readerSide;
    QMetaObject::invokeMethod(
        side, [side, shared] { side->adopt(std::move(*shared)); }, Qt::QueuedConnection);
    connectEngine();
    Q_EMIT m_front.opened();
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (!m_host)
                return;
            m_host->start();
            m_host->watch();
            listen();
        },
        Qt::QueuedConnection);
}

void EngineSide::connectEngine()
{
    Engine* engine = &m_host->engine();
    connect(engine, &Engine::changed, &m_front, &Backend::changed, Qt::QueuedConnection);
    connect(engine, &Engine::accountStatusChanged, &m_front, &Backend::accountStatusChanged,
        Qt::QueuedConnection);
    connect(engine, &Engine::mailArrived, &m_front, &Backend::mailArrived, Qt::QueuedConnection);
    connect(engine, &Engine::noticed, &m_front, &Backend::noticed, Qt::QueuedConnection);
    if (m_host->cacheWasRebuilt()) {
        QMetaObject::invokeMethod(
            &m_front,
            [front = &m_front] { Q_EMIT front->noticed({ .kind = Notice::Kind::CacheRebuilt }); },
            Qt::QueuedConnection);
    }
}

void EngineSide::listen()
{
    m_service = std::make_unique<ctl::CtlService>(*m_host);
    connect(m_service.get(), &ctl::CtlService::raiseRequested, &m_front,
        &EngineBackend::raiseRequested, Qt::QueuedConnection);
    // Without the socket fulmarctl says that the profile is in use: a loss of comfort, not of mail.
    if (const auto listening = m_service->listen(); !listening)
        qWarning("no socket for fulmarctl: %s", listening.error().where.c_str());
}

void EngineSide::close()
{
    if (!m_host) {
        Q_EMIT m_front.stopped();
        return;
    }
    m_service.reset();
    m_web.reset();
    m_host->stop([this] {
        // The engine still stands on the stack here.
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_host.reset();
                Q_EMIT m_front.stopped();
            },
            Qt::QueuedConnection);
    });
}

transport::WebFetch& EngineSide::web()
{
    if (!m_web)
        m_web = std::make_unique<transport::WebFetch>();
    return *m_web;
}

void ReaderSide::adopt(std::unique_ptr<MailReader> reader)
{
    m_reader = std::move(reader);
    for (const auto& query : std::exchange(m_waiting, {}))
        query(*m_reader);
}

void ReaderSide::run(std::function<void(MailReader&)> query)
{
    if (m_reader)
        query(*m_reader);
    else
        m_waiting.push_back(std::move(query));
}

} // namespace fulmar::app
