// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fulmar::text {

/// What a person wants to know of an invitation (RFC 5545, RFC 5546). Everything is text as sent;
/// times are those of the organiser's wall clock.
struct CalendarCard {
    std::string method{}; ///< "REQUEST", "CANCEL", "REPLY" or ""
    std::string summary{}, location{}, organiser{}, description{};
    std::string begin{},
        end{}; ///< "2026-11-28 09:00 (Europe/Berlin)", a date alone for a whole day
    bool repeats = false;
    std::vector<std::string> attendees{};
    [[nodiscard]] bool isEmpty() const { return summary.empty() && begin.empty(); }
};

/// The first VEVENT of a calendar object. Nothing is fetched, no alarm is read, no repetition is
/// expanded. Limits: 1 MiB, 200 attendees, 2,000 bytes a text.
CalendarCard readCalendar(std::string_view calendar);

} // namespace fulmar::text
