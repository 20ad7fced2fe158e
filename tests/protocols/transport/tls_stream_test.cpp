// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripted_peer.h"
#include "stream_recorder.h"

#include <gmock/gmock.h>

#include <QElapsedTimer>

using namespace fulmar;
using namespace fulmar::test;
using namespace std::chrono_literals;
using transport::Endpoint;
using transport::TlsMode;
using transport::TlsStream;

namespace {

const Identity& anyIdentity()
{
    static const Identity made = makeIdentity({});
    return made;
}

constexpr transport::Timeouts shortTimeouts{ .connect = 300ms, .handshake = 300ms };

struct Ending {
    std::string code;
    ErrorKind kind = ErrorKind::Protocol;
    qint64 milliseconds = 0;
};

Ending endOf(const Endpoint& endpoint, transport::Timeouts timeouts = {})
{
    TlsStream stream(endpoint, timeouts);
    StreamRecorder seen(stream);
    QElapsedTimer timer;
    timer.start();
    stream.open();
    EXPECT_TRUE(seen.events.isEmpty()) << "signals come through the event loop";
    EXPECT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.events.size(), 1) << seen.events.join(u' ').toStdString();
    return { seen.code(), seen.error ? seen.error->kind : ErrorKind::Protocol, timer.elapsed() };
}

class BothModes : public testing::TestWithParam<TlsMode> { };
INSTANTIATE_TEST_SUITE_P(Connect, BothModes, testing::Values(TlsMode::Implicit, TlsMode::StartTls),
    [](const auto& row) { return row.param == TlsMode::Implicit ? "Implicit" : "StartTls"; });

TEST_P(BothModes, ClosedPortIsRefusedAtOnce)
{
    quint16 port = 0;
    {
        const ScriptedPeer gone(anyIdentity());
        port = gone.serverPort();
    }
    const Ending end = endOf({ .host = "127.0.0.1", .port = port, .tls = GetParam() });
    EXPECT_EQ(end.code, "connection-refused");
    EXPECT_EQ(end.kind, ErrorKind::Network);
    EXPECT_LT(end.milliseconds, 2'000);
}

TEST_P(BothModes, UnknownHostIsSaidSo)
{
    const Ending end = endOf({ .host = "no-such-host.invalid", .port = 993, .tls = GetParam() });
    EXPECT_EQ(end.code, "host-not-found");
    EXPECT_EQ(end.kind, ErrorKind::Network);
}

TEST_P(BothModes, StalledConnectTimesOut)
{
    const StalledListener stalled;
    const Ending end
        = endOf({ .host = "127.0.0.1", .port = stalled.port(), .tls = GetParam() }, shortTimeouts);
    EXPECT_EQ(end.code, "connect-timeout");
    EXPECT_EQ(end.kind, ErrorKind::Network);
}

TEST(Handshake, StallTimesOut)
{
    ScriptedPeer peer(anyIdentity());
    peer.onConnected = [](QSslSocket&) {};
    const Ending end = endOf({ .host = "127.0.0.1", .port = peer.serverPort() }, shortTimeouts);
    EXPECT_EQ(end.code, "handshake-timeout");
    EXPECT_EQ(end.kind, ErrorKind::Network);
}

TEST(Handshake, StallAfterStartTlsTimesOut)
{
    ScriptedPeer peer(anyIdentity());
    peer.onConnected = [](QSslSocket&) {};
    TlsStream stream({ .host = "127.0.0.1", .port = peer.serverPort(), .tls = TlsMode::StartTls },
        shortTimeouts);
    StreamRecorder seen(stream);
    stream.open();
    ASSERT_TRUE(seen.untilEvent(QStringLiteral("ready")));
    stream.startTls();
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.code(), "handshake-timeout");
}

TEST(Handshake, ClosedByTheServerIsALostConnection)
{
    ScriptedPeer peer(anyIdentity());
    peer.onConnected = [](QSslSocket& socket) { socket.disconnectFromHost(); };
    const Ending end = endOf({ .host = "127.0.0.1", .port = peer.serverPort() });
    EXPECT_EQ(end.code, "connection-lost");
    EXPECT_EQ(end.kind, ErrorKind::Network);
}

TEST(Handshake, WithAServerThatSpeaksClearTextFails)
{
    ScriptedPeer peer(anyIdentity());
    peer.onConnected = [](QSslSocket& socket) { socket.write("* OK this is no TLS\r\n"); };
    const Ending end = endOf({ .host = "127.0.0.1", .port = peer.serverPort() });
    EXPECT_EQ(end.code, "handshake-failed");
    EXPECT_EQ(end.kind, ErrorKind::Tls);
}

TEST(Families, ServerOnIpv6OnlyIsReached)
{
    const Identity identity = makeIdentity({ .commonName = "six", .addresses = { "::1" } });
    ScriptedPeer peer(identity, {}, QHostAddress::LocalHostIPv6);
    ASSERT_TRUE(peer.isListening()) << "this machine has no IPv6 loopback";
    TlsStream stream({ .host = "::1", .port = peer.serverPort(), .tls = TlsMode::StartTls });
    StreamRecorder seen(stream);
    stream.open();
    EXPECT_TRUE(seen.untilEvent(QStringLiteral("ready")));
    // The verdict is about trust, not about the name: the address in the certificate matched.
    stream.startTls();
    peer.findChild<QSslSocket*>()->startServerEncryption();
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.code(), "certificate-self-signed");
}

TEST(StartTlsGate, starttls_injected_bytes_are_refused_when_unread)
{
    ScriptedPeer peer(anyIdentity());
    peer.onConnected = [](QSslSocket& socket) { socket.write("220 hello\r\n"); };
    TlsStream stream({ .host = "127.0.0.1", .port = peer.serverPort(), .tls = TlsMode::StartTls });
    StreamRecorder seen(stream);
    stream.open();
    ASSERT_TRUE(seen.untilEvent(QStringLiteral("ready")));
    ASSERT_TRUE(StreamRecorder::until([&] { return seen.received == "220 hello\r\n"; }));
    stream.setReadingPaused(true);
    peer.findChild<QSslSocket*>()->write("220 go\r\n250 injected\r\n");
    ASSERT_TRUE(
        StreamRecorder::until([&] { return peer.findChild<QSslSocket*>()->bytesToWrite() == 0; }));
    stream.startTls();
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.code(), "starttls-injection");
    EXPECT_EQ(seen.received, "220 hello\r\n");
}

TEST(StartTlsGate, starttls_injected_bytes_are_refused_while_still_in_the_kernel)
{
    ScriptedPeer peer(anyIdentity());
    TlsStream stream({ .host = "127.0.0.1", .port = peer.serverPort(), .tls = TlsMode::StartTls });
    StreamRecorder seen(stream);
    peer.onConnected = [](QSslSocket& socket) { socket.write("220 go\r\n"); };
    QObject::connect(&stream, &TlsStream::received, &peer, [&] {
        // Sent and flushed inside this slot: the client's event loop cannot have read them.
        auto* socket = peer.findChild<QSslSocket*>();
        socket->write("250 injected\r\n");
        socket->flush();
        stream.startTls();
    });
    stream.open();
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.code(), "starttls-injection");
}

TEST(StartTlsGate, starttls_injected_bytes_in_front_of_the_handshake_never_become_replies)
{
    ScriptedPeer peer(anyIdentity());
    peer.onConnected = [](QSslSocket& socket) { socket.write("220 go\r\n"); };
    peer.onBytes = [](QSslSocket& socket, const QByteArray&) { socket.write("250 injected\r\n"); };
    TlsStream stream({ .host = "127.0.0.1", .port = peer.serverPort(), .tls = TlsMode::StartTls });
    StreamRecorder seen(stream);
    stream.open();
    ASSERT_TRUE(StreamRecorder::until([&] { return seen.received == "220 go\r\n"; }));
    stream.startTls();
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.code(), "handshake-failed");
    EXPECT_EQ(seen.received, "220 go\r\n");
}

TEST(Lifetime, NothingIsSaidAfterAbortOrClose)
{
    ScriptedPeer peer(anyIdentity());
    for (const bool orderly : { true, false }) {
        TlsStream stream({ .host = "127.0.0.1", .port = peer.serverPort() });
        StreamRecorder seen(stream);
        stream.open();
        orderly ? stream.close() : stream.abort();
        EXPECT_FALSE(StreamRecorder::until([&] { return !seen.events.isEmpty(); }, 100));
    }
}

TEST(Lifetime, StreamMayBeDeletedInItsOwnSignal)
{
    ScriptedPeer peer(anyIdentity());
    peer.onConnected = [](QSslSocket& socket) { socket.write(QByteArray(300'000, 'x')); };
    auto stream = std::make_unique<TlsStream>(
        Endpoint{ .host = "127.0.0.1", .port = peer.serverPort(), .tls = TlsMode::StartTls });
    QObject::connect(stream.get(), &TlsStream::received, &peer, [&] { stream.reset(); });
    stream->open();
    EXPECT_TRUE(StreamRecorder::until([&] { return stream == nullptr; }));
}

TEST(Lifetime, LookUpMayOutliveTheStream)
{
    {
        TlsStream stream({ .host = "no-such-host.invalid", .port = 993 });
        stream.open();
    }
    EXPECT_FALSE(StreamRecorder::until([] { return false; }, 50));
}

} // namespace
