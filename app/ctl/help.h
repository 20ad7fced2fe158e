// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/arguments.h"

#include <QString>

namespace fulmar::ctl {

/// What --help and --version print: the program, a group of commands, or one command with its
/// options and an example.
QString helpFor(const Arguments& arguments);

} // namespace fulmar::ctl
