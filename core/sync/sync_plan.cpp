// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/sync_plan.h"

#include <algorithm>

namespace fulmar {
namespace {

SyncPlan::FlagStep flagStep(
    const FolderCheckpoint& checkpoint, std::uint32_t known, const imap::SelectResult& selected)
{
    if (known == 0)
        return SyncPlan::FlagStep::Nothing;
    const bool comparable = checkpoint.highestModSeq != 0 && selected.highestModSeq != 0;
    if (!comparable || selected.highestModSeq < checkpoint.highestModSeq)
        return SyncPlan::FlagStep::Everything;
    return selected.highestModSeq == checkpoint.highestModSeq ? SyncPlan::FlagStep::Nothing
                                                              : SyncPlan::FlagStep::ChangedSince;
}

} // namespace

SyncPlan planSync(
    const FolderCheckpoint& checkpoint, std::uint32_t known, const imap::SelectResult& selected)
{
    SyncPlan plan;
    const bool firstTime = checkpoint.uidValidity == 0;
    plan.reset = firstTime || checkpoint.uidValidity != selected.uidValidity;
    if (plan.reset) {
        plan.compareUids = selected.exists != 0;
        return plan;
    }
    const bool sameUids = selected.exists == known && selected.uidNext != 0
        && selected.uidNext == checkpoint.uidNext;
    plan.compareUids = !sameUids && (selected.exists != 0 || known != 0);
    plan.flags = flagStep(checkpoint, known, selected);
    if (plan.flags == SyncPlan::FlagStep::ChangedSince)
        plan.changedSince = checkpoint.highestModSeq;
    return plan;
}

bool isUnchanged(
    const FolderCheckpoint& checkpoint, std::uint32_t known, const imap::StatusEntry& status)
{
    // Without mod-sequences a changed flag leaves no trace in STATUS, except in an empty mailbox.
    const bool flagsProven = status.messages == 0U
        || (status.highestModSeq && *status.highestModSeq != 0
            && *status.highestModSeq == checkpoint.highestModSeq);
    return checkpoint.uidValidity != 0 && status.uidValidity == checkpoint.uidValidity
        && status.uidNext == checkpoint.uidNext && status.messages == known && flagsProven;
}

std::uint64_t nextModSeq(const FolderCheckpoint& checkpoint, const imap::SelectResult& selected,
    std::uint64_t largestReceived, bool isGmail)
{
    return isGmail
        ? std::max(checkpoint.highestModSeq, std::min(selected.highestModSeq, largestReceived))
        : selected.highestModSeq;
}

} // namespace fulmar
