// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/ctl_service.h"
#include "gui/engine_backend.h"
#include "platform/engine_host.h"
#include "transport/web_fetch.h"

#include <QObject>

#include <memory>
#include <vector>

namespace fulmar::app {

/// What lives on the engine thread: the engine with its ports, and the socket for fulmarctl.
class EngineSide : public QObject {
    Q_OBJECT
public:
    EngineSide(EngineBackend& front, const Profile& profile);

    void open(ProfileLock lock);
    void close();
    [[nodiscard]] EngineHost* host() { return m_host.get(); }
    /// What fetches pictures; made when the first one is asked for.
    [[nodiscard]] transport::WebFetch& web();

private:
    void connectEngine();
    void listen();

    EngineBackend& m_front;
    Profile m_profile;
    std::unique_ptr<EngineHost> m_host{};
    std::unique_ptr<ctl::CtlService> m_service{};
    std::unique_ptr<transport::WebFetch> m_web{};
};

/// What lives on the reader thread: one read-only connection. Queries that come before it are kept.
class ReaderSide : public QObject {
    Q_OBJECT
public:
    void adopt(std::unique_ptr<MailReader> reader);
    void run(std::function<void(MailReader&)> query);

private:
    std::unique_ptr<MailReader> m_reader{};
    std::vector<std::function<void(MailReader&)>> m_waiting{};
};

} // namespace fulmar::app
