// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/attachments.h"

#include "mime/parse.h"

#include <utility>

namespace fulmar::compose {

void addAttachments(Draft& draft, std::string_view raw, const mime::Part& part)
{
    if (part.isAttachment()) {
        std::string content = mime::decodedBody(raw, part);
        const bool isMessage = part.type == "message" && part.subtype == "rfc822";
        draft.attachments.push_back({
            .fileName = !part.fileName.empty() ? part.fileName
                : isMessage                    ? "message.eml"
                                               : "attachment",
            .mediaType = part.type + '/' + part.subtype,
            .size = content.size(),
            .content = std::move(content),
        });
        return;
    }
    for (const auto& child : part.children)
        addAttachments(draft, raw, child);
}

} // namespace fulmar::compose
