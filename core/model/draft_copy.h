// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include <cstdint>
#include <string>

namespace fulmar {

/// Where the copy of a draft is on its server; uid 0 = not known.
struct DraftPosition {
    FolderId folder{};
    std::uint32_t uidValidity = 0;
    std::uint32_t uid = 0;
    bool operator==(const DraftPosition&) const = default;
};

/// The one copy of a draft in the Drafts folder of its server, and what is owed to it.
struct DraftCopy {
    std::int64_t id = 0;
    AccountId account{};
    DraftId draft{}; ///< none = sent or thrown away here
    std::string token{}; ///< in the copy's X-Fulmar-Draft field: "token.version"
    std::uint32_t wanted = 0; ///< version that should be there; 0 = none
    std::uint32_t stored = 0; ///< version that is there; 0 = none, or one of another program
    DraftPosition position{};
    bool listed = false; ///< the mirror of the folder has it

    /// The server's folder shows this draft as it is here.
    [[nodiscard]] bool isSettled() const { return wanted != 0 && wanted == stored && listed; }
};

} // namespace fulmar
