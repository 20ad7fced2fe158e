// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "ctl/exit_codes.h"
#include "wording.h"

#include <QJsonObject>
#include <QString>

namespace fulmar::ctl {

/// Why a command ended badly, ready to be printed: one line for people, one object for scripts, one
/// exit code.
struct Failure {
    ExitCode exitCode = ExitCode::Usage;
    QString kind; ///< "usage", "input", "configuration", … or the word of an `ErrorKind`
    QString message;
    QString hint{};
    QString server{}; ///< the server's own words

    [[nodiscard]] QString line() const; ///< sentence and hint in one line
    [[nodiscard]] QJsonObject toJson() const;
};

Failure failureOf(const Error& error, const app::WordingContext& context = {});
Failure usage(const QString& message, const QString& hint = {});
/// Something that was named is not there: exit code 66.
Failure noSuch(const QString& message, const QString& hint = {});
Failure badData(const QString& message, const QString& hint = {});
Failure configuration(const QString& message, const QString& hint = {});

} // namespace fulmar::ctl
