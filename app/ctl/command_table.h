// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/arguments.h"

#include <QStringList>

#include <vector>

namespace fulmar::ctl {

/// All commands, in the order of the help.
const std::vector<CommandSpec>& commandTable();

/// How the program was called: under the name "sendmail" it is `send`.
struct Invocation {
    QStringList arguments; ///< for `parseArguments`
    bool asSendmail = false;
};

/// The word in front that a process puts there to say that it was called as sendmail.
inline const QString sendmailMark = QStringLiteral("--called-as-sendmail");
Invocation invocationOf(QStringList arguments);

} // namespace fulmar::ctl
