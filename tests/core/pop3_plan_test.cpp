// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pop3_plan.h"

#include "sync/pop3_mail.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

constexpr std::int64_t now = 1'800'000'000;
constexpr std::int64_t day = 86'400;

std::vector<Pop3Listed> listing(std::initializer_list<const char*> uidls)
{
    std::vector<Pop3Listed> listed;
    for (const char* uidl : uidls)
        listed.push_back({ .number = static_cast<std::uint32_t>(listed.size() + 1),
            .uidl = uidl,
            .size = 1000 });
    return listed;
}

Pop3Seen seen(const char* uidl, std::int64_t fetched = now)
{
    return { .id = 1, .uidl = uidl, .message = { 7 }, .size = 1000, .fetched = fetched };
}

std::vector<std::size_t> fetched(const std::vector<Pop3Fetch>& fetches)
{
    std::vector<std::size_t> indexes;
    for (const auto& fetch : fetches)
        indexes.push_back(fetch.index);
    return indexes;
}

using Indexes = std::vector<std::size_t>;

TEST(Pop3Plan, new_messages_come_newest_first)
{
    EXPECT_EQ(
        fetched(planFetches(listing({ "a", "b", "c" }), { seen("b") }, {})), (Indexes{ 2, 0 }));
}

TEST(Pop3Plan, nothing_new_fetches_nothing)
{
    EXPECT_TRUE(planFetches(listing({ "a", "b" }), { seen("b"), seen("a") }, {}).empty());
}

TEST(Pop3Plan, a_uidl_listed_more_often_than_known_is_fetched_each_time)
{
    EXPECT_EQ(fetched(planFetches(listing({ "x", "x", "y" }), { seen("x"), seen("y") }, {})),
        (Indexes{ 1, 0 }));
    EXPECT_TRUE(planFetches(listing({ "x", "x" }), { seen("x"), seen("x") }, {}).empty());
}

TEST(Pop3Plan, a_message_without_uidl_is_fetched)
{
    EXPECT_EQ(fetched(planFetches(listing({ "" }), { seen("") }, {})), (Indexes{ 0 }));
}

TEST(Pop3Plan, large_messages_come_as_headers)
{
    auto listed = listing({ "a", "b" });
    listed[1].size = 5000;
    const auto fetches = planFetches(listed, {}, { .headersOnlyOver = 1000 });
    EXPECT_EQ(fetches, (std::vector<Pop3Fetch>{ { 1, true }, { 0, false } }));
}

TEST(Pop3Plan, a_message_that_is_not_durable_is_never_removed)
{
    const auto listed = listing({ "a", "b", "x", "x", "" });
    auto partial = seen("b");
    partial.partial = true;
    const std::vector<Pop3Seen> history{ seen("a"), partial, seen("x") };
    EXPECT_EQ(planRemovals(listed, history, { .keep = Pop3Keep::Remove }, now), (Indexes{ 0 }));
}

TEST(Pop3Plan, policies_take_what_they_say)
{
    const auto listed = listing({ "old", "young", "trashed", "deleted" });
    auto trashed = seen("trashed");
    trashed.inTrash = true;
    auto deleted = seen("deleted");
    deleted.message = {};
    const std::vector<Pop3Seen> history{ seen("old", now - 14 * day), seen("young", now - 13 * day),
        trashed, deleted };
    const auto taken = [&](const Pop3Settings& settings) {
        return planRemovals(listed, history, settings, now);
    };
    EXPECT_EQ(taken({ .keep = Pop3Keep::Forever }), (Indexes{}));
    EXPECT_EQ(taken({ .keep = Pop3Keep::Days, .keepDays = 14 }), (Indexes{ 0 }));
    EXPECT_EQ(taken({ .keep = Pop3Keep::UntilDeleted }), (Indexes{ 2, 3 }));
    EXPECT_EQ(taken({ .keep = Pop3Keep::Limit, .keepMessages = 3 }), (Indexes{ 0 }));
    EXPECT_EQ(taken({ .keep = Pop3Keep::Limit, .keepBytes = 2500 }), (Indexes{ 0, 1 }));
    EXPECT_EQ(taken({ .keep = Pop3Keep::Limit }), (Indexes{}));
    EXPECT_EQ(taken({ .keep = Pop3Keep::Remove }), (Indexes{ 0, 1, 2, 3 }));
    EXPECT_EQ(taken({ .keep = Pop3Keep::Remove, .recent = true }), (Indexes{}))
        << "nobody knows what DELE does in Gmail's recent mode";
}

TEST(Pop3Plan, presence_tells_changes_only)
{
    auto there = seen("a");
    there.id = 1;
    there.onServer = true;
    auto gone = seen("b");
    gone.id = 2;
    gone.onServer = true;
    auto back = seen("c");
    back.id = 3;
    const auto presence = planPresence(listing({ "a", "c" }), { there, gone, back });
    EXPECT_EQ(presence.there, (std::vector<std::int64_t>{ 3 }));
    EXPECT_EQ(presence.gone, (std::vector<std::int64_t>{ 2 }));
}

TEST(Pop3Plan, login_delay_is_waited_for)
{
    const Pop3State state{ .lastSignIn = now, .loginDelay = 300 };
    EXPECT_EQ(waitForSignIn(state, now), 300);
    EXPECT_EQ(waitForSignIn(state, now + 299), 1);
    EXPECT_EQ(waitForSignIn(state, now + 300), 0);
    EXPECT_EQ(waitForSignIn(state, now - 1), 0) << "a clock that was set back locks nobody out";
    EXPECT_EQ(waitForSignIn({}, now), 0);
}

TEST(Pop3Mail, the_line_end_that_a_server_adds_goes_again)
{
    const Account account{ .email = "tim@example.org" };
    const std::string whole = "Subject: x\r\n\r\nno line end";
    const auto raw = [&](std::uint64_t size, const std::string& bytes) {
        return arrivedMail(
            account, { .number = 1, .uidl = "u", .size = size }, bytes, false, false, now)
            .raw;
    };
    EXPECT_EQ(raw(whole.size(), whole + "\r\n"), whole);
    EXPECT_EQ(raw(whole.size() + 2, whole + "\r\n"), whole + "\r\n");
    EXPECT_EQ(raw(99'999, whole + "\r\n"), whole + "\r\n") << "a wrong size takes nothing away";
    EXPECT_EQ(raw(0, whole + "\r\n"), whole + "\r\n");
}

TEST(Pop3Mail, own_mail_goes_to_sent_and_the_rest_to_the_inbox)
{
    const Account account{ .email = "tim@example.org" };
    const auto folder = [&](const char* from, bool ownIsSent) {
        return arrivedMail(account, { .number = 1, .uidl = "u" },
            std::string("From: ") + from + "\r\n\r\nx\r\n", false, ownIsSent, now)
            .folder;
    };
    EXPECT_EQ(folder("Tim <TIM@example.org>", true), FolderRole::Sent);
    EXPECT_EQ(folder("Tim <tim@example.org>", false), FolderRole::Inbox);
    EXPECT_EQ(folder("Ann <ann@example.org>", true), FolderRole::Inbox);
}

TEST(Pop3Mail, time_of_receipt_is_that_of_the_first_received_field)
{
    const Account account;
    const auto at = [&](const std::string& header) {
        return arrivedMail(
            account, { .number = 1, .uidl = "u" }, header + "\r\nx\r\n", false, false, now)
            .received;
    };
    const std::string date = "Date: Thu, 1 Jan 1970 00:01:00 +0000\r\n";
    EXPECT_EQ(at("Received: from a; by b;\r\n Thu, 1 Jan 1970 00:02:00 +0000\r\n"
                 "Received: x; Thu, 1 Jan 1970 00:03:00 +0000\r\n"
                  + date),
        120);
    EXPECT_EQ(at(date), 60);
    EXPECT_EQ(at("Subject: none\r\n"), now);
    EXPECT_EQ(at("Date: Thu, 1 Jan 2099 00:00:00 +0000\r\n"), now) << "never in the future";
}

} // namespace
} // namespace fulmar
