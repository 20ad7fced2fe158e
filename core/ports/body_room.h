// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/message.h"

#include <vector>

namespace fulmar {

/// Room on disk that the store gave for the bodies of one batch.
///
/// Nobody else writes there, so it may be filled on any thread while the engine goes on; what was
/// written counts once `MailStore::storeBodies` has taken it, and is overwritten later otherwise.
class BodyRoom {
public:
    virtual ~BodyRoom() = default;
    /// Writes the bytes of all bodies of the batch and syncs the disk; then each has its `place` and
    /// `raw` is empty. Errors: Storage with code "disk-full", "io", "read-only".
    virtual Result<void> write(std::vector<ReceivedBody>& bodies) = 0;
};

} // namespace fulmar
