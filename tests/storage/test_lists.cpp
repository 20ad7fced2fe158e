// SPDX-License-Identifier: GPL-3.0-or-later
// Lists read a page, not a folder: by their plans, and by the clock.
#include "store_fixture.h"

#include "storage/database.h"
#include "storage/list_queries.h"
#include "storage/profile_files.h"

#include <chrono>
#include <cstdio>

namespace fulmar::storage::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ListTest : public StoreTest {
protected:
    std::string planOf(std::string_view sql)
    {
        Database database;
        must(openReader(database, ProfileFiles{ profile() }));
        const std::string explained = "EXPLAIN QUERY PLAN " + std::string(sql);
        std::string plan;
        {
            Statement row(database, explained);
            while (row.next())
                plan += row.text(3) + "\n";
        }
        EXPECT_FALSE(database.failed()) << sql;
        database.close(); // before `explained` goes: it is the key of the cached statement
        return plan;
    }
    void fill(std::uint32_t messages)
    {
        std::vector<RemoteMessage> batch;
        for (std::uint32_t uid = 1; uid <= messages; ++uid) {
            batch.push_back(aMessage(uid, uid % 100 == 0 ? Flags{} : flags({ Flag::Seen })));
            if (batch.size() == 500 || uid == messages) {
                add(inbox, batch);
                batch.clear();
            }
        }
    }
    template <class Body>
    double milliseconds(const char* what, Body body)
    {
        const auto start = std::chrono::steady_clock::now();
        body();
        const std::chrono::duration<double, std::milli> took
            = std::chrono::steady_clock::now() - start;
        std::printf("%s: %.2f ms\n", what, took.count());
        RecordProperty(what, std::to_string(took.count()));
        return took.count();
    }
};

TEST_F(ListTest, no_list_sorts_and_none_scans_a_table_of_messages)
{
    for (const auto sql : allListSql()) {
        const std::string plan = planOf(sql);
        EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << sql;
        EXPECT_THAT(plan, Not(HasSubstr("SCAN p\n"))) << sql;
        EXPECT_THAT(plan, Not(HasSubstr("SCAN m\n"))) << sql;
        if (sql.find("INDEXED BY") != std::string_view::npos) {
            EXPECT_THAT(plan, HasSubstr("MERGE (UNION ALL)")) << sql;
        } else { // counts: counters and the overlay alone
            EXPECT_EQ(sql.find("FROM message"), std::string_view::npos) << sql;
        }
    }
}

TEST_F(ListTest, pages_join_without_gap_or_double)
{
    fill(1000);
    record(MoveTo{ archive }, at(inbox, 500), inbox);
    std::vector<MessageId> joined;
    for (std::uint32_t offset = 0; offset < 1000; offset += 70) {
        for (const auto& row :
            must(reader->messages({ .folder = inbox, .limit = 70, .offset = offset })))
            joined.push_back(row.id);
    }
    EXPECT_EQ(joined, listed(inbox));
    EXPECT_EQ(joined.size(), 999U);
    EXPECT_EQ(count(inbox, true), 9U);
}

// Bounds are far above what was measured, for slow and busy machines; a scan or a sort would break
// them all the same.
TEST_F(ListTest, ten_thousand_headers_are_stored_and_listed_quickly)
{
    EXPECT_LT(milliseconds("store 10,000 headers", [&] { fill(10'000); }), 15'000);
    EXPECT_LT(
        milliseconds("first page", [&] { must(reader->messages({ .folder = inbox })); }), 250);
    EXPECT_LT(
        milliseconds("first page, warm", [&] { must(reader->messages({ .folder = inbox })); }),
        250);
    EXPECT_LT(milliseconds("50th page",
                  [&] { must(reader->messages({ .folder = inbox, .offset = 5000 })); }),
        500);
    EXPECT_LT(milliseconds("unread page",
                  [&] { must(reader->messages({ .folder = inbox, .unreadOnly = true })); }),
        250);
    EXPECT_LT(milliseconds("count", [&] { EXPECT_EQ(count(inbox), 10'000U); }), 100);
    EXPECT_LT(milliseconds("known messages", [&] { must(mail().knownMessages(inbox)); }), 2000);
    std::vector<MessageId> ids;
    for (const auto& row : must(reader->messages({ .folder = inbox, .limit = 1000 })))
        ids.push_back(row.id);
    EXPECT_LT(milliseconds("move 1,000",
                  [&] { must(mail().recordAction(MoveTo{ archive }, ids, inbox, 1)); }),
        5000);
    EXPECT_LT(milliseconds("reset 10,000", [&] { must(mail().resetFolder(inbox, 8)); }), 10'000);
}

TEST_F(ListTest, ten_thousand_bodies_are_stored_quickly)
{
    fill(10'000);
    const auto known = must(mail().knownMessages(inbox));
    const double took = milliseconds("store 10,000 bodies of 10 KB", [&] {
        std::vector<ReceivedBody> batch;
        for (const auto& message : known) {
            batch.push_back(
                aBody(message.message, std::string(10'000, static_cast<char>(message.uid))));
            if (batch.size() == 100) {
                must(mail().storeBodies(batch));
                batch.clear();
            }
        }
    });
    EXPECT_LT(took, 60'000);
}

} // namespace
} // namespace fulmar::storage::test
