// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/ctl_service.h"

#include "ctl/command.h"
#include "ctl/command_table.h"
#include "ctl/help.h"
#include "platform/engine_host.h"

#include <QPointer>

#include <memory>
#include <utility>

namespace fulmar::ctl {
namespace {

/// The streams of a caller; what is written after it has gone is dropped.
class RemoteOutput : public Output {
public:
    explicit RemoteOutput(app::IpcConnection* connection) : m_connection(connection) { }
    void out(const QByteArray& bytes) override
    {
        if (m_connection)
            m_connection->writeOut(bytes);
    }
    void error(const QByteArray& bytes) override
    {
        if (m_connection)
            m_connection->writeError(bytes);
    }

private:
    QPointer<app::IpcConnection> m_connection;
};

/// One command that runs for a caller; goes when the command ended.
class RemoteRun : public QObject {
public:
    RemoteRun(app::IpcConnection* connection, app::EngineHost& host, QObject* parent)
        : QObject(parent), m_connection(connection), m_output(connection), m_host(host)
    {
        connect(connection, &app::IpcConnection::abandoned, this, [this] {
            if (m_command)
                m_command->interrupt();
        });
    }

    void start(const app::IpcRequest& request)
    {
        const auto invocation = invocationOf(request.arguments);
        const auto arguments = parseArguments(invocation.arguments, commandTable());
        if (!arguments) {
            printFailure(m_output, arguments.error(),
                invocation.arguments.contains(QStringLiteral("--json")));
            return end(static_cast<int>(arguments.error().exitCode));
        }
        if (arguments->help || arguments->version) {
            m_output.out(helpFor(*arguments).toUtf8());
            return end(0);
        }
        const CommandContext context{ .arguments = *arguments,
            .input = request.input,
            .folder = request.folder,
            .asSendmail = invocation.asSendmail,
            .host = &m_host,
            .profile = &m_host.profile(),
            .output = &m_output };
        m_command = arguments->command->make(context);
        connect(m_command.get(), &Command::finished, this, &RemoteRun::end);
        m_command->start();
    }

private:
    void end(int code)
    {
        if (m_connection)
            m_connection->exit(code);
        deleteLater();
    }

    QPointer<app::IpcConnection> m_connection;
    RemoteOutput m_output;
    app::EngineHost& m_host;
    std::unique_ptr<Command> m_command;
};

} // namespace

CtlService::CtlService(app::EngineHost& host, QObject* parent)
    : QObject(parent), m_host(host), m_server(host.profile())
{
    connect(&m_server, &app::IpcServer::requested, this, &CtlService::serve);
}

Result<void> CtlService::listen()
{
    return m_server.listen();
}

void CtlService::serve(app::IpcConnection* connection)
{
    if (connection->request().raise) {
        Q_EMIT raiseRequested();
        return connection->exit(0);
    }
    auto* run = new RemoteRun(connection, m_host, this);
    run->start(connection->request());
}

} // namespace fulmar::ctl
