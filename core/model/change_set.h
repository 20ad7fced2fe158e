// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include <cstdint>
#include <set>

namespace fulmar {

/// What a commit changed: keys only, readers look the rest up. Crosses threads by value.
struct ChangeSet {
    std::uint64_t revision = 0; ///< rises with each commit of this process
    bool accounts = false, folderTree = false, outbox = false, drafts = false, actions = false;
    std::set<FolderId> folders {}; ///< whose rows or counts changed
    std::set<MessageId> added {}, changed {}, removed {};

    [[nodiscard]] bool empty() const;
    /// Joins a later set to this one.
    void merge(const ChangeSet& later);
};

} // namespace fulmar
