// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/sync_plan.h"

#include <algorithm>

namespace fulmar {
namespace {

/// More new messages than this are fetched in windows, newest first, after a comparison.
constexpr std::uint32_t newInOneWindow = 500;

bool wentBack(const FolderCheckpoint& checkpoint, const imap::SelectResult& selected)
{
    return selected.uidNext != 0 && selected.uidNext < checkpoint.uidNext;
}

SyncPlan::FlagStep flagStep(const FolderState& state, const imap::SelectResult& selected)
{
    const auto& checkpoint = state.checkpoint;
    if (state.known == 0)
        return SyncPlan::FlagStep::Nothing;
    const bool comparable = checkpoint.highestModSeq != 0 && selected.highestModSeq != 0;
    if (!comparable || selected.highestModSeq < checkpoint.highestModSeq
        || wentBack(checkpoint, selected))
        return SyncPlan::FlagStep::Everything;
    return selected.highestModSeq == checkpoint.highestModSeq ? SyncPlan::FlagStep::Nothing
                                                              : SyncPlan::FlagStep::ChangedSince;
}

/// Every change was told, and the sum is what the server says it holds.
bool addsUp(
    const FolderState& state, const imap::SelectResult& selected, const std::optional<Resync>& told)
{
    return told && told->complete && canResync(state)
        && selected.highestModSeq >= state.checkpoint.highestModSeq
        && !wentBack(state.checkpoint, selected) && told->vanished <= state.known
        && std::uint64_t{ state.known } - told->vanished + told->added == selected.exists;
}

} // namespace

bool canResync(const FolderState& state)
{
    return state.checkpoint.uidValidity != 0 && state.checkpoint.highestModSeq != 0
        && state.checkpoint.uidNext != 0;
}

SyncPlan planSync(const FolderState& state, const imap::SelectResult& selected,
    const std::optional<Resync>& resync)
{
    const auto& checkpoint = state.checkpoint;
    SyncPlan plan;
    plan.reset = checkpoint.uidValidity == 0 || checkpoint.uidValidity != selected.uidValidity;
    if (plan.reset) {
        plan.compareUids = plan.newestFirst = selected.exists != 0;
        return plan;
    }
    if (addsUp(state, selected, resync))
        return plan;
    plan.flags = flagStep(state, selected);
    if (plan.flags == SyncPlan::FlagStep::ChangedSince)
        plan.changedSince = checkpoint.highestModSeq;
    const bool comparable
        = checkpoint.uidNext != 0 && selected.uidNext != 0 && !wentBack(checkpoint, selected);
    const auto fresh = comparable ? selected.uidNext - checkpoint.uidNext : 0;
    const bool onlyNew = comparable && fresh != 0 && fresh <= newInOneWindow
        && selected.exists > state.known && selected.exists - state.known <= fresh;
    const bool same = comparable && fresh == 0 && selected.exists == state.known;
    if (onlyNew)
        plan.newFrom = checkpoint.uidNext;
    else
        plan.compareUids = !same && (selected.exists != 0 || state.known != 0);
    plan.newestFirst = plan.compareUids && state.known == 0;
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
    std::uint64_t largestReceived, bool isGmail, bool complete)
{
    if (!complete)
        return checkpoint.highestModSeq;
    return isGmail
        ? std::max(checkpoint.highestModSeq, std::min(selected.highestModSeq, largestReceived))
        : selected.highestModSeq;
}

} // namespace fulmar
