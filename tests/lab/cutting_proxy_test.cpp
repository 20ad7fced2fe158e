// SPDX-License-Identifier: GPL-3.0-or-later
#include "cutting_proxy.h"

#include <gmock/gmock.h>

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <tuple>

using namespace fulmar::test;

namespace {

/// Sends 1,000 bytes to whoever connects and remembers what came.
class Sender : public QTcpServer {
public:
    Sender()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            auto* socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this,
                [this, socket] { arrived += socket->readAll(); });
            socket->write(QByteArray(1000, 's'));
        });
    }
    QByteArray arrived;
};

struct Seen {
    QByteArray received;
    bool ended = false;
};

Seen throughProxy(const CuttingProxy& proxy, const QByteArray& sent, qsizetype expected)
{
    QTcpSocket socket;
    Seen seen;
    QObject::connect(&socket, &QTcpSocket::readyRead, [&] { seen.received += socket.readAll(); });
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), proxy.port());
    socket.write(sent);
    std::ignore = QTest::qWaitFor([&] {
        return socket.state() == QAbstractSocket::UnconnectedState
            || seen.received.size() == expected;
    });
    // An end that is due arrives right behind the bytes.
    std::ignore
        = QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 100);
    seen.ended = socket.state() == QAbstractSocket::UnconnectedState;
    return seen;
}

TEST(CuttingProxy, ForwardsEverythingWithoutACut)
{
    Sender server;
    const CuttingProxy proxy(server.serverPort(), {});
    const Seen seen = throughProxy(proxy, "hello", 1000);
    EXPECT_EQ(seen.received.size(), 1000);
    EXPECT_FALSE(seen.ended);
    EXPECT_EQ(server.arrived, "hello");
    EXPECT_EQ(proxy.bytesToServer(), 5U);
    EXPECT_EQ(proxy.bytesToClient(), 1000U);
}

TEST(CuttingProxy, CutsBehindTheExactByte)
{
    Sender server;
    for (const Cut cut : { Cut::Close, Cut::Stall }) {
        for (const std::uint64_t bytes : { 0U, 1U, 999U }) {
            const CuttingProxy proxy(server.serverPort(), { .afterBytes = bytes, .cut = cut });
            const Seen seen = throughProxy(proxy, {}, static_cast<qsizetype>(bytes));
            EXPECT_EQ(seen.received.size(), static_cast<qsizetype>(bytes));
            EXPECT_EQ(seen.ended, cut == Cut::Close) << bytes;
        }
    }
}

TEST(CuttingProxy, ResetEndsTheConnection)
{
    Sender server;
    const CuttingProxy proxy(server.serverPort(), { .afterBytes = 500, .cut = Cut::Reset });
    const Seen seen = throughProxy(proxy, {}, 1000);
    EXPECT_TRUE(seen.ended);
    EXPECT_LE(seen.received.size(), 500);
}

TEST(CuttingProxy, CountsTheDirectionOfThePlan)
{
    Sender server;
    const CuttingProxy proxy(server.serverPort(),
        { .direction = CutPlan::Direction::ToServer, .afterBytes = 3, .cut = Cut::Close });
    const Seen seen = throughProxy(proxy, "hello", 2000);
    EXPECT_TRUE(seen.ended);
    EXPECT_TRUE(QTest::qWaitFor([&] { return server.arrived == "hel"; }));
}

TEST(CuttingProxy, LaterConnectionsPassWhole)
{
    Sender server;
    const CuttingProxy proxy(
        server.serverPort(), { .afterBytes = 10, .cut = Cut::Close, .connections = 1 });
    EXPECT_EQ(throughProxy(proxy, {}, 10).received.size(), 10);
    EXPECT_EQ(throughProxy(proxy, {}, 1000).received.size(), 1000);
    EXPECT_EQ(proxy.connections(), 2);
}

} // namespace
