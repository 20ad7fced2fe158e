// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/scanner.h"

#include "common/ascii.h"

#include <algorithm>
#include <limits>

namespace fulmar::imap {
namespace {

bool endsAtom(char c)
{
    return c == ' ' || c == '(' || c == ')' || c == '"' || c == '{' || ascii::isControl(c);
}

} // namespace

template <class Stops>
std::string_view Scanner::takeUntil(Stops stops)
{
    const auto begin = m_at;
    while (!atEnd() && !stops(m_text[m_at]))
        ++m_at;
    return m_text.substr(begin, m_at - begin);
}

bool Scanner::takeNil()
{
    if (ascii::toLower(peek()) != 'n' || !ascii::startsWithIgnoreCase(rest(), "NIL"))
        return false;
    if (m_at + 3 < m_text.size() && !endsAtom(m_text[m_at + 3]))
        return false;
    m_at += 3;
    return true;
}

std::string_view Scanner::takeAtom()
{
    return takeUntil(endsAtom);
}

std::string_view Scanner::takeItemName()
{
    return takeUntil([](char c) { return endsAtom(c) || c == '[' || c == '<'; });
}

std::optional<std::string_view> Scanner::takePlainQuoted()
{
    if (peek() != '"')
        return std::nullopt;
    const auto begin = m_at + 1;
    const auto end = m_text.find('"', begin);
    if (end == std::string_view::npos)
        return std::nullopt;
    const auto inside = m_text.substr(begin, end - begin);
    if (inside.find('\\') != std::string_view::npos || inside.find('\n') != std::string_view::npos)
        return std::nullopt;
    m_at = end + 1;
    return inside;
}

Parsed<std::string> Scanner::takeQuoted()
{
    if (const auto plain = takePlainQuoted())
        return std::string(*plain);
    if (!take('"'))
        return fail("quoted");
    std::string out;
    while (true) {
        const auto begin = m_at;
        while (!atEnd() && m_text[m_at] != '"' && m_text[m_at] != '\\' && m_text[m_at] != '\n')
            ++m_at;
        out.append(m_text.substr(begin, m_at - begin));
        if (take('"'))
            return out;
        if (!take('\\'))
            return fail("quoted");
        // Only a quote and a backslash may be escaped; before anything else the backslash is
        // content.
        if (peek() == '"' || peek() == '\\')
            out += m_text[m_at++];
        else
            out += '\\';
    }
}

Parsed<Literal> Scanner::takeLiteral()
{
    const auto begin = m_at;
    take('~');
    if (!take('{'))
        return fail("literal");
    const auto size = takeNumber();
    if (!size)
        return fail("literal");
    take('+');
    if (!take('}'))
        return fail("literal");
    take('\r');
    if (!take('\n'))
        return fail("literal");
    Literal literal;
    literal.size = *size;
    if (m_streamedAt && std::binary_search(m_streamedAt->begin(), m_streamedAt->end(), m_at)) {
        literal.streamed = true;
        return literal;
    }
    if (*size > m_text.size() - m_at)
        return Unexpected(Fault{ .rule = "literal", .at = begin });
    literal.bytes = m_text.substr(m_at, static_cast<std::size_t>(*size));
    m_at += literal.bytes.size();
    return literal;
}

std::optional<std::uint64_t> Scanner::takeNumber()
{
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    auto position = m_at;
    for (; position < m_text.size() && ascii::isDigit(m_text[position]); ++position) {
        const auto digit = static_cast<std::uint64_t>(m_text[position] - '0');
        if (value > (most - digit) / 10)
            return std::nullopt;
        value = value * 10 + digit;
    }
    if (position == m_at)
        return std::nullopt;
    m_at = position;
    return value;
}

} // namespace fulmar::imap
