// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/connection.h"
#include "pop3/session.h"

#include <functional>
#include <map>

namespace fulmar {

using Pop3Protocol = Protocol<pop3::Session, pop3::Step, pop3::Event, pop3::Output, pop3::NeedInput,
    pop3::StartTls, pop3::Failure>;

/// One signed-in POP3 session with commands as calls. Callbacks of commands that are unfinished
/// when the connection ends are dropped; `failed` tells the owner once. Engine thread.
class Pop3Client {
public:
    using Done = std::function<void(pop3::CommandDone&)>;
    struct Callbacks {
        std::function<void(const pop3::Capabilities&)> ready;
        std::function<void(pop3::BodyChunk&)> chunk;
        std::function<void(const Error&)> failed;
    };

    Pop3Client(const transport::Endpoint& endpoint, pop3::SessionOptions options,
        transport::WireLog* log, const QString& logName, Callbacks callbacks);

    void open() { m_connection.open(); }
    pop3::CommandHandle run(pop3::Command command, Done done);
    /// Says what was asked for with `run`; several commands before it go out together.
    void flush() { m_connection.pump(); }
    /// Closes without a word: what was marked stays on the server.
    void close();
    [[nodiscard]] transport::Traffic traffic() const { return m_connection.traffic(); }

private:
    void take(pop3::Event event);

    Callbacks m_callbacks;
    std::map<pop3::CommandHandle, Done> m_running;
    Connection<Pop3Protocol> m_connection;
};

} // namespace fulmar
