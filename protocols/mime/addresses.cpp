// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/ascii.h"
#include "common/limits.h"
#include "common/utf8.h"
#include "mime/headers.h"
#include "mime/rfc2047.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

struct Token {
    enum class Kind { Word, Quoted, Angle, Comment, Separator, GroupBegin, End } kind = Kind::End;
    std::string text; ///< without quotes, brackets, parentheses; escapes undone but in Angle
    bool spaceBefore = false;
};

/// Cuts an address list into tokens; every byte is looked at once.
class Lexer {
public:
    explicit Lexer(std::string_view text) : m_text(text) { }

    Token next()
    {
        Token token;
        while (m_at < m_text.size() && ascii::isSpace(m_text[m_at])) {
            token.spaceBefore = true;
            ++m_at;
        }
        if (m_at == m_text.size())
            return token;
        switch (m_text[m_at]) {
        case '"':
            token.kind = Token::Kind::Quoted;
            token.text = quoted();
            break;
        case '(':
            token.kind = Token::Kind::Comment;
            token.text = comment();
            break;
        case '<':
            token.kind = Token::Kind::Angle;
            token.text = angle();
            break;
        case ',':
        case ';':
            token.kind = Token::Kind::Separator;
            ++m_at;
            break;
        case ':':
            token.kind = Token::Kind::GroupBegin;
            ++m_at;
            break;
        default:
            token.kind = Token::Kind::Word;
            token.text = word();
        }
        return token;
    }

private:
    std::string quoted()
    {
        std::string out;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            out += m_text[m_at];
        }
        m_at = std::min(m_at + 1, m_text.size());
        return out;
    }

    std::string comment()
    {
        std::string out;
        int depth = 0;
        for (; m_at < m_text.size(); ++m_at) {
            char c = m_text[m_at];
            if (c == '\\' && m_at + 1 < m_text.size()) {
                out += m_text[++m_at];
                continue;
            }
            if (c == ')' && --depth == 0) {
                ++m_at;
                break;
            }
            if (depth > 0)
                out += c;
            depth += c == '(' ? 1 : 0;
        }
        return out;
    }

    /// The inside of "<…>", raw; a missing ">" is taken to be before the next separator outside of
    /// quotes.
    std::string angle()
    {
        std::string out;
        bool inQuotes = false;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '\\' && inQuotes && m_at + 1 < m_text.size()) {
                out.append({ c, m_text[++m_at] });
                continue;
            }
            if (c == '"')
                inQuotes = !inQuotes;
            if (!inQuotes && c == '>') {
                ++m_at;
                break;
            }
            if (!inQuotes && (c == '<' || c == ';' || (c == ',' && !out.starts_with('@'))))
                break;
            out += c;
        }
        return out;
    }

    std::string word()
    {
        const std::size_t begin = m_at;
        while (m_at < m_text.size()) {
            // An encoded word stays whole even if its sender left commas and blanks inside.
            if (m_text[m_at] == '=') {
                if (const std::size_t length = encodedWordLength(m_text.substr(m_at))) {
                    m_at += length;
                    continue;
                }
            }
            const char c = m_text[m_at];
            if (c == '[') {
                const std::size_t close
                    = m_text.substr(0, m_at + 256)
                          .find_first_of("],<>\"", m_at); // a domain literal is short
                m_at = close == std::string_view::npos || m_text[close] != ']' ? m_at + 1
                                                                               : close + 1;
                continue;
            }
            if (ascii::isSpace(c) || std::string_view("\"(<,;:").find(c) != std::string_view::npos)
                break;
            ++m_at;
        }
        return std::string(m_text.substr(begin, m_at - begin));
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

bool isDotAtom(std::string_view text)
{
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        return ascii::isControl(c) || c == ' '
            || std::string_view("()<>[]:;@\\,\"").find(c) != std::string_view::npos;
    });
}

std::string quotedLocalPart(std::string_view text)
{
    if (isDotAtom(text))
        return std::string(text);
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

/// The addr-spec of what stood in brackets: route, comments and blanks removed, quotes kept only
/// where they are needed.
std::string addrSpec(std::string_view raw)
{
    raw = ascii::trim(raw);
    if (raw.starts_with('@')) {
        const std::size_t colon = raw.find(':');
        if (colon != std::string_view::npos)
            raw.remove_prefix(colon + 1);
    }
    Lexer lexer(raw);
    std::string out;
    for (Token token = lexer.next(); token.kind != Token::Kind::End; token = lexer.next()) {
        if (token.kind == Token::Kind::Quoted)
            out += quotedLocalPart(token.text);
        else if (token.kind == Token::Kind::Word)
            out += token.text;
        else if (token.kind == Token::Kind::GroupBegin)
            out += ':';
    }
    return out;
}

/// One mailbox while it is being read.
class Mailbox {
public:
    void add(const Token& token)
    {
        switch (token.kind) {
        case Token::Kind::Angle:
            m_angle = addrSpec(token.text);
            break;
        case Token::Kind::Comment:
            m_comment = token.text;
            break;
        default:
            m_words.push_back(token);
        }
    }

    [[nodiscard]] bool hasAngle() const { return m_angle.has_value(); }
    [[nodiscard]] bool hasAt() const
    {
        return std::any_of(m_words.begin(), m_words.end(), [](const Token& token) {
            return token.kind == Token::Kind::Word && token.text.find('@') != std::string::npos;
        });
    }
    void forgetPhrase() { *this = Mailbox(); }

    [[nodiscard]] std::optional<Address> finish(const CharsetDecoder& toUtf8) const
    {
        if (m_angle)
            return Address{ named(phrase(0, m_words.size()), toUtf8), toValidUtf8(*m_angle) };
        if (m_words.empty())
            return std::nullopt;
        const auto [begin, end] = bareAddress();
        std::string address;
        for (std::size_t i = begin; i < end; ++i)
            address += m_words[i].kind == Token::Kind::Quoted ? quotedLocalPart(m_words[i].text)
                                                              : m_words[i].text;
        std::string name = begin == end ? phrase(0, m_words.size()) : phrase(0, begin);
        return Address{ named(std::move(name), toUtf8), toValidUtf8(address) };
    }

private:
    /// The words that make up an address without brackets: those around the last "@". A single word
    /// is one without "@".
    [[nodiscard]] std::pair<std::size_t, std::size_t> bareAddress() const
    {
        std::size_t at = m_words.size();
        for (std::size_t i = 0; i < m_words.size(); ++i) {
            if (m_words[i].kind == Token::Kind::Word
                && m_words[i].text.find('@') != std::string::npos)
                at = i;
        }
        if (at == m_words.size())
            return m_words.size() == 1 && m_words[0].kind == Token::Kind::Word
                ? std::pair<std::size_t, std::size_t>(0, 1)
                : std::pair<std::size_t, std::size_t>(0, 0);
        std::size_t begin = at, end = at + 1;
        const auto joinsBefore = [&](std::size_t i) {
            return m_words[i].text.starts_with('@') || m_words[i].text.starts_with('.')
                || m_words[i - 1].text.ends_with('.')
                || (m_words[i - 1].kind == Token::Kind::Quoted && !m_words[i].spaceBefore);
        };
        while (begin > 0 && joinsBefore(begin))
            --begin;
        while (end < m_words.size()
            && (m_words[end - 1].text.ends_with('@') || m_words[end - 1].text.ends_with('.')
                || m_words[end].text.starts_with('.')))
            ++end;
        return { begin, end };
    }

    [[nodiscard]] std::string phrase(std::size_t begin, std::size_t end) const
    {
        std::string out;
        for (std::size_t i = begin; i < end; ++i) {
            if (i > begin && m_words[i].spaceBefore)
                out += ' ';
            out += m_words[i].text;
        }
        return out;
    }

    [[nodiscard]] std::string named(std::string name, const CharsetDecoder& toUtf8) const
    {
        return decodeUnstructured(name.empty() && m_comment ? *m_comment : name, toUtf8);
    }

    std::vector<Token> m_words;
    std::optional<std::string> m_angle, m_comment;
};

} // namespace

std::vector<Address> parseAddressList(std::string_view value, const CharsetDecoder& toUtf8)
{
    std::vector<Address> out;
    Lexer lexer(value);
    Mailbox mailbox;
    const auto finish = [&] {
        auto address = mailbox.finish(toUtf8);
        if (address && !(address->name.empty() && address->address.empty()))
            out.push_back(*std::move(address));
        mailbox = Mailbox();
    };
    while (out.size() < limits::mimeAddresses) {
        const Token token = lexer.next();
        if (token.kind == Token::Kind::End) {
            finish();
            break;
        }
        if (token.kind == Token::Kind::Separator) {
            finish();
        } else if (token.kind == Token::Kind::GroupBegin) {
            // The name of a group is no mailbox; behind an "@" a colon is only dirt.
            if (!mailbox.hasAt())
                mailbox.forgetPhrase();
        } else {
            // Two mailboxes without a comma between them.
            if (mailbox.hasAngle() && token.kind != Token::Kind::Comment)
                finish();
            mailbox.add(token);
        }
    }
    return out;
}

} // namespace fulmar::mime
