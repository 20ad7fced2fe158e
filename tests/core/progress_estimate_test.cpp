// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/progress_estimate.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

TEST(ProgressEstimate, says_nothing_before_it_can_judge)
{
    ProgressEstimate estimate;
    EXPECT_FALSE(estimate.secondsLeft(0));
    estimate.update("INBOX", 0, 1000, 0);
    EXPECT_FALSE(estimate.secondsLeft(0));
    estimate.update("INBOX", 10, 1000, 500);
    EXPECT_FALSE(estimate.secondsLeft(500));
}

TEST(ProgressEstimate, follows_a_steady_pace)
{
    ProgressEstimate estimate;
    for (std::uint32_t second = 0; second <= 30; ++second)
        estimate.update("INBOX", second * 100, 10'000, second * 1000);
    EXPECT_EQ(estimate.secondsLeft(30'000), 70);
}

TEST(ProgressEstimate, forgets_an_old_pace)
{
    ProgressEstimate estimate;
    std::int64_t now = 0;
    std::uint32_t done = 0;
    for (int i = 0; i < 60; ++i)
        estimate.update("INBOX", done += 100, 100'000, now += 1000);
    for (int i = 0; i < 60; ++i)
        estimate.update("INBOX", done += 10, 100'000, now += 1000);
    EXPECT_EQ(estimate.secondsLeft(now), (100'000 - done) / 10);
}

TEST(ProgressEstimate, does_not_pretend_while_nothing_moves)
{
    ProgressEstimate estimate;
    estimate.update("INBOX", 0, 1000, 0);
    estimate.update("INBOX", 100, 1000, 5000);
    EXPECT_EQ(estimate.secondsLeft(6000), 45);
    EXPECT_FALSE(estimate.secondsLeft(20'000));
}

TEST(ProgressEstimate, begins_anew_with_another_step_and_with_a_smaller_count)
{
    ProgressEstimate estimate;
    estimate.update("INBOX", 0, 1000, 0);
    estimate.update("INBOX", 500, 1000, 5000);
    estimate.update("INBOX", 3, 1000, 6000);
    EXPECT_FALSE(estimate.secondsLeft(6000));
    estimate.update("Sent", 900, 1000, 9000);
    EXPECT_FALSE(estimate.secondsLeft(9000));
    estimate.update("Sent", 1000, 1000, 9500);
    EXPECT_EQ(estimate.secondsLeft(9500), 0);
}

TEST(ProgressEstimate, a_total_of_nothing_is_not_divided_by)
{
    ProgressEstimate estimate;
    estimate.update("INBOX", 0, 0, 0);
    estimate.update("INBOX", 0, 0, 5000);
    EXPECT_FALSE(estimate.secondsLeft(5000));
}

} // namespace
} // namespace fulmar
