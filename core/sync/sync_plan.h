// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"
#include "model/mailbox.h"

#include <cstdint>
#include <optional>

namespace fulmar {

/// What a folder needs to become equal to the server's.
struct SyncPlan {
    /// How the flags of known messages are brought up to date.
    enum class FlagStep { Nothing, ChangedSince, Everything };

    bool reset = false; ///< UIDVALIDITY changed: every known position is void
    bool compareUids = false; ///< messages came or went
    FlagStep flags = FlagStep::Nothing;
    std::uint64_t changedSince = 0; ///< for `FlagStep::ChangedSince`
    [[nodiscard]] bool nothingToDo() const
    {
        return !reset && !compareUids && flags == FlagStep::Nothing;
    }
    bool operator==(const SyncPlan&) const = default;
};

/// Decides by local state, SELECT result and capabilities alone (RFC 4549 section 4, RFC 7162
/// section 6).
///
/// `known` is the number of messages that the store holds of the folder.
SyncPlan planSync(
    const FolderCheckpoint& checkpoint, std::uint32_t known, const imap::SelectResult& selected);

/// True where a STATUS answer alone proves that nothing changed, so that the folder need not be
/// selected.
bool isUnchanged(
    const FolderCheckpoint& checkpoint, std::uint32_t known, const imap::StatusEntry& status);

/// Largest value a checkpoint may take after everything planned was stored.
///
/// Gmail's HIGHESTMODSEQ runs ahead of what it delivers, so there only mod-sequences that were
/// received count; and of those only what SELECT knew of, since between two windows something may
/// have changed behind us.
std::uint64_t nextModSeq(const FolderCheckpoint& checkpoint, const imap::SelectResult& selected,
    std::uint64_t largestReceived, bool isGmail);

} // namespace fulmar
