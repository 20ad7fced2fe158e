// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/failure.h"
#include "model/account.h"
#include "model/sync_report.h"

#include <QJsonObject>
#include <QString>

namespace fulmar::ctl {

/// A failed step of the doctor as a failure of the command.
Failure failureOfStep(const CheckStep& step, const Account& account);

/// {"service", "step", "ok", "detail", "hint", "account"}.
QJsonObject stepJson(const CheckStep& step, const Account& account);
/// "imap  connect  ok".
QString stepLine(const CheckStep& step, const Account& account);

} // namespace fulmar::ctl
