// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/transfer_encoding.h"

#include "common/ascii.h"
#include "common/base64.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace fulmar::mime {
namespace {

constexpr std::string_view hexDigits = "0123456789ABCDEF";

constexpr std::array<bool, 256> makeBase64Table()
{
    std::array<bool, 256> table{};
    for (const char c :
        std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr auto base64Table = makeBase64Table();

constexpr bool isBase64(char c)
{
    return base64Table[static_cast<unsigned char>(c)];
}

void appendHex(std::string& out, char c)
{
    const auto byte = static_cast<unsigned char>(c);
    (out += '=').append({ hexDigits[byte >> 4U], hexDigits[byte & 15U] });
}

/// The line at the start of `text` without its end; `text` moves behind it and `end` gets the line
/// end as it is.
std::string_view takeLine(std::string_view& text, std::string_view& end)
{
    const std::size_t feed = text.find('\n');
    if (feed == std::string_view::npos) {
        end = {};
        return std::exchange(text, {});
    }
    const std::size_t length = feed > 0 && text[feed - 1] == '\r' ? feed - 1 : feed;
    const std::string_view line = text.substr(0, length);
    end = text.substr(length, feed + 1 - length);
    text.remove_prefix(feed + 1);
    return line;
}

void appendDecodedLine(std::string& out, std::string_view line)
{
    for (std::size_t i = 0; i < line.size(); ++i) {
        const int high = line[i] == '=' && i + 2 < line.size() ? hexValue(line[i + 1]) : -1;
        const int low = high >= 0 ? hexValue(line[i + 2]) : -1;
        if (low >= 0) {
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += line[i];
        }
    }
}

std::string_view withoutTrailingBlanks(std::string_view line)
{
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t'))
        line.remove_suffix(1);
    return line;
}

void appendUuLine(std::string& out, std::string_view line)
{
    const auto value = [](char c) { return static_cast<unsigned>(c - ' ') & 63U; };
    std::size_t octets = value(line[0]);
    line.remove_prefix(1);
    for (std::size_t i = 0; octets > 0; i += 4) {
        // Blanks at the end of a line get lost on the way; they stand for zeros.
        const auto at
            = [&](std::size_t k) { return i + k < line.size() ? value(line[i + k]) : 0U; };
        const unsigned group = at(0) << 18U | at(1) << 12U | at(2) << 6U | at(3);
        for (unsigned shift = 16; octets > 0; shift -= 8) {
            out += static_cast<char>(group >> shift & 255U);
            --octets;
            if (shift == 0)
                break;
        }
    }
}

bool isUuLine(std::string_view line)
{
    if (line.empty() || line[0] < ' ' || line[0] > '`')
        return false;
    const std::size_t octets = static_cast<unsigned>(line[0] - ' ') & 63U;
    const std::size_t needed = (octets + 2) / 3 * 4;
    return line.size() - 1 <= needed + 2
        && std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '`'; });
}

/// The name of a line "begin 644 name", empty where it is none.
std::string_view uuencodedName(std::string_view line)
{
    constexpr std::string_view word = "begin ";
    if (!line.starts_with(word))
        return {};
    line.remove_prefix(word.size());
    const std::size_t mode = std::min(line.find(' '), line.size());
    const bool octal = (mode == 3 || mode == 4)
        && std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(mode),
            [](char c) { return c >= '0' && c <= '7'; });
    return octal ? ascii::trim(line.substr(mode)) : std::string_view();
}

/// One line of text in quoted-printable, soft breaks included.
void appendQuotedLine(std::string& out, std::string_view line)
{
    constexpr std::size_t longest = 76;
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool last = i + 1 == line.size();
        const bool blankAtEnd = (c == ' ' || c == '\t') && last;
        const bool from = i == 0 && line.starts_with("From ");
        const bool encoded = c == '=' || ascii::is8Bit(c) || (ascii::isControl(c) && c != '\t')
            || blankAtEnd || from;
        const std::size_t width = encoded ? 3 : 1;
        if (column + width > (last ? longest : longest - 1)) {
            out += "=\r\n";
            column = 0;
        }
        column += width;
        if (encoded)
            appendHex(out, c);
        else
            out += c;
    }
}

} // namespace

Base64Run takeBase64Run(std::string_view text)
{
    Base64Run run;
    bool padded = false;
    for (; run.consumed < text.size(); ++run.consumed) {
        const char c = text[run.consumed];
        if (padded && c != '=')
            break;
        if (isBase64(c)) {
            // Whole stretches at once: a body has lines of 76 of them.
            const std::size_t begin = run.consumed;
            while (run.consumed + 1 < text.size() && isBase64(text[run.consumed + 1]))
                ++run.consumed;
            run.text += text.substr(begin, run.consumed + 1 - begin);
        } else if (c == '=' && run.text.size() % 4 >= 2) {
            padded = true;
        }
    }
    if (run.text.size() % 4 == 1)
        run.text.pop_back();
    run.missing = (4 - run.text.size() % 4) % 4;
    run.text.append(run.missing, 'A');
    return run;
}

bool isOnlyBase64(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
        [](char c) { return isBase64(c) || c == '=' || ascii::isSpace(c); });
}

std::string decodeBase64Leniently(std::string_view text)
{
    std::string out;
    for (bool first = true; !text.empty(); first = false) {
        const Base64Run run = takeBase64Run(text);
        out += decodeBase64(run.text).value_or(std::string());
        out.resize(out.size() - std::min(run.missing, out.size()));
        text.remove_prefix(run.consumed);
        if (first && !isOnlyBase64(text))
            break;
    }
    return out;
}

std::string decodeQuotedPrintable(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        std::string_view end;
        std::string_view line = takeLine(text, end);
        if (!end.empty() || text.empty())
            line = withoutTrailingBlanks(line);
        const bool softBreak = line.ends_with('=');
        if (softBreak)
            line.remove_suffix(1);
        appendDecodedLine(out, line);
        if (!softBreak)
            out += end;
    }
    return out;
}

std::string decodeUuencode(std::string_view text)
{
    std::string out;
    const bool hasBegin
        = text.starts_with("begin ") || text.find("\nbegin ") != std::string_view::npos;
    bool inside = !hasBegin;
    while (!text.empty()) {
        std::string_view end;
        const std::string_view line = takeLine(text, end);
        if (line.starts_with("begin ") && !inside)
            inside = true;
        else if (inside && line == "end")
            break;
        else if (inside && isUuLine(line))
            appendUuLine(out, line);
    }
    return out;
}

std::vector<UuencodedFile> findUuencoded(std::string_view text)
{
    constexpr std::size_t most = 1000;
    std::vector<UuencodedFile> files;
    std::string_view rest = text;
    std::optional<UuencodedFile> open;
    std::size_t lines = 0;
    while (!rest.empty() && files.size() < most) {
        const std::size_t begin = text.size() - rest.size();
        std::string_view end;
        const std::string_view line = takeLine(rest, end);
        if (const auto name = uuencodedName(line); !name.empty()) {
            open = { begin, begin, name };
            lines = 0;
        } else if (open && line == "end" && lines > 0) {
            open->end = text.size() - rest.size();
            files.push_back(*std::exchange(open, std::nullopt));
        } else if (open && !isUuLine(line)) {
            open.reset();
        } else {
            ++lines;
        }
    }
    return files;
}

std::string encodeQuotedPrintable(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        std::string_view end;
        const std::string_view line = takeLine(text, end);
        appendQuotedLine(out, line);
        if (!end.empty())
            out += "\r\n";
    }
    return out;
}

std::string encodeBase64Lines(std::string_view bytes)
{
    constexpr std::size_t octetsPerLine = 57;
    std::string out;
    out.reserve(bytes.size() / octetsPerLine * 78 + 80);
    for (std::size_t i = 0; i < bytes.size(); i += octetsPerLine)
        out.append(encodeBase64(bytes.substr(i, octetsPerLine))).append("\r\n");
    return out;
}

} // namespace fulmar::mime
