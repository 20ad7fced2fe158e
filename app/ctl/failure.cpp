// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/failure.h"

namespace fulmar::ctl {

QString Failure::line() const
{
    return hint.isEmpty() ? message : message + QLatin1Char(' ') + hint;
}

QJsonObject Failure::toJson() const
{
    return { { QStringLiteral("error"),
        QJsonObject{
            { QStringLiteral("kind"), kind },
            { QStringLiteral("message"), message },
            { QStringLiteral("server"), server },
            { QStringLiteral("hint"), hint },
        } } };
}

Failure failureOf(const Error& error, const app::WordingContext& context)
{
    const auto words = app::wordingFor(error, context);
    return {
        .exitCode = exitCodeFor(error),
        .kind = app::errorKindName(error.kind),
        .message = words.sentence,
        .hint = words.hint,
        .server = QString::fromStdString(error.serverText),
    };
}

Failure usage(const QString& message, const QString& hint)
{
    return { .exitCode = ExitCode::Usage,
        .kind = QStringLiteral("usage"),
        .message = message,
        .hint = hint };
}

Failure noSuch(const QString& message, const QString& hint)
{
    return { .exitCode = ExitCode::NoInput,
        .kind = QStringLiteral("not-found"),
        .message = message,
        .hint = hint };
}

Failure badData(const QString& message, const QString& hint)
{
    return {
        .exitCode = ExitCode::Data, .kind = QStringLiteral("data"), .message = message, .hint = hint
    };
}

Failure configuration(const QString& message, const QString& hint)
{
    return { .exitCode = ExitCode::Configuration,
        .kind = QStringLiteral("configuration"),
        .message = message,
        .hint = hint };
}

} // namespace fulmar::ctl
