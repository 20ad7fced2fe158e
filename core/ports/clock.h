// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace fulmar {

/// Time of day and randomness, so that tests can set both.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual std::int64_t now() const = 0; ///< seconds since 1970 UTC
    [[nodiscard]] virtual std::uint64_t random() = 0; ///< unpredictable
};

} // namespace fulmar
