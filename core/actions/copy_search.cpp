// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/copy_search.h"

#include <algorithm>
#include <set>

namespace fulmar {
namespace {

std::string withoutBrackets(const std::string& messageId)
{
    const auto open = messageId.find('<');
    const auto close = messageId.rfind('>');
    if (open == std::string::npos || close == std::string::npos || close < open)
        return messageId;
    return messageId.substr(open + 1, close - open - 1);
}

} // namespace

FoundMessage foundIn(const imap::FetchData& data)
{
    if (!data.uid || !data.size || !data.envelope)
        return {};
    return { .uid = data.uid->value(),
        .messageId = withoutBrackets(data.envelope->messageId.value_or(std::string())),
        .size = *data.size,
        .received = data.internalDate.value_or(0) };
}

std::vector<NewPosition> findCopies(const std::vector<CopiedMessage>& wanted,
    const std::vector<FoundMessage>& found, FolderId folder, std::uint32_t uidValidity)
{
    std::vector<NewPosition> positions;
    std::set<std::uint32_t> taken;
    for (const auto& message : wanted) {
        const auto copy = std::find_if(found.begin(), found.end(), [&](const FoundMessage& f) {
            return f.uid != 0 && taken.count(f.uid) == 0 && f.size == message.size
                && f.messageId == message.messageId
                && (!message.messageId.empty() || f.received == message.received);
        });
        if (copy == found.end())
            continue;
        taken.insert(copy->uid);
        positions.push_back({ .message = message.message,
            .folder = folder,
            .uidValidity = uidValidity,
            .uid = copy->uid });
    }
    return positions;
}

} // namespace fulmar
