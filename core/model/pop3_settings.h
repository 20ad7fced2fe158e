// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace fulmar {

/// How long a message that is safe here stays on a POP3 server.
enum class Pop3Keep {
    Forever,
    Days, ///< `Pop3Settings::keepDays` after it was fetched
    UntilDeleted, ///< until it is in the trash here or deleted for good
    Limit, ///< the newest ones, up to `keepMessages` and `keepBytes`
    Remove, ///< removed at the end of the session that fetched it
};

/// What a person decides about a POP3 account.
struct Pop3Settings {
    Pop3Keep keep = Pop3Keep::Forever;
    std::uint32_t keepDays = 0;
    std::uint32_t keepMessages = 0; ///< 0 = any number
    std::uint64_t keepBytes = 0; ///< 0 = any size
    std::uint64_t headersOnlyOver
        = 0; ///< bytes; larger messages wait for "fetch the rest"; 0 = none
    std::uint32_t checkMinutes = 10; ///< 0 = only when asked
    bool checkOnStart = true;
    bool recent = false; ///< Gmail: several programs read this mailbox ("recent:" user name)
    bool sharedInbox = false; ///< into the local folders in place of folders of its own
    bool operator==(const Pop3Settings&) const = default;
};

} // namespace fulmar
