// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/flowed.h"

#include <cstddef>

namespace fulmar::compose {
namespace {

struct FlowedLine {
    std::size_t quoteDepth = 0;
    std::string_view content; ///< without quote marks and space-stuffing
    bool soft = false; ///< goes on in the next line of the same depth
};

FlowedLine readLine(std::string_view line)
{
    FlowedLine out;
    while (!line.empty() && line.front() == '>') {
        ++out.quoteDepth;
        line.remove_prefix(1);
    }
    if (!line.empty() && line.front() == ' ')
        line.remove_prefix(1);
    out.content = line;
    out.soft = !line.empty() && line.back() == ' ' && line != "-- ";
    return out;
}

std::string quoteMarks(std::size_t depth)
{
    std::string marks;
    for (std::size_t i = 0; i < depth; ++i)
        marks += "> ";
    return marks;
}

} // namespace

std::string unflowed(std::string_view text, bool delSp)
{
    std::string out;
    bool open = false;
    std::size_t openDepth = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = readLine(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        // A blank line, a signature line or another depth ends a paragraph even where a soft line
        // end promised more (section 4.5).
        const bool joins = open && line.quoteDepth == openDepth && !line.content.empty()
            && line.content != "-- ";
        if (!joins) {
            out += open ? "\n" : "";
            out += quoteMarks(line.quoteDepth);
        }
        out += line.content.substr(0, line.content.size() - (line.soft && delSp ? 1 : 0));
        open = line.soft;
        openDepth = line.quoteDepth;
        if (!open)
            out += '\n';
    }
    return open ? out + '\n' : out;
}

} // namespace fulmar::compose
