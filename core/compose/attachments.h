// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"
#include "model/draft.h"

#include <string_view>

namespace fulmar::compose {

/// Adds the files of a received message to a draft, decoded.
void addAttachments(Draft& draft, std::string_view raw, const mime::Part& part);

} // namespace fulmar::compose
