// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/encode.h"

#include "common/ascii.h"
#include "common/limits.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace fulmar::pop3 {
namespace {

constexpr std::array<std::string_view, 9> keywords{ "STAT", "LIST", "UIDL", "RETR", "TOP", "DELE",
    "RSET", "NOOP", "QUIT" };
static_assert(keywords.size() == std::variant_size_v<Command>);

/// A number at the start of `line`, which loses it and the blanks behind.
template <class Number>
std::optional<Number> takeNumber(std::string_view& line)
{
    Number value = 0;
    const auto [stop, error] = std::from_chars(line.data(), line.data() + line.size(), value);
    const auto length = static_cast<std::size_t>(stop - line.data());
    if (error != std::errc{} || (length < line.size() && !ascii::isSpace(line[length])))
        return std::nullopt;
    line = ascii::trim(line.substr(length));
    return value;
}

} // namespace

std::string_view keyword(const Command& command)
{
    return keywords.at(command.index());
}

std::string encode(const Command& command)
{
    std::string line(keyword(command));
    if (const auto* retrieve = std::get_if<Retrieve>(&command))
        line += ' ' + std::to_string(retrieve->number);
    else if (const auto* top = std::get_if<Top>(&command))
        line += ' ' + std::to_string(top->number) + ' ' + std::to_string(top->lines);
    else if (const auto* remove = std::get_if<Delete>(&command))
        line += ' ' + std::to_string(remove->number);
    return line + "\r\n";
}

bool isMultiline(const Command& command)
{
    return std::holds_alternative<List>(command) || std::holds_alternative<Uidl>(command)
        || std::holds_alternative<Retrieve>(command) || std::holds_alternative<Top>(command);
}

std::optional<ListRow> parseListRow(std::string_view line)
{
    const auto number = takeNumber<std::uint32_t>(line);
    const auto size = number ? takeNumber<std::uint64_t>(line) : std::nullopt;
    if (!size || *number == 0)
        return std::nullopt;
    return ListRow{ *number, *size }; // RFC 1939 lets servers add more behind it
}

std::optional<UidlRow> parseUidlRow(std::string_view line)
{
    const auto number = takeNumber<std::uint32_t>(line);
    if (!number || *number == 0 || line.empty() || line.size() > limits::pop3Uidl)
        return std::nullopt;
    const bool plain = std::none_of(
        line.begin(), line.end(), [](char c) { return ascii::isControl(c) || c == ' '; });
    return plain ? std::optional(UidlRow{ *number, std::string(line) }) : std::nullopt;
}

} // namespace fulmar::pop3
