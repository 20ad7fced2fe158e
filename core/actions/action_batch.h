// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"
#include "model/action.h"

#include <optional>
#include <set>
#include <vector>

namespace fulmar {

/// Journalled actions that one command (or one pair of commands) does on the server.
struct ActionBatch {
    FolderId folder{};
    std::uint32_t uidValidity = 0;
    Action action{};
    std::vector<PendingAction> actions{};
    imap::UidSet uids{};
};

/// The next batch in journal order: the first action that can run now with those that follow it and
/// are alike.
///
/// Actions in `skip` wait, and so do actions with a message whose position is not known yet,
/// together with everything later on the same messages: what a person did first happens first.
/// Actions in `alone` are not joined with others. Changes of the folder tree run one by one and in
/// order; what brings messages to a folder waits until the server has it, and a folder is deleted
/// after everything else that concerns it. Nothing = nothing can run now.
std::optional<ActionBatch> nextBatch(const std::vector<PendingAction>& journal,
    const std::set<ActionId>& skip, const std::set<ActionId>& alone);

} // namespace fulmar
