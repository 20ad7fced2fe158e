// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/dates.h"
#include "common/ascii.h"
#include "mime/headers.h"

#include <algorithm>
#include <array>

namespace fulmar::mime {
namespace {

constexpr std::array<std::string_view, 12> months{ "jan", "feb", "mar", "apr", "may", "jun", "jul",
    "aug", "sep", "oct", "nov", "dec" };
constexpr std::array<std::string_view, 7> weekdays{ "Thu", "Fri", "Sat", "Sun", "Mon", "Tue",
    "Wed" }; // 1970-01-01 was a Thursday

/// Days since 1970-01-01 of the Gregorian calendar (Howard Hinnant, "chrono-compatible low-level
/// date algorithms").
constexpr std::int64_t daysFromCivil(std::int64_t year, int month, int day)
{
    year -= month <= 2;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t yearOfEra = year - era * 400;
    const std::int64_t dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + dayOfEra - 719468;
}

struct Civil {
    std::int64_t year;
    std::int64_t month, day;
};

constexpr Civil civilFromDays(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const std::int64_t dayOfEra = days - era * 146097;
    const std::int64_t yearOfEra
        = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const std::int64_t shifted = (5 * dayOfYear + 2) / 153;
    const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    return { yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
        dayOfYear - (153 * shifted + 2) / 5 + 1 };
}

int daysInMonth(int year, int month)
{
    constexpr std::array<int, 12> lengths{ 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

/// The words of a date without comments, commas and blanks.
std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> out;
    int comment = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= text.size() && out.size() < 16; ++i) {
        const char c = i < text.size() ? text[i] : ' ';
        const bool separates = comment > 0 || ascii::isSpace(c) || c == ',' || c == '(' || c == ')';
        if (separates && comment == 0 && i > begin)
            out.push_back(text.substr(begin, i - begin));
        comment += c == '(' ? 1 : c == ')' && comment > 0 ? -1 : 0;
        if (separates)
            begin = i + 1;
    }
    return out;
}

/// A decimal number of at most `digits` digits, or -1.
int number(std::string_view word, std::size_t digits)
{
    if (word.empty() || word.size() > digits
        || !std::all_of(word.begin(), word.end(), ascii::isDigit))
        return -1;
    int value = 0;
    for (const char c : word)
        value = value * 10 + (c - '0');
    return value;
}

int monthNumber(std::string_view word)
{
    if (word.size() < 3)
        return -1;
    const auto found = std::find(months.begin(), months.end(), ascii::lower(word.substr(0, 3)));
    return found == months.end() ? -1 : static_cast<int>(found - months.begin()) + 1;
}

/// RFC 5322 section 4.3: two digits below 50 are of this century, the others and three digits of
/// the last.
int fullYear(std::string_view word)
{
    const int value = number(word, 4);
    if (value < 0 || word.size() == 1)
        return -1;
    if (word.size() == 2)
        return value < 50 ? 2000 + value : 1900 + value;
    return word.size() == 3 ? 1900 + value : value;
}

/// Seconds of the day of "hh:mm", "hh:mm:ss" or the same with dots; a leap second counts as the one
/// before.
std::optional<int> secondsOfDay(std::string_view word)
{
    std::array<int, 3> parts{ 0, 0, 0 };
    std::size_t count = 0;
    const char separator = word.find(':') != std::string_view::npos ? ':' : '.';
    while (count < 3) {
        const std::size_t end = word.find(separator);
        std::string_view digits = word.substr(0, end);
        if (count == 2)
            digits = digits.substr(0, digits.find('.')); // fractions of a second
        parts[count] = number(digits, 2);
        if (parts[count++] < 0)
            return std::nullopt;
        if (end == std::string_view::npos)
            break;
        word.remove_prefix(end + 1);
    }
    if (count < 2 || parts[0] > 23 || parts[1] > 59 || parts[2] > 60)
        return std::nullopt;
    return parts[0] * 3600 + parts[1] * 60 + std::min(parts[2], 59);
}

/// Seconds east of Greenwich; unknown words count as UTC (RFC 5322 section 4.3).
int zoneOffset(std::string_view word)
{
    struct Zone {
        std::string_view name;
        int hours;
    };
    constexpr std::array zones{ Zone{ "edt", -4 }, Zone{ "est", -5 }, Zone{ "cdt", -5 },
        Zone{ "cst", -6 }, Zone{ "mdt", -6 }, Zone{ "mst", -7 }, Zone{ "pdt", -7 },
        Zone{ "pst", -8 } };
    for (const Zone& zone : zones) {
        if (ascii::equalsIgnoreCase(word, zone.name))
            return zone.hours * 3600;
    }
    const std::size_t sign = word.find_first_of("+-");
    if (sign == std::string_view::npos)
        return 0;
    std::string digits;
    for (const char c : word.substr(sign + 1)) {
        if (c != ':')
            digits += c;
    }
    const int value = number(digits, 4);
    if (value < 0 || digits.size() < 3 || value % 100 > 59)
        return 0;
    const int seconds = (value / 100) * 3600 + (value % 100) * 60;
    return word[sign] == '-' ? -seconds : seconds;
}

struct Fields {
    int year = -1, month = -1, day = -1;
    std::optional<int> time;
    int zone = 0;
};

/// "2007-11-07" or "7-Nov-2007".
bool readHyphenated(std::string_view word, Fields& fields)
{
    const std::size_t first = word.find('-');
    const std::size_t second = first == std::string_view::npos ? first : word.find('-', first + 1);
    if (second == std::string_view::npos || first == 0)
        return false;
    const std::string_view a = word.substr(0, first),
                           b = word.substr(first + 1, second - first - 1),
                           c = word.substr(second + 1);
    const bool iso = a.size() == 4;
    fields.year = fullYear(iso ? a : c);
    fields.month = monthNumber(b) > 0 ? monthNumber(b) : iso ? number(b, 2) : -1;
    fields.day = number(iso ? c : a, 2);
    return true;
}

/// Takes each word for what only it can be; so order and separators matter little.
Fields readFields(std::string_view value)
{
    Fields fields;
    bool zoneSeen = false;
    for (const std::string_view word : words(value)) {
        const bool hasTime = fields.time.has_value();
        if (const std::size_t t = word.find_first_of("tT");
            t == 10 && fields.day < 0 && readHyphenated(word.substr(0, t), fields)) {
            const std::size_t end = word.find_first_of("zZ+-", t);
            fields.time = secondsOfDay(
                word.substr(t + 1, end == std::string_view::npos ? end : end - t - 1));
            fields.zone = end == std::string_view::npos ? 0 : zoneOffset(word.substr(end));
            zoneSeen = end != std::string_view::npos;
        } else if (!hasTime
            && (word.find(':') != std::string_view::npos
                || (fields.year >= 0 && word.find('.') != std::string_view::npos))) {
            const std::size_t sign = word.find_first_of("+-");
            fields.time = secondsOfDay(word.substr(0, sign));
            if (sign != std::string_view::npos) {
                fields.zone = zoneOffset(word.substr(sign));
                zoneSeen = true;
            }
        } else if (fields.day < 0 && readHyphenated(word, fields)) {
            continue;
        } else if (fields.month < 0 && monthNumber(word) > 0) {
            fields.month = monthNumber(word);
        } else if (fields.day < 0 && number(word, 2) >= 0) {
            fields.day = number(word, 2);
        } else if (fields.month > 0 && fields.year < 0 && number(word, 4) >= 0) {
            fields.year = fullYear(word);
        } else if (hasTime && !zoneSeen) {
            fields.zone = zoneOffset(word);
            zoneSeen = true;
        } else if (hasTime && zoneSeen && fields.zone == 0 && (word[0] == '+' || word[0] == '-')) {
            fields.zone = zoneOffset(word); // "GMT +0200"
        }
    }
    return fields;
}

} // namespace

std::optional<std::int64_t> parseDate(std::string_view value)
{
    const Fields fields = readFields(value.substr(0, 512));
    if (fields.year < 1900 || fields.month < 1 || fields.month > 12 || !fields.time)
        return std::nullopt;
    if (fields.day < 1 || fields.day > daysInMonth(fields.year, fields.month))
        return std::nullopt;
    return daysFromCivil(fields.year, fields.month, fields.day) * 86400 + *fields.time
        - fields.zone;
}

std::optional<std::string> formatDate(std::int64_t seconds)
{
    constexpr std::int64_t year1900 = -2208988800, year10000 = 253402300800;
    if (seconds < year1900 || seconds >= year10000)
        return std::nullopt;
    const std::int64_t days = (seconds >= 0 ? seconds : seconds - 86399) / 86400;
    const std::int64_t rest = seconds - days * 86400;
    const Civil date = civilFromDays(days);
    std::string month(months[static_cast<std::size_t>(date.month - 1)]);
    month[0] = ascii::toUpper(month[0]);
    const std::string_view weekday = weekdays[static_cast<std::size_t>((days % 7 + 7) % 7)];
    const auto twoDigits
        = [](std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return std::string(weekday) + ", " + std::to_string(date.day) + ' ' + month + ' '
        + std::to_string(date.year) + ' ' + twoDigits(rest / 3600) + ':' + twoDigits(rest / 60 % 60)
        + ':' + twoDigits(rest % 60) + " +0000";
}

} // namespace fulmar::mime
