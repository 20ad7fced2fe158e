// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/message_source.h"

#include <memory>

namespace fulmar {

MessageSource sourceFromString(std::string text)
{
    auto held = std::make_shared<std::string>(std::move(text));
    auto position = std::make_shared<std::size_t>(0);
    return {
        .size = held->size(),
        .read = [held, position](std::size_t maxBytes) -> Result<std::string> {
            auto piece = held->substr(*position, maxBytes);
            *position += piece.size();
            return piece;
        },
    };
}

} // namespace fulmar
