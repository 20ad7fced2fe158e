// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/utf7.h"

#include "common/ascii.h"
#include "common/utf8.h"

#include <array>
#include <cstdint>
#include <vector>

namespace fulmar::imap {
namespace {

constexpr std::string_view alphabet
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

constexpr std::array<std::int8_t, 256> makeReverse()
{
    std::array<std::int8_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}
constexpr auto reverse = makeReverse();

bool isHighSurrogate(std::uint32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}
bool isLowSurrogate(std::uint32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

/// UTF-16 units of a base64 run; nothing if it is no whole number of units or its padding bits are
/// set.
std::optional<std::vector<std::uint32_t>> decodeUnits(std::string_view run)
{
    std::vector<std::uint32_t> units;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : run) {
        const int value = reverse[static_cast<unsigned char>(c)];
        if (value < 0)
            return std::nullopt;
        bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0x3fffffU;
        count += 6;
        if (count >= 16) {
            count -= 16;
            units.push_back(bits >> count & 0xffffU);
        }
    }
    if (count >= 6 || (bits & ((1U << count) - 1U)) != 0)
        return std::nullopt;
    return units;
}

/// The text of one base64 run; false where it is not what an encoder would have written.
bool appendRun(std::string& out, std::string_view run)
{
    const auto units = decodeUnits(run);
    if (!units || units->empty())
        return false;
    for (std::size_t i = 0; i < units->size(); ++i) {
        auto code = (*units)[i];
        if (code < 0x80 || isLowSurrogate(code))
            return false;
        if (isHighSurrogate(code)) {
            if (i + 1 == units->size() || !isLowSurrogate((*units)[i + 1]))
                return false;
            code = 0x10000 + ((code - 0xd800) << 10U) + ((*units)[++i] - 0xdc00);
        }
        appendUtf8(out, code);
    }
    return true;
}

/// The code point of one well-formed UTF-8 character.
std::uint32_t codePoint(std::string_view character)
{
    const auto lead = static_cast<unsigned char>(character.front());
    std::uint32_t code = character.size() == 1 ? lead : lead & (0x7fU >> character.size());
    for (const char c : character.substr(1))
        code = code << 6U | (static_cast<unsigned char>(c) & 0x3fU);
    return code;
}

void appendBase64(std::string& out, const std::vector<std::uint32_t>& units)
{
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const auto unit : units) {
        bits = bits << 16U | unit;
        count += 16;
        while (count >= 6) {
            count -= 6;
            out += alphabet[bits >> count & 63U];
        }
        bits &= (1U << count) - 1U;
    }
    if (count > 0)
        out += alphabet[bits << (6 - count) & 63U];
}

void flushRun(std::string& out, std::vector<std::uint32_t>& units)
{
    if (units.empty())
        return;
    out += '&';
    appendBase64(out, units);
    out += '-';
    units.clear();
}

} // namespace

std::string decodeMailboxName(std::string_view wire)
{
    std::string out;
    bool afterRun = false;
    for (std::size_t i = 0; i < wire.size(); ++i) {
        if (ascii::is8Bit(wire[i]) || ascii::isControl(wire[i]))
            return std::string(wire);
        if (wire[i] != '&') {
            out += wire[i];
            afterRun = false;
            continue;
        }
        const auto end = wire.find('-', i);
        if (end == std::string_view::npos)
            return std::string(wire);
        const bool ampersand = end == i + 1;
        if (ampersand)
            out += '&';
        else if (afterRun || !appendRun(out, wire.substr(i + 1, end - i - 1)))
            return std::string(wire);
        afterRun = !ampersand;
        i = end;
    }
    return out;
}

std::optional<std::string> encodeMailboxName(std::string_view utf8)
{
    std::string out;
    std::vector<std::uint32_t> units;
    while (!utf8.empty()) {
        const auto length = utf8CharacterLength(utf8);
        if (length == 0 || utf8.front() == '\0')
            return std::nullopt;
        const auto code = codePoint(utf8.substr(0, length));
        utf8.remove_prefix(length);
        if (code >= 0x20 && code < 0x7f) {
            flushRun(out, units);
            out += static_cast<char>(code);
            if (code == '&')
                out += '-';
        } else if (code >= 0x10000) {
            units.push_back(0xd800 + ((code - 0x10000) >> 10U));
            units.push_back(0xdc00 + ((code - 0x10000) & 0x3ffU));
        } else {
            units.push_back(code);
        }
    }
    flushRun(out, units);
    return out;
}

} // namespace fulmar::imap
