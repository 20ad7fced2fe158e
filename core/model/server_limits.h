// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace fulmar {

/// A time that a server has asked for before anything but sending is tried again.
struct ServerPause {
    std::string code{}; ///< "OVERQUOTA" or "LIMIT"; empty = none
    std::string serverText{}; ///< what the server said
    std::int64_t until = 0; ///< seconds since 1970 UTC
    std::uint32_t step = 0; ///< pauses in a row so far
    bool operator==(const ServerPause&) const = default;
};

/// Bytes on the wire of one day.
struct DayTraffic {
    std::int64_t day = 0; ///< days since 1970 UTC
    std::uint64_t bytesIn = 0, bytesOut = 0;
};

/// Bytes that a provider lets an account move in a day; 0 = no limit is known.
struct BandwidthBudget {
    std::uint64_t down = 0, up = 0;
};

constexpr std::int64_t secondsPerTrafficDay = 86400;
constexpr std::int64_t trafficDay(std::int64_t seconds)
{
    return seconds / secondsPerTrafficDay;
}

} // namespace fulmar
