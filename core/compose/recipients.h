// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace fulmar::compose {

/// What a person typed into To, Cc or Bcc: addresses with or without a name, between commas,
/// semicolons or line ends.
///
/// Strict where the reader of received mail is lenient: each entry has to be one address, or the
/// error names it
/// (`checkedAddress`). `field` is "To", "Cc", "Bcc" or "From". An empty text is an empty list.
Result<std::vector<Address>> parseRecipients(std::string_view typed, std::string_view field);

/// The inverse, for a text field: `Anna Berg <anna@example.org>, "Berg, Bo" <bo@example.org>`.
std::string formatRecipients(const std::vector<Address>& addresses);

} // namespace fulmar::compose
