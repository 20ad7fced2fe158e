// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <optional>
#include <string>

namespace fulmar {

/// An error as one line of text for the store, without its wire bytes; the wording for people is
/// made when it is shown.
std::string encodeError(const Error& error);
/// Inverse; nothing for an empty text. A text of unknown form becomes the `serverText` of a
/// protocol error.
std::optional<Error> decodeError(const std::string& text);

} // namespace fulmar
