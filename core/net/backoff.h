// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

namespace fulmar {

/// Growing pauses between tries: 5 s doubling to 15 min, each stretched or shortened by up to a
/// quarter so that many clients do not come back in one moment.
class Backoff {
public:
    static constexpr std::chrono::seconds first{ 5 };
    static constexpr std::chrono::seconds longest{ 15 * 60 };

    /// The pause before the next try; `random` is any number.
    [[nodiscard]] std::chrono::seconds next(std::uint64_t random);
    /// After a success.
    void reset() { m_failures = 0; }

    /// The pause after a number of failures in a row (1 = the first), as a pure function for stored
    /// counters.
    static std::chrono::seconds after(std::uint32_t failures, std::uint64_t random);

private:
    std::uint32_t m_failures = 0;
};

} // namespace fulmar
