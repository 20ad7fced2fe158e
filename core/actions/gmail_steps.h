// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/mailbox.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fulmar {

/// One command on messages of the mailbox that holds them; what Gmail takes an action apart into.
struct StoreGmailFlags {
    FlagChange change{};
    bool operator==(const StoreGmailFlags&) const = default;
};
struct StoreGmailLabel {
    bool add = true;
    std::string label{};
    bool operator==(const StoreGmailLabel&) const = default;
};
struct MoveOnGmail {
    FolderId folder{};
    std::string wireName{};
    bool operator==(const MoveOnGmail&) const = default;
};
/// Gone for good; means that only in Trash and Spam.
struct ExpungeOnGmail {
    bool operator==(const ExpungeOnGmail&) const = default;
};
using GmailStep = std::variant<StoreGmailFlags, StoreGmailLabel, MoveOnGmail, ExpungeOnGmail>;

/// The folders that an action is about.
struct GmailPlaces {
    Folder mailbox{}; ///< that holds the messages: All Mail, Spam or Trash
    Folder source{}; ///< where the person acted: the same, or a view
    std::optional<Folder> target{};
    Folder trash{};
};

/// What an action means on Gmail: archiving takes the label of the inbox away, a copy adds a label,
/// a move changes one for another, trash and spam are mailboxes, and for good means out of the
/// trash.
///
/// Steps after a MoveOnGmail are done where the messages went. Nothing to do gives no steps.
std::vector<GmailStep> gmailSteps(const Action& action, const GmailPlaces& places);

} // namespace fulmar
