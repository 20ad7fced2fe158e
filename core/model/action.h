// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flags.h"
#include "model/ids.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace fulmar {

struct ChangeFlags {
    FlagChange change {};
};
struct MoveTo {
    FolderId folder {};
};
struct CopyTo {
    FolderId folder {};
};
/// Gone for good on the server too; no way back.
struct DeleteForever { };

using Action = std::variant<ChangeFlags, MoveTo, CopyTo, DeleteForever>;
/// "flag", "move", "copy", "delete".
std::string actionName(const Action& action);

/// One message that a journalled action is about, with the server position it had when the person acted.
struct ActionTarget {
    MessageId message {};
    FolderId folder {};
    std::uint32_t uidValidity = 0;
    std::uint32_t uid = 0;
};

/// A row of the journal: shown as done here, still owed to the server.
struct PendingAction {
    ActionId id {};
    AccountId account {};
    Action action {};
    std::vector<ActionTarget> targets {};
    std::int64_t created = 0; ///< seconds since 1970 UTC
    std::uint32_t tries = 0;
    std::string lastError {};
};

/// Where a moved or copied message went, as COPYUID told; zero uid = unknown, the next sync of that folder finds it.
struct NewPosition {
    MessageId message {};
    FolderId folder {};
    std::uint32_t uidValidity = 0;
    std::uint32_t uid = 0;
};

} // namespace fulmar
