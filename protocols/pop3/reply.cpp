// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/reply.h"

#include "common/ascii.h"
#include "common/limits.h"

#include <algorithm>

namespace fulmar::pop3 {
namespace {

std::string printable(std::string_view text)
{
    std::string out(text.substr(0, limits::pop3ServerText));
    std::replace_if(
        out.begin(), out.end(), [](char c) { return ascii::isControl(c); }, ' ');
    return out;
}

/// The code in front of `text`, which loses it; words in brackets that are no code stay text.
std::string takeCode(std::string_view& text)
{
    const std::size_t end = text.find(']');
    if (!text.starts_with('[') || end == std::string_view::npos || end < 2)
        return {};
    const std::string_view code = text.substr(1, end - 1);
    const bool isCode = std::all_of(code.begin(), code.end(),
        [](char c) { return ascii::isAlpha(c) || ascii::isDigit(c) || c == '-' || c == '/'; });
    if (!isCode)
        return {};
    text = ascii::trim(text.substr(end + 1));
    return ascii::upper(code);
}

/// Whether `line` is `status` alone or followed by a blank.
bool isStatus(std::string_view line, std::string_view status)
{
    return ascii::startsWithIgnoreCase(line, status)
        && (line.size() == status.size() || line[status.size()] == ' '
            || line[status.size()] == '\t');
}

} // namespace

Result<Reply> parseReply(std::string_view line)
{
    Reply reply;
    if (isStatus(line, "+OK")) {
        reply.status = Reply::Status::Ok;
        line.remove_prefix(3);
    } else if (isStatus(line, "-ERR")) {
        line.remove_prefix(4);
    } else if (isStatus(line, "+")) {
        // A challenge is data: nothing is cut out of it.
        return Reply{ Reply::Status::Continuation, {}, std::string(ascii::trim(line.substr(1))) };
    } else {
        return Unexpected(Error{ ErrorKind::Protocol, "reply / neither +OK nor -ERR", {},
            "malformed-reply", Secret<std::string>(std::string(line.substr(0, 512))) });
    }
    std::string_view text = ascii::trim(line);
    reply.code = takeCode(text);
    reply.text = printable(text);
    return reply;
}

void LineBuffer::receive(std::string_view bytes)
{
    // Kept short from the front, so that a large answer does not move its rest with each packet.
    if (m_position == m_buffer.size()) {
        m_buffer.clear();
        m_position = m_scanned = 0;
    } else if (m_position > limits::pop3Chunk) {
        m_buffer.erase(0, m_position);
        m_scanned -= m_position;
        m_position = 0;
    }
    m_buffer += bytes;
}

Result<std::optional<std::string_view>> LineBuffer::nextLine()
{
    const std::size_t end = m_buffer.find('\n', m_scanned);
    const std::size_t length = (end == std::string::npos ? m_buffer.size() : end) - m_position;
    if (length > limits::pop3Line)
        return Unexpected(Error{ ErrorKind::Limit,
            "line over " + std::to_string(limits::pop3Line) + " bytes", {}, "reply-too-long" });
    if (end == std::string::npos) {
        m_scanned = m_buffer.size();
        return std::optional<std::string_view>();
    }
    std::string_view line = std::string_view(m_buffer).substr(m_position, length);
    m_scanned = m_position = end + 1;
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return std::optional(line);
}

Error rejection(std::string_view where, const Reply& reply)
{
    return { ErrorKind::Rejected, std::string(where), reply.text, reply.code };
}

} // namespace fulmar::pop3
