// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/command.h"

#include "platform/engine_host.h"

#include <QJsonDocument>

namespace fulmar::ctl {

void printFailure(Output& output, const Failure& failure, bool json)
{
    output.error("fulmarctl: " + terminalSafe(failure.line()).toUtf8() + '\n');
    if (json)
        output.out(QJsonDocument(failure.toJson()).toJson(QJsonDocument::Compact) + '\n');
}

Command::Command(const CommandContext& context) : m_context(context) { }

void Command::interrupt()
{
    fail(Error{ .kind = ErrorKind::Cancelled, .where = {}, .serverText = {} });
}

Engine& Command::engine() const
{
    return host().engine();
}
MailReader& Command::reader() const
{
    return host().reader();
}

void Command::print(const QJsonObject& record, const QString& line)
{
    if (json())
        m_context.output->out(QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n');
    else if (!line.isEmpty())
        m_context.output->out(terminalSafe(line).toUtf8() + '\n');
}

void Command::printBytes(const QByteArray& bytes)
{
    m_context.output->out(bytes);
}

void Command::note(const QString& line)
{
    m_context.output->error(terminalSafe(line).toUtf8() + '\n');
}

void Command::report(const Failure& failure)
{
    printFailure(*m_context.output, failure, json());
}

void Command::finish(ExitCode code)
{
    if (m_finished)
        return;
    m_finished = true;
    Q_EMIT finished(static_cast<int>(code));
}

void Command::fail(const Failure& failure)
{
    if (m_finished)
        return;
    report(failure);
    finish(failure.exitCode);
}

void Command::fail(const Error& error, const app::WordingContext& context)
{
    fail(failureOf(error, context));
}

} // namespace fulmar::ctl
