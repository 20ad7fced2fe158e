// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripted_peer.h"
#include "stream_recorder.h"
#include "transport/address_race.h"

#include <gmock/gmock.h>

#include <QElapsedTimer>

#include <memory>

using namespace fulmar::test;
using namespace std::chrono_literals;
using fulmar::transport::AddressRace;
using fulmar::transport::interleaveFamilies;

namespace {

QList<QHostAddress> addresses(std::initializer_list<const char*> texts)
{
    QList<QHostAddress> list;
    for (const char* text : texts)
        list.append(QHostAddress(QString::fromLatin1(text)));
    return list;
}

TEST(InterleaveFamilies, TakesTurnsFromTheFirstFamilyOn)
{
    EXPECT_EQ(
        interleaveFamilies(addresses({ "2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1" })),
        addresses({ "2001:db8::1", "192.0.2.1", "2001:db8::2", "2001:db8::3" }));
    EXPECT_EQ(interleaveFamilies(addresses({ "192.0.2.1", "192.0.2.2", "2001:db8::1" })),
        addresses({ "192.0.2.1", "2001:db8::1", "192.0.2.2" }));
    EXPECT_TRUE(interleaveFamilies({}).isEmpty());
}

struct Outcome {
    std::unique_ptr<QSslSocket> winner;
    std::optional<QAbstractSocket::SocketError> error;
    qint64 milliseconds = 0;
};

Outcome run(
    const QList<QHostAddress>& list, quint16 port, std::chrono::milliseconds stagger = 250ms)
{
    Outcome outcome;
    AddressRace race(list, port, stagger, nullptr);
    QObject::connect(
        &race, &AddressRace::won, [&](QSslSocket* socket) { outcome.winner.reset(socket); });
    QObject::connect(&race, &AddressRace::lost,
        [&](QAbstractSocket::SocketError error) { outcome.error = error; });
    QElapsedTimer timer;
    timer.start();
    race.start();
    EXPECT_FALSE(outcome.winner || outcome.error) << "the outcome comes through the event loop";
    StreamRecorder::until([&] { return outcome.winner || outcome.error; });
    outcome.milliseconds = timer.elapsed();
    return outcome;
}

const Identity& anyIdentity()
{
    static const Identity made = makeIdentity({});
    return made;
}

TEST(AddressRace, DualStackServerIsReachedOverTheFirstFamily)
{
    ScriptedPeer peer(anyIdentity(), {}, QHostAddress::Any);
    ASSERT_EQ(peer.serverAddress(), QHostAddress(QHostAddress::Any));
    EXPECT_EQ(run(addresses({ "::1", "127.0.0.1" }), peer.serverPort()).winner->peerAddress(),
        QHostAddress(QHostAddress::LocalHostIPv6));
    EXPECT_EQ(run(addresses({ "127.0.0.1", "::1" }), peer.serverPort()).winner->peerAddress(),
        QHostAddress(QHostAddress::LocalHost));
}

TEST(AddressRace, RefusedFamilyGivesWayAtOnce)
{
    const ScriptedPeer peer(anyIdentity(), {}, QHostAddress::LocalHost);
    const Outcome outcome = run(addresses({ "::1", "127.0.0.1" }), peer.serverPort(), 60s);
    ASSERT_TRUE(outcome.winner);
    EXPECT_EQ(outcome.winner->peerAddress(), QHostAddress(QHostAddress::LocalHost));
    EXPECT_LT(outcome.milliseconds, 5'000) << "it did not wait for the stagger";
}

TEST(AddressRace, StalledFamilyGivesWayAfterTheStagger)
{
    const StalledListener stalled;
    ScriptedPeer peer(anyIdentity(), {}, QHostAddress::Null);
    peer.close();
    ASSERT_TRUE(peer.listen(QHostAddress::LocalHostIPv6, stalled.port()));
    const Outcome outcome = run(addresses({ "127.0.0.1", "::1" }), stalled.port(), 100ms);
    ASSERT_TRUE(outcome.winner);
    EXPECT_EQ(outcome.winner->peerAddress(), QHostAddress(QHostAddress::LocalHostIPv6));
    EXPECT_GE(outcome.milliseconds, 90);
}

TEST(AddressRace, AllRefusedIsRefused)
{
    quint16 port = 0;
    {
        const ScriptedPeer gone(anyIdentity());
        port = gone.serverPort();
    }
    EXPECT_EQ(run(addresses({ "::1", "127.0.0.1" }), port).error,
        QAbstractSocket::ConnectionRefusedError);
}

TEST(AddressRace, NoAddressIsHostNotFound)
{
    EXPECT_EQ(run({}, 993).error, QAbstractSocket::HostNotFoundError);
}

} // namespace
