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
    std::optional<Resync> told{};
};

imap::SelectResult selected(
    std::uint32_t exists, std::uint32_t validity, std::uint32_t next, std::uint64_t modSeq)
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
    return { .uidValidity = validity, .uidNext = next, .highestModSeq = modSeq };
}

class PlanSync : public testing::TestWithParam<Row> { };

TEST_P(PlanSync, decidesByStateAlone)
{
    const auto& row = GetParam();
    EXPECT_EQ(
        planSync({ .checkpoint = row.checkpoint, .known = row.known }, row.selected, row.told),
        row.plan);
}

const SyncPlan nothing{};
const SyncPlan fromScratch{ .reset = true, .newestFirst = true, .compareUids = true };
SyncPlan changedSince(std::uint64_t modSeq)
{
    return { .flags = FlagStep::ChangedSince, .changedSince = modSeq };
}
SyncPlan compareSince(std::uint64_t modSeq)
{
    return { .compareUids = true, .flags = FlagStep::ChangedSince, .changedSince = modSeq };
}
SyncPlan newFrom(std::uint32_t uid, std::uint64_t modSeq)
{
    return { .newFrom = uid, .flags = FlagStep::ChangedSince, .changedSince = modSeq };
}
const SyncPlan compareAll{ .compareUids = true, .flags = FlagStep::Everything };

INSTANTIATE_TEST_SUITE_P(Table, PlanSync,
    testing::Values(
        Row{ "first_time_reads_everything", at(0, 0, 0), 0, selected(3, 7, 4, 10), fromScratch },
        Row{ "first_time_empty_mailbox", at(0, 0, 0), 0, selected(0, 7, 1, 1), { .reset = true } },
        Row{ "first_time_that_was_cut_goes_on", at(7, 0, 0), 2, selected(3, 7, 4, 10), compareAll },
        Row{ "first_time_that_was_cut_before_anything_came", at(7, 0, 0), 0, selected(3, 7, 4, 10),
            { .newestFirst = true, .compareUids = true } },
        Row{ "uidvalidity_change_voids_everything", at(6, 4, 10), 3, selected(3, 7, 4, 10),
            fromScratch },
        Row{ "uidvalidity_went_back", at(8, 4, 10), 3, selected(3, 7, 4, 10), fromScratch },
        Row{ "uidvalidity_not_told", at(8, 4, 10), 3, selected(3, 0, 4, 10), fromScratch },
        Row{ "nothing_changed", at(7, 4, 10), 3, selected(3, 7, 4, 10), nothing },
        Row{ "flags_changed_with_condstore", at(7, 4, 10), 3, selected(3, 7, 4, 12),
            changedSince(10) },
        Row{ "new_mail_is_fetched_without_a_comparison", at(7, 4, 10), 3, selected(4, 7, 5, 11),
            newFrom(4, 10) },
        Row{ "new_mail_of_which_some_went_again", at(7, 4, 10), 3, selected(4, 7, 9, 11),
            newFrom(4, 10) },
        Row{ "much_new_mail_is_compared_to_be_fetched_in_windows", at(7, 4, 10), 3,
            selected(9003, 7, 9004, 11), compareSince(10) },
        Row{ "one_came_and_one_went", at(7, 4, 10), 3, selected(3, 7, 5, 11), compareSince(10) },
        Row{ "expunged_elsewhere", at(7, 4, 10), 3, selected(2, 7, 4, 11), compareSince(10) },
        Row{ "exists_smaller_than_known_though_modseq_stands", at(7, 4, 10), 3,
            selected(1, 7, 4, 10), { .compareUids = true } },
        Row{ "emptied_elsewhere", at(7, 4, 10), 3, selected(0, 7, 4, 11), compareSince(10) },
        Row{ "still_empty", at(7, 4, 10), 0, selected(0, 7, 4, 11), nothing },
        Row{ "more_exist_than_uids_were_given", at(7, 4, 10), 3, selected(9, 7, 5, 11),
            compareSince(10) },
        Row{ "modseq_went_back_so_all_flags_are_read", at(7, 4, 10), 3, selected(3, 7, 4, 9),
            { .flags = FlagStep::Everything } },
        Row{ "uidnext_went_back_so_nothing_is_believed", at(7, 9, 10), 3, selected(3, 7, 4, 12),
            compareAll },
        Row{ "no_condstore_reads_all_flags", at(7, 4, 0), 3, selected(3, 7, 4, 0),
            { .flags = FlagStep::Everything } },
        Row{ "nomodseq_after_condstore", at(7, 4, 10), 3, selected(3, 7, 4, 0),
            { .flags = FlagStep::Everything } },
        Row{ "server_without_uidnext_is_compared", at(7, 0, 10), 3, selected(3, 7, 0, 10),
            { .compareUids = true } },
        Row{ "qresync_told_nothing", at(7, 4, 10), 3, selected(3, 7, 4, 10), nothing, Resync{} },
        Row{ "qresync_told_all", at(7, 4, 10), 3, selected(4, 7, 6, 15), nothing,
            Resync{ .vanished = 1, .added = 2 } },
        Row{ "qresync_that_does_not_add_up", at(7, 4, 10), 3, selected(4, 7, 6, 15), newFrom(4, 10),
            Resync{ .vanished = 0, .added = 2 } },
        Row{ "qresync_vanished_more_than_is_known", at(7, 4, 10), 3, selected(3, 7, 4, 15),
            changedSince(10), Resync{ .vanished = 7 } },
        Row{ "qresync_of_which_a_response_was_lost", at(7, 4, 10), 3, selected(3, 7, 4, 15),
            changedSince(10), Resync{ .complete = false } },
        Row{ "qresync_under_another_uidvalidity", at(6, 4, 10), 3, selected(3, 7, 4, 15),
            fromScratch, Resync{} },
        Row{ "qresync_and_nomodseq", at(7, 4, 10), 3, selected(3, 7, 4, 0),
            { .flags = FlagStep::Everything }, Resync{} },
        Row{ "qresync_and_modseq_went_back", at(7, 4, 10), 3, selected(3, 7, 4, 9),
            { .flags = FlagStep::Everything }, Resync{} },
        Row{ "qresync_and_uidnext_went_back", at(7, 9, 10), 3, selected(3, 7, 4, 15), compareAll,
            Resync{} }),
    [](const auto& tested) { return tested.param.name; });

TEST(NextModSeq, staysWhereAnAnswerWasLost)
{
    EXPECT_EQ(nextModSeq(at(7, 4, 10), selected(3, 7, 4, 20), 15, false), 20U);
    EXPECT_EQ(nextModSeq(at(7, 4, 10), selected(3, 7, 4, 20), 15, true), 15U);
    EXPECT_EQ(nextModSeq(at(7, 4, 10), selected(3, 7, 4, 20), 15, false, false), 10U);
}

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
