// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/reply.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "smtp/enhanced_status.h"

namespace fulmar::smtp {
namespace {

Error malformed(std::string where, std::string_view line)
{
    return { ErrorKind::Protocol, "reply / " + std::move(where), {}, "malformed-reply",
        Secret<std::string>(std::string(line.substr(0, 512))) };
}

Error overLimit(std::string where)
{
    return { ErrorKind::Limit, "reply / " + std::move(where), {}, "reply-too-long" };
}

/// 200 to 599, or 0.
int codeOf(std::string_view line)
{
    if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !ascii::isDigit(line[1])
        || !ascii::isDigit(line[2]))
        return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

void appendPrintable(std::string& out, std::string_view text)
{
    for (const char c : text)
        out += ascii::isControl(c) ? ' ' : c;
}

} // namespace

void ReplyParser::receive(std::string_view bytes)
{
    if (m_position > limits::smtpReplyLine) {
        m_buffer.erase(0, m_position);
        m_scanned -= m_position;
        m_position = 0;
    }
    m_buffer += bytes;
}

Result<std::optional<Reply>> ReplyParser::next()
{
    while (!m_error && !m_complete) {
        const std::size_t end = m_buffer.find('\n', m_scanned);
        const std::size_t length = (end == std::string::npos ? m_buffer.size() : end) - m_position;
        if (length > limits::smtpReplyLine) {
            m_error = overLimit("line over " + std::to_string(limits::smtpReplyLine) + " bytes");
            break;
        }
        if (end == std::string::npos) {
            m_scanned = m_buffer.size();
            return std::optional<Reply>();
        }
        m_error = takeLine(std::string_view(m_buffer).substr(m_position, length));
        m_position = m_scanned = end + 1;
    }
    if (m_error)
        return Unexpected(*m_error);
    m_complete = false;
    m_lines = 0;
    return std::optional(std::exchange(m_reply, Reply()));
}

std::optional<Error> ReplyParser::takeLine(std::string_view line)
{
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    const int code = codeOf(line);
    if (code == 0 || (line.size() > 3 && line[3] != ' ' && line[3] != '-'))
        return malformed("code", line);
    if (m_lines > 0 && code != m_reply.code)
        return malformed("code changes within a reply", line);
    if (++m_lines > limits::smtpReplyLines)
        return overLimit("over " + std::to_string(limits::smtpReplyLines) + " lines");

    std::string_view text = line.substr(std::min<std::size_t>(4, line.size()));
    const std::string_view enhanced = enhancedStatusOf(text);
    if (m_lines == 1) {
        m_reply.code = code;
        m_reply.enhanced = enhanced;
    } else {
        m_reply.text += '\n';
    }
    // Servers repeat the enhanced code on each line; another number there is text.
    if (!enhanced.empty() && enhanced == m_reply.enhanced)
        text.remove_prefix(std::min(enhanced.size() + 1, text.size()));
    appendPrintable(m_reply.text, text);
    m_complete = line.size() < 4 || line[3] == ' ';
    return std::nullopt;
}

std::string codePair(const Reply& reply)
{
    const std::string code = std::to_string(reply.code);
    return reply.enhanced.empty() ? code : code + ' ' + reply.enhanced;
}

Error rejection(std::string_view where, const Reply& reply)
{
    return { ErrorKind::Rejected, std::string(where), reply.text, codePair(reply) };
}

} // namespace fulmar::smtp
