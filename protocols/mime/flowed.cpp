// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/flowed.h"

#include "common/utf8.h"

#include <algorithm>
#include <optional>

namespace fulmar::mime {
namespace {

constexpr std::size_t flowedWidth
    = 76; // characters with the blank of the soft break; RFC 3676 section 4.2 wants at most 78
constexpr std::string_view signatureSeparator = "-- ";

std::string_view takeLine(std::string_view& text)
{
    const std::size_t length = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::size_t takeQuoteMarks(std::string_view& line)
{
    const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
    line.remove_prefix(depth);
    return depth;
}

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(),
        [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

/// One paragraph as flowed lines, each with `prefix` in front.
void appendFlowed(std::string& out, std::string_view prefix, std::string_view text)
{
    std::string line;
    std::size_t width = 0;
    while (!text.empty()) {
        const std::size_t blank = text.find(' ');
        const std::size_t wordEnd = std::min(text.find_first_not_of(' ', blank), text.size());
        const std::string_view word
            = text.substr(0, blank == std::string_view::npos ? text.size() : wordEnd);
        const std::size_t wordWidth = characters(word);
        if (!line.empty() && width + wordWidth + prefix.size() > flowedWidth) {
            out.append(prefix).append(line).append("\n");
            line.clear();
            width = 0;
        }
        // A line that begins with a blank, ">" or "From " would be read as something else.
        if (line.empty() && prefix.empty()
            && (word[0] == ' ' || word[0] == '>' || text.starts_with("From "))) {
            line.assign(1, ' ');
            width = 1;
        }
        line += word;
        width += wordWidth;
        text.remove_prefix(word.size());
    }
    out.append(prefix).append(line);
}

} // namespace

std::string unflow(std::string_view text, bool delSp)
{
    std::string out;
    std::optional<std::size_t> openDepth; // a soft break waits for a line of this depth
    const bool endsWithBreak = text.ends_with('\n');
    bool first = true;
    while (!text.empty()) {
        std::string_view line = takeLine(text);
        const std::size_t depth = takeQuoteMarks(line);
        if (line.starts_with(' '))
            line.remove_prefix(1);
        const bool separator = line == signatureSeparator;
        if (openDepth != depth || separator) {
            if (!first)
                out += '\n';
            out.append(depth, '>').append(depth > 0 && !line.empty() ? " " : "");
        }
        const bool soft = line.ends_with(' ') && !separator;
        if (soft && delSp)
            line.remove_suffix(1);
        out += line;
        openDepth = soft ? std::optional(depth) : std::nullopt;
        first = false;
    }
    if (endsWithBreak)
        out += '\n';
    return out;
}

std::string flow(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 32);
    while (!text.empty()) {
        const bool hasBreak = text.find('\n') != std::string_view::npos;
        std::string_view line = takeLine(text);
        const std::size_t depth = takeQuoteMarks(line);
        if (depth > 0 && line.starts_with(' '))
            line.remove_prefix(1);
        if (line != signatureSeparator)
            line = line.substr(0, line.find_last_not_of(" \t") + 1);
        std::string prefix(depth, '>');
        if (depth > 0 && !line.empty())
            prefix += ' ';
        if (line == signatureSeparator)
            out.append(prefix).append(line);
        else
            appendFlowed(out, prefix, line);
        if (hasBreak)
            out += '\n';
    }
    return out;
}

} // namespace fulmar::mime
