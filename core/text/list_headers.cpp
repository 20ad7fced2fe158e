// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/list_headers.h"

#include "common/ascii.h"
#include "mime/headers.h"
#include "text/charset.h"

#include <algorithm>

namespace fulmar::text {
namespace {

/// The addresses in angle brackets, blanks of folding removed.
std::vector<std::string> addressesOf(std::string_view field)
{
    constexpr std::size_t most = 10, longest = 4096;
    std::vector<std::string> out;
    while (out.size() < most) {
        const std::size_t begin = field.find('<');
        const std::size_t end = field.find('>', begin);
        if (begin == std::string_view::npos || end == std::string_view::npos)
            break;
        std::string address;
        for (const char c : field.substr(begin + 1, end - begin - 1)) {
            if (!ascii::isSpace(c) && !ascii::isControl(c))
                address += c;
        }
        if (address.size() <= longest)
            out.push_back(std::move(address));
        field.remove_prefix(end + 1);
    }
    return out;
}

/// The first address of one of the schemes.
std::string firstOf(
    const std::vector<std::string>& addresses, std::initializer_list<std::string_view> schemes)
{
    for (const std::string& address : addresses) {
        for (const std::string_view scheme : schemes) {
            if (ascii::startsWithIgnoreCase(address, scheme))
                return address;
        }
    }
    return {};
}

std::string_view onlyField(const std::vector<mime::HeaderField>& headers, std::string_view name)
{
    const auto count = std::count_if(headers.begin(), headers.end(),
        [&](const mime::HeaderField& field) { return ascii::equalsIgnoreCase(field.name, name); });
    return count == 1 ? mime::headerValue(headers, name).value_or("") : std::string_view();
}

} // namespace

ListHeaders readListHeaders(const std::vector<mime::HeaderField>& headers)
{
    const auto field
        = [&](std::string_view name) { return mime::headerValue(headers, name).value_or(""); };
    ListHeaders list;
    const std::string id = mime::decodeUnstructured(field("List-Id"), charsetDecoder());
    const std::size_t open = id.rfind('<');
    if (open != std::string::npos) {
        list.id = id.substr(open + 1, id.find('>', open) - open - 1);
        list.name = ascii::trim(std::string_view(id).substr(0, open));
        if (list.name.size() > 1 && list.name.front() == '"' && list.name.back() == '"')
            list.name = list.name.substr(1, list.name.size() - 2);
    } else {
        list.id = id;
    }
    const auto unsubscribe = addressesOf(field("List-Unsubscribe"));
    list.unsubscribeWeb = firstOf(unsubscribe, { "https://", "http://" });
    list.unsubscribeMail = firstOf(unsubscribe, { "mailto:" });
    const bool oneClick = ascii::equalsIgnoreCase(
        ascii::trim(onlyField(headers, "List-Unsubscribe-Post")), "List-Unsubscribe=One-Click");
    if (oneClick && !onlyField(headers, "List-Unsubscribe").empty())
        list.unsubscribePost = firstOf(unsubscribe, { "https://" });
    list.archive = firstOf(addressesOf(field("List-Archive")), { "https://", "http://" });
    list.help = firstOf(addressesOf(field("List-Help")), { "https://", "http://", "mailto:" });
    list.post = firstOf(addressesOf(field("List-Post")), { "mailto:" });
    return list;
}

} // namespace fulmar::text
