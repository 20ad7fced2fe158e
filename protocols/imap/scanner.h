// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/fault.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fulmar::imap {

/// One whole response as the splitter found it: its lines with CRLF only behind literal headers,
/// and its literals in place. Literals that were handed out as chunks have their header here, no
/// bytes.
struct RawResponse {
    std::string_view text{};
    std::vector<std::size_t> streamedAt{}; ///< offsets in `text` right behind such headers
};

/// A literal as it stands in a response.
struct Literal {
    std::string_view bytes{};
    std::uint64_t size = 0; ///< as announced
    bool streamed = false; ///< true: `bytes` is empty, they were handed out before
};

/// Reads one response token by token. Never copies, never reads over the end; tolerant of 8-bit
/// octets and doubled blanks everywhere.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_text(text) { }
    explicit Scanner(const RawResponse& response)
        : m_text(response.text), m_streamedAt(&response.streamedAt)
    {
    }

    [[nodiscard]] std::size_t at() const { return m_at; }
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    /// The next octet, NUL at the end.
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }
    void skipRest() { m_at = m_text.size(); }
    void skip(std::size_t count) { m_at += count; }

    /// Takes the octet if it comes next.
    bool take(char c)
    {
        if (peek() != c || atEnd())
            return false;
        ++m_at;
        return true;
    }
    void skipBlanks()
    {
        while (!atEnd() && m_text[m_at] == ' ')
            ++m_at;
    }
    /// Takes NIL where it stands as a whole token.
    bool takeNil();
    /// Octets up to a blank, a bracket of any list, a quote, a control or the end; may be empty.
    std::string_view takeAtom();
    /// As `takeAtom`, but stops at brackets [ too: the name of a FETCH item.
    std::string_view takeItemName();
    /// `quoted`: a raw CR inside is kept, a lone backslash too, LF never.
    Parsed<std::string> takeQuoted();
    /// `quoted` without an escape, as it stands; nothing is taken where it is anything else.
    std::optional<std::string_view> takePlainQuoted();
    /// `literal` or `literal8`.
    Parsed<Literal> takeLiteral();
    /// True if a literal header comes next.
    [[nodiscard]] bool atLiteral() const
    {
        return peek() == '{' || (peek() == '~' && rest().substr(0, 2) == "~{");
    }
    /// Decimal digits; nothing if there are none or they exceed 64 bits (then nothing is taken).
    std::optional<std::uint64_t> takeNumber();

    [[nodiscard]] Fault fault(const char* rule) const { return { .rule = rule, .at = m_at }; }
    [[nodiscard]] Unexpected<Fault> fail(const char* rule) const { return Unexpected(fault(rule)); }
    [[nodiscard]] Unexpected<Fault> failLimit(const char* rule) const
    {
        return Unexpected(Fault{ .rule = rule, .at = m_at, .limit = true });
    }

private:
    template <class Stops>
    std::string_view takeUntil(Stops stops);

    std::string_view m_text;
    std::size_t m_at = 0;
    const std::vector<std::size_t>* m_streamedAt = nullptr;
};

} // namespace fulmar::imap
