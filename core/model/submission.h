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
    DraftId draft {}; ///< disappears in the same transaction
};

} // namespace fulmar
