// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"
#include "model/mailbox.h"

#include <optional>
#include <string>
#include <vector>

namespace fulmar {

/// LIST answers as folders: decoded paths with "/" between levels, roles by special-use attribute
/// (RFC 6154), then by name.
///
/// Each role is given once; an attribute beats a name, the first of equals wins. A second INBOX or
/// a doubled path is left out.
std::vector<RemoteFolder> foldersFromList(const std::vector<imap::ListEntry>& entries);

/// The inverse for a folder to be made: the name for commands; nothing where the path cannot be
/// expressed ("" levels, a delimiter inside a level, levels without a delimiter).
std::optional<std::string> wireNameFor(const std::string& path, std::optional<char> delimiter);

} // namespace fulmar
