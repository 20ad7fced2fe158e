// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/server_text.h"

#include "common/ascii.h"
#include "common/limits.h"

#include <algorithm>

namespace fulmar::imap {
namespace {

bool continuesCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

} // namespace

std::string serverText(std::string_view text)
{
    if (text.size() > limits::imapServerText) {
        auto end = limits::imapServerText;
        while (end > 0 && continuesCharacter(text[end]))
            --end;
        text = text.substr(0, end);
    }
    std::string out(text);
    std::replace_if(out.begin(), out.end(), ascii::isControl, ' ');
    return std::string(ascii::trim(out));
}

} // namespace fulmar::imap
