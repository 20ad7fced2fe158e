// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "describe.h"
#include "imap/session.h"

#include <gtest/gtest.h>

#include <sstream>

namespace fulmar::imap::testing {
namespace {

/// A session that is signed in, and all that it did.
class Signed {
public:
    explicit Signed(const std::string& capabilities = "IMAP4rev1 IDLE MOVE UIDPLUS")
        : session(SessionOptions{
            .credentials = { .user = "joe", .password = Secret<std::string>("secret") } })
    {
        feed("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\r\n");
        feed("F1 OK [CAPABILITY " + capabilities + "] in\r\n");
        steps.clear();
    }

    void feed(const std::string& bytes)
    {
        session.receive(asBytes(bytes));
        drain();
    }
    void select()
    {
        session.enqueue(Select{ .mailbox = "INBOX" });
        drain();
        feed("* 3 EXISTS\r\nF2 OK done\r\n");
        steps.clear();
    }
    void drain()
    {
        while (true) {
            auto step = session.next();
            if (const auto* need = std::get_if<NeedInput>(&step)) {
                waiting = need->waiting;
                return;
            }
            steps.push_back(describe(step));
            if (std::holds_alternative<Failure>(step))
                return;
        }
    }
    [[nodiscard]] std::string last() const { return steps.empty() ? "" : steps.back(); }

    Session session;
    std::vector<std::string> steps;
    bool waiting = false;
};

UidSet uids(std::uint32_t first, std::uint32_t last)
{
    UidSet set;
    set.add(first, last);
    return set;
}

TEST(ImapSession, tells_whether_a_reply_is_owed)
{
    Signed s;
    EXPECT_FALSE(s.waiting);
    s.session.enqueue(Noop{});
    s.drain();
    EXPECT_TRUE(s.waiting);
    s.feed("F2 OK\r\n");
    EXPECT_FALSE(s.waiting);
    s.session.enqueue(Idle{});
    s.drain();
    EXPECT_TRUE(s.waiting);
    s.feed("+ idling\r\n");
    EXPECT_FALSE(s.waiting);
    s.session.leaveIdle();
    s.drain();
    EXPECT_TRUE(s.waiting);
}

TEST(ImapSession, failure_is_all_that_comes_after_a_failure)
{
    Signed s;
    s.session.enqueue(Noop{});
    s.session.connectionLost();
    s.drain();
    EXPECT_EQ(s.last(), "Failure Network connection-lost at connection");
    s.session.enqueue(Noop{});
    s.feed("* OK\r\n* 5 EXISTS\r\n");
    EXPECT_EQ(s.last(), "Failure Network connection-lost at connection");
}

TEST(ImapSession, secret_is_only_in_sensitive_output)
{
    for (const char* greeting : { "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\r\n",
             "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n+\r\n",
             "* OK [CAPABILITY IMAP4rev1] hi\r\n" }) {
        Session session(SessionOptions{
            .credentials = { .user = "joe", .password = Secret<std::string>("canary") } });
        session.receive(asBytes(greeting));
        bool seen = false;
        for (auto step = session.next(); !std::holds_alternative<NeedInput>(step);
             step = session.next()) {
            const auto& output = std::get<Output>(step);
            const bool holds = output.bytes.find("canary") != std::string::npos
                || output.bytes.find("AGpvZQBjYW5hcnk=") != std::string::npos;
            EXPECT_EQ(holds, output.sensitive) << greeting;
            seen = seen || holds;
        }
        EXPECT_TRUE(seen) << greeting;
    }
}

TEST(ImapSession, nul_in_the_password_is_refused_here)
{
    Session session(SessionOptions{ .credentials
        = { .user = "joe", .password = Secret<std::string>(std::string("a\0b", 3)) } });
    session.receive(asBytes("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\r\n"));
    EXPECT_EQ(describe(session.next()),
        "Failure Unsupported nul-in-credentials at sign-in / AUTHENTICATE");
}

TEST(ImapSession, empty_set_is_done_without_the_server)
{
    Signed s;
    s.select();
    s.session.enqueue(UidFetch{ .uids = {}, .items = { "FLAGS" } });
    s.session.enqueue(UidMove{ .uids = {}, .mailbox = "x" });
    s.drain();
    EXPECT_EQ(s.steps, (std::vector<std::string>{ "Done 2 OK", "Done 3 OK" }));
}

TEST(ImapSession, pipelines_no_more_than_both_directions_can_hold)
{
    Signed s;
    s.select();
    for (int i = 0; i < 100; ++i)
        s.session.enqueue(UidFetch{ .uids = uids(1, 1), .items = { "FLAGS" } });
    s.drain();
    EXPECT_EQ(s.steps.size(), 32U);
    s.feed("F3 OK\r\n");
    EXPECT_EQ(s.steps.size(), 34U);
    EXPECT_EQ(s.last(), "Output F35 UID FETCH 1 (FLAGS)\r\n");
}

/// A source that gives `pieces` and then `end`.
MessageSource source(
    std::uint64_t size, std::vector<std::string> pieces, std::optional<Error> end = {})
{
    auto held = std::make_shared<std::vector<std::string>>(std::move(pieces));
    return { .size = size, .read = [held, end](std::size_t) -> Result<std::string> {
                if (held->empty() && end)
                    return Unexpected(*end);
                if (held->empty())
                    return std::string();
                auto piece = held->front();
                held->erase(held->begin());
                return piece;
            } };
}

std::string appended(MessageSource message)
{
    Signed s("IMAP4rev1 LITERAL+");
    s.session.enqueue(Append{ .mailbox = "Sent", .message = std::move(message) });
    s.drain();
    return s.last();
}

TEST(ImapSession, half_a_message_ends_the_connection)
{
    EXPECT_EQ(appended(source(3, { "abc" })), "Output \r\n");
    EXPECT_EQ(appended(source(3, { "ab", "c" })), "Output \r\n");
    EXPECT_EQ(appended(source(3, { "ab" })), "Failure Storage size-mismatch at APPEND");
    EXPECT_EQ(appended(source(3, { "abcd" })), "Failure Storage size-mismatch at APPEND");
    EXPECT_EQ(appended(source(3, { "abc", "d" })), "Failure Storage size-mismatch at APPEND");
    const Error broken{
        .kind = ErrorKind::Storage, .where = "read", .serverText = {}, .code = "io"
    };
    EXPECT_EQ(appended(source(3, { "ab" }, broken)), "Failure Storage io at APPEND / read");
}

TEST(ImapSession, refusal_while_an_announced_literal_is_on_its_way_waits_for_its_end)
{
    Signed s("IMAP4rev1 LITERAL+");
    s.session.enqueue(Append{ .mailbox = "Sent", .message = source(6, { "abc", "def" }) });
    s.session.enqueue(Noop{});
    EXPECT_EQ(describe(s.session.next()), "Output F2 APPEND Sent {6+}\r\n");
    EXPECT_EQ(describe(s.session.next()), "Output abc");
    s.feed("F2 NO [OVERQUOTA] full\r\n");
    EXPECT_EQ(s.steps,
        (std::vector<std::string>{ "Output def", "Output \r\n",
            "Done 1 Rejected OVERQUOTA at APPEND: full", "Output F3 NOOP\r\n" }));
}

TEST(ImapSession, message_is_read_in_pieces_of_64_KiB)
{
    std::size_t largest = 0;
    std::size_t reads = 0;
    Signed s("IMAP4rev1 LITERAL+");
    std::uint64_t left = 10'000'000;
    s.session.enqueue(Append{ .mailbox = "Sent",
        .message = { .size = left, .read = [&](std::size_t most) -> Result<std::string> {
                        largest = std::max(largest, most);
                        ++reads;
                        const auto size = std::min<std::uint64_t>(left, most);
                        left -= size;
                        return std::string(size, 'x');
                    } } });
    (void)s.session.next();
    EXPECT_EQ(reads, 0U);
    (void)s.session.next();
    EXPECT_EQ(reads, 1U);
    s.drain();
    EXPECT_EQ(left, 0U);
    EXPECT_EQ(largest, 64U * 1024);
}

TEST(ImapSession, body_of_the_largest_size_passes_in_small_pieces)
{
    Signed s;
    s.select();
    const std::uint64_t size = 50'000'000;
    s.session.receive(asBytes("* 1 FETCH (UID 1 BODY[] {" + std::to_string(size) + "}\r\n"));
    const std::string piece(100'000, 'x');
    std::uint64_t got = 0;
    for (std::uint64_t sent = 0; sent < size; sent += piece.size()) {
        s.session.receive(asBytes(piece));
        for (auto step = s.session.next(); !std::holds_alternative<NeedInput>(step);
             step = s.session.next()) {
            const auto& chunk = std::get<BodyChunk>(std::get<Event>(step));
            ASSERT_EQ(chunk.offset, got);
            got += chunk.bytes.size();
        }
    }
    EXPECT_EQ(got, size);
    s.feed(")\r\n");
    EXPECT_EQ(s.last(), "Fetched 1 uid=1 []=streamed");
}

TEST(ImapSession, a_million_flags_are_skipped_and_the_session_goes_on)
{
    Signed s;
    s.select();
    std::string line = "* 1 FETCH (UID 1 FLAGS (";
    while (line.size() < limits::imapLine - 100)
        line += std::to_string(line.size()) + ' ';
    s.feed(line + "))\r\n* 4 EXISTS\r\n");
    ASSERT_EQ(s.steps.size(), 2U);
    EXPECT_EQ(s.steps[0].substr(0, 41), "Skipped Limit - at FETCH / FLAGS / flag-l");
    EXPECT_EQ(s.steps[1], "Exists 4");
}

TEST(ImapSession, a_million_parentheses_are_skipped)
{
    Signed s;
    s.select();
    for (const char* item : { "BODYSTRUCTURE ", "ENVELOPE ", "X ", "" }) {
        s.steps.clear();
        s.feed("* 1 FETCH (" + std::string(item) + std::string(1'000'000, '(') + "\r\n");
        ASSERT_EQ(s.steps.size(), 1U);
        EXPECT_EQ(s.steps[0].substr(0, 8), "Skipped ");
    }
}

TEST(ImapSession, moves_like_a_value)
{
    Session first(SessionOptions{ .credentials = { .user = "joe" } });
    Session second(std::move(first));
    second.receive(asBytes("* BYE no\r\n"));
    EXPECT_EQ(describe(second.next()), "Failure Network bye at sign-in / greeting: no");
}

} // namespace
} // namespace fulmar::imap::testing
