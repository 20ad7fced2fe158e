// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fulmar {

/// What a folder is for; stored by its word (`roleName`).
enum class FolderRole { None, Inbox, All, Sent, Drafts, Trash, Junk, Archive, Flagged, Important };

/// "inbox", "all", …; "" for None.
std::string roleName(FolderRole role);
FolderRole roleFromName(const std::string& name);

/// A folder as the server lists it; `path` has "/" between levels whatever the delimiter is.
struct RemoteFolder {
    std::string path{}; ///< UTF-8; "INBOX" for the inbox in any case
    std::string wireName{}; ///< the name for commands
    std::optional<char> delimiter{};
    FolderRole role = FolderRole::None;
    bool selectable = true;
    bool subscribed = true;
    /// Gmail: the label that this folder shows; "" for a folder whose messages have positions of
    /// its own.
    std::string label{};
};

/// What is wrong with a path for a new folder: a code ("folder-name", "folder-levels"), "" where it
/// is fine.
///
/// Levels are not empty and hold no control characters and not the server's delimiter; without a
/// delimiter there are no levels.
std::string_view faultOfFolderPath(std::string_view path, std::optional<char> delimiter);
/// Whether `path` lies below `ancestor`.
bool isBelow(std::string_view path, std::string_view ancestor);

/// What was durably received of a folder: the only place a sync may start from.
struct FolderCheckpoint {
    std::uint32_t uidValidity = 0; ///< 0 = never selected
    std::uint32_t uidNext = 0;
    std::uint64_t highestModSeq = 0;
    std::uint32_t exists = 0;
    bool operator==(const FolderCheckpoint&) const = default;
};

/// A folder of an account as it is shown. Counts are effective: pending actions are in them.
struct Folder {
    FolderId id{};
    AccountId account{};
    std::string path{}, name{}, wireName{};
    std::optional<char> delimiter{};
    FolderRole role = FolderRole::None;
    bool selectable = true;
    bool subscribed = true;
    std::uint32_t total = 0, unread = 0;
    FolderCheckpoint checkpoint{};
    std::string
        label{}; ///< Gmail: a view of All Mail; "" for a mailbox that is synchronised itself
};

/// Where a folder of this role is made where an account has none: "Trash", or "INBOX/Trash" on a
/// server whose folders all lie below the inbox (Courier, Cyrus). `folders`: those of the account.
std::string usualPath(FolderRole role, const std::vector<Folder>& folders);

} // namespace fulmar
