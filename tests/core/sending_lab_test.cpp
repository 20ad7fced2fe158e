// SPDX-License-Identifier: GPL-3.0-or-later
// One engine against a real Postfix: many mails over one connection, every cut of a session.
#include "engine_fixture.h"

#include "cutting_proxy.h"

#include <gtest/gtest.h>

#include <set>

namespace fulmar::test {
namespace {

class Sending : public testing::Test {
protected:
    static void SetUpTestSuite() { s_lab = std::make_unique<Lab>(); }
    static void TearDownTestSuite() { s_lab.reset(); }
    void SetUp() override { ASSERT_TRUE(s_lab->isRunning()); }

    static Submission mail(AccountId account, int number, const std::string& to)
    {
        const auto id = std::to_string(number) + ".sending@fulmar.example";
        return { .account = account,
            .sender = s_lab->user(),
            .recipients = { to },
            .raw = "From: <" + s_lab->user() + ">\r\nTo: <" + to + ">\r\nSubject: " + std::to_string(number)
                + "\r\nMessage-ID: <" + id + ">\r\nDate: Sat, 28 Nov 2026 08:00:00 +0000\r\n\r\nhello\r\n.\r\n",
            .messageId = id,
            .subject = std::to_string(number) };
    }

    static Account sendOnly(std::uint16_t port)
    {
        return { .email = s_lab->user(),
            .incomingKind = IncomingKind::None,
            .smtp = { .host = s_lab->host(),
                .port = port,
                .tls = transport::TlsMode::Implicit,
                .caFile = s_lab->caFile() },
            .user = s_lab->user() };
    }

    static void flush(Device& device)
    {
        bool done = false;
        device.engine().flushOutbox([&] { done = true; });
        ASSERT_TRUE(waitUntil([&] { return done; }, std::chrono::seconds(60)));
    }

    static std::unique_ptr<Lab> s_lab;
};

std::unique_ptr<Lab> Sending::s_lab;

TEST_F(Sending, many_mails_leave_over_one_connection_and_each_step_is_recorded)
{
    CuttingProxy wire(s_lab->smtps(), {});
    Device device;
    const auto account = device.addAccount(sendOnly(wire.port()), s_lab->password());
    std::vector<OutboxId> ids;
    for (int i = 0; i < 100; ++i)
        ids.push_back(*device.engine().submit(mail(account, i, "x@discard.example")));
    flush(device);
    EXPECT_EQ(wire.connections(), 1);
    for (const auto id : ids) {
        const auto item = **device.reader().outboxItem(id);
        EXPECT_EQ(item.state, OutboxState::Accepted) << item.serverText;
        EXPECT_EQ(item.tries, 1U);
        EXPECT_NE(item.queueId, "");
        std::vector<OutboxState> states;
        const auto history = device.reader().outboxHistory(id);
        for (const auto& step : *history)
            states.push_back(step.state);
        EXPECT_EQ(states,
            (std::vector{ OutboxState::Queued, OutboxState::Transmitting, OutboxState::Accepted }));
    }
    EXPECT_EQ(device.engine().budget(account)->used, 100U);
}

TEST_F(Sending, a_refused_mail_among_others_stops_none_of_them_and_is_told)
{
    Device device;
    const auto account = device.addAccount(sendOnly(s_lab->smtps()), s_lab->password());
    const auto first = *device.engine().submit(mail(account, 200, "x@discard.example"));
    const auto bad = *device.engine().submit(mail(account, 201, "x@nowhere.example"));
    const auto later = *device.engine().submit(mail(account, 202, "x@defer.example"));
    const auto last = *device.engine().submit(mail(account, 203, "x@discard.example"));
    const auto report = device.sync();
    EXPECT_EQ((*device.reader().outboxItem(first))->state, OutboxState::Accepted);
    EXPECT_EQ((*device.reader().outboxItem(bad))->state, OutboxState::Refused);
    EXPECT_EQ((*device.reader().outboxItem(later))->state, OutboxState::Queued);
    EXPECT_GT((*device.reader().outboxItem(later))->nextTry, device.clock.now());
    EXPECT_EQ((*device.reader().outboxItem(last))->state, OutboxState::Accepted);
    ASSERT_EQ(report.errors.size(), 1U) << "a synchronisation with a refused mail is no success";
    EXPECT_EQ(report.errors[0].second.kind, ErrorKind::Rejected);
}

TEST_F(Sending, more_recipients_than_the_provider_takes_are_parts_of_one_message)
{
    Device device;
    const auto account = device.addAccount(sendOnly(s_lab->smtps()), s_lab->password());
    SendLimit limit;
    limit.perMessage = 2;
    ASSERT_TRUE(device.engine().saveSendLimit(account, limit));
    auto many = mail(account, 300, "a@discard.example");
    many.recipients = { "a@discard.example", "b@discard.example", "c@discard.example",
        "d@discard.example", "e@discard.example" };
    const auto first = *device.engine().submit(many);
    flush(device);
    const auto items = *device.reader().outbox();
    ASSERT_EQ(items.size(), 3U);
    std::set<std::string> reached;
    for (const auto& item : items) {
        EXPECT_EQ(item.state, OutboxState::Accepted);
        EXPECT_EQ(item.messageId, items[0].messageId);
        EXPECT_EQ(item.partOf.isValid(), item.id != first);
        reached.insert(item.recipients.begin(), item.recipients.end());
    }
    EXPECT_EQ(reached.size(), 5U);
}

TEST_F(Sending, the_budget_stops_before_the_provider_does)
{
    Device device;
    const auto account = device.addAccount(sendOnly(s_lab->smtps()), s_lab->password());
    SendLimit limit;
    limit.messages = 3;
    ASSERT_TRUE(device.engine().saveSendLimit(account, limit));
    for (int i = 400; i < 405; ++i)
        ASSERT_TRUE(device.engine().submit(mail(account, i, "x@discard.example")));
    flush(device);
    const auto count = [&](OutboxState state) {
        const auto items = *device.reader().outbox();
        return std::count_if(items.begin(), items.end(), [&](const auto& i) { return i.state == state; });
    };
    EXPECT_EQ(count(OutboxState::Accepted), 3);
    EXPECT_EQ(count(OutboxState::Queued), 2);
    EXPECT_GT(device.engine().budget(account)->nextFree, device.clock.now());
    device.clock.offset = 25 * 3600;
    flush(device);
    EXPECT_EQ(count(OutboxState::Accepted), 5);
}

/// Whatever byte the server's last one was: a mail is accepted, queued or of unknown fate, never
/// lost, and queued only where the server did not get its end.
TEST_F(Sending, cut_at_every_byte_of_the_session_a_mail_is_never_lost_and_never_sent_twice)
{
    std::uint64_t length = 0;
    {
        CuttingProxy wire(s_lab->smtps(), {});
        Device device;
        const auto account = device.addAccount(sendOnly(wire.port()), s_lab->password());
        ASSERT_TRUE(device.engine().submit(mail(account, 500, s_lab->user(1))));
        flush(device);
        length = wire.bytesToClient();
    }
    auto inbox = s_lab->signIn(1);
    // The handshake is the transport's own sweep; here each record after it counts.
    const std::uint64_t step = 23; // a record is at least 22 bytes: no reply is passed over
    for (std::uint64_t bytes = length > 1500 ? length - 1500 : 0; bytes < length + step; bytes += step) {
        CuttingProxy wire(s_lab->smtps(), { .afterBytes = bytes, .connections = 1 });
        Device device;
        const auto account = device.addAccount(sendOnly(wire.port()), s_lab->password());
        const auto id = *device.engine().submit(mail(account, 1000 + static_cast<int>(bytes), "x@discard.example"));
        flush(device);
        const auto cut = **device.reader().outboxItem(id);
        EXPECT_TRUE(cut.state == OutboxState::Accepted || cut.state == OutboxState::Queued
            || cut.state == OutboxState::Unknown)
            << outboxStateName(cut.state) << " at byte " << bytes;
        device.clock.offset += 3600;
        flush(device);
        const auto after = **device.reader().outboxItem(id);
        EXPECT_EQ(after.state == OutboxState::Unknown, cut.state == OutboxState::Unknown);
        EXPECT_TRUE(after.state == OutboxState::Unknown || after.state == OutboxState::Accepted);
        EXPECT_LE(after.tries, 2U);
    }
}

} // namespace
} // namespace fulmar::test
