// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include <cstdint>
#include <optional>
#include <string>

namespace fulmar {

/// What a folder is for; stored by its word (`roleName`).
enum class FolderRole { None, Inbox, All, Sent, Drafts, Trash, Junk, Archive, Flagged, Important };

/// "inbox", "all", …; "" for None.
std::string roleName(FolderRole role);
FolderRole roleFromName(const std::string& name);

/// A folder as the server lists it; `path` has "/" between levels whatever the delimiter is.
struct RemoteFolder {
    std::string path {}; ///< UTF-8; "INBOX" for the inbox in any case
    std::string wireName {}; ///< the name for commands
    std::optional<char> delimiter {};
    FolderRole role = FolderRole::None;
    bool selectable = true;
    bool subscribed = true;
};

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
    FolderId id {};
    AccountId account {};
    std::string path {}, name {}, wireName {};
    std::optional<char> delimiter {};
    FolderRole role = FolderRole::None;
    bool selectable = true;
    bool subscribed = true;
    std::uint32_t total = 0, unread = 0;
    FolderCheckpoint checkpoint {};
};

} // namespace fulmar
