// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/server_limits.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace fulmar {

/// What a server's refusal asks of the whole account.
enum class Restraint {
    None, ///< the refusal concerns one command
    Later, ///< trouble on the server's side: 10 s doubling to 10 min
    FewerConnections, ///< too many at once: 60 s doubling to 15 min, and a smaller pool
    NoBulk, ///< commands or bandwidth used up: 1 h doubling to 24 h; sending goes on
};

/// Pure. OVERQUOTA in the answer to APPEND, COPY or MOVE means a full mailbox and restrains
/// nothing.
Restraint restraintFor(const Error& error);

/// The pause after `before`; steps count up only while pauses of the same code follow each other.
ServerPause nextPause(
    Restraint restraint, const Error& error, const ServerPause& before, std::int64_t now);

/// The error that whoever wants to connect during a pause gets: Rejected, "paused-OVERQUOTA" or
/// "paused-LIMIT", `where` ends in the time.
Error pauseError(const ServerPause& pause);

/// Gmail marks a command that it slowed down at the end of its OK: pauses of 50 ms doubling to 16 s
/// before the next command, a quarter less for each 500 ms without a mark.
class SoftThrottle {
public:
    /// Tells of each tagged OK; `now` is monotonic.
    void answered(std::string_view text, std::chrono::milliseconds now);
    /// How long the next command waits.
    [[nodiscard]] std::chrono::milliseconds pause() const { return m_pause; }

private:
    std::chrono::milliseconds m_pause{ 0 };
    std::chrono::milliseconds m_since{ 0 };
};

} // namespace fulmar
