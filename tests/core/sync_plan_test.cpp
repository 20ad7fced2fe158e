// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/sync_plan.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

using FlagStep = SyncPlan::FlagStep;

struct Row {
    const char* name;
    FolderCheckpoint checkpoint;
    std::uint32_t known;
    imap::SelectResult selected;
    SyncPlan plan;
};

imap::SelectResult selected(std::uint32_t exists, std::uint32_t validity, std::uint32_t next, std::uint64_t modSeq)
{
    imap::SelectResult result;
    result.exists = exists;
    result.uidValidity = validity;
    result.uidNext = next;
    result.highestModSeq = modSeq;
    return result;
}

FolderCheckpoint at(std::uint32_t validity, std::uint32_t next, std::uint64_t modSeq)
{
    return {.uidValidity = validity, .uidNext = next, .highestModSeq = modSeq};
}

class PlanSync : public testing::TestWithParam<Row> { };

TEST_P(PlanSync, decidesByStateAlone)
{
    const auto& row = GetParam();
    const auto plan = planSync(row.checkpoint, row.known, row.selected);
    EXPECT_EQ(plan.reset, row.plan.reset);
    EXPECT_EQ(plan.compareUids, row.plan.compareUids);
    EXPECT_EQ(plan.flags, row.plan.flags);
    EXPECT_EQ(plan.changedSince, row.plan.changedSince);
}

INSTANTIATE_TEST_SUITE_P(Table, PlanSync,
    testing::Values(
        Row {"first_time_reads_everything", at(0, 0, 0), 0, selected(3, 7, 4, 10), {.reset = true, .compareUids = true}},
        Row {"first_time_empty_mailbox", at(0, 0, 0), 0, selected(0, 7, 1, 1), {.reset = true}},
        Row {"uidvalidity_change_voids_everything", at(6, 4, 10), 3, selected(3, 7, 4, 10), {.reset = true, .compareUids = true}},
        Row {"nothing_changed", at(7, 4, 10), 3, selected(3, 7, 4, 10), {}},
        Row {"flags_changed_with_condstore", at(7, 4, 10), 3, selected(3, 7, 4, 12), {.flags = FlagStep::ChangedSince, .changedSince = 10}},
        Row {"modseq_fell_back_so_all_flags_are_read", at(7, 4, 10), 3, selected(3, 7, 4, 9), {.flags = FlagStep::Everything}},
        Row {"no_condstore_reads_all_flags", at(7, 4, 0), 3, selected(3, 7, 4, 0), {.flags = FlagStep::Everything}},
        Row {"new_mail", at(7, 4, 10), 3, selected(4, 7, 5, 11), {.compareUids = true, .flags = FlagStep::ChangedSince, .changedSince = 10}},
        Row {"one_came_and_one_went", at(7, 4, 10), 3, selected(3, 7, 5, 11), {.compareUids = true, .flags = FlagStep::ChangedSince, .changedSince = 10}},
        Row {"expunged_elsewhere", at(7, 4, 10), 3, selected(2, 7, 4, 11), {.compareUids = true, .flags = FlagStep::ChangedSince, .changedSince = 10}},
        Row {"emptied_elsewhere", at(7, 4, 10), 3, selected(0, 7, 4, 11), {.compareUids = true, .flags = FlagStep::ChangedSince, .changedSince = 10}},
        Row {"still_empty", at(7, 4, 10), 0, selected(0, 7, 4, 11), {}},
        Row {"server_without_uidnext_is_compared", at(7, 0, 10), 3, selected(3, 7, 0, 10), {.compareUids = true}}),
    [](const auto& tested) { return tested.param.name; });

TEST(IsUnchanged, needsModSequencesToProveFlags)
{
    const auto checkpoint = at(7, 4, 10);
    imap::StatusEntry status;
    status.messages = 3;
    status.uidNext = 4;
    status.uidValidity = 7;
    EXPECT_FALSE(isUnchanged(checkpoint, 3, status));
    status.highestModSeq = 10;
    EXPECT_TRUE(isUnchanged(checkpoint, 3, status));
    EXPECT_FALSE(isUnchanged(checkpoint, 2, status));
    status.highestModSeq = 11;
    EXPECT_FALSE(isUnchanged(checkpoint, 3, status));
}

TEST(IsUnchanged, emptyMailboxHasNoFlagsToChange)
{
    imap::StatusEntry status;
    status.messages = 0;
    status.uidNext = 4;
    status.uidValidity = 7;
    EXPECT_TRUE(isUnchanged(at(7, 4, 0), 0, status));
}

TEST(NextModSeq, gmailCountsOnlyWhatWasReceived)
{
    const auto now = selected(3, 7, 4, 20);
    EXPECT_EQ(nextModSeq(at(7, 4, 10), now, 15, true), 15U);
    EXPECT_EQ(nextModSeq(at(7, 4, 10), now, 0, true), 10U);
    EXPECT_EQ(nextModSeq(at(7, 4, 10), now, 0, false), 20U);
}

} // namespace
} // namespace fulmar
