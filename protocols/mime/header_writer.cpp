// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/header_writer.h"

#include "common/ascii.h"
#include "mime/rfc2047.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

constexpr std::size_t foldAt = 78; // columns without CRLF, RFC 5322 section 2.1.1
constexpr std::size_t longestPlainWord
    = 900; // bytes; with its field name it stays under the 998 of a line

bool isAtext(char c)
{
    return ascii::isAlpha(c) || ascii::isDigit(c)
        || std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool isDotAtom(std::string_view text)
{
    if (text.empty() || text.front() == '.' || text.back() == '.'
        || text.find("..") != std::string_view::npos)
        return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return isAtext(c) || c == '.'; });
}

bool isQuotedString(std::string_view text)
{
    if (text.size() < 2 || text.front() != '"' || text.back() != '"')
        return false;
    text = text.substr(1, text.size() - 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (ascii::isControl(text[i]) || ascii::is8Bit(text[i]) || text[i] == '"')
            return false;
        if (text[i] == '\\' && ++i == text.size())
            return false;
    }
    return true;
}

bool isDomain(std::string_view text)
{
    if (text.starts_with('[') && text.ends_with(']') && text.size() > 2) {
        text = text.substr(1, text.size() - 2);
        return std::all_of(text.begin(), text.end(), [](char c) {
            return ascii::isAlpha(c) || ascii::isDigit(c) || c == '.' || c == ':' || c == '-';
        });
    }
    return isDotAtom(text);
}

/// Whether a word can stand as it is: printable ASCII, not taken for an encoded word, not too long
/// for a line.
bool isPlain(std::string_view word)
{
    return word.size() <= longestPlainWord && word.find("=?") == std::string_view::npos
        && std::none_of(word.begin(), word.end(),
            [](char c) { return ascii::isControl(c) || ascii::is8Bit(c); });
}

/// Builds one field and keeps the column.
class FieldBuilder {
public:
    explicit FieldBuilder(std::string_view name) : m_out(std::string(name) + ':') { }

    /// A piece with a blank before it, on a new line where it does not fit.
    void word(std::string_view text)
    {
        if (column() + 1 + text.size() > foldAt && !m_firstWord)
            m_out += "\r\n";
        m_out.append(" ").append(text);
        m_firstWord = false;
    }
    /// UTF-8 text as encoded words.
    void encoded(std::string_view utf8)
    {
        const std::string words = encodeWords(utf8, column() + 1);
        // Without room it begins with a fold, and a fold is the blank already.
        if (!words.starts_with("\r\n"))
            m_out += ' ';
        m_out += words;
        m_firstWord = false;
    }
    void glue(std::string_view text) { m_out += text; }
    std::string finish() { return std::move(m_out) + "\r\n"; }

private:
    [[nodiscard]] std::size_t column() const
    {
        const std::size_t feed = m_out.rfind('\n');
        return feed == std::string::npos ? m_out.size() : m_out.size() - feed - 1;
    }

    std::string m_out;
    bool m_firstWord = true;
};

std::vector<std::string_view> splitWords(std::string_view text)
{
    std::vector<std::string_view> words;
    for (;;) {
        const std::size_t blank = text.find(' ');
        words.push_back(text.substr(0, blank));
        if (blank == std::string_view::npos)
            return words;
        text.remove_prefix(blank + 1);
    }
}

/// Words of a text; runs of words that cannot stand plain become encoded words together with the
/// blanks between them.
void appendText(FieldBuilder& field, std::string_view text)
{
    // Folding eats blanks at the ends and in runs, so such text is encoded whole.
    if (text.starts_with(' ') || text.ends_with(' ') || text.find("  ") != std::string_view::npos)
        return field.encoded(text);
    const std::vector<std::string_view> words = splitWords(text);
    for (std::size_t i = 0; i < words.size();) {
        if (isPlain(words[i])) {
            field.word(words[i++]);
            continue;
        }
        std::size_t end = i + 1;
        while (end < words.size() && !isPlain(words[end]))
            ++end;
        const char* const last = words[end - 1].data() + words[end - 1].size();
        field.encoded({ words[i].data(), static_cast<std::size_t>(last - words[i].data()) });
        i = end;
    }
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

void appendName(FieldBuilder& field, std::string_view name)
{
    const bool plain = isPlain(name) && !name.starts_with(' ') && !name.ends_with(' ')
        && name.find("  ") == std::string_view::npos;
    const bool atoms
        = std::all_of(name.begin(), name.end(), [](char c) { return isAtext(c) || c == ' '; });
    if (!plain)
        field.encoded(name);
    else if (atoms)
        appendText(field, name);
    else
        field.word(quoted(name));
}

} // namespace

bool isAddrSpec(std::string_view address)
{
    const std::size_t at = address.rfind('@');
    if (at == std::string_view::npos || address.size() > longestPlainWord)
        return false;
    const std::string_view local = address.substr(0, at);
    return (isDotAtom(local) || isQuotedString(local)) && isDomain(address.substr(at + 1));
}

bool isMessageId(std::string_view id)
{
    const std::size_t at = id.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == id.size()
        || id.size() > longestPlainWord)
        return false;
    return std::none_of(id.begin(), id.end(), [](char c) {
        return ascii::isControl(c) || ascii::is8Bit(c) || c == ' ' || c == '<' || c == '>'
            || c == '(' || c == ')';
    });
}

std::string textField(std::string_view name, std::string_view utf8)
{
    FieldBuilder field(name);
    if (!utf8.empty())
        appendText(field, utf8);
    return field.finish();
}

std::string tokenField(std::string_view name, const std::vector<std::string>& tokens)
{
    FieldBuilder field(name);
    for (const std::string& token : tokens)
        field.word(token);
    return field.finish();
}

std::string addressField(std::string_view name, const std::vector<Address>& addresses)
{
    FieldBuilder field(name);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        const char* const comma = i + 1 < addresses.size() ? "," : "";
        if (addresses[i].name.empty()) {
            field.word(addresses[i].address + comma);
            continue;
        }
        appendName(field, addresses[i].name);
        field.word('<' + addresses[i].address + '>' + comma);
    }
    return field.finish();
}

} // namespace fulmar::mime
