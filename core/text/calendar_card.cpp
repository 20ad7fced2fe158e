// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/calendar_card.h"

#include "common/ascii.h"

#include <algorithm>

namespace fulmar::text {
namespace {

constexpr std::size_t mostBytes = 1024 * 1024;
constexpr std::size_t mostAttendees = 200;
constexpr std::size_t longestText = 2000;

/// One content line, unfolded: name, parameters, value (RFC 5545 section 3.1).
struct Line {
    std::string name, parameters, value;
};

std::string unfolded(std::string_view calendar)
{
    std::string out;
    for (std::size_t i = 0; i < calendar.size(); ++i) {
        const char c = calendar[i];
        const bool fold = c == '\n' && i + 1 < calendar.size()
            && (calendar[i + 1] == ' ' || calendar[i + 1] == '\t');
        if (fold)
            ++i;
        else if (c != '\r' && c != '\0')
            out += c;
    }
    return out;
}

Line split(std::string_view line)
{
    bool quoted = false;
    std::size_t colon = 0;
    while (colon < line.size() && (quoted || line[colon] != ':')) {
        quoted = line[colon] == '"' ? !quoted : quoted;
        ++colon;
    }
    const std::string_view head = line.substr(0, colon);
    const std::size_t semicolon = std::min(head.find(';'), head.size());
    return { ascii::lower(ascii::trim(head.substr(0, semicolon))),
        std::string(head.substr(semicolon)),
        std::string(colon < line.size() ? line.substr(colon + 1) : std::string_view()) };
}

/// TEXT with its escapes undone (RFC 5545 section 3.3.11).
std::string plain(std::string_view value)
{
    std::string out;
    for (std::size_t i = 0; i < value.size() && out.size() < longestText; ++i) {
        if (value[i] != '\\' || i + 1 == value.size()) {
            out += value[i];
            continue;
        }
        ++i;
        out += value[i] == 'n' || value[i] == 'N' ? '\n' : value[i];
    }
    return out;
}

std::string parameter(const Line& line, std::string_view name)
{
    const std::string lower = ascii::lower(line.parameters);
    const std::string key = ';' + std::string(name) + '=';
    const std::size_t at = lower.find(key);
    if (at == std::string::npos)
        return {};
    std::string_view value = std::string_view(line.parameters).substr(at + key.size());
    if (value.starts_with('"'))
        return std::string(value.substr(1, value.find('"', 1) - 1));
    return std::string(value.substr(0, value.find(';')));
}

bool areDigits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), ascii::isDigit);
}

/// "20261128T090000" and its zone as a person writes it; as sent where it is of another form.
std::string time(const Line& line)
{
    const std::string& value = line.value;
    if (value.size() < 8 || !areDigits(std::string_view(value).substr(0, 8)))
        return value.substr(0, 40);
    std::string out = value.substr(0, 4) + '-' + value.substr(4, 2) + '-' + value.substr(6, 2);
    if (value.size() < 13 || value[8] != 'T' || !areDigits(std::string_view(value).substr(9, 4)))
        return out;
    out += ' ' + value.substr(9, 2) + ':' + value.substr(11, 2);
    const std::string zone = value.ends_with('Z') ? "UTC" : parameter(line, "tzid");
    return zone.empty() ? out : out + " (" + zone.substr(0, 100) + ')';
}

std::string person(const Line& line)
{
    const std::string name = parameter(line, "cn");
    std::string_view address = line.value;
    if (ascii::startsWithIgnoreCase(address, "mailto:"))
        address.remove_prefix(7);
    address = ascii::trim(address).substr(0, 320);
    return name.empty() ? std::string(address)
                        : name.substr(0, 200) + " <" + std::string(address) + '>';
}

void take(CalendarCard& card, const Line& line)
{
    if (line.name == "summary")
        card.summary = plain(line.value);
    else if (line.name == "location")
        card.location = plain(line.value);
    else if (line.name == "description")
        card.description = plain(line.value);
    else if (line.name == "organizer")
        card.organiser = person(line);
    else if (line.name == "dtstart")
        card.begin = time(line);
    else if (line.name == "dtend")
        card.end = time(line);
    else if (line.name == "rrule" || line.name == "rdate")
        card.repeats = true;
    else if (line.name == "attendee" && card.attendees.size() < mostAttendees)
        card.attendees.push_back(person(line));
}

} // namespace

CalendarCard readCalendar(std::string_view calendar)
{
    CalendarCard card;
    const std::string text = unfolded(calendar.substr(0, mostBytes));
    std::vector<std::string> open; // components; only what stands directly in VEVENT is the event's
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t length = std::min(rest.find('\n'), rest.size());
        const Line line = split(rest.substr(0, length));
        rest.remove_prefix(std::min(length + 1, rest.size()));
        const std::string value = ascii::lower(ascii::trim(line.value));
        if (line.name == "begin" && open.size() < 20)
            open.push_back(value);
        else if (line.name == "end" && !open.empty()) {
            if (open.back() == "vevent")
                return card;
            open.pop_back();
        } else if (line.name == "method" && open.size() == 1)
            card.method = std::string(ascii::trim(line.value)).substr(0, 20);
        else if (!open.empty() && open.back() == "vevent")
            take(card, line);
    }
    return card;
}

} // namespace fulmar::text
