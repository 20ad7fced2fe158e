// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/backoff.h"

#include <algorithm>

namespace fulmar {

std::chrono::seconds Backoff::next(std::uint64_t random)
{
    return after(++m_failures, random);
}

std::chrono::seconds Backoff::after(std::uint32_t failures, std::uint64_t random)
{
    constexpr std::uint32_t doublingsToLongest = 8;
    const auto doublings = std::min(failures == 0 ? 0U : failures - 1, doublingsToLongest);
    const auto pause = std::min(first * (1U << doublings), longest).count();
    const auto quarter = std::max<std::int64_t>(pause / 4, 1);
    const auto jitter
        = static_cast<std::int64_t>(random % static_cast<std::uint64_t>(2 * quarter + 1)) - quarter;
    return std::chrono::seconds(pause + jitter);
}

} // namespace fulmar
