// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/progress_estimate.h"

namespace fulmar {
namespace {

constexpr std::int64_t memory = 20'000; // ms; older speed says little about the next minute
constexpr std::int64_t enough = 2'000; // ms of observation
constexpr std::int64_t stalled = 10'000; // ms without a step

} // namespace

void ProgressEstimate::update(
    const std::string& step, std::uint32_t done, std::uint32_t total, std::int64_t now)
{
    if (step != m_step || (!m_marks.empty() && done < m_marks.back().second))
        m_marks.clear();
    m_step = step;
    m_total = total;
    m_marks.emplace_back(now, done);
    while (m_marks.size() > 2 && m_marks[1].first <= now - memory)
        m_marks.pop_front();
}

std::optional<std::int64_t> ProgressEstimate::secondsLeft(std::int64_t now) const
{
    if (m_marks.empty() || m_total == 0 || now - m_marks.back().first > stalled)
        return std::nullopt;
    const auto& [since, first] = m_marks.front();
    const auto& [last, done] = m_marks.back();
    if (done >= m_total)
        return 0;
    if (last - since < enough || done == first)
        return std::nullopt;
    const std::int64_t left = m_total - done;
    const std::int64_t milliseconds = left * (last - since) / (done - first);
    return (milliseconds + 999) / 1000;
}

} // namespace fulmar
