// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/encode.h"

#include "common/ascii.h"
#include "imap/scanner.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace fulmar::imap {
namespace {

constexpr std::size_t longestQuoted = 1024;

constexpr std::array<const char*, 12> months{ "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
    "Aug", "Sep", "Oct", "Nov", "Dec" };

struct CivilTime {
    int year, month, day, hour, minute, second;
};

/// The inverse of `daysFromCivil`, by the proleptic Gregorian calendar.
CivilTime civilTime(std::int64_t seconds)
{
    constexpr std::int64_t year1 = -62135596800;
    constexpr std::int64_t year9999 = 253402300799;
    seconds = std::clamp(seconds, year1, year9999);
    std::int64_t days = seconds / 86400;
    auto rest = static_cast<int>(seconds % 86400);
    if (rest < 0) {
        rest += 86400;
        --days;
    }
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto dayOfEra = static_cast<int>(days - era * 146097);
    const int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const int shifted = (5 * dayOfYear + 2) / 153;
    const int month = shifted < 10 ? shifted + 3 : shifted - 9;
    return { .year = static_cast<int>(era * 400) + yearOfEra + (month <= 2 ? 1 : 0),
        .month = month,
        .day = dayOfYear - (153 * shifted + 2) / 5 + 1,
        .hour = rest / 3600,
        .minute = rest / 60 % 60,
        .second = rest % 60 };
}

bool isAtomChar(char c)
{
    constexpr std::string_view specials = "(){%*\"\\] ";
    return !ascii::isControl(c) && !ascii::is8Bit(c) && specials.find(c) == std::string_view::npos;
}

bool isQuotedChar(char c)
{
    return !ascii::isControl(c) && !ascii::is8Bit(c);
}

} // namespace

std::string encodeString(std::string_view text)
{
    if (text.size() > longestQuoted || !std::all_of(text.begin(), text.end(), isQuotedChar))
        return "{" + std::to_string(text.size()) + "}\r\n" + std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string encodeAstring(std::string_view text)
{
    const bool atom = !text.empty() && text.size() <= longestQuoted
        && std::all_of(text.begin(), text.end(), isAtomChar)
        && !ascii::equalsIgnoreCase(text, "NIL");
    return atom ? std::string(text) : encodeString(text);
}

std::string encodeDateTime(std::int64_t secondsSince1970)
{
    const auto time = civilTime(secondsSince1970);
    std::array<char, 64> out{};
    std::snprintf(out.data(), out.size(), "\"%02d-%s-%04d %02d:%02d:%02d +0000\"", time.day,
        months[static_cast<std::size_t>(time.month - 1)], time.year, time.hour, time.minute,
        time.second);
    return out.data();
}

std::string encodeDate(std::int64_t secondsSince1970)
{
    const auto time = civilTime(secondsSince1970);
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%d-%s-%04d", time.day,
        months[static_cast<std::size_t>(time.month - 1)], time.year);
    return out.data();
}

std::string encodeCriteria(std::string criteria)
{
    if (std::any_of(criteria.begin(), criteria.end(), ascii::is8Bit))
        criteria.insert(0, "CHARSET UTF-8 ");
    return criteria;
}

std::vector<WritePiece> planWriting(
    std::string_view encoded, const Capabilities& capabilities, bool openEnd)
{
    constexpr std::uint64_t literalMinusMost = 4096;
    std::vector<WritePiece> pieces(1);
    while (true) {
        const auto crlf = encoded.find("\r\n");
        if (crlf == std::string_view::npos)
            break;
        // Every CRLF in an encoded command ends a literal header, `encodeCommand` sees to that.
        const auto open = encoded.rfind('{', crlf);
        const auto size = Scanner(encoded.substr(open + 1)).takeNumber().value_or(0);
        const bool noWait = capabilities.has("LITERAL+")
            || (size <= literalMinusMost
                && (capabilities.has("LITERAL-") || capabilities.has("IMAP4rev2")));
        auto& piece = pieces.back();
        piece.bytes.append(encoded.substr(0, crlf - 1)).append(noWait ? "+}\r\n" : "}\r\n");
        encoded.remove_prefix(crlf + 2);
        if (!noWait) {
            piece.awaitContinuation = true;
            pieces.emplace_back();
        }
        if (openEnd && encoded.empty())
            return pieces;
        pieces.back().bytes.append(encoded.substr(0, static_cast<std::size_t>(size)));
        encoded.remove_prefix(
            std::min<std::size_t>(encoded.size(), static_cast<std::size_t>(size)));
    }
    pieces.back().bytes.append(encoded).append("\r\n");
    return pieces;
}

} // namespace fulmar::imap
