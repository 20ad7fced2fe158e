// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"
#include "model/action.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar {

/// A message that may have been copied: what a copy of it has in common with it.
struct CopiedMessage {
    MessageId message{};
    std::uint32_t sourceUid = 0;
    std::string messageId{}; ///< without brackets
    std::uint64_t size = 0;
    std::int64_t received = 0; ///< COPY keeps INTERNALDATE (RFC 3501 section 6.4.7)
};

/// What the target holds since the copy was begun.
struct FoundMessage {
    std::uint32_t uid = 0;
    std::string messageId{};
    std::uint64_t size = 0;
    std::int64_t received = 0;
};

/// From a FETCH of UID, RFC822.SIZE, INTERNALDATE and ENVELOPE; uid 0 where that was not all there.
FoundMessage foundIn(const imap::FetchData& data);

/// Which of `found` are copies of `wanted`: same Message-ID and size, and the time of receipt too
/// where there is no Message-ID. No message of `found` is taken twice; what is not found is left
/// out.
std::vector<NewPosition> findCopies(const std::vector<CopiedMessage>& wanted,
    const std::vector<FoundMessage>& found, FolderId folder, std::uint32_t uidValidity);

} // namespace fulmar
