// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/text_codec.h"

#include <algorithm>

namespace fulmar::storage {
namespace {

constexpr char fieldSeparator = '\x1f';
constexpr char entryEnd = '\x1e';

void append(std::string& out, std::string_view value, char end)
{
    const auto start = static_cast<std::ptrdiff_t>(out.size());
    out += value;
    std::replace_if(
        out.begin() + start, out.end(), [](char c) { return c == fieldSeparator || c == entryEnd; },
        ' ');
    out += end;
}

/// The text up to `end`, which is cut off `text` with it.
std::string_view take(std::string_view& text, char end)
{
    const std::size_t length = std::min(text.find(end), text.size());
    const std::string_view value = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    return value;
}

} // namespace

std::string encodeAddresses(const std::vector<Address>& addresses)
{
    std::string out;
    for (const auto& address : addresses) {
        append(out, address.name, fieldSeparator);
        append(out, address.address, entryEnd);
    }
    return out;
}

std::vector<Address> decodeAddresses(std::string_view text)
{
    std::vector<Address> addresses;
    while (!text.empty()) {
        std::string_view entry = take(text, entryEnd);
        const std::string_view name = take(entry, fieldSeparator);
        addresses.push_back({ .name = std::string(name), .address = std::string(entry) });
    }
    return addresses;
}

std::string encodeTexts(const std::vector<std::string>& texts)
{
    std::string out;
    for (const auto& text : texts)
        append(out, text, entryEnd);
    return out;
}

std::vector<std::string> decodeTexts(std::string_view text)
{
    std::vector<std::string> texts;
    while (!text.empty())
        texts.emplace_back(take(text, entryEnd));
    return texts;
}

std::string encodeKeywords(const std::set<std::string>& keywords)
{
    std::string out;
    for (const auto& keyword : keywords)
        append(out, keyword, entryEnd);
    return out;
}

std::set<std::string> decodeKeywords(std::string_view text)
{
    std::set<std::string> keywords;
    while (!text.empty())
        keywords.emplace(take(text, entryEnd));
    return keywords;
}

std::string encodeRefusals(const std::vector<RecipientRefusal>& refusals)
{
    std::string out;
    for (const auto& refusal : refusals) {
        append(out, refusal.address, fieldSeparator);
        append(out, refusal.serverText, entryEnd);
    }
    return out;
}

std::vector<RecipientRefusal> decodeRefusals(std::string_view text)
{
    std::vector<RecipientRefusal> refusals;
    while (!text.empty()) {
        std::string_view entry = take(text, entryEnd);
        const std::string_view address = take(entry, fieldSeparator);
        refusals.push_back({ .address = std::string(address), .serverText = std::string(entry) });
    }
    return refusals;
}

} // namespace fulmar::storage
