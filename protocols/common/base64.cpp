// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/base64.h"

#include <array>
#include <cstdint>

namespace fulmar {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> makeReverse()
{
    std::array<std::int8_t, 256> table {};
    table.fill(-1);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
    return table;
}
constexpr auto reverse = makeReverse();

} // namespace

std::string encodeBase64(std::string_view bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byteAt = [&](std::size_t offset) -> std::uint32_t {
            return i + offset < bytes.size() ? static_cast<unsigned char>(bytes[i + offset]) : 0U;
        };
        const std::uint32_t group = byteAt(0) << 16U | byteAt(1) << 8U | byteAt(2);
        out += alphabet[group >> 18U];
        out += alphabet[group >> 12U & 63U];
        out += i + 1 < bytes.size() ? alphabet[group >> 6U & 63U] : '=';
        out += i + 2 < bytes.size() ? alphabet[group & 63U] : '=';
    }
    return out;
}

Expected<std::string, std::size_t> decodeBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return Unexpected(text.size());
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isPadding = i >= text.size() - padding;
        const int value = isPadding ? 0 : reverse[static_cast<unsigned char>(text[i])];
        if (value < 0)
            return Unexpected(i);
        group = group << 6U | static_cast<std::uint32_t>(value);
        if (i % 4 == 3) {
            out += static_cast<char>(group >> 16U & 255U);
            out += static_cast<char>(group >> 8U & 255U);
            out += static_cast<char>(group & 255U);
            group = 0;
        }
    }
    out.resize(out.size() - padding);
    return out;
}

} // namespace fulmar
