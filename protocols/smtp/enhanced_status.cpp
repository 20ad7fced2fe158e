// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/enhanced_status.h"

#include "common/ascii.h"

namespace fulmar::smtp {
namespace {

/// Length of one to three digits at `text`, 0 where there are none or more.
std::size_t digitsAt(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && ascii::isDigit(text[length]))
        ++length;
    return length <= 3 ? length : 0;
}

} // namespace

std::string_view enhancedStatusOf(std::string_view text)
{
    if (text.size() < 5 || (text[0] != '2' && text[0] != '4' && text[0] != '5') || text[1] != '.')
        return {};
    const std::size_t subject = digitsAt(text.substr(2));
    std::size_t position = 2 + subject;
    if (subject == 0 || position >= text.size() || text[position] != '.')
        return {};
    const std::size_t detail = digitsAt(text.substr(++position));
    position += detail;
    if (detail == 0 || (position < text.size() && text[position] != ' ' && text[position] != '\t'))
        return {};
    return text.substr(0, position);
}

} // namespace fulmar::smtp
