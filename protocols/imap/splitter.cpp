// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/splitter.h"

#include "common/ascii.h"
#include "common/limits.h"

#include <algorithm>
#include <array>
#include <optional>

namespace fulmar::imap {
namespace {

constexpr std::size_t chunkBytes = 256 * 1024;
/// How far back the name of a body section is looked for; with its header fields it is far shorter.
constexpr std::size_t sectionReach = 128 * 1024;

Error limitError(std::string where)
{
    return { .kind = ErrorKind::Limit, .where = std::move(where), .serverText = {} };
}

/// `"+" …` or `tag SP ("OK" / "NO" / "BAD" / "BYE" / "PREAUTH") …`
bool isStatusLine(std::string_view line)
{
    if (line.substr(0, 1) == "+")
        return true;
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos)
        return false;
    line.remove_prefix(blank + 1);
    const auto word = line.substr(0, line.find(' '));
    constexpr std::array<std::string_view, 5> states{ "OK", "NO", "BAD", "BYE", "PREAUTH" };
    return std::any_of(states.begin(), states.end(),
        [&](std::string_view state) { return ascii::equalsIgnoreCase(word, state); });
}

/// What stands between the braces at the end of a line, if it can only be meant as a literal size.
std::optional<std::string_view> literalSize(std::string_view line)
{
    if (line.empty() || line.back() != '}')
        return std::nullopt;
    const auto open = line.rfind('{');
    if (open == std::string_view::npos)
        return std::nullopt;
    const auto inside = line.substr(open + 1, line.size() - open - 2);
    if (inside.empty() || inside.find_first_not_of("0123456789+-") != std::string_view::npos)
        return std::nullopt;
    return inside;
}

bool isFetch(std::string_view response)
{
    if (response.substr(0, 2) != "* ")
        return false;
    response.remove_prefix(2);
    const auto digits = std::min(response.find_first_not_of("0123456789"), response.size());
    return digits > 0 && ascii::startsWithIgnoreCase(response.substr(digits), " FETCH ");
}

std::size_t findLastIgnoreCase(std::string_view text, std::string_view word)
{
    for (auto at = text.size(); at >= word.size(); --at) {
        if (ascii::equalsIgnoreCase(text.substr(at - word.size(), word.size()), word))
            return at - word.size();
    }
    return std::string_view::npos;
}

std::optional<std::string> namedSection(std::string_view before)
{
    const auto word = before.substr(before.find_last_of(" (") + 1);
    if (ascii::equalsIgnoreCase(word, "RFC822"))
        return "";
    if (ascii::equalsIgnoreCase(word, "RFC822.TEXT"))
        return "TEXT";
    if (ascii::equalsIgnoreCase(word, "RFC822.HEADER"))
        return "HEADER";
    return std::nullopt;
}

/// The section whose literal opens behind `before`.
std::optional<std::string> openedSection(std::string_view before)
{
    while (!before.empty() && (before.back() == ' ' || before.back() == '~'))
        before.remove_suffix(1);
    if (!before.empty() && before.back() == '>')
        before = before.substr(0, std::max(before.rfind('<'), std::size_t{ 0 }));
    if (before.empty() || before.back() != ']')
        return namedSection(before);
    for (const std::string_view item : { "BODY[", "BINARY[" }) {
        const auto at = findLastIgnoreCase(before, item);
        if (at != std::string_view::npos && at > 0
            && (before[at - 1] == ' ' || before[at - 1] == '('))
            return std::string(
                before.substr(at + item.size(), before.size() - at - item.size() - 1));
    }
    return std::nullopt;
}

} // namespace

void Splitter::append(Bytes bytes)
{
    // Moving the rest down once half of the buffer is consumed costs a constant per octet.
    if (m_start == m_buffer.size() || m_start >= m_buffer.size() / 2) {
        m_buffer.erase(0, m_start);
        m_line -= m_start;
        m_scan -= m_start;
        m_start = 0;
        if (m_buffer.empty() && m_buffer.capacity() > limits::imapLine)
            m_buffer.shrink_to_fit();
    }
    m_buffer.append(asText(bytes));
}

Result<Splitter::Item> Splitter::next()
{
    if (m_delivered) {
        m_head.clear();
        m_streamedAt.clear();
        m_delivered = false;
    }
    while (true) {
        if (m_streamLeft > 0)
            return nextChunk();
        if (!passInline())
            return Starved{};
        const auto lf = m_buffer.find('\n', m_scan);
        const auto lineStop = lf == std::string::npos ? m_buffer.size() : lf;
        if (m_lineBytes + (lineStop - m_line) > lineLimit())
            return Unexpected(limitError("response / line"));
        m_scan = lineStop;
        if (lf == std::string::npos)
            return Starved{};
        const auto lineEnd = lf > m_line && m_buffer[lf - 1] == '\r' ? lf - 1 : lf;
        const auto opened = openLiteral(lineEnd);
        if (!opened)
            return Unexpected(opened.error());
        if (*opened == Opened::Nothing)
            return finish(lineEnd, lf + 1);
        m_lineBytes += lf + 1 - m_line;
        m_line = m_scan = lf + 1;
        if (*opened == Opened::Stream || !m_head.empty())
            consume(m_line);
        if (*opened == Opened::Stream)
            m_streamedAt.push_back(m_head.size());
    }
}

Result<Splitter::Item> Splitter::nextChunk()
{
    const auto available = std::min<std::uint64_t>({ pending(), m_streamLeft, chunkBytes });
    if (available == 0)
        return Starved{};
    LiteralChunk chunk{ .section = m_section,
        .offset = m_streamTotal - m_streamLeft,
        .total = m_streamTotal,
        .bytes = std::string_view(m_buffer).substr(m_start, static_cast<std::size_t>(available)) };
    m_start += chunk.bytes.size();
    m_line = m_scan = m_start;
    m_streamLeft -= available;
    return chunk;
}

bool Splitter::passInline()
{
    if (m_inlineLeft == 0)
        return true;
    if (m_buffer.size() - m_line < m_inlineLeft)
        return false;
    m_line += static_cast<std::size_t>(m_inlineLeft);
    m_scan = m_line;
    m_inlineLeft = 0;
    if (!m_head.empty())
        consume(m_line);
    return true;
}

Result<Splitter::Opened> Splitter::openLiteral(std::size_t lineEnd)
{
    const auto line = std::string_view(m_buffer).substr(m_line, lineEnd - m_line);
    const auto inside = literalSize(line);
    if (!inside || (m_literals == 0 && isStatusLine(line)))
        return Opened::Nothing;
    Scanner scanner(*inside);
    const auto size = scanner.takeNumber();
    scanner.take('+');
    if (!size && inside->find_first_not_of("0123456789") == std::string_view::npos)
        return Unexpected(limitError("response / literal"));
    // What follows would be taken for responses though it may be content, so there is no going on.
    if (!size || !scanner.atEnd())
        return Unexpected(Error{ .kind = ErrorKind::Protocol,
            .where = "response / literal",
            .serverText = {},
            .code = "malformed-literal" });
    if (++m_literals > limits::imapLiteralsPerResponse)
        return Unexpected(limitError("response / literals"));
    if (*size > limits::imapSmallLiteral) {
        if (auto section = bodySection(lineEnd - inside->size() - 2)) {
            if (*size > limits::imapBodyLiteral)
                return Unexpected(limitError("FETCH / body literal"));
            m_section = std::move(*section);
            m_streamLeft = m_streamTotal = *size;
            return Opened::Stream;
        }
        if (*size > limits::imapNonBodyLiteral)
            return Unexpected(limitError("response / literal"));
    }
    m_inlineBytes += *size;
    if (m_inlineBytes + m_lineBytes > limits::imapResponseBytes)
        return Unexpected(limitError("response"));
    m_inlineLeft = *size;
    return Opened::Inline;
}

std::optional<std::string> Splitter::bodySection(std::size_t end) const
{
    const auto here = std::string_view(m_buffer).substr(m_start, end - m_start);
    // Once a literal of a response was handed out, the response is known to be FETCH.
    if (m_head.empty() && !isFetch(here))
        return std::nullopt;
    if (here.size() >= sectionReach)
        return openedSection(here.substr(here.size() - sectionReach));
    const auto fromHead = std::min(m_head.size(), sectionReach - here.size());
    return openedSection(m_head.substr(m_head.size() - fromHead).append(here));
}

std::size_t Splitter::lineLimit() const
{
    if (!m_head.empty())
        return limits::imapLine;
    const auto response = std::string_view(m_buffer).substr(m_start);
    for (const std::string_view many : { "* SEARCH", "* ESEARCH", "* VANISHED" }) {
        if (ascii::startsWithIgnoreCase(response, many))
            return limits::imapSearchLine;
    }
    return limits::imapLine;
}

void Splitter::consume(std::size_t end)
{
    m_head.append(m_buffer, m_start, end - m_start);
    m_start = end;
}

RawResponse Splitter::finish(std::size_t lineEnd, std::size_t next)
{
    RawResponse response;
    if (m_head.empty()) {
        response.text = std::string_view(m_buffer).substr(m_start, lineEnd - m_start);
    } else {
        consume(lineEnd);
        response.text = m_head;
        response.streamedAt = m_streamedAt;
        m_delivered = true;
    }
    m_start = m_line = m_scan = next;
    m_lineBytes = m_literals = 0;
    m_inlineBytes = 0;
    return response;
}

} // namespace fulmar::imap
