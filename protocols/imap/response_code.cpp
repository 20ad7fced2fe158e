// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/response_code.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "imap/parse_basic.h"

namespace fulmar::imap {
namespace {

/// Where the code ends; npos if its quotes or parentheses are not closed.
std::size_t balancedEnd(std::string_view text)
{
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '\\')
            ++i;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '(')
            ++depth;
        else if (!quoted && c == ')' && depth > 0)
            --depth;
        else if (!quoted && c == ']' && depth == 0)
            return i;
    }
    return std::string_view::npos;
}

/// Expands ranges in the order in which they came; nothing if they are too many.
std::optional<std::vector<std::uint32_t>> expand(const std::vector<NumberSet::Range>& ranges)
{
    std::uint64_t count = 0;
    for (const auto& [first, last] : ranges)
        count += std::uint64_t{ first < last ? last - first : first - last } + 1;
    if (count > limits::imapCopiedUids)
        return std::nullopt;
    std::vector<std::uint32_t> numbers;
    numbers.reserve(static_cast<std::size_t>(count));
    for (const auto& [first, last] : ranges) {
        // RFC 4315: a range stands for its UIDs in ascending order, whichever end is named first.
        for (std::uint64_t n = std::min(first, last); n <= std::max(first, last); ++n)
            numbers.push_back(static_cast<std::uint32_t>(n));
    }
    return numbers;
}

} // namespace

std::pair<ResponseCode, std::string_view> splitResponseText(std::string_view text)
{
    if (text.substr(0, 1) != "[")
        return { {}, text };
    auto end = balancedEnd(text);
    if (end == std::string_view::npos)
        end = text.find(']');
    if (end == std::string_view::npos)
        return { {}, text };
    const auto code = ascii::trim(text.substr(1, end - 1));
    const auto nameEnd = std::min(code.find(' '), code.size());
    return { { .name = ascii::upper(code.substr(0, nameEnd)),
                 .arguments = std::string(ascii::trim(code.substr(nameEnd))) },
        text.substr(end + 1) };
}

std::optional<std::uint64_t> codeNumber(const ResponseCode& code)
{
    Scanner scanner(code.arguments);
    return scanner.takeNumber();
}

FlagSet codeFlags(const ResponseCode& code)
{
    Scanner scanner(code.arguments);
    return parseFlagList(scanner).value_or(FlagSet());
}

std::optional<CopyUid> parseCopyUid(const ResponseCode& code)
{
    Scanner scanner(code.arguments);
    const auto uidValidity = parseNzNumber(scanner);
    scanner.skipBlanks();
    const auto source = parseSequenceRanges(scanner);
    scanner.skipBlanks();
    const auto destination = parseSequenceRanges(scanner);
    if (!uidValidity || !source || !destination)
        return std::nullopt;
    auto from = expand(*source);
    auto to = expand(*destination);
    if (!from || !to || from->size() != to->size())
        return std::nullopt;
    return CopyUid{
        .uidValidity = *uidValidity, .source = std::move(*from), .destination = std::move(*to)
    };
}

std::optional<AppendUid> parseAppendUid(const ResponseCode& code)
{
    Scanner scanner(code.arguments);
    const auto uidValidity = parseNzNumber(scanner);
    scanner.skipBlanks();
    const auto uid = parseNzNumber(scanner);
    if (!uidValidity || !uid)
        return std::nullopt;
    return AppendUid{ .uidValidity = *uidValidity, .uid = *uid };
}

} // namespace fulmar::imap
