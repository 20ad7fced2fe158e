// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/bytes.h"
#include "common/error.h"
#include "transport/tls_stream.h"
#include "transport/wire_log.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace fulmar {

/// Names the parts of one protocol for `Connection`.
template <class SessionT, class StepT, class EventT, class OutputT, class NeedInputT,
    class StartTlsT, class FailureT>
struct Protocol {
    using Session = SessionT;
    using Step = StepT;
    using Event = EventT;
    using Output = OutputT;
    using NeedInput = NeedInputT;
    using StartTls = StartTlsT;
    using Failure = FailureT;
};

/// The pump between a TLS stream and a sans-I/O session: bytes one way, events the other.
///
/// Every callback may destroy the connection. `failed` comes once and is the last one. A server
/// that owes a reply and is silent for `replyTimeout` is given up with code "reply-timeout".
template <class P>
class Connection {
public:
    struct Callbacks {
        std::function<void(typename P::Event)> event;
        std::function<void(const typename P::Failure&)> failed;
    };

    Connection(const transport::Endpoint& endpoint, typename P::Session session,
        transport::WireLog* log, QString logName, Callbacks callbacks)
        : m_session(std::move(session))
        , m_stream(endpoint)
        , m_log(log)
        , m_logName(std::move(logName))
        , m_callbacks(std::move(callbacks))
    {
        m_replyTimer.setSingleShot(true);
        using transport::TlsStream;
        QObject::connect(&m_stream, &TlsStream::ready, &m_context, [this] {
            m_session.setChannelBinding(m_stream.channelBinding());
            pump();
        });
        QObject::connect(&m_stream, &TlsStream::encrypted, &m_context, [this] {
            m_session.setChannelBinding(m_stream.channelBinding());
            m_session.tlsEstablished();
            pump();
        });
        QObject::connect(&m_stream, &TlsStream::drained, &m_context, [this] { pump(); });
        QObject::connect(
            &m_stream, &TlsStream::received, &m_context, [this](const QByteArray& bytes) {
                if (!isCompressed())
                    record(transport::WireLog::Direction::Server, bytes);
                m_session.receive(
                    asBytes({ bytes.constData(), static_cast<std::size_t>(bytes.size()) }));
                m_replyTimer.stop();
                pump();
            });
        QObject::connect(&m_stream, &TlsStream::closedByPeer, &m_context, [this] {
            m_session.connectionLost();
            pump();
        });
        QObject::connect(&m_stream, &TlsStream::failed, &m_context,
            [this](const Error& error) { streamFailed(error); });
        QObject::connect(&m_replyTimer, &QTimer::timeout, &m_context, [this] {
            streamFailed({ .kind = ErrorKind::Network,
                .where = "waiting for a reply",
                .serverText = {},
                .code = "reply-timeout" });
        });
    }

    ~Connection() { *m_alive = false; }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void open() { m_stream.open(); }
    /// After enqueuing; safe to call from callbacks.
    void pump();
    void setReplyTimeout(std::chrono::milliseconds timeout) { m_replyTimeout = timeout; }
    /// Sends what is queued and closes; no callback follows.
    void close()
    {
        m_callbacks = {};
        m_finished = true;
        m_replyTimer.stop();
        m_stream.close();
    }

    [[nodiscard]] typename P::Session& session() { return m_session; }
    [[nodiscard]] transport::Traffic traffic() const { return m_stream.traffic(); }
    [[nodiscard]] QString cipher() const { return m_stream.cipher(); }

private:
    /// More than this unsent and we wait: a body is prepared only as fast as the wire takes it.
    static constexpr qint64 sendBuffer = 256 * 1024;

    /// Of a compressed connection the session hands out what was said, for the log.
    [[nodiscard]] bool isCompressed() const
    {
        if constexpr (requires { m_session.isCompressed(); })
            return m_session.isCompressed();
        return false;
    }
    static QByteArray logged(const typename P::Output& output, const QByteArray& written)
    {
        if constexpr (requires { output.plain; }) {
            if (!output.plain.empty())
                return QByteArray::fromStdString(output.plain);
        }
        return written;
    }
    bool take(typename P::Step step);
    void finish(const typename P::Failure& failure);
    void streamFailed(const Error& error);
    void record(
        transport::WireLog::Direction direction, const QByteArray& bytes, bool sensitive = false)
    {
        if (m_log)
            m_log->append(m_logName, direction, bytes, sensitive);
    }

    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    typename P::Session m_session;
    transport::TlsStream m_stream;
    transport::WireLog* m_log;
    QString m_logName;
    Callbacks m_callbacks;
    QTimer m_replyTimer;
    std::chrono::milliseconds m_replyTimeout{ 60'000 };
    QObject m_context; // last member, first to go: no signal reaches a half destroyed connection
    bool m_pumping = false;
    bool m_finished = false;
};

template <class P>
void Connection<P>::pump()
{
    if (m_pumping || m_finished)
        return;
    const auto alive = m_alive;
    m_pumping = true;
    while (!m_finished && m_stream.bytesToWrite() < sendBuffer) {
        const bool more = take(m_session.next());
        if (!*alive)
            return;
        if (!more)
            break;
    }
    m_pumping = false;
}

/// Does one step; false when there is nothing more to do now. The connection may be gone
/// afterwards.
template <class P>
bool Connection<P>::take(typename P::Step step)
{
    const auto alive = m_alive;
    return std::visit(
        [&](auto& taken) -> bool {
            using T = std::decay_t<decltype(taken)>;
            if constexpr (std::is_same_v<T, typename P::Event>) {
                // A copy, because the callback may call close(), which drops the callbacks.
                if (const auto callback = m_callbacks.event)
                    callback(std::move(taken));
                return *alive;
            } else if constexpr (std::is_same_v<T, typename P::Output>) {
                const auto bytes = QByteArray::fromStdString(taken.bytes);
                record(
                    transport::WireLog::Direction::Client, logged(taken, bytes), taken.sensitive);
                m_stream.write(bytes);
                return true;
            } else if constexpr (requires { taken.plainText; }) {
                record(transport::WireLog::Direction::Server,
                    QByteArray::fromRawData(
                        taken.plainText.data(), static_cast<qsizetype>(taken.plainText.size())));
                return true;
            } else if constexpr (std::is_same_v<T, typename P::StartTls>) {
                m_stream.startTls();
                return false;
            } else if constexpr (std::is_same_v<T, typename P::Failure>) {
                finish(taken);
                return false;
            } else {
                if (taken.waiting && !m_replyTimer.isActive())
                    m_replyTimer.start(m_replyTimeout);
                else if (!taken.waiting)
                    m_replyTimer.stop();
                return false;
            }
        },
        step);
}

template <class P>
void Connection<P>::finish(const typename P::Failure& failure)
{
    m_finished = true;
    m_replyTimer.stop();
    m_stream.close();
    const auto callback = m_callbacks.failed;
    m_callbacks = {};
    if (callback)
        callback(failure);
}

/// The stream's own word on what happened is kept; the session only adds what was unfinished.
template <class P>
void Connection<P>::streamFailed(const Error& error)
{
    if (m_finished)
        return;
    const auto alive = m_alive;
    m_session.connectionLost();
    for (;;) {
        auto step = m_session.next();
        if (auto* failure = std::get_if<typename P::Failure>(&step)) {
            failure->error = error;
            m_stream.abort();
            finish(*failure);
            return;
        }
        if (std::holds_alternative<typename P::NeedInput>(step))
            break;
        if (auto* event = std::get_if<typename P::Event>(&step)) {
            if (const auto callback = m_callbacks.event)
                callback(std::move(*event));
            if (!*alive || m_finished)
                return;
        }
    }
    m_stream.abort();
    typename P::Failure failure{};
    failure.error = error;
    finish(failure);
}

} // namespace fulmar
