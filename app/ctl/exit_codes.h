// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

namespace fulmar::ctl {

/// Exit codes as sysexits.h names them.
enum class ExitCode : int {
    Done = 0,
    Usage = 64,
    Data = 65, ///< the input was wrong
    NoInput = 66, ///< no such file, message, folder or account
    Unavailable = 69, ///< the service refused or is not there
    CannotCreate = 73,
    InputOutput = 74,
    Temporary = 75, ///< try again later
    Protocol = 76, ///< the peer broke the protocol, or its certificate was refused
    NoPermission = 77, ///< the sign-in was refused
    Configuration = 78,
};

/// The one table from failures to exit codes; pure and total.
ExitCode exitCodeFor(const Error& error);

/// Of two codes the one that asks more of a person: what can be tried again loses against
/// everything but "done".
ExitCode worse(ExitCode a, ExitCode b);

} // namespace fulmar::ctl
