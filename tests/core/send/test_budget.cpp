// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/merge_feed.h"
#include "send/retry.h"
#include "send/send_budget.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t now = 1'700'000'000;

Account accountAt(const std::string& host, const std::string& email)
{
    Account account;
    account.email = email;
    account.smtp.host = host;
    return account;
}

TEST(Budget, the_usual_limits_come_from_the_provider_and_the_address)
{
    EXPECT_EQ(usualLimit(accountAt("smtp.gmail.com", "a@gmail.com")).messages, 500);
    EXPECT_EQ(usualLimit(accountAt("smtp.gmail.com", "a@shop.example")).messages, 2000);
    EXPECT_EQ(usualLimit(accountAt("smtp.gmail.com", "a@gmail.com")).perMessage, 100);
    EXPECT_EQ(usualLimit(accountAt("127.0.0.1", "a@gmail.com")).messages, -1);
}

TEST(Budget, what_a_person_set_counts_before_the_provider)
{
    SendLimit stored;
    stored.messages = 3;
    const auto limit = effectiveLimit(accountAt("smtp.gmail.com", "a@gmail.com"), stored);
    EXPECT_EQ(limit.messages, 3);
    EXPECT_EQ(limit.perMessage, 100);
}

TEST(Budget, the_next_mail_is_free_when_the_oldest_leaves_the_window)
{
    SendLimit limit{ .messages = 2, .recipients = -1, .perMessage = -1 };
    const std::vector<SentMail> sent{ { now - 30 * hour, 1 }, { now - 20 * hour, 1 },
        { now - 2 * hour, 1 } };
    const auto full = budgetAt(limit, sent, now);
    EXPECT_EQ(full.used, 2U);
    EXPECT_EQ(full.messagesLeft(), 0U);
    EXPECT_EQ(full.nextFree, now + 4 * hour);
    limit.messages = 3;
    EXPECT_EQ(budgetAt(limit, sent, now).messagesLeft(), 1U);
    EXPECT_EQ(budgetAt(limit, sent, now).nextFree, 0);
}

TEST(Budget, recipients_count_too)
{
    const SendLimit limit{ .messages = 100, .recipients = 10, .perMessage = -1 };
    const auto budget = budgetAt(limit, { { now - hour, 9 }, { now - 60, 1 } }, now);
    EXPECT_EQ(budget.recipientsLeft(), 0U);
    EXPECT_EQ(budget.nextFree, now - hour + 24 * hour);
}

TEST(Budget, a_refusal_teaches_what_was_sent_and_when_it_resumes)
{
    const SendLimit limit{ .messages = 500, .recipients = 500, .perMessage = 100 };
    const std::vector<SentMail> sent{ { now - 20 * hour, 1 }, { now - 60, 1 } };
    const auto learned
        = afterLimitReached(SendLimit{}, budgetAt(limit, sent, now), sent, now, "550 5.4.5 x");
    EXPECT_EQ(learned.messages, 2);
    EXPECT_TRUE(learned.learned);
    EXPECT_EQ(learned.heldUntil, now + 4 * hour);
    const auto blind = afterLimitReached(SendLimit{}, budgetAt(limit, {}, now), {}, now, "x");
    EXPECT_FALSE(blind.learned) << "nothing was sent: another reason than a limit of ours";
    EXPECT_EQ(blind.heldUntil, now + hour);
}

struct LimitRow {
    int code;
    const char* enhanced;
    const char* text;
    bool limit;
};

class LimitReplies : public testing::TestWithParam<LimitRow> { };

TEST_P(LimitReplies, hold_the_queue_and_nothing_else_does)
{
    const auto& row = GetParam();
    EXPECT_EQ(isLimitReached({ row.code, row.enhanced, row.text }), row.limit) << row.text;
}

INSTANTIATE_TEST_SUITE_P(Rows, LimitReplies,
    testing::Values(LimitRow{ 550, "5.4.5", "Daily user sending limit exceeded.", true },
        LimitRow{ 550, "5.4.5", "Daily SMTP relay sending limit exceeded for customer.", true },
        LimitRow{ 550, "5.7.1", "Email quota exceeded.", true },
        LimitRow{ 454, "", "Throttling failure: Daily message quota exceeded.", true },
        LimitRow{ 451, "", "You have exceeded your messaging limits", true },
        LimitRow{ 550, "5.4.6", "Unusual sending activity detected.", true },
        LimitRow{ 552, "5.2.2", "The email account that you tried to reach is over quota.", false },
        LimitRow{ 452, "4.2.2", "The recipient's inbox is out of storage", false },
        LimitRow{ 550, "5.7.1", "This message is likely unsolicited mail", false },
        LimitRow{ 550, "5.1.1", "No such user", false }));

TEST(QueueId, is_found_in_what_servers_say)
{
    EXPECT_EQ(queueIdOf({ 250, "2.0.0", "Ok: queued as 4F1A2" }), "4F1A2");
    EXPECT_EQ(queueIdOf({ 250, "", "OK id=1rXyZ-0001-AB" }), "1rXyZ-0001-AB");
    EXPECT_EQ(queueIdOf({ 250, "2.0.0", "OK  1732230000 a1-20020a05 - gsmtp" }), "a1-20020a05");
    EXPECT_EQ(queueIdOf({ 250, "", "Ok 0102018c-77-000000" }), "0102018c-77-000000");
    EXPECT_EQ(queueIdOf({ 250, "", "Message accepted" }), "");
    EXPECT_EQ(queueIdOf({ 550, "", "queued as never" }), "");
}

TEST(MergePace, leaves_the_reserve_and_keeps_to_the_hour)
{
    Merge merge;
    MergeCounts counts{ .rows = 1000, .waiting = 1000 };
    EXPECT_EQ(mergePace(merge, counts, 0, 300, now).now, 300U);
    merge.reserve = 100;
    EXPECT_EQ(mergePace(merge, counts, 0, 300, now).now, 200U);
    counts.queued = 150;
    EXPECT_EQ(mergePace(merge, counts, 0, 300, now).now, 50U);
    merge.perHour = 60;
    EXPECT_EQ(mergePace(merge, counts, 55, 300, now).now, 5U);
    EXPECT_EQ(mergePace(merge, counts, 60, 300, now).now, 0U);
    EXPECT_TRUE(mergePace(merge, counts, 60, 300, now).again);
    counts.waiting = 0;
    EXPECT_FALSE(mergePace(merge, counts, 0, 300, now).again);
}

TEST(MergePace, stops_at_a_bounce_rate_from_twenty_mails_on)
{
    Merge merge;
    EXPECT_FALSE(bouncesTooMuch(merge, { .sent = 10, .bounced = 9 }));
    EXPECT_TRUE(bouncesTooMuch(merge, { .sent = 19, .bounced = 1 }));
    EXPECT_FALSE(bouncesTooMuch(merge, { .sent = 99, .bounced = 1 }));
    merge.reason = "too many mails came back";
    EXPECT_FALSE(bouncesTooMuch(merge, { .sent = 1, .bounced = 50 })) << "a person went on";
}

} // namespace
} // namespace fulmar
