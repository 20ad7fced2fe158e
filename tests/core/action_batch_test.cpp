// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/action_batch.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

FlagChange seen()
{
    FlagChange change;
    change.add.set(Flag::Seen);
    return change;
}

PendingAction action(std::int64_t id, Action what, std::int64_t message, std::uint32_t uid, std::int64_t folder = 1)
{
    return {.id = {id},
        .account = {1},
        .action = std::move(what),
        .targets = {{.message = {message}, .folder = {folder}, .uidValidity = 7, .uid = uid}}};
}

std::vector<std::int64_t> ids(const std::optional<ActionBatch>& batch)
{
    std::vector<std::int64_t> list;
    if (batch) {
        for (const auto& one : batch->actions)
            list.push_back(one.id.value);
    }
    return list;
}

using Ids = std::vector<std::int64_t>;

TEST(NextBatch, joinsAlikeActionsOfAFolder)
{
    const auto batch = nextBatch({action(1, ChangeFlags {seen()}, 10, 100), action(2, ChangeFlags {seen()}, 11, 101),
                                     action(3, ChangeFlags {seen()}, 12, 5, 2)},
        {}, {});
    EXPECT_EQ(ids(batch), (Ids {1, 2}));
    EXPECT_EQ(batch->uids.toString(), "100:101");
}

TEST(NextBatch, keepsTheOrderOfOneMessage)
{
    // Seen after the move must not be sent before the move, whatever else is alike.
    const auto batch = nextBatch({action(1, MoveTo {{2}}, 10, 100), action(2, ChangeFlags {seen()}, 10, 100),
                                     action(3, MoveTo {{2}}, 11, 101)},
        {}, {});
    EXPECT_EQ(ids(batch), (Ids {1, 3}));
}

TEST(NextBatch, waitsForAPositionWithAllThatFollowsOnTheMessage)
{
    const auto batch = nextBatch({action(1, MoveTo {{2}}, 10, 0), action(2, ChangeFlags {seen()}, 10, 100),
                                     action(3, ChangeFlags {seen()}, 11, 101)},
        {}, {});
    EXPECT_EQ(ids(batch), (Ids {3}));
}

TEST(NextBatch, refusedTogetherIsTriedAlone)
{
    const std::vector<PendingAction> journal {action(1, MoveTo {{2}}, 10, 100), action(2, MoveTo {{2}}, 11, 101)};
    EXPECT_EQ(ids(nextBatch(journal, {}, {{1}, {2}})), (Ids {1}));
    EXPECT_EQ(ids(nextBatch(journal, {{1}}, {{1}, {2}})), (Ids {2}));
}

TEST(NextBatch, nothingLeft)
{
    EXPECT_FALSE(nextBatch({}, {}, {}));
    EXPECT_FALSE(nextBatch({action(1, DeleteForever {}, 10, 0)}, {}, {}));
}

TEST(NextBatch, commandLinesStayShort)
{
    std::vector<PendingAction> journal;
    for (std::int64_t i = 1; i <= 1500; ++i)
        journal.push_back(action(i, DeleteForever {}, i, static_cast<std::uint32_t>(2 * i)));
    EXPECT_EQ(ids(nextBatch(journal, {}, {})).size(), 1000U);
}

} // namespace
} // namespace fulmar
