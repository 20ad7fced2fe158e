// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/recipients.h"

#include "common/ascii.h"
#include "compose/address_check.h"

#include <algorithm>

namespace fulmar::compose {
namespace {

/// The entries of a list: cut at separators outside quotes and angle brackets.
std::vector<std::string_view> entriesOf(std::string_view typed)
{
    std::vector<std::string_view> entries;
    std::size_t start = 0;
    bool quoted = false, bracketed = false;
    for (std::size_t i = 0; i <= typed.size(); ++i) {
        const char c = i < typed.size() ? typed[i] : ',';
        const bool end = i == typed.size();
        if (quoted && c == '\\' && !end) {
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (!quoted && (c == '<' || c == '>')) {
            bracketed = c == '<';
        } else if (end || (!quoted && !bracketed && (c == ',' || c == ';' || c == '\n'))) {
            entries.push_back(ascii::trim(typed.substr(start, i - start)));
            start = i + 1;
        }
    }
    std::erase_if(entries, [](std::string_view entry) { return entry.empty(); });
    return entries;
}

std::string unquoted(std::string_view name)
{
    name = ascii::trim(name);
    if (name.size() < 2 || name.front() != '"' || name.back() != '"')
        return std::string(name);
    std::string out;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        if (name[i] == '\\' && i + 2 < name.size())
            ++i;
        out += name[i];
    }
    return out;
}

bool needsQuotes(std::string_view name)
{
    constexpr std::string_view specials = "()<>[]:;@\\,.\"";
    return name.find_first_of(specials) != std::string_view::npos;
}

std::string quoted(std::string_view name)
{
    std::string out = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

Result<Address> parseEntry(std::string_view entry, std::string_view field)
{
    std::string_view name, address = entry;
    const auto open = entry.rfind('<');
    if (entry.back() == '>' && open != std::string_view::npos) {
        name = entry.substr(0, open);
        address = ascii::trim(entry.substr(open + 1, entry.size() - open - 2));
    }
    auto checked = checkedAddress(address, field);
    if (!checked) {
        Error error = checked.error();
        error.where = std::string(field) + " / " + std::string(entry);
        return Unexpected(error);
    }
    std::string cleanName = unquoted(name);
    std::erase_if(cleanName, ascii::isControl);
    return Address{ .name = cleanName, .address = *checked };
}

} // namespace

Result<std::vector<Address>> parseRecipients(std::string_view typed, std::string_view field)
{
    std::vector<Address> addresses;
    for (const auto entry : entriesOf(typed)) {
        auto address = parseEntry(entry, field);
        if (!address)
            return Unexpected(address.error());
        addresses.push_back(std::move(*address));
    }
    return addresses;
}

std::string formatRecipients(const std::vector<Address>& addresses)
{
    std::string out;
    for (const auto& [name, address] : addresses) {
        out += out.empty() ? "" : ", ";
        if (name.empty())
            out += address;
        else
            out += (needsQuotes(name) ? quoted(name) : name) + " <" + address + '>';
    }
    return out;
}

} // namespace fulmar::compose
