// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/account.h"
#include "model/change_set.h"
#include "model/flags.h"
#include "model/ids.h"
#include "model/mailbox.h"
#include "model/outbox_item.h"
#include "model/stored_error.h"
#include "net/account_check.h"
#include "net/backoff.h"
#include "send/retry.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

TEST(Id, textIsOpaqueAndStrict)
{
    EXPECT_EQ(MessageId {42}.toString(), "m42");
    EXPECT_EQ(MessageId::parse("m42"), MessageId {42});
    for (const auto* wrong : {"", "m", "42", "a42", "m0", "m-1", "m4x", "m99999999999999999999"})
        EXPECT_FALSE(MessageId::parse(wrong)) << wrong;
}

TEST(Flags, knownOnesAreBitsOthersStayAsTheyAre)
{
    const auto flags = flagsFromWire({"\\seen", "$forwarded", "\\Recent", "Project-X"});
    EXPECT_TRUE(flags.has(Flag::Seen));
    EXPECT_TRUE(flags.has(Flag::Forwarded));
    EXPECT_EQ(flags.keywords, (std::set<std::string> {"Project-X"}));
    EXPECT_EQ(flagsToWire(flags), (std::set<std::string> {"$Forwarded", "Project-X", "\\Seen"}));
    EXPECT_EQ(flagNames(flags), (std::set<std::string> {"Project-X", "forwarded", "seen"}));
}

TEST(Flags, wordsThatAreNoAtomsAreRefused)
{
    for (const auto* wrong : {"", "a b", "x\r\ny", "\\Foo", "(", "ü", "a\"b"})
        EXPECT_TRUE(flagFromName(wrong).empty()) << wrong;
    EXPECT_TRUE(flagFromName("SEEN").has(Flag::Seen));
    EXPECT_EQ(flagFromName("todo").keywords, (std::set<std::string> {"todo"}));
}

TEST(FlagChange, mergesFlagByFlag)
{
    FlagChange read, star, unread;
    read.add.set(Flag::Seen);
    star.add.set(Flag::Flagged);
    unread.remove.set(Flag::Seen);
    Flags answered;
    answered.set(Flag::Answered);
    const auto both = read.then(star).appliedTo(answered);
    EXPECT_TRUE(both.has(Flag::Seen) && both.has(Flag::Flagged) && both.has(Flag::Answered));
    const auto last = read.then(unread).appliedTo(answered);
    EXPECT_FALSE(last.has(Flag::Seen));
    EXPECT_TRUE(last.has(Flag::Answered));
}

TEST(Names, everyWordLeadsBack)
{
    for (int i = 0; i <= static_cast<int>(FolderRole::Important); ++i)
        EXPECT_EQ(roleFromName(roleName(static_cast<FolderRole>(i))), static_cast<FolderRole>(i));
    for (int i = 0; i <= static_cast<int>(OutboxState::Cancelled); ++i)
        EXPECT_EQ(outboxStateFromName(outboxStateName(static_cast<OutboxState>(i))), static_cast<OutboxState>(i));
    EXPECT_EQ(outboxStateName(OutboxState::SentSeen), "sent-seen");
    EXPECT_EQ(accountStateName(AccountState::SignInAgain), "sign-in-again");
}

TEST(ChangeSet, mergeJoins)
{
    ChangeSet first {.revision = 1, .folders = {{1}}, .added = {{10}}};
    first.merge({.revision = 2, .outbox = true, .changed = {{11}}});
    EXPECT_EQ(first.revision, 2U);
    EXPECT_TRUE(first.outbox);
    EXPECT_EQ(first.added.size() + first.changed.size() + first.folders.size(), 3U);
    EXPECT_FALSE(first.empty());
    EXPECT_TRUE(ChangeSet {}.empty());
}

TEST(StoredError, roundTripWithoutWire)
{
    const Error error {.kind = ErrorKind::Authentication,
        .where = "LOGIN",
        .serverText = "Invalid\tcredentials\r\n",
        .code = "AUTHENTICATIONFAILED",
        .wire = Secret<std::string>("hunter2")};
    const auto text = encodeError(error);
    EXPECT_EQ(text.find("hunter2"), std::string::npos);
    const auto back = decodeError(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->kind, ErrorKind::Authentication);
    EXPECT_EQ(back->code, "AUTHENTICATIONFAILED");
    EXPECT_EQ(back->serverText, "Invalid credentials  ");
    EXPECT_FALSE(decodeError(""));
    EXPECT_EQ(decodeError("something else")->serverText, "something else");
    EXPECT_EQ(decodeError("99\ta\tb\tc")->kind, ErrorKind::Protocol);
}

TEST(Backoff, doublesToALongestPauseWithJitter)
{
    for (std::uint32_t failures = 1; failures < 40; ++failures) {
        const auto middle = std::min<std::int64_t>(5LL << std::min(failures - 1, 8U), 900);
        for (const std::uint64_t random : {0ULL, 7ULL, 123456789ULL, ~0ULL}) {
            const auto pause = Backoff::after(failures, random).count();
            EXPECT_GE(pause, middle - middle / 4 - 1);
            EXPECT_LE(pause, middle + middle / 4 + 1);
            EXPECT_GT(pause, 0);
        }
    }
}

TEST(Backoff, resetsAfterASuccess)
{
    Backoff backoff;
    for (int i = 0; i < 10; ++i)
        static_cast<void>(backoff.next(0));
    backoff.reset();
    EXPECT_LE(backoff.next(0), Backoff::first);
}

struct RefusalRow {
    int code;
    const char* enhanced;
    const char* text;
    ErrorKind kind;
    OutboxState state;
    bool waits;
};

class AfterRefusalTable : public testing::TestWithParam<RefusalRow> { };

TEST_P(AfterRefusalTable, decides)
{
    const auto& row = GetParam();
    const smtp::Refused refused {.transaction = {},
        .stage = "message",
        .error = {.kind = row.kind, .where = "DATA", .serverText = row.text},
        .reply = {.code = row.code, .enhanced = row.enhanced, .text = row.text}};
    const auto next = afterRefusal(refused, 1, 3);
    EXPECT_EQ(next.state, row.state);
    EXPECT_EQ(next.wait.count() > 0, row.waits);
}

INSTANTIATE_TEST_SUITE_P(Rows, AfterRefusalTable,
    testing::Values(RefusalRow {451, "4.3.0", "try later", ErrorKind::Rejected, OutboxState::Queued, true},
        RefusalRow {421, "4.7.0", "closing", ErrorKind::Rejected, OutboxState::Queued, true},
        RefusalRow {550, "5.1.1", "no such user", ErrorKind::Rejected, OutboxState::Refused, false},
        RefusalRow {552, "5.3.4", "too big", ErrorKind::Limit, OutboxState::Refused, false},
        RefusalRow {550, "5.4.5", "Daily user sending limit exceeded.", ErrorKind::Rejected, OutboxState::Held, false},
        RefusalRow {550, "5.7.1", "Email quota exceeded", ErrorKind::Rejected, OutboxState::Held, false},
        RefusalRow {550, "5.7.1", "unsolicited mail", ErrorKind::Rejected, OutboxState::Refused, false},
        RefusalRow {0, "", "", ErrorKind::Storage, OutboxState::Held, false},
        RefusalRow {0, "", "", ErrorKind::Unsupported, OutboxState::Refused, false}));

TEST(CheckSteps, laterStepsAreNeitherGoodNorBad)
{
    const Error error {.kind = ErrorKind::Tls, .where = "TLS", .serverText = "CN=other", .code = "certificate-host-mismatch"};
    const auto steps = checkSteps("imap", {"dns", "connect", "tls", "signin", "folders"}, stepOf(error), &error, {});
    ASSERT_EQ(steps.size(), 5U);
    EXPECT_EQ(steps[0].ok, true);
    EXPECT_EQ(steps[1].ok, true);
    EXPECT_EQ(steps[2].ok, false);
    EXPECT_EQ(steps[2].error->code, "certificate-host-mismatch");
    EXPECT_EQ(steps[3].ok, std::nullopt);
    EXPECT_EQ(steps[4].ok, std::nullopt);
}

TEST(CheckSteps, eachErrorHasItsStep)
{
    const auto step = [](ErrorKind kind, const char* code) { return stepOf({.kind = kind, .where = {}, .serverText = {}, .code = code}); };
    EXPECT_EQ(step(ErrorKind::Network, "host-not-found"), "dns");
    EXPECT_EQ(step(ErrorKind::Network, "connection-refused"), "connect");
    EXPECT_EQ(step(ErrorKind::Network, "connect-timeout"), "connect");
    EXPECT_EQ(step(ErrorKind::Tls, "certificate-expired"), "tls");
    EXPECT_EQ(step(ErrorKind::Protocol, "starttls-injection"), "tls");
    EXPECT_EQ(step(ErrorKind::Protocol, "preauth-before-starttls"), "tls");
    EXPECT_EQ(step(ErrorKind::Authentication, "AUTHENTICATIONFAILED"), "signin");
}

} // namespace
} // namespace fulmar
