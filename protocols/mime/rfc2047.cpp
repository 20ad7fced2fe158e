// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/rfc2047.h"

#include "common/ascii.h"
#include "common/base64.h"
#include "common/utf8.h"
#include "mime/transfer_encoding.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

constexpr std::size_t longestWord
    = 2000; // bytes; real senders stay under 1,000 although the RFC says 75
constexpr std::string_view hexDigits = "0123456789ABCDEF";

struct EncodedWord {
    std::string_view charset;
    char encoding = 'q';
    std::string_view text;
    std::size_t length = 0; ///< 0: no word here
};

EncodedWord readWord(std::string_view text)
{
    text = text.substr(0, longestWord);
    if (!text.starts_with("=?"))
        return {};
    const std::size_t charsetEnd = text.find('?', 2);
    if (charsetEnd == std::string_view::npos || charsetEnd == 2 || charsetEnd + 3 > text.size())
        return {};
    const char encoding = ascii::toLower(text[charsetEnd + 1]);
    if ((encoding != 'b' && encoding != 'q') || text[charsetEnd + 2] != '?')
        return {};
    std::string_view charset = text.substr(2, charsetEnd - 2);
    if (charset.find_first_of(" \t\r\n<>@\",;") != std::string_view::npos)
        return {};
    const std::size_t begin = charsetEnd + 3;
    const std::size_t end = text.find("?=", begin);
    if (end == std::string_view::npos)
        return {};
    charset = charset.substr(0, charset.find('*'));
    return { charset, encoding, text.substr(begin, end - begin), end + 2 };
}

std::string decodeQ(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '=' && i + 2 < text.size() ? hexValue(text[i + 1]) : -1;
        const int low = high >= 0 ? hexValue(text[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i] == '_' ? ' ' : text[i];
        }
    }
    return out;
}

std::string decodeWord(const EncodedWord& word)
{
    return word.encoding == 'b' ? decodeBase64Leniently(word.text) : decodeQ(word.text);
}

bool isBlank(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), ascii::isSpace);
}

/// Each word of these begins and ends in ASCII, and decoders refuse two switches in a row, so they
/// are not joined.
bool switchesStates(std::string_view charset)
{
    return ascii::startsWithIgnoreCase(charset, "iso-2022-")
        || ascii::startsWithIgnoreCase(charset, "hz")
        || ascii::startsWithIgnoreCase(charset, "utf-7");
}

bool isPlainInQ(char c)
{
    return ascii::isAlpha(c) || ascii::isDigit(c) || c == '!' || c == '*' || c == '+' || c == '-'
        || c == '/';
}

std::size_t lengthInQ(std::string_view text)
{
    std::size_t length = 0;
    for (const char c : text)
        length += isPlainInQ(c) || c == ' ' ? 1 : 3;
    return length;
}

std::string encodeQ(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == ' ')
            out += '_';
        else if (isPlainInQ(c))
            out += c;
        else
            (out += '=').append({ hexDigits[byte >> 4U], hexDigits[byte & 15U] });
    }
    return out;
}

/// Bytes of the longest prefix of whole characters whose encoded form takes at most `room`
/// characters; at least one character.
std::size_t fittingPrefix(std::string_view text, std::size_t room, bool base64)
{
    std::size_t used = 0;
    std::size_t encoded = 0;
    while (used < text.size()) {
        const std::size_t length = std::max<std::size_t>(1, utf8CharacterLength(text.substr(used)));
        const std::size_t next
            = base64 ? (used + length + 2) / 3 * 4 : encoded + lengthInQ(text.substr(used, length));
        if (next > room && used > 0)
            break;
        encoded = next;
        used += length;
    }
    return used;
}

} // namespace

std::size_t encodedWordLength(std::string_view text)
{
    return readWord(text).length;
}

std::string toUtf8OrGuess(
    std::string_view charset, std::string_view bytes, const CharsetDecoder& toUtf8)
{
    if (toUtf8) {
        if (auto text = toUtf8(charset, bytes))
            return *std::move(text);
        if (!charset.empty()) {
            if (auto text = toUtf8({}, bytes))
                return *std::move(text);
        }
    }
    return toValidUtf8(bytes);
}

std::string decodeEncodedWords(std::string_view text, const CharsetDecoder& toUtf8)
{
    std::string out;
    std::string charset, bytes; // of the words that are not decoded yet
    bool open = false;
    const auto flushWords = [&] {
        if (open)
            out += toUtf8OrGuess(charset, bytes, toUtf8);
        bytes.clear();
        open = false;
    };
    const auto flushPlain = [&](std::string_view plain) {
        if (std::none_of(plain.begin(), plain.end(), ascii::is8Bit))
            out += plain;
        else
            out += toUtf8OrGuess({}, plain, toUtf8);
    };
    std::size_t plainBegin = 0;
    for (std::size_t i = text.find("=?"); i != std::string_view::npos; i = text.find("=?", i)) {
        const EncodedWord word = readWord(text.substr(i));
        if (word.length == 0) {
            i += 2;
            continue;
        }
        const std::string_view between = text.substr(plainBegin, i - plainBegin);
        if (!open || !isBlank(between)) {
            flushWords();
            flushPlain(between);
        } else if (!ascii::equalsIgnoreCase(charset, word.charset) || switchesStates(charset)) {
            flushWords();
        }
        charset = word.charset;
        bytes += decodeWord(word);
        open = true;
        i += word.length;
        plainBegin = i;
    }
    flushWords();
    flushPlain(text.substr(plainBegin));
    return out;
}

std::string encodeWords(std::string_view utf8, std::size_t firstLineUsed)
{
    constexpr std::size_t lineLength = 76, overhead = 12; // "=?utf-8?q?" and "?="
    const bool base64 = lengthInQ(utf8) > (utf8.size() + 2) / 3 * 4;
    std::string out;
    std::size_t used = firstLineUsed;
    while (!utf8.empty()) {
        const std::size_t room
            = used + overhead + 12 < lineLength ? lineLength - used - overhead : 0;
        if (room == 0) {
            out += "\r\n ";
            used = 1;
            continue;
        }
        const std::string_view piece = utf8.substr(
            0, fittingPrefix(utf8, std::min<std::size_t>(room, 75 - overhead), base64));
        out += base64 ? "=?utf-8?b?" + encodeBase64(piece) + "?="
                      : "=?utf-8?q?" + encodeQ(piece) + "?=";
        utf8.remove_prefix(piece.size());
        used = lineLength;
    }
    return out;
}

} // namespace fulmar::mime
