// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/program.h"

#include "ctl/command.h"
#include "ctl/command_table.h"
#include "ctl/ctl_service.h"
#include "ctl/help.h"
#include "ctl/profile_access.h"
#include "ctl/standard_streams.h"
#include "ctl/stop_signals.h"
#include "platform/engine_host.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTimer>

#include <chrono>
#include <memory>
#include <utility>

#include <unistd.h>

namespace fulmar::ctl {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10min; // as long as the first download of a large mailbox may take

/// One run of the program on its event loop: find the way to the profile, run the command, stop the
/// engine.
class Program : public QObject {
public:
    Program(Invocation invocation, Arguments arguments)
        : m_invocation(std::move(invocation))
        , m_arguments(std::move(arguments))
        , m_profile(app::locateProfile(m_arguments.profile))
    {
        connect(&m_signals, &StopSignals::raised, this, &Program::interrupt);
        connect(&m_output, &StandardStreams::closed, this, &Program::interrupt);
    }

    void start()
    {
        m_context.arguments = m_arguments;
        m_context.asSendmail = m_invocation.asSendmail;
        m_context.folder = QDir::currentPath();
        m_context.profile = &m_profile;
        m_context.output = &m_output;
        if (!m_arguments.command->needsProfile)
            return runCommand();
        if (auto input = readInput(); !input)
            return fail(input.error());
        if (const auto prepared = app::prepareProfile(m_profile); !prepared)
            return fail(failureOf(prepared.error()));
        findWay();
    }

private:
    Expected<void, Failure> readInput()
    {
        const auto& wants = m_arguments.command->wantsInput;
        const bool asked = m_invocation.asSendmail || (wants && wants(m_arguments));
        if (asked) {
            auto input = readStandardInput();
            if (!input)
                return Unexpected(failureOf(input.error()));
            m_context.input = std::move(*input);
        } else if (mayAskPassword()) {
            if (auto typed = askSecret(tr("Password of %1: ").arg(m_arguments.words.first())))
                m_context.input = std::move(*typed);
        }
        return {};
    }

    [[nodiscard]] bool mayAskPassword() const
    {
        return m_arguments.command->name == QStringLiteral("account add")
            && !m_arguments.has(QStringLiteral("password-command")) && ::isatty(STDIN_FILENO) == 1;
    }

    void findWay()
    {
        const app::IpcRequest request{
            .arguments = requestArguments(), .folder = m_context.folder, .input = m_context.input
        };
        m_access = std::make_unique<ProfileAccess>(
            m_profile, request, m_arguments.noWait ? 0min : patience);
        connect(m_access.get(), &ProfileAccess::locked, this, &Program::openEngine);
        connect(m_access.get(), &ProfileAccess::served, this, &Program::relay);
        connect(m_access.get(), &ProfileAccess::failed, this,
            [this](const Error& error) { fail(failureOf(error)); });
        m_access->start();
    }

    [[nodiscard]] QStringList requestArguments() const
    {
        QStringList all = m_invocation.arguments;
        if (m_invocation.asSendmail)
            all.first() = sendmailMark;
        return all;
    }

    // ---- another program has the profile open

    void relay()
    {
        auto& client = m_access->client();
        say(tr("The profile is open in another program, which does the work."));
        connect(&client, &app::IpcClient::out, this,
            [this](const QByteArray& bytes) { m_output.out(bytes); });
        connect(&client, &app::IpcClient::error, this,
            [this](const QByteArray& bytes) { m_output.error(bytes); });
        connect(&client, &app::IpcClient::exited, this, &Program::quit);
        connect(&client, &app::IpcClient::lost, this, [this] {
            fail(Failure{ .exitCode = ExitCode::Temporary,
                .kind = QStringLiteral("cancelled"),
                .message = tr("The program that had the profile open ended before it answered."),
                .hint = tr("Try again.") });
        });
    }

    // ---- this process does it

    void openEngine()
    {
        auto host = app::EngineHost::open(
            m_profile, m_access->takeLock(), app::EngineHost::Mode::OnRequest);
        if (!host)
            return fail(failureOf(host.error()));
        m_host = std::move(*host);
        m_context.host = m_host.get();
        if (m_host->cacheWasRebuilt())
            m_output.error(tr("fulmarctl: The local copy of the mail was damaged and is built anew "
                              "from the server.\n")
                               .toUtf8());
        m_host->start();
        if (m_arguments.command->stays && m_arguments.command->stays(m_arguments)) {
            m_service = std::make_unique<CtlService>(*m_host);
            if (const auto listening = m_service->listen(); !listening)
                say(failureOf(listening.error()).line());
        }
        runCommand();
    }

    void runCommand()
    {
        m_command = m_arguments.command->make(m_context);
        connect(m_command.get(), &Command::finished, this, &Program::finished);
        m_command->start();
    }

    void finished(int code)
    {
        if (!m_host)
            return quit(code);
        m_service.reset();
        m_host->stop([this, code] { quit(code); });
    }

    void interrupt()
    {
        if (m_command)
            return m_command->interrupt();
        if (m_access && !m_host && m_arguments.command->stays
            && m_arguments.command->stays(m_arguments))
            return quit(0);
        fail(failureOf({ .kind = ErrorKind::Cancelled, .where = {}, .serverText = {} }));
    }

    void say(const QString& line)
    {
        if (m_arguments.verbose)
            m_output.error("fulmarctl: " + line.toUtf8() + '\n');
    }

    void fail(const Failure& failure)
    {
        printFailure(m_output, failure, m_arguments.json);
        quit(static_cast<int>(failure.exitCode));
    }

    // Through the event loop: `start()` may fail before it runs.
    void quit(int code)
    {
        // What was done is done, but a script that reads a cut output must not take it for whole.
        const int result = m_output.failed() ? static_cast<int>(ExitCode::InputOutput) : code;
        QTimer::singleShot(0, this, [result] { QCoreApplication::exit(result); });
    }

    Invocation m_invocation;
    Arguments m_arguments;
    app::Profile m_profile;
    StandardStreams m_output;
    StopSignals m_signals;
    CommandContext m_context;
    std::unique_ptr<ProfileAccess> m_access;
    std::unique_ptr<app::EngineHost> m_host;
    std::unique_ptr<CtlService> m_service;
    std::unique_ptr<Command> m_command;
};

bool isVerbose = false;

/// What the libraries below say is for developers; standard error is for the person.
void takeLibraryMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    if (!isVerbose && type != QtCriticalMsg && type != QtFatalMsg)
        return;
    const QByteArray line = qFormatLogMessage(type, context, message).toUtf8() + '\n';
    // Nowhere to tell that this failed.
    [[maybe_unused]] const auto written
        = ::write(STDERR_FILENO, line.constData(), static_cast<std::size_t>(line.size()));
}

Invocation invocation(const QStringList& all)
{
    QStringList arguments = all.mid(1);
    if (QFileInfo(all.value(0)).fileName() == QStringLiteral("sendmail"))
        arguments.prepend(sendmailMark);
    return invocationOf(arguments);
}

} // namespace

int runProgram(int argc, char** argv)
{
    qInstallMessageHandler(takeLibraryMessage);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("fulmarctl"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FULMAR_VERSION));
    const auto called = invocation(QCoreApplication::arguments());
    const auto arguments = parseArguments(called.arguments, commandTable());
    StandardStreams output;
    if (!arguments) {
        printFailure(
            output, arguments.error(), called.arguments.contains(QStringLiteral("--json")));
        return static_cast<int>(arguments.error().exitCode);
    }
    if (arguments->help || arguments->version) {
        output.out(helpFor(*arguments).toUtf8());
        return output.failed() ? static_cast<int>(ExitCode::InputOutput) : 0;
    }
    isVerbose = arguments->verbose;
    Program program(called, *arguments);
    program.start();
    return QCoreApplication::exec();
}

} // namespace fulmar::ctl
