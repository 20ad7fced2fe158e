// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/types.h"

#include "common/ascii.h"

#include <algorithm>
#include <limits>

namespace fulmar::imap {
namespace {

constexpr std::uint32_t toTheEnd = std::numeric_limits<std::uint32_t>::max();

void appendNumber(std::string& out, std::uint32_t number)
{
    if (number == toTheEnd)
        out += '*';
    else
        out += std::to_string(number);
}

bool touches(const NumberSet::Range& left, std::uint32_t first)
{
    return left.second == toTheEnd || first <= left.second + 1;
}

/// Merges sorted ranges in place.
void merge(std::vector<NumberSet::Range>& ranges)
{
    std::size_t kept = 0;
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (touches(ranges[kept], ranges[i].first))
            ranges[kept].second = std::max(ranges[kept].second, ranges[i].second);
        else
            ranges[++kept] = ranges[i];
    }
    if (!ranges.empty())
        ranges.resize(kept + 1);
}

} // namespace

std::optional<Uid> Uid::from(std::uint64_t number)
{
    if (number == 0 || number > std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    return Uid(static_cast<std::uint32_t>(number));
}

void NumberSet::add(std::uint32_t first, std::uint32_t last)
{
    if (first > last)
        std::swap(first, last);
    if (m_ranges.empty() || first > m_ranges.back().second) {
        if (!m_ranges.empty() && touches(m_ranges.back(), first))
            m_ranges.back().second = last;
        else
            m_ranges.emplace_back(first, last);
        return;
    }
    const auto begin = std::lower_bound(m_ranges.begin(), m_ranges.end(), first,
        [](const Range& range, std::uint32_t number) { return !touches(range, number); });
    auto end = begin;
    for (; end != m_ranges.end() && (last == toTheEnd || end->first <= last + 1); ++end) {
        first = std::min(first, end->first);
        last = std::max(last, end->second);
    }
    const auto at = m_ranges.erase(begin, end);
    m_ranges.insert(at, { first, last });
}

void NumberSet::add(std::vector<Range> ranges)
{
    for (auto& range : ranges) {
        if (range.first > range.second)
            std::swap(range.first, range.second);
    }
    if (m_ranges.empty())
        m_ranges = std::move(ranges);
    else
        m_ranges.insert(m_ranges.end(), ranges.begin(), ranges.end());
    if (!std::is_sorted(m_ranges.begin(), m_ranges.end()))
        std::sort(m_ranges.begin(), m_ranges.end());
    merge(m_ranges);
}

bool NumberSet::contains(std::uint32_t number) const
{
    const auto after = std::upper_bound(m_ranges.begin(), m_ranges.end(), number,
        [](std::uint32_t value, const Range& range) { return value < range.first; });
    return after != m_ranges.begin() && number <= std::prev(after)->second;
}

std::uint64_t NumberSet::count() const
{
    std::uint64_t sum = 0;
    for (const auto& [first, last] : m_ranges)
        sum += std::uint64_t{ last } - first + 1;
    return sum;
}

std::string NumberSet::toString() const
{
    std::string out;
    for (const auto& [first, last] : m_ranges) {
        if (!out.empty())
            out += ',';
        appendNumber(out, first);
        if (last != first) {
            out += ':';
            appendNumber(out, last);
        }
    }
    return out;
}

bool isSystemLabel(std::string_view label)
{
    return label.size() > 1 && label.front() == '\\'
        && std::all_of(label.begin() + 1, label.end(), ascii::isAlpha);
}

bool CaseInsensitiveLess::operator()(std::string_view a, std::string_view b) const
{
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return static_cast<unsigned char>(ascii::toLower(x))
            < static_cast<unsigned char>(ascii::toLower(y));
    });
}

} // namespace fulmar::imap
