// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/rfc2231.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "mime/rfc2047.h"
#include "mime/transfer_encoding.h"

#include <algorithm>
#include <map>
#include <optional>

namespace fulmar::mime {
namespace {

constexpr std::size_t mostParameters = 1000;
constexpr std::size_t mostPieces = 1000;

struct RawParameter {
    std::string name; ///< as written: "filename*0*"
    std::string value;
};

/// Moves behind a comment whose "(" is at `i`; an unclosed one goes to the end.
void skipComment(std::string_view text, std::size_t& i)
{
    int depth = 0;
    for (; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '(')
            ++depth;
        else if (text[i] == ')' && --depth == 0) {
            ++i;
            return;
        }
    }
    i = text.size();
}

void skipBlanks(std::string_view text, std::size_t& i)
{
    while (i < text.size() && (ascii::isSpace(text[i]) || text[i] == '(')) {
        if (text[i] == '(')
            skipComment(text, i);
        else
            ++i;
    }
}

/// The text up to a character of `stops`, without comments and outer blanks.
std::string takeUntil(std::string_view text, std::size_t& i, std::string_view stops)
{
    std::string out;
    while (i < text.size() && stops.find(text[i]) == std::string_view::npos) {
        if (text[i] == '(' && (out.empty() || ascii::isSpace(out.back()))) {
            // A comment is followed by what ends the value; "report (final).pdf" has none.
            // 512 bytes are looked at, so that the time stays linear.
            std::size_t end = i;
            skipBlanks(text.substr(0, i + 512), end);
            if (end == text.size() || stops.find(text[end]) != std::string_view::npos) {
                i = end;
                continue;
            }
        }
        out += text[i++];
    }
    return std::string(ascii::trim(out));
}

std::string takeQuoted(std::string_view text, std::size_t& i)
{
    std::string out;
    for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\'))
            ++i;
        out += text[i];
    }
    i = std::min(i + 1, text.size());
    return out;
}

std::vector<RawParameter> readParameters(std::string_view text, std::size_t i)
{
    std::vector<RawParameter> out;
    while (i < text.size() && out.size() < mostParameters) {
        skipBlanks(text, i);
        if (i < text.size() && text[i] == ';') {
            ++i;
            continue;
        }
        RawParameter parameter{ ascii::lower(takeUntil(text, i, "=;")), {} };
        if (i >= text.size() || text[i] == ';')
            continue; // a word without "=" says nothing
        ++i;
        skipBlanks(text, i);
        if (i < text.size() && text[i] == '"')
            parameter.value = takeQuoted(text, i);
        else
            parameter.value = takeUntil(text, i, ";");
        if (!parameter.name.empty())
            out.push_back(std::move(parameter));
    }
    return out;
}

std::string undoPercent(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = high >= 0 ? hexValue(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

/// What is known of one parameter: its plain form and its pieces.
struct Collected {
    std::optional<std::string> plain;
    std::map<std::size_t, std::pair<std::string, bool>>
        pieces; ///< by number; true = percent-encoded
    std::size_t order = 0;
};

struct PieceName {
    std::string base;
    std::optional<std::size_t> number;
    bool extended = false;
};

/// "name", "name*", "name*0", "name*0*".
PieceName splitName(const std::string& name)
{
    PieceName out{ name, {}, false };
    if (out.base.ends_with('*')) {
        out.extended = true;
        out.base.pop_back();
    }
    const std::size_t star = out.base.rfind('*');
    if (star == std::string::npos) {
        if (out.extended)
            out.number = 0;
        return out;
    }
    const std::string_view digits = std::string_view(out.base).substr(star + 1);
    if (digits.empty() || digits.size() > 4
        || !std::all_of(digits.begin(), digits.end(), ascii::isDigit))
        return { name, {}, false };
    std::size_t number = 0;
    for (const char c : digits)
        number = number * 10 + static_cast<std::size_t>(c - '0');
    if (number >= mostPieces)
        return { name, {}, false };
    out.base.resize(star);
    out.number = number;
    return out;
}

/// The pieces 0, 1, 2, … as one text; a gap ends it.
std::string joinPieces(const Collected& collected, const CharsetDecoder& toUtf8)
{
    std::string charset, bytes;
    bool anyExtended = false;
    std::size_t expected = 0;
    for (const auto& [number, piece] : collected.pieces) {
        if (number != expected++)
            break;
        std::string_view text = piece.first;
        if (!piece.second) {
            bytes += text;
            continue;
        }
        anyExtended = true;
        const std::size_t first = number == 0 ? text.find('\'') : std::string_view::npos;
        const std::size_t second
            = first == std::string_view::npos ? first : text.find('\'', first + 1);
        if (second != std::string_view::npos) {
            charset = ascii::lower(text.substr(0, first));
            text.remove_prefix(second + 1);
        }
        bytes += undoPercent(text);
    }
    return anyExtended ? toUtf8OrGuess(charset, bytes, toUtf8) : decodeEncodedWords(bytes, toUtf8);
}

bool isTokenCharacter(char c)
{
    return !ascii::isControl(c) && !ascii::is8Bit(c)
        && std::string_view(" ()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
}

std::string percentEncoded(char c)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    if (isTokenCharacter(c) && c != '*' && c != '\'' && c != '%')
        return { c };
    return { '%', hex[byte >> 4U], hex[byte & 15U] };
}

/// The value in pieces of RFC 2231, whole characters each.
std::string encodeExtended(std::string_view name, std::string_view utf8)
{
    std::vector<std::string> pieces{ "" };
    const std::size_t room = 60 > name.size() ? 60 - name.size() : 20;
    while (!utf8.empty()) {
        std::string next;
        const std::size_t length = std::max<std::size_t>(1, utf8CharacterLength(utf8));
        for (const char c : utf8.substr(0, length))
            next += percentEncoded(c);
        if (pieces.back().size() + next.size() > room)
            pieces.emplace_back();
        pieces.back() += next;
        utf8.remove_prefix(length);
    }
    if (pieces.size() == 1)
        return ";\r\n " + std::string(name) + "*=utf-8''" + pieces[0];
    std::string out;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        out += ";\r\n " + std::string(name) + '*' + std::to_string(i)
            + "*=" + (i == 0 ? "utf-8''" : "") + pieces[i];
    return out;
}

} // namespace

ParameterisedValue parseParameterised(std::string_view field, const CharsetDecoder& toUtf8)
{
    ParameterisedValue out;
    std::size_t i = 0;
    skipBlanks(field, i);
    out.value = ascii::lower(takeUntil(field, i, ";"));

    std::map<std::string, Collected> collected;
    std::size_t order = 0;
    for (RawParameter& raw : readParameters(field, i)) {
        const PieceName name = splitName(raw.name);
        Collected& one
            = collected.try_emplace(name.base, Collected{ {}, {}, order++ }).first->second;
        // The first of equal names counts, as in all other readers.
        if (!name.number && !one.plain)
            one.plain = std::move(raw.value);
        else if (name.number)
            one.pieces.try_emplace(*name.number, std::move(raw.value), name.extended);
    }
    std::vector<std::pair<std::size_t, std::pair<std::string, std::string>>> ordered;
    for (auto& [name, one] : collected) {
        if (one.pieces.contains(0))
            ordered.push_back({ one.order, { name, joinPieces(one, toUtf8) } });
        else if (one.plain)
            ordered.push_back({ one.order, { name, decodeEncodedWords(*one.plain, toUtf8) } });
    }
    std::sort(ordered.begin(), ordered.end());
    for (auto& entry : ordered)
        out.parameters.push_back(std::move(entry.second));
    return out;
}

std::string encodeParameter(std::string_view name, std::string_view utf8)
{
    const bool printable = std::none_of(
        utf8.begin(), utf8.end(), [](char c) { return ascii::isControl(c) || ascii::is8Bit(c); });
    if (!printable || name.size() + utf8.size() > 70)
        return encodeExtended(name, utf8);
    if (!utf8.empty() && std::all_of(utf8.begin(), utf8.end(), isTokenCharacter))
        return "; " + std::string(name) + '=' + std::string(utf8);
    std::string out = ";\r\n " + std::string(name) + "=\"";
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace fulmar::mime
