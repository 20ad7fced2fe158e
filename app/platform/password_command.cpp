// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/password_command.h"

#include <utility>

namespace fulmar::app {
namespace {

constexpr qsizetype outputLimit = 64 * 1024; // bytes; no password is longer

QString firstLine(const QByteArray& output)
{
    return QString::fromUtf8(output.trimmed().split('\n').value(0).left(200)).simplified();
}

} // namespace

void PasswordCommand::run(
    const std::string& command, std::chrono::milliseconds limit, QObject* parent, Done done)
{
    auto* run = new PasswordCommand(parent, std::move(done));
    run->start(command, limit);
}

PasswordCommand::PasswordCommand(QObject* parent, Done done)
    : QObject(parent), m_done(std::move(done))
{
    connect(&m_process, &QProcess::finished, this, &PasswordCommand::end);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            fail(tr("/bin/sh could not be started"));
    });
    connect(
        &m_limit, &QTimer::timeout, this, [this] { fail(tr("it did not end within 30 seconds")); });
}

// QProcess tells its end while it dies; by then the callback is gone.
PasswordCommand::~PasswordCommand()
{
    m_process.disconnect(this);
    m_process.kill();
}

void PasswordCommand::start(const std::string& command, std::chrono::milliseconds limit)
{
    m_limit.setSingleShot(true);
    m_limit.start(limit);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.start(
        QStringLiteral("/bin/sh"), { QStringLiteral("-c"), QString::fromStdString(command) });
}

void PasswordCommand::end(int exitCode, QProcess::ExitStatus status)
{
    if (status != QProcess::NormalExit)
        return fail(tr("it was killed"));
    if (exitCode != 0) {
        const QString complaint = firstLine(m_process.readAllStandardError());
        return fail(tr("exit code %1").arg(exitCode)
            + (complaint.isEmpty() ? QString() : QStringLiteral(": ") + complaint));
    }
    QByteArray output = m_process.read(outputLimit);
    const auto lineEnd = output.indexOf('\n');
    std::string line = output.left(lineEnd < 0 ? output.size() : lineEnd).toStdString();
    output.fill('\0');
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    if (line.empty())
        return fail(tr("it printed nothing"));
    finish(Secret<std::string>(std::move(line)));
}

void PasswordCommand::fail(const QString& reason)
{
    finish(Unexpected(Error{
        .kind = ErrorKind::Storage,
        .where = reason.toStdString(),
        .serverText = {},
        .code = "command-failed",
    }));
}

void PasswordCommand::finish(Result<Secret<std::string>> result)
{
    if (!m_done)
        return;
    const auto done = std::exchange(m_done, nullptr);
    m_limit.stop();
    m_process.disconnect(this);
    m_process.kill();
    deleteLater();
    done(std::move(result));
}

} // namespace fulmar::app
