// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/types.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace fulmar::imap {
namespace {

NumberSet setOf(const std::vector<NumberSet::Range>& ranges)
{
    NumberSet set;
    for (const auto& [first, last] : ranges)
        set.add(first, last);
    return set;
}

TEST(Uid, zero_and_more_than_32_bits_are_no_uid)
{
    EXPECT_FALSE(Uid::from(0));
    EXPECT_FALSE(Uid::from(4294967296));
    EXPECT_EQ(Uid::from(4294967295)->value(), 4294967295U);
}

TEST(NumberSet, neighbours_and_overlaps_merge)
{
    const struct {
        std::vector<NumberSet::Range> ranges;
        const char* text;
    } rows[] = {
        { {}, "" },
        { { { 1, 1 } }, "1" },
        { { { 1, 1 }, { 2, 2 }, { 3, 3 } }, "1:3" },
        { { { 3, 3 }, { 1, 1 }, { 2, 2 } }, "1:3" },
        { { { 5, 7 }, { 1, 2 } }, "1:2,5:7" },
        { { { 5, 7 }, { 1, 4 } }, "1:7" },
        { { { 5, 7 }, { 6, 9 }, { 1, 1 } }, "1,5:9" },
        { { { 7, 5 } }, "5:7" },
        { { { 1, 1 }, { 9, 9 }, { 5, 5 }, { 2, 8 } }, "1:9" },
        { { { 1, 4294967295 } }, "1:*" },
        { { { 4294967295, 4294967295 }, { 4294967294, 4294967294 } }, "4294967294:*" },
        { { { 4294967295, 4294967295 } }, "*" },
        { { { 4294967295, 4294967295 }, { 1, 1 } }, "1,*" },
    };
    for (const auto& row : rows) {
        EXPECT_EQ(setOf(row.ranges).toString(), row.text);
        NumberSet atOnce;
        atOnce.add(row.ranges);
        EXPECT_EQ(atOnce.toString(), row.text);
    }
}

TEST(NumberSet, behaves_like_a_set_of_numbers)
{
    std::mt19937 random(1);
    for (int round = 0; round < 200; ++round) {
        NumberSet one, many;
        std::set<std::uint32_t> model;
        std::vector<NumberSet::Range> ranges;
        for (int i = 0; i < 20; ++i) {
            const auto first = static_cast<std::uint32_t>(random() % 60 + 1);
            const auto last = first + static_cast<std::uint32_t>(random() % 4);
            one.add(first, last);
            ranges.emplace_back(first, last);
            for (auto n = first; n <= last; ++n)
                model.insert(n);
        }
        many.add(ranges);
        ASSERT_EQ(one, many);
        ASSERT_EQ(one.count(), model.size());
        for (std::uint32_t n = 0; n < 70; ++n)
            ASSERT_EQ(one.contains(n), model.count(n) == 1);
    }
}

TEST(NumberSet, count_of_a_range_bomb_is_known_without_expanding_it)
{
    EXPECT_EQ(setOf({ { 1, 4294967295 } }).count(), 4294967295U);
    EXPECT_EQ(setOf({ { 0, 4294967295 } }).count(), 4294967296U);
}

TEST(Capabilities, are_compared_without_case_and_kept_as_they_came)
{
    Capabilities capabilities;
    capabilities.add("Auth=Plain");
    EXPECT_TRUE(capabilities.has("AUTH=PLAIN"));
    EXPECT_FALSE(capabilities.has("AUTH"));
    EXPECT_EQ(*capabilities.atoms().begin(), "Auth=Plain");
}

} // namespace
} // namespace fulmar::imap
