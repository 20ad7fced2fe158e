// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/session.h"

#include "common/limits.h"

#include <gtest/gtest.h>

namespace fulmar::pop3 {
namespace {

Session signedIn(const std::string& capabilities)
{
    Session session({ .credentials = { .user = "tim", .password = Secret<std::string>("x") } });
    const auto capa = "+OK\r\n" + capabilities + ".\r\n";
    for (const std::string& bytes :
        { std::string("+OK\r\n"), capa, std::string("+OK\r\n"), std::string("+OK\r\n"), capa }) {
        session.receive(asBytes(bytes));
        for (Step step = session.next(); !std::holds_alternative<NeedInput>(step);
             step = session.next())
            EXPECT_FALSE(std::holds_alternative<Failure>(step));
    }
    return session;
}

std::size_t linesSaid(Session& session)
{
    std::size_t lines = 0;
    for (Step step = session.next(); !std::holds_alternative<NeedInput>(step);
         step = session.next()) {
        if (const auto* output = std::get_if<Output>(&step))
            lines += static_cast<std::size_t>(
                std::count(output->bytes.begin(), output->bytes.end(), '\n'));
    }
    return lines;
}

TEST(Pop3Session, says_so_many_commands_ahead_and_no_more)
{
    auto session = signedIn("USER\r\nPIPELINING\r\n");
    for (std::uint32_t n = 1; n <= limits::pop3Pipeline + 10; ++n)
        session.enqueue(Retrieve{ n });
    EXPECT_EQ(linesSaid(session), limits::pop3Pipeline);
    session.receive(asBytes("+OK\r\nx\r\n.\r\n"));
    EXPECT_EQ(linesSaid(session), 1U);
}

TEST(Pop3Session, waits_for_each_answer_where_pipelining_is_not_announced)
{
    auto session = signedIn("USER\r\n");
    session.enqueue(Retrieve{ 1 });
    session.enqueue(Retrieve{ 2 });
    EXPECT_EQ(linesSaid(session), 1U);
}

TEST(Pop3Session, a_large_message_is_handed_out_in_pieces)
{
    auto session = signedIn("USER\r\nPIPELINING\r\n");
    session.enqueue(Retrieve{ 1 });
    EXPECT_EQ(linesSaid(session), 1U);
    const std::string body(3 * limits::pop3Chunk, 'x');
    session.receive(asBytes("+OK\r\n" + body + "\r\n.\r\n"));
    std::string got;
    for (Step step = session.next(); !std::holds_alternative<NeedInput>(step);
         step = session.next()) {
        auto* event = std::get_if<Event>(&step);
        ASSERT_NE(event, nullptr);
        if (const auto* chunk = std::get_if<BodyChunk>(event)) {
            EXPECT_LE(chunk->bytes.size(), limits::pop3Chunk);
            got += chunk->bytes;
        }
    }
    EXPECT_EQ(got, body + "\r\n");
}

TEST(Pop3Session, more_rows_than_the_limit_end_the_session)
{
    auto session = signedIn("USER\r\n");
    session.enqueue(List{});
    EXPECT_EQ(linesSaid(session), 1U);
    session.receive(asBytes("+OK\r\n"));
    std::string thousand;
    for (int i = 1; i <= 1000; ++i)
        thousand += std::to_string(i) + " 5\r\n";
    for (std::size_t i = 0; i < limits::pop3Messages / 1000; ++i) {
        session.receive(asBytes(thousand));
        ASSERT_TRUE(std::holds_alternative<NeedInput>(session.next()));
    }
    session.receive(asBytes("1 5\r\n"));
    auto step = session.next();
    ASSERT_TRUE(std::holds_alternative<Failure>(step));
    EXPECT_EQ(std::get<Failure>(step).error.kind, ErrorKind::Limit);
}

TEST(Pop3Session, a_password_with_a_line_end_never_reaches_pass)
{
    Session session(
        { .credentials = { .user = "tim", .password = Secret<std::string>("x\r\nDELE 1") } });
    session.receive(asBytes("+OK\r\n"));
    EXPECT_EQ(linesSaid(session), 1U);
    session.receive(asBytes("-ERR\r\n"));
    auto step = session.next();
    ASSERT_TRUE(std::holds_alternative<Failure>(step));
    EXPECT_EQ(std::get<Failure>(step).error.code, "control-character");
}

} // namespace
} // namespace fulmar::pop3
