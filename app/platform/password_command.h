// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <QObject>
#include <QProcess>
#include <QTimer>

#include <chrono>
#include <functional>

namespace fulmar::app {

/// One run of a password command: `/bin/sh -c COMMAND`, its first output line is the password.
///
/// Ends by itself and deletes itself. Errors: Storage "command-failed" with the reason in `where`:
/// exit code and the first line of standard error, or that it took too long. The output is never
/// logged.
class PasswordCommand : public QObject {
    Q_OBJECT
public:
    using Done = std::function<void(Result<Secret<std::string>>)>;

    static void run(
        const std::string& command, std::chrono::milliseconds limit, QObject* parent, Done done);

    ~PasswordCommand() override;

private:
    PasswordCommand(QObject* parent, Done done);
    void start(const std::string& command, std::chrono::milliseconds limit);
    void end(int exitCode, QProcess::ExitStatus status);
    void fail(const QString& reason);
    void finish(Result<Secret<std::string>> result);

    QProcess m_process;
    QTimer m_limit;
    Done m_done;
};

} // namespace fulmar::app
