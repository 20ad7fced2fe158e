// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/message.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

const Part* findBelow(const Part& part, std::string_view number)
{
    if (!part.number.empty() && part.number == number)
        return &part;
    for (const Part& child : part.children) {
        if (const Part* found = findBelow(child, number))
            return found;
    }
    return nullptr;
}

} // namespace

bool Part::isAttachment() const
{
    if (isMultipart())
        return false;
    if (disposition == "attachment" || (type == "message" && subtype == "rfc822"))
        return true;
    const bool shownAsText = type == "text" && (subtype == "plain" || subtype == "html");
    if (shownAsText)
        return disposition.empty() && !fileName.empty();
    // A picture with a Content-ID is drawn by the HTML part that names it; anything else unshown
    // must be reachable.
    return !(type == "image" && !contentId.empty());
}

std::optional<std::string> Part::parameter(std::string_view name) const
{
    const auto found = std::find_if(parameters.begin(), parameters.end(),
        [&](const auto& entry) { return entry.first == name; });
    return found == parameters.end() ? std::nullopt : std::optional(found->second);
}

const Part* Message::find(std::string_view number) const
{
    return number.empty() ? &root : findBelow(root, number);
}

} // namespace fulmar::mime
