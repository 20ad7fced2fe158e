// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/pop3_client.h"

#include <utility>

namespace fulmar {

Pop3Client::Pop3Client(const transport::Endpoint& endpoint, pop3::SessionOptions options,
    transport::WireLog* log, const QString& logName, Callbacks callbacks)
    : m_callbacks(std::move(callbacks))
    , m_connection(endpoint, pop3::Session(std::move(options)), log, logName,
          {
              .event = [this](pop3::Event event) { take(std::move(event)); },
              .failed =
                  [this](const pop3::Failure& failure) {
                      m_running.clear();
                      const auto callback = m_callbacks.failed;
                      callback(failure.error);
                  },
          })
{
}

pop3::CommandHandle Pop3Client::run(pop3::Command command, Done done)
{
    const auto handle = m_connection.session().enqueue(command);
    m_running.emplace(handle, std::move(done));
    return handle;
}

void Pop3Client::close()
{
    m_running.clear();
    m_connection.close();
}

void Pop3Client::take(pop3::Event event)
{
    if (auto* chunk = std::get_if<pop3::BodyChunk>(&event)) {
        m_callbacks.chunk(*chunk);
    } else if (auto* done = std::get_if<pop3::CommandDone>(&event)) {
        const auto running = m_running.extract(done->command);
        if (running && running.mapped())
            running.mapped()(*done);
    } else if (const auto* ready = std::get_if<pop3::Ready>(&event)) {
        m_callbacks.ready(ready->capabilities);
    }
}

} // namespace fulmar
