// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripted_peer.h"
#include "stream_recorder.h"

#include <gmock/gmock.h>

#include <QTemporaryDir>
#include <QTimer>

using namespace fulmar;
using namespace fulmar::test;
using transport::Endpoint;
using transport::TlsMode;
using transport::TlsStream;

namespace {

constexpr qint64 fiftyMegabytes = 50LL * 1024 * 1024;

/// Bytes that tell a lost or doubled piece: every block carries its own number.
QByteArray numberedBytes(qint64 size)
{
    QByteArray bytes;
    bytes.reserve(size + 16);
    for (int block = 0; bytes.size() < size; ++block)
        bytes += QByteArray::number(block).rightJustified(15, '0') + '\n';
    return bytes.left(size);
}

class Flow : public testing::TestWithParam<TlsMode> {
protected:
    Flow() : m_identity(makeIdentity({ .dnsNames = { "localhost" } })), peer(m_identity)
    {
        QFile file(m_folder.filePath(QStringLiteral("ca.pem")));
        EXPECT_TRUE(file.open(QIODevice::WriteOnly));
        file.write(m_identity.certificatePem);
        m_caFile = file.fileName().toStdString();
        if (GetParam() == TlsMode::StartTls)
            speakStartTls(peer);
    }

    Endpoint endpoint() const
    {
        return {
            .host = "localhost", .port = peer.serverPort(), .tls = GetParam(), .caFile = m_caFile
        };
    }

    /// Up to the encrypted state; what was received in clear text is forgotten.
    void connectStream(TlsStream& stream, StreamRecorder& seen)
    {
        stream.open();
        ASSERT_TRUE(seen.untilEvent(QStringLiteral("ready"))) << seen.code();
        if (GetParam() == TlsMode::StartTls) {
            stream.write("STARTTLS\r\n");
            ASSERT_TRUE(
                StreamRecorder::until([&] { return seen.received.endsWith("220 go\r\n"); }));
            seen.received.clear();
            stream.startTls();
            ASSERT_TRUE(seen.untilEvent(QStringLiteral("encrypted"))) << seen.code();
        }
    }

private:
    Identity m_identity;
    QTemporaryDir m_folder;
    std::string m_caFile;

protected:
    ScriptedPeer peer;
};
INSTANTIATE_TEST_SUITE_P(Tls, Flow, testing::Values(TlsMode::Implicit, TlsMode::StartTls),
    [](const auto& row) { return row.param == TlsMode::Implicit ? "Implicit" : "StartTls"; });

TEST_P(Flow, FiftyMegabytesArriveWholeThoughReadingPauses)
{
    const QByteArray sent = numberedBytes(fiftyMegabytes);
    peer.onEncrypted = [&](QSslSocket& socket) {
        socket.write(sent);
        socket.disconnectFromHost(); // the close is right behind the last byte
    };
    TlsStream stream(endpoint());
    StreamRecorder seen(stream);
    int pauses = 0;
    qsizetype lastPause = 0;
    QTimer resume;
    resume.setSingleShot(true);
    QObject::connect(&resume, &QTimer::timeout, &stream, [&] {
        EXPECT_EQ(seen.received.size(), lastPause) << "nothing comes while reading is paused";
        stream.setReadingPaused(false);
    });
    QObject::connect(&stream, &TlsStream::received, &resume, [&] {
        if (seen.received.size() - lastPause > 5 * 1024 * 1024) {
            lastPause = seen.received.size();
            ++pauses;
            stream.setReadingPaused(true);
            resume.start(20);
        }
    });
    ASSERT_NO_FATAL_FAILURE(connectStream(stream, seen));
    ASSERT_TRUE(StreamRecorder::until(
        [&] { return seen.events.contains(QStringLiteral("closed")); }, 60'000));
    EXPECT_GE(pauses, 8);
    EXPECT_EQ(seen.received.size(), sent.size());
    EXPECT_TRUE(seen.received == sent);
    EXPECT_GE(stream.traffic().bytesIn, static_cast<std::uint64_t>(fiftyMegabytes));
    EXPECT_EQ(seen.code(), "none");
}

TEST_P(Flow, WhilePausedThePeerIsHeldBack)
{
    const QByteArray sent = numberedBytes(fiftyMegabytes);
    qint64 held = 0;
    peer.onEncrypted = [&](QSslSocket& socket) {
        socket.write(sent);
        held = sent.size();
    };
    TlsStream stream(endpoint());
    StreamRecorder seen(stream);
    QObject::connect(&stream, &TlsStream::ready, &stream,
        [&] { stream.setReadingPaused(GetParam() == TlsMode::Implicit); });
    QObject::connect(
        &stream, &TlsStream::encrypted, &stream, [&] { stream.setReadingPaused(true); });
    ASSERT_NO_FATAL_FAILURE(connectStream(stream, seen));
    auto* socket = peer.findChild<QSslSocket*>();
    // Until nothing moves any more: the kernel's buffers and ours are full.
    qint64 before = -1;
    while (before != socket->bytesToWrite() + socket->encryptedBytesToWrite() || held == 0) {
        before = socket->bytesToWrite() + socket->encryptedBytesToWrite();
        StreamRecorder::until([] { return false; }, 200);
    }
    EXPECT_GT(before, 30LL * 1024 * 1024);
    EXPECT_EQ(seen.received.size(), 0);
}

TEST_P(Flow, FiftyMegabytesLeaveInPiecesThatWaitForDrained)
{
    const QByteArray bytes = numberedBytes(fiftyMegabytes);
    QByteArray arrived;
    peer.onEncrypted = [&](QSslSocket&) {
        peer.onBytes = [&](QSslSocket&, const QByteArray& piece) { arrived += piece; };
    };
    TlsStream stream(endpoint());
    StreamRecorder seen(stream);
    ASSERT_NO_FATAL_FAILURE(connectStream(stream, seen));
    const std::uint64_t before = stream.traffic().bytesOut;
    constexpr qint64 bound = 256 * 1024, piece = 64 * 1024;
    qint64 at = 0, highest = 0;
    const auto fill = [&] {
        while (at < bytes.size() && stream.bytesToWrite() < bound) {
            stream.write(bytes.mid(at, piece));
            at += piece;
        }
        highest = std::max(highest, stream.bytesToWrite());
    };
    QObject::connect(&stream, &TlsStream::drained, &stream, fill);
    fill();
    ASSERT_TRUE(StreamRecorder::until([&] { return arrived.size() == bytes.size(); }, 60'000))
        << arrived.size();
    EXPECT_TRUE(arrived == bytes);
    EXPECT_EQ(stream.traffic().bytesOut - before, static_cast<std::uint64_t>(bytes.size()));
    EXPECT_LT(highest, bound + 2 * piece);
}

TEST_P(Flow, WhatWasQueuedBeforeCloseArrives)
{
    const QByteArray bytes = numberedBytes(1024 * 1024) + "QUIT\r\n";
    QByteArray arrived;
    bool closed = false;
    peer.onEncrypted = [&](QSslSocket& socket) {
        peer.onBytes = [&](QSslSocket&, const QByteArray& piece) { arrived += piece; };
        socket.write("hello");
        QObject::connect(&socket, &QSslSocket::disconnected, &peer, [&] { closed = true; });
    };
    TlsStream stream(endpoint());
    StreamRecorder seen(stream);
    ASSERT_NO_FATAL_FAILURE(connectStream(stream, seen));
    // As in every mail protocol, the server has spoken first.
    ASSERT_TRUE(StreamRecorder::until([&] { return seen.received == "hello"; }));
    stream.write(bytes);
    stream.close();
    EXPECT_TRUE(StreamRecorder::until([&] { return closed && arrived.size() == bytes.size(); }))
        << arrived.size() << " of " << bytes.size();
    EXPECT_TRUE(arrived == bytes);
    EXPECT_FALSE(seen.events.contains(QStringLiteral("closed"))) << "no signal follows close()";
}

TEST_P(Flow, LastWordArrivesThoughTheStreamDiesAtOnce)
{
    QByteArray arrived;
    peer.onEncrypted = [&](QSslSocket&) {
        peer.onBytes = [&](QSslSocket&, const QByteArray& piece) { arrived += piece; };
    };
    {
        TlsStream stream(endpoint());
        StreamRecorder seen(stream);
        ASSERT_NO_FATAL_FAILURE(connectStream(stream, seen));
        stream.write("A9 LOGOUT\r\n");
        stream.close();
    }
    EXPECT_TRUE(StreamRecorder::until([&] { return arrived == "A9 LOGOUT\r\n"; }))
        << arrived.toStdString();
}

TEST_P(Flow, OrderlyCloseComesAfterTheLastByte)
{
    peer.onEncrypted = [&](QSslSocket& socket) {
        socket.write("* BYE\r\n");
        socket.disconnectFromHost();
    };
    TlsStream stream(endpoint());
    StreamRecorder seen(stream);
    QByteArray atClose;
    QObject::connect(&stream, &TlsStream::closedByPeer, &stream, [&] { atClose = seen.received; });
    ASSERT_NO_FATAL_FAILURE(connectStream(stream, seen));
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_TRUE(atClose.endsWith("* BYE\r\n"));
    EXPECT_EQ(seen.code(), "none");
    EXPECT_FALSE(stream.isEncrypted());
}

TEST_P(Flow, CloseWaitsWhileReadingIsPaused)
{
    TlsStream stream(endpoint());
    StreamRecorder seen(stream);
    ASSERT_NO_FATAL_FAILURE(connectStream(stream, seen));
    stream.setReadingPaused(true);
    auto* socket = peer.findChild<QSslSocket*>();
    ASSERT_TRUE(StreamRecorder::until([&] { return socket->isEncrypted(); }));
    socket->write("* BYE\r\n");
    socket->disconnectFromHost();
    EXPECT_FALSE(
        StreamRecorder::until([&] { return seen.events.contains(QStringLiteral("closed")); }, 200));
    EXPECT_EQ(seen.received, "");
    stream.setReadingPaused(false);
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.received, "* BYE\r\n");
}

} // namespace
