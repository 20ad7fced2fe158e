// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogue.h"

#include "common/limits.h"

#include <gtest/gtest.h>

namespace fulmar::smtp {
namespace {

using namespace std::string_literals;
using testing::describe;

/// A session that is signed in, on a server without extensions.
class SmtpSession : public ::testing::Test {
protected:
    void SetUp() override
    {
        reply("220 hi");
        reply("250 hi");
        ASSERT_EQ(events, std::vector<std::string>{ "Ready []" });
        events.clear();
        wire.clear();
    }

    void reply(std::string_view line)
    {
        session.receive(asBytes(std::string(line) + "\r\n"));
        drain();
    }

    void drain()
    {
        for (;;) {
            Step step = session.next();
            if (auto* output = std::get_if<Output>(&step)) {
                largestOutput = std::max(largestOutput, output->bytes.size());
                wire += output->bytes;
                continue;
            }
            if (std::holds_alternative<NeedInput>(step))
                return;
            events.push_back(describe(step));
            if (std::holds_alternative<Failure>(step))
                return;
        }
    }

    void startData(MessageSource message)
    {
        session.enqueue(
            { .sender = "a@b.c", .recipients = { "d@e.f" }, .message = std::move(message) });
        drain();
        reply("250 ok");
        reply("250 ok");
        wire.clear();
    }

    Session session{ SessionOptions() };
    std::vector<std::string> events;
    std::string wire;
    std::size_t largestOutput = 0;
};

TEST_F(SmtpSession, a_large_message_leaves_in_small_pieces_and_whole)
{
    std::string text;
    while (text.size() < 3'000'000)
        text += ".line of text\r\n";
    startData(sourceFromString(text));
    reply("354 go");
    EXPECT_TRUE(wire.ends_with("\r\n.\r\n"));
    EXPECT_EQ(wire.size(), text.size() + text.size() / 15 + 3);
    EXPECT_LE(largestOutput, 2 * limits::smtpOutputChunk);
    EXPECT_EQ(events, (std::vector<std::string>{ "DataStarted 1", "DataSent 1" }));
}

TEST_F(SmtpSession, a_source_that_fails_never_sends_the_final_dot)
{
    int piece = 0;
    startData({ .size = 300, .read = [&piece](std::size_t) -> Result<std::string> {
                   if (piece++ < 2)
                       return std::string(98, 'x') + "\r\n";
                   return Unexpected(Error{ ErrorKind::Storage, "blob", {}, "io" });
               } });
    reply("354 go");
    EXPECT_EQ(wire.size(), 200U);
    EXPECT_EQ(events,
        (std::vector<std::string>{
            "DataStarted 1", "Refused 1 message Storage io", "Failure Storage io" }));
    session.connectionLost();
    EXPECT_EQ(describe(session.next()), "Failure Storage io");
}

TEST_F(SmtpSession, a_source_shorter_or_longer_than_announced_is_never_accepted_as_whole)
{
    for (const std::uint64_t announced : { 99U, 101U }) {
        *static_cast<Session*>(&session) = Session(SessionOptions());
        reply("220 hi");
        reply("250 hi");
        MessageSource source = sourceFromString(std::string(98, 'x') + "\r\n");
        source.size = announced;
        startData(std::move(source));
        reply("354 go");
        EXPECT_EQ(wire.find("\r\n.\r\n"), std::string::npos);
        EXPECT_EQ(events.back(), "Failure Storage message-size-changed");
    }
}

TEST_F(SmtpSession, nul_in_a_message_is_refused_and_never_ended)
{
    startData(sourceFromString("Subject: x\r\n\r\na\0b\r\n"s));
    reply("354 go");
    EXPECT_EQ(wire, "");
    EXPECT_EQ(events,
        (std::vector<std::string>{
            "DataStarted 1", "Refused 1 message Unsupported nul", "Failure Unsupported nul" }));
}

/// A source that lets the server talk in the middle of the message.
MessageSource interrupted(Session& session, std::string line)
{
    auto piece = std::make_shared<int>(0);
    return { .size = 3000, .read = [&session, line, piece](std::size_t) -> Result<std::string> {
                if (++*piece == 2)
                    session.receive(asBytes(line + "\r\n"));
                return *piece <= 3 ? std::string(998, 'x') + "\r\n" : std::string();
            } };
}

TEST_F(SmtpSession, refusal_before_the_final_dot_ends_the_connection_and_not_the_message)
{
    startData(interrupted(session, "552 5.3.4 too big"));
    reply("354 go");
    EXPECT_EQ(wire.size(), 2000U);
    EXPECT_EQ(events,
        (std::vector<std::string>{ "DataStarted 1", "Refused 1 message Rejected 552 5.3.4",
            "Failure Rejected 552 5.3.4" }));
}

TEST_F(SmtpSession, closing_before_the_final_dot_is_a_refusal)
{
    startData(interrupted(session, "421 4.4.2 timeout"));
    reply("354 go");
    EXPECT_EQ(wire.find("\r\n.\r\n"), std::string::npos);
    EXPECT_EQ(events,
        (std::vector<std::string>{ "DataStarted 1", "Refused 1 message Rejected 421 4.4.2",
            "Closed 421 4.4.2 unexpected" }));
}

TEST_F(SmtpSession, a_250_before_the_final_dot_is_never_taken_as_acceptance)
{
    startData(sourceFromString("Subject: x\r\n\r\nhi\r\n"));
    reply("354 go\r\n250 2.0.0 accepted");
    EXPECT_EQ(wire, "");
    EXPECT_EQ(events, (std::vector<std::string>{ "DataStarted 1", "Failure Protocol 250 2.0.0" }));
}

TEST_F(SmtpSession, bytes_during_the_handshake_are_refused)
{
    session = Session({ .startTls = true,
        .ehloName = "[127.0.0.1]",
        .credentials = { .user = {}, .password = {} } });
    reply("220 hi");
    reply("250-hi\r\n250 STARTTLS");
    reply("220 go");
    ASSERT_EQ(events.back(), "StartTls");
    reply("250 AUTH PLAIN");
    EXPECT_EQ(events.back(), "Failure Tls starttls-injection");
    session.tlsEstablished();
    EXPECT_EQ(describe(session.next()), "Failure Tls starttls-injection");
}

TEST_F(SmtpSession, an_ehlo_name_cannot_carry_a_command)
{
    session = Session({ .startTls = false,
        .ehloName = "x\r\nMAIL FROM:<a@b.c>",
        .credentials = { .user = {}, .password = {} } });
    reply("220 hi");
    EXPECT_EQ(wire, "");
    EXPECT_EQ(events.back(), "Failure Rejected bad-ehlo-name");
}

TEST_F(SmtpSession, a_long_password_is_not_put_on_the_auth_line)
{
    session = Session({ .startTls = false,
        .ehloName = "me",
        .credentials = { .user = "tim", .password = Secret(std::string(400, 'p')) } });
    reply("220 hi");
    wire.clear();
    reply("250-hi\r\n250 AUTH PLAIN");
    EXPECT_EQ(wire, "AUTH PLAIN\r\n");
    reply("334 ");
    EXPECT_GT(wire.size(), 512U);
    reply("235 ok");
    EXPECT_EQ(events.back(), "Ready [PLAIN]");
}

TEST_F(SmtpSession, all_that_was_read_before_the_cut_counts)
{
    startData(sourceFromString("x"));
    reply("354 go");
    session.receive(asBytes("250 queued\r\n"));
    session.connectionLost();
    drain();
    EXPECT_EQ(events,
        (std::vector<std::string>{ "DataStarted 1", "DataSent 1", "Accepted 1 250 [d@e.f]",
            "Failure Network connection-closed" }));
}

TEST_F(SmtpSession, secret_never_in_log)
{
    session = Session({ .startTls = false,
        .ehloName = "me",
        .credentials = { .user = "tim", .password = Secret("tanstaaf"s) } });
    session.receive(asBytes("220 hi\r\n"));
    (void)session.next();
    session.receive(asBytes("250-hi\r\n250 AUTH PLAIN\r\n"));
    const Step step = session.next();
    ASSERT_TRUE(std::holds_alternative<Output>(step));
    EXPECT_TRUE(std::get<Output>(step).sensitive);
}

} // namespace
} // namespace fulmar::smtp
