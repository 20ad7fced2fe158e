// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar {

/// A message to send with its envelope, already in its final bytes.
struct Submission {
    AccountId account {};
    std::string sender {}; ///< reverse-path, without brackets
    std::vector<std::string> recipients {}; ///< to, cc and bcc
    std::string raw {}; ///< without Bcc
    std::string messageId {}, subject {}, key {};
    std::int64_t notBefore = 0; ///< seconds since 1970 UTC; 0 = now
    MessageId answeredMessage {};
    bool forwarded = false;
    std::int64_t undoUntil = 0; ///< not sent before, and can be taken back until then; 0 = at once
    AccountId sentAccount {}; ///< whose Sent folder gets the copy; none = `account`
    std::string sentFolder {}; ///< path; "" = the account's Sent folder
    DraftId draft {}; ///< disappears in the same transaction
};

} // namespace fulmar
