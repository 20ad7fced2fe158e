// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"
#include "model/mailbox.h"
#include "ports/mail_store.h"

#include <cstdint>

namespace fulmar {

/// What a folder needs to become equal to the server's.
struct SyncPlan {
    /// How the flags of known messages are brought up to date.
    enum class FlagStep { Nothing, ChangedSince, Everything };

    bool reset = false; ///< UIDVALIDITY changed: every known position is void
    /// The newest headers come before anything else: nothing of this folder was ever shown.
    bool newestFirst = false;
    bool compareUids = false; ///< messages may have gone, or more came than a look at the end shows
    std::uint32_t newFrom = 0; ///< messages from this uid on are new; 0 = none, or found otherwise
    FlagStep flags = FlagStep::Nothing;
    std::uint64_t changedSince = 0; ///< for `FlagStep::ChangedSince`
    [[nodiscard]] bool nothingToDo() const
    {
        return !reset && !compareUids && newFrom == 0 && flags == FlagStep::Nothing;
    }
    bool operator==(const SyncPlan&) const = default;
};

/// What the server told in answer to SELECT with QRESYNC.
struct Resync {
    std::uint32_t vanished = 0; ///< messages that were known and are gone
    std::uint32_t added = 0; ///< messages that were not known
    bool complete = true; ///< false: an answer could not be read
};

/// Whether SELECT should ask for everything that changed since the checkpoint (RFC 7162
/// section 3.2.5); the server has QRESYNC.
bool canResync(const FolderState& state);

/// Decides by local state, SELECT result and capabilities alone (RFC 4549 section 4, RFC 7162
/// section 6); what QRESYNC told is used where it adds up and dropped where it does not.
SyncPlan planSync(const FolderState& state, const imap::SelectResult& selected,
    const std::optional<Resync>& resync = std::nullopt);

/// True where a STATUS answer alone proves that nothing changed, so that the folder need not be
/// selected.
bool isUnchanged(
    const FolderCheckpoint& checkpoint, std::uint32_t known, const imap::StatusEntry& status);

/// Largest value a checkpoint may take after everything planned was stored; `complete` is false
/// where an answer was lost on the way.
///
/// Gmail's HIGHESTMODSEQ runs ahead of what it delivers, so there only mod-sequences that were
/// received count; and of those only what SELECT knew of, since between two windows something may
/// have changed behind us.
std::uint64_t nextModSeq(const FolderCheckpoint& checkpoint, const imap::SelectResult& selected,
    std::uint64_t largestReceived, bool isGmail, bool complete = true);

} // namespace fulmar
