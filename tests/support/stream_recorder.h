// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/tls_stream.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QTimer>

#include <functional>
#include <optional>

namespace fulmar::test {

/// Writes down what a TlsStream says, in order, and waits for things to happen.
class StreamRecorder {
public:
    explicit StreamRecorder(transport::TlsStream& stream)
    {
        using transport::TlsStream;
        QObject::connect(
            &stream, &TlsStream::ready, &m_context, [this] { events << QStringLiteral("ready"); });
        QObject::connect(&stream, &TlsStream::encrypted, &m_context,
            [this] { events << QStringLiteral("encrypted"); });
        QObject::connect(&stream, &TlsStream::closedByPeer, &m_context,
            [this] { events << QStringLiteral("closed"); });
        QObject::connect(&stream, &TlsStream::received, &m_context,
            [this](const QByteArray& bytes) { received += bytes; });
        QObject::connect(&stream, &TlsStream::failed, &m_context, [this](const Error& why) {
            error = why;
            events << QStringLiteral("failed ") + QString::fromStdString(why.code);
        });
    }

    /// Runs the event loop until it holds; false after 10 s, which no test may need.
    static bool until(const std::function<bool()>& holds, int milliseconds = 10'000)
    {
        // Not QTest::qWaitFor, which sleeps 10 ms between two looks at the events.
        const QDeadlineTimer deadline(milliseconds);
        QTimer::singleShot(milliseconds, [] {});
        while (!holds()) {
            if (deadline.hasExpired())
                return false;
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        return true;
    }
    bool untilEvent(const QString& name)
    {
        return until([&] { return events.contains(name) || error.has_value(); })
            && events.contains(name);
    }
    bool untilEnd()
    {
        return until(
            [&] { return error.has_value() || events.contains(QStringLiteral("closed")); });
    }
    [[nodiscard]] std::string code() const { return error ? error->code : std::string("none"); }

    QStringList events;
    QByteArray received;
    std::optional<Error> error;

private:
    QObject m_context;
};

} // namespace fulmar::test
