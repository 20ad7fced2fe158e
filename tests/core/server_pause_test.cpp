// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/compression_rule.h"
#include "net/connection_budget.h"
#include "net/server_pause.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

using namespace std::chrono_literals;

Error refusal(const char* code, const char* text, const char* where = "UID FETCH",
    ErrorKind kind = ErrorKind::Rejected)
{
    return { .kind = kind, .where = where, .serverText = text, .code = code };
}

constexpr auto exceeded = "Account exceeded command or bandwidth limits. (Failure)";

TEST(ServerPause, a_refusal_restrains_the_account_or_only_its_command)
{
    const struct {
        Error error;
        Restraint restraint;
    } rows[] = {
        { refusal("OVERQUOTA", "Account exceeded command or bandwidth limits."),
            Restraint::NoBulk },
        { refusal("ALERT", exceeded), Restraint::NoBulk },
        { refusal("OVERQUOTA", exceeded, "sign-in / AUTHENTICATE"), Restraint::NoBulk },
        { refusal("bye", exceeded, "connection", ErrorKind::Network), Restraint::NoBulk },
        { refusal("OVERQUOTA", "Quota exceeded (mailbox for user is full)", "APPEND"),
            Restraint::None },
        { refusal("OVERQUOTA", "Quota exceeded", "UID COPY"), Restraint::None },
        { refusal("OVERQUOTA", exceeded, "APPEND"), Restraint::NoBulk },
        { refusal(
              "LIMIT", "Too many simultaneous connections. (Failure)", "sign-in / AUTHENTICATE"),
            Restraint::FewerConnections },
        { refusal("LIMIT", "", "sign-in / greeting"), Restraint::FewerConnections },
        { refusal("LIMIT", "", "UID SEARCH"), Restraint::None },
        { refusal("UNAVAILABLE", "Temporary System Problem. Try again later. (Failure)"),
            Restraint::Later },
        { refusal("NONEXISTENT", "Unknown Mailbox: X (Failure)", "SELECT"), Restraint::None },
        { refusal("AUTHENTICATIONFAILED", "Invalid credentials (Failure)", "sign-in / AUTHENTICATE",
              ErrorKind::Authentication),
            Restraint::None },
    };
    for (const auto& row : rows)
        EXPECT_EQ(restraintFor(row.error), row.restraint) << row.error.code << row.error.where;
    EXPECT_EQ(
        restraintFor(pauseError({ .code = "OVERQUOTA", .serverText = exceeded })), Restraint::None);
}

TEST(ServerPause, grows_from_an_hour_to_a_day)
{
    ServerPause pause;
    std::vector<std::int64_t> hours;
    for (int i = 0; i < 7; ++i) {
        pause = nextPause(Restraint::NoBulk, refusal("OVERQUOTA", exceeded), pause, 1000);
        hours.push_back((pause.until - 1000) / 3600);
    }
    EXPECT_EQ(hours, (std::vector<std::int64_t>{ 1, 2, 4, 8, 16, 24, 24 }));
    EXPECT_EQ(pause.serverText, exceeded);
    for (int i = 0; i < 100; ++i)
        pause = nextPause(Restraint::NoBulk, refusal("OVERQUOTA", exceeded), pause, 1000);
    EXPECT_EQ(pause.until, 1000 + 24 * 3600);
}

TEST(ServerPause, another_kind_begins_anew)
{
    const auto bulk = nextPause(Restraint::NoBulk, refusal("OVERQUOTA", exceeded), {}, 0);
    const auto crowded = nextPause(Restraint::FewerConnections, refusal("LIMIT", ""), bulk, 0);
    EXPECT_EQ(crowded.until, 60);
    EXPECT_EQ(nextPause(Restraint::FewerConnections, refusal("LIMIT", ""), crowded, 0).until, 120);
    const auto later = nextPause(Restraint::Later, refusal("UNAVAILABLE", ""), {}, 0);
    EXPECT_EQ(later.until, 10);
    EXPECT_EQ(nextPause(Restraint::None, {}, later, 0), ServerPause{});
}

TEST(SoftThrottle, doubles_from_50_ms_to_16_s_and_shrinks_by_a_quarter)
{
    SoftThrottle throttle;
    throttle.answered("Success", 0ms);
    EXPECT_EQ(throttle.pause(), 0ms);
    for (const auto expected :
        { 50ms, 100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 6400ms, 12800ms, 16000ms, 16000ms }) {
        throttle.answered("Success [THROTTLED]", 0ms);
        EXPECT_EQ(throttle.pause(), expected);
    }
    throttle.answered("[THROTTLED] is not at the end", 499ms);
    EXPECT_EQ(throttle.pause(), 16000ms);
    throttle.answered("Success", 500ms);
    EXPECT_EQ(throttle.pause(), 12000ms);
    throttle.answered("Success", 1600ms);
    EXPECT_EQ(throttle.pause(), 6750ms);
    throttle.answered("Success", 60s);
    EXPECT_EQ(throttle.pause(), 0ms);
}

TEST(ConnectionBudget, shrinks_to_one_and_recovers_by_the_hour)
{
    ConnectionBudget budget;
    EXPECT_EQ(budget.allowed(0), 3);
    budget.refused(0);
    budget.refused(0);
    budget.refused(0);
    EXPECT_EQ(budget.allowed(3599), 1);
    EXPECT_EQ(budget.allowed(3600), 2);
    EXPECT_EQ(budget.allowed(1'000'000), 3);
}

TEST(CompressionRule, the_machine_itself_needs_none)
{
    for (const char* host : { "localhost", "LOCALHOST.", "127.0.0.1", "127.1.2.3", "::1", "[::1]" })
        EXPECT_FALSE(compressionHelps(host)) << host;
    for (const char* host :
        { "imap.gmail.com", "192.168.1.4", "localhost.example.org", "127.example.org", "fe80::1" })
        EXPECT_TRUE(compressionHelps(host)) << host;
    Account account;
    account.incoming.host = "localhost";
    EXPECT_FALSE(wantsCompression(account));
    account.compression = Compression::Always;
    EXPECT_TRUE(wantsCompression(account));
    account.incoming.host = "imap.gmail.com";
    account.compression = Compression::Never;
    EXPECT_FALSE(wantsCompression(account));
}

} // namespace
} // namespace fulmar
