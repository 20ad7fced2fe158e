// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace fulmar::ctl {

/// The whole of fulmarctl; gives the exit code.
int runProgram(int argc, char** argv);

} // namespace fulmar::ctl
