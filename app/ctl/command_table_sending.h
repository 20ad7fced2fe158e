// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/command.h"

#include <vector>

namespace fulmar::ctl {

/// The part of the command table that is about sending.
std::vector<CommandSpec> sendingCommands();

} // namespace fulmar::ctl
