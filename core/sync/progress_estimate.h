// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>

namespace fulmar {

/// How long a running step will still take, by what it did lately; says nothing rather than guess.
///
/// Pure: the time is handed in. Times in milliseconds of a steady clock.
class ProgressEstimate {
public:
    /// `step` names what is counted; another name or a smaller count begins anew.
    void update(const std::string& step, std::uint32_t done, std::uint32_t total, std::int64_t now);
    /// Whole seconds, rounded up; nothing before there is enough to judge by, and while nothing
    /// moves.
    [[nodiscard]] std::optional<std::int64_t> secondsLeft(std::int64_t now) const;

private:
    std::string m_step;
    std::uint32_t m_total = 0;
    std::deque<std::pair<std::int64_t, std::uint32_t>> m_marks; ///< time and count, oldest first
};

} // namespace fulmar
