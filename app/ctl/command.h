// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/arguments.h"
#include "ctl/failure.h"
#include "ctl/terminal.h"

#include <QByteArray>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QString>

#include <functional>
#include <utility>

namespace fulmar {
class Engine;
class MailReader;
} // namespace fulmar
namespace fulmar::app {
class EngineHost;
struct Profile;
} // namespace fulmar::app

namespace fulmar::ctl {

/// Where a command's output goes: the streams of this process, or the socket of a caller.
class Output {
public:
    virtual ~Output() = default;
    virtual void out(const QByteArray& bytes) = 0;
    virtual void error(const QByteArray& bytes) = 0;
};

/// Everything that a command may use.
struct CommandContext {
    Arguments arguments;
    QByteArray input{}; ///< standard input, where the command wanted it
    QString folder{}; ///< relative paths start here
    bool asSendmail = false; ///< called by the name "sendmail"
    app::EngineHost* host = nullptr; ///< nothing for commands that need no profile
    const app::Profile* profile = nullptr;
    Output* output = nullptr;
};

/// One run of one command, on the engine thread's event loop: `start()` may return before it is
/// done, nothing ever waits.
class Command : public QObject {
    Q_OBJECT
public:
    explicit Command(const CommandContext& context);

    virtual void start() = 0;
    /// The caller wants no more: ends with exit code 75, or 0 for commands that run until stopped.
    virtual void interrupt();

Q_SIGNALS:
    /// Once, as the very last thing.
    void finished(int exitCode);

protected:
    [[nodiscard]] const Arguments& arguments() const { return m_context.arguments; }
    [[nodiscard]] const CommandContext& context() const { return m_context; }
    [[nodiscard]] app::EngineHost& host() const { return *m_context.host; }
    [[nodiscard]] Engine& engine() const;
    [[nodiscard]] MailReader& reader() const;
    [[nodiscard]] bool json() const { return m_context.arguments.json; }

    /// One result: the object with --json, else the line for people.
    void print(const QJsonObject& record, const QString& line);
    /// Exact bytes for standard output.
    void printBytes(const QByteArray& bytes);
    /// A word for people on standard error; also with --json.
    void note(const QString& line);
    /// The failure as one line on standard error and with --json as an object; the command goes on.
    void report(const Failure& failure);

    void finish(ExitCode code = ExitCode::Done);
    void fail(const Failure& failure);
    void fail(const Error& error, const app::WordingContext& context = {});

    /// A callback that does nothing once this command is done or gone.
    template <class Callback>
    auto guarded(Callback callback)
    {
        return [self = QPointer<Command>(this), callback = std::move(callback)](
                   auto&&... values) mutable {
            if (self && !self->m_finished)
                callback(std::forward<decltype(values)>(values)...);
        };
    }

private:
    CommandContext m_context;
    bool m_finished = false;
};

/// Prints a failure the way every command does; also for failures before any command runs.
void printFailure(Output& output, const Failure& failure, bool json);

} // namespace fulmar::ctl
