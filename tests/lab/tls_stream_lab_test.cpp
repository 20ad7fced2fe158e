// SPDX-License-Identifier: GPL-3.0-or-later
#include "cutting_proxy.h"
#include "lab.h"
#include "stream_recorder.h"

#include <gmock/gmock.h>

using namespace fulmar;
using namespace fulmar::test;
using namespace std::chrono_literals;
using testing::HasSubstr;
using transport::Endpoint;
using transport::TlsMode;
using transport::TlsStream;

namespace {

class TlsStreamLab : public testing::Test {
protected:
    static void SetUpTestSuite() { s_lab = std::make_unique<Lab>(); }
    static void TearDownTestSuite() { s_lab.reset(); }
    void SetUp() override { ASSERT_TRUE(s_lab->isRunning()); }

    static std::unique_ptr<Lab> s_lab;
};
std::unique_ptr<Lab> TlsStreamLab::s_lab;

TEST_F(TlsStreamLab, ImplicitTlsReachesDovecotByEveryNameOfItsCertificate)
{
    for (const auto* host : { "127.0.0.1", "localhost", "::1" }) {
        TlsStream stream({ .host = host, .port = s_lab->imaps(), .caFile = s_lab->caFile() });
        StreamRecorder seen(stream);
        stream.open();
        ASSERT_TRUE(seen.untilEvent(QStringLiteral("ready"))) << host << " " << seen.code();
        EXPECT_TRUE(StreamRecorder::until([&] { return seen.received.contains("\r\n"); }));
        EXPECT_TRUE(seen.received.startsWith("* OK"));
        stream.write("a1 LOGOUT\r\n");
        EXPECT_TRUE(seen.untilEvent(QStringLiteral("closed")));
        EXPECT_TRUE(seen.received.contains("a1 OK"));
    }
}

TEST_F(TlsStreamLab, StartTlsReachesPostfixAndDovecot)
{
    const std::vector<std::tuple<std::string, std::uint16_t, QByteArray, QByteArray>> services{
        { s_lab->host(), s_lab->submission(), "EHLO x\r\nSTARTTLS\r\n", "220 2.0.0 " },
        { s_lab->strictHost(), s_lab->imapStartTls(), "a STARTTLS\r\n", "a OK" },
        { s_lab->strictHost(), s_lab->pop3StartTls(), "STLS\r\n", "+OK Begin" },
    };
    for (const auto& service : services) {
        const auto& host = std::get<0>(service);
        const auto port = std::get<1>(service);
        const QByteArray& command = std::get<2>(service);
        const QByteArray& reply = std::get<3>(service);
        TlsStream stream(
            { .host = host, .port = port, .tls = TlsMode::StartTls, .caFile = s_lab->caFile() });
        StreamRecorder seen(stream);
        stream.open();
        ASSERT_TRUE(seen.untilEvent(QStringLiteral("ready")));
        ASSERT_TRUE(StreamRecorder::until([&] { return seen.received.contains("\r\n"); }));
        stream.write(command);
        ASSERT_TRUE(StreamRecorder::until([&] { return seen.received.contains(reply); }))
            << seen.received.toStdString();
        stream.startTls();
        EXPECT_TRUE(seen.untilEvent(QStringLiteral("encrypted"))) << seen.code();
    }
}

TEST_F(TlsStreamLab, CutAtAnyByteOfTheHandshakeFailsCleanly)
{
    for (const Cut cut : { Cut::Reset, Cut::Close }) {
        for (std::uint64_t bytes = 0; bytes < 1'500; bytes += 97) {
            const CuttingProxy proxy(s_lab->imaps(), { .afterBytes = bytes, .cut = cut });
            TlsStream stream(
                { .host = "127.0.0.1", .port = proxy.port(), .caFile = s_lab->caFile() });
            StreamRecorder seen(stream);
            stream.open();
            ASSERT_TRUE(seen.untilEnd()) << bytes;
            const bool wasReady = seen.events.contains(QStringLiteral("ready"));
            EXPECT_TRUE(wasReady || seen.code() == "connection-lost")
                << bytes << " " << seen.code();
        }
    }
}

TEST_F(TlsStreamLab, StallInTheHandshakeTimesOut)
{
    const CuttingProxy proxy(s_lab->imaps(), { .afterBytes = 200, .cut = Cut::Stall });
    TlsStream stream({ .host = "127.0.0.1", .port = proxy.port(), .caFile = s_lab->caFile() },
        { .connect = 300ms });
    StreamRecorder seen(stream);
    stream.open();
    ASSERT_TRUE(seen.untilEnd());
    EXPECT_EQ(seen.code(), "handshake-timeout");
}

} // namespace
