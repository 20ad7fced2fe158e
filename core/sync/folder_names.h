// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/mailbox.h"

#include <string_view>

namespace fulmar {

/// The role that a folder name usually stands for, in the languages of the servers and clients that
/// make such folders; None for any other name. Compared without case, UTF-8 as it is decoded.
FolderRole roleOfName(std::string_view name);

} // namespace fulmar
