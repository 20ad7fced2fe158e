// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/dot_stuffing.h"

namespace fulmar::smtp {

std::string DotStuffer::feed(std::string_view piece)
{
    std::string out;
    out.reserve(piece.size() + piece.size() / 32 + 8);
    const auto endLine = [&] {
        out += "\r\n";
        m_lineStart = true;
        m_pendingCr = false;
    };
    while (!piece.empty()) {
        m_anything = true;
        const char c = piece.front();
        if (c == '\n') {
            endLine();
            piece.remove_prefix(1);
            continue;
        }
        if (m_pendingCr)
            endLine();
        if (c == '\r') {
            m_pendingCr = true;
            piece.remove_prefix(1);
            continue;
        }
        if (m_lineStart && c == '.')
            out += '.';
        m_lineStart = false;
        const std::string_view run = piece.substr(0, piece.find_first_of("\r\n"));
        out += run;
        piece.remove_prefix(run.size());
    }
    return out;
}

std::string DotStuffer::finish()
{
    const bool needsLineEnd = m_pendingCr || !m_lineStart || !m_anything;
    *this = DotStuffer();
    return needsLineEnd ? "\r\n.\r\n" : ".\r\n";
}

} // namespace fulmar::smtp
