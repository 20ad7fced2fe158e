// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_basic.h"

#include "common/ascii.h"
#include "common/limits.h"

#include <array>
#include <limits>

namespace fulmar::imap {
namespace {

Parsed<std::uint32_t> parse32(Scanner& scanner, std::uint32_t least, const char* rule)
{
    const auto fault = scanner.fault(rule);
    const auto number = scanner.takeNumber();
    if (!number || *number < least || *number > std::numeric_limits<std::uint32_t>::max())
        return Unexpected(fault);
    return static_cast<std::uint32_t>(*number);
}

Parsed<std::uint32_t> parseSeqNumber(Scanner& scanner)
{
    if (scanner.take('*'))
        return std::numeric_limits<std::uint32_t>::max();
    return parse32(scanner, 1, "seq-number");
}

/// Days since 1970-01-01 of a date in the proleptic Gregorian calendar.
std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2 ? 1 : 0;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const auto yearOfEra = static_cast<unsigned>(year - era * 400);
    const unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146097 + static_cast<std::int64_t>(dayOfEra) - 719468;
}

std::optional<unsigned> monthNumber(std::string_view name)
{
    constexpr std::array<std::string_view, 12> months{ "Jan", "Feb", "Mar", "Apr", "May", "Jun",
        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    for (unsigned i = 0; i < months.size(); ++i) {
        if (ascii::equalsIgnoreCase(months[i], name))
            return i + 1;
    }
    return std::nullopt;
}

unsigned daysIn(unsigned month, unsigned year)
{
    constexpr std::array<unsigned, 12> days{ 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/// A number of at most `most`, followed by `end` (NUL = anything).
std::optional<unsigned> field(Scanner& scanner, unsigned most, char end)
{
    const auto number = scanner.takeNumber();
    if (!number || *number > most || (end != '\0' && !scanner.take(end)))
        return std::nullopt;
    return static_cast<unsigned>(*number);
}

/// `zone = ("+" / "-") 4DIGIT` in seconds east of UTC; a missing one counts as UTC.
std::optional<std::int64_t> parseZone(Scanner& scanner)
{
    scanner.skipBlanks();
    if (scanner.atEnd())
        return 0;
    const bool west = scanner.take('-');
    if (!west && !scanner.take('+'))
        return std::nullopt;
    const auto zone = field(scanner, 2359, '\0');
    if (!zone || *zone % 100 > 59)
        return std::nullopt;
    const std::int64_t seconds = (*zone / 100) * 3600 + (*zone % 100) * 60;
    return west ? -seconds : seconds;
}

/// One token that is no list, for `skipValue`.
Parsed<std::monostate> skipToken(Scanner& scanner)
{
    if (scanner.peek() == '"') {
        if (const auto quoted = scanner.takeQuoted(); !quoted)
            return Unexpected(quoted.error());
        return std::monostate{};
    }
    if (scanner.atLiteral()) {
        if (const auto literal = scanner.takeLiteral(); !literal)
            return Unexpected(literal.error());
        return std::monostate{};
    }
    const auto before = scanner.at();
    scanner.takeAtom();
    if (scanner.at() == before)
        return scanner.fail("value");
    return std::monostate{};
}

} // namespace

Parsed<std::uint32_t> parseNzNumber(Scanner& scanner)
{
    return parse32(scanner, 1, "nz-number");
}

Parsed<std::uint32_t> parseNumber(Scanner& scanner)
{
    return parse32(scanner, 0, "number");
}

Parsed<std::optional<std::uint64_t>> parseLooseNumber(Scanner& scanner)
{
    const auto fault = scanner.fault("number");
    if (const auto number = scanner.takeNumber())
        return number;
    const auto text = parseAstring(scanner);
    if (!text)
        return Unexpected(fault);
    Scanner inside(*text);
    const auto number = inside.takeNumber();
    return inside.atEnd() ? number : std::nullopt;
}

Parsed<std::string> parseString(Scanner& scanner)
{
    if (scanner.peek() == '"')
        return scanner.takeQuoted();
    const auto fault = scanner.fault("string");
    if (!scanner.atLiteral())
        return Unexpected(fault);
    const auto literal = scanner.takeLiteral();
    if (!literal)
        return Unexpected(literal.error());
    if (literal->streamed)
        return Unexpected(fault);
    return std::string(literal->bytes);
}

Parsed<std::string> parseAstring(Scanner& scanner)
{
    if (scanner.peek() == '"' || scanner.atLiteral())
        return parseString(scanner);
    const auto atom = scanner.takeAtom();
    if (atom.empty())
        return scanner.fail("astring");
    return std::string(atom);
}

Parsed<std::optional<std::string>> parseNstring(Scanner& scanner)
{
    if (scanner.takeNil())
        return std::optional<std::string>();
    auto text = parseAstring(scanner);
    if (!text)
        return Unexpected(text.error());
    return std::optional<std::string>(std::move(*text));
}

bool takeNstring(Scanner& scanner, std::optional<std::string>& out)
{
    if (const auto plain = scanner.takePlainQuoted()) {
        out.emplace(*plain);
        return true;
    }
    if (scanner.takeNil()) {
        out.reset();
        return true;
    }
    auto text = parseAstring(scanner);
    if (text)
        out = std::move(*text);
    return text.has_value();
}

Parsed<FlagSet> parseFlagList(Scanner& scanner)
{
    FlagSet flags;
    if (scanner.takeNil())
        return flags;
    if (!scanner.take('('))
        return scanner.fail("flag-list");
    while (true) {
        scanner.skipBlanks();
        if (scanner.take(')'))
            return flags;
        auto flag = parseAstring(scanner);
        if (!flag)
            return scanner.fail("flag");
        if (flag->size() > limits::flagLength || flags.size() >= limits::flagsPerMessage)
            return scanner.failLimit("flag-list");
        if (*flag != "\\")
            flags.insert(std::move(*flag));
    }
}

Parsed<std::vector<NumberSet::Range>> parseSequenceRanges(Scanner& scanner)
{
    std::vector<NumberSet::Range> ranges;
    do {
        if (!ranges.empty() && !ascii::isDigit(scanner.peek()) && scanner.peek() != '*'
            && scanner.peek() != ',')
            break;
        const auto first = parseSeqNumber(scanner);
        if (!first)
            return Unexpected(first.error());
        auto last = first;
        if (scanner.take(':'))
            last = parseSeqNumber(scanner);
        if (!last)
            return Unexpected(last.error());
        ranges.emplace_back(*first, *last);
    } while (scanner.take(','));
    return ranges;
}

std::optional<std::int64_t> parseDateTime(std::string_view text)
{
    Scanner scanner(text);
    scanner.skipBlanks();
    const auto day = field(scanner, 31, '-');
    const auto month = monthNumber(scanner.rest().substr(0, 3));
    if (!day || *day == 0 || !month)
        return std::nullopt;
    scanner.skip(3);
    if (!scanner.take('-'))
        return std::nullopt;
    const auto year = field(scanner, 9999, ' ');
    if (!year || *day > daysIn(*month, *year))
        return std::nullopt;
    scanner.skipBlanks();
    const auto hour = field(scanner, 23, ':');
    const auto minute = field(scanner, 59, ':');
    const auto second = field(scanner, 60, '\0');
    const auto zone = parseZone(scanner);
    if (!hour || !minute || !second || !zone)
        return std::nullopt;
    return daysFromCivil(*year, *month, *day) * 86400 + *hour * 3600 + *minute * 60 + *second
        - *zone;
}

Parsed<std::monostate> skipValue(Scanner& scanner)
{
    std::size_t depth = 0;
    do {
        if (scanner.take('(')) {
            if (++depth > limits::nestingDepth)
                return scanner.failLimit("nesting");
        } else if (depth > 0 && scanner.take(')')) {
            --depth;
        } else if (const auto token = skipToken(scanner); !token) {
            return token;
        }
        if (depth > 0)
            scanner.skipBlanks();
    } while (depth > 0);
    return std::monostate{};
}

} // namespace fulmar::imap
