// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/headers.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "mime/rfc2047.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

constexpr std::size_t mostMessageIds = 10'000;

/// What stands between "<" at `begin` and its ">", without comments and blanks outside of quotes;
/// `end` is behind the ">".
std::string readMessageId(std::string_view value, std::size_t begin, std::size_t& end)
{
    std::string id;
    int comment = 0;
    bool quoted = false;
    std::size_t i = begin + 1;
    for (; i < value.size(); ++i) {
        const char c = value[i];
        if (c == '"' && comment == 0)
            quoted = !quoted;
        if (!quoted && c == '(')
            ++comment;
        if (!quoted && comment == 0 && (c == '>' || c == '<'))
            break;
        if (comment == 0 && (quoted || !ascii::isSpace(c)) && !ascii::isControl(c))
            id += c;
        if (!quoted && c == ')' && comment > 0)
            --comment;
    }
    end = i < value.size() && value[i] == '>' ? i + 1 : i;
    return id;
}

/// The words with an "@" of a field that has no brackets at all; a single word counts without one.
std::vector<std::string> bareMessageIds(std::string_view value)
{
    std::vector<std::string> ids;
    value = ascii::trim(value);
    const bool single = !value.empty() && std::none_of(value.begin(), value.end(), ascii::isSpace);
    while (!value.empty() && ids.size() < mostMessageIds) {
        const std::size_t length = std::min(value.find_first_of(" \t\r\n"), value.size());
        const std::string_view word = value.substr(0, length);
        if (single || word.find('@') != std::string_view::npos)
            ids.emplace_back(word);
        value = ascii::trim(value.substr(length));
    }
    return ids;
}

} // namespace

std::optional<std::string_view> headerValue(
    const std::vector<HeaderField>& headers, std::string_view name)
{
    const auto found = std::find_if(headers.begin(), headers.end(),
        [&](const HeaderField& field) { return ascii::equalsIgnoreCase(field.name, name); });
    return found == headers.end() ? std::nullopt : std::optional<std::string_view>(found->value);
}

std::string decodeUnstructured(std::string_view value, const CharsetDecoder& toUtf8)
{
    const std::string decoded = decodeEncodedWords(value, toUtf8);
    std::string out;
    out.reserve(decoded.size());
    bool folded = false; // the last character stands for a fold; blanks behind it are part of it
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const char c = decoded[i];
        const bool fold = c == '\t' || c == '\r' || c == '\n';
        // U+0080 to U+009F are controls too.
        const bool c1 = c == '\xc2' && i + 1 < decoded.size()
            && static_cast<unsigned char>(decoded[i + 1]) < 0xa0;
        if (c1)
            ++i;
        else if (fold)
            out += out.ends_with(' ') ? "" : " ";
        else if (!ascii::isControl(c) && !(folded && c == ' '))
            out += c;
        folded = fold || (folded && c == ' ');
    }
    return std::string(ascii::trim(out));
}

std::vector<std::string> parseMessageIds(std::string_view value)
{
    std::vector<std::string> ids;
    std::size_t begin = value.find('<');
    if (begin == std::string_view::npos)
        return bareMessageIds(value);
    while (begin != std::string_view::npos && ids.size() < mostMessageIds) {
        std::size_t end = 0;
        std::string id = readMessageId(value, begin, end);
        if (!id.empty())
            ids.push_back(std::move(id));
        begin = value.find('<', end);
    }
    return ids;
}

} // namespace fulmar::mime
