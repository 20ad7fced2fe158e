// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/arguments.h"
#include "ctl/lookup.h"
#include "model/account.h"

#include <QByteArray>

namespace fulmar::ctl {

/// The account that `account add` describes: preset of the domain first, then what the options say.
/// Without a preset both servers have to be named (exit code 78 says how). `folder` is where a
/// relative --ca-file starts.
Found<Account> accountFromArguments(const Arguments& arguments, const QString& folder);

/// Changes one setting of an account, "KEY=VALUE". Keys: name, user, smtp-user, imap, smtp,
/// ca-file, sync-days, bodies (ahead, on-demand), body-limit (MB), password-command, sent-copy
/// (append, server), compress (auto, always, never), down-per-day and up-per-day (megabytes, 0,
/// auto), enabled (yes, no).
Found<void> applySetting(Account& account, const QString& assignment, const QString& folder);

/// The first line of standard input as a password; blanks of app passwords removed.
Found<Secret<std::string>> passwordFromInput(const QByteArray& input);

/// One object of `account list` and the answer of `account add`.
QJsonObject endpointsJson(const Account& account);

} // namespace fulmar::ctl
