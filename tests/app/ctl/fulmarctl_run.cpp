// SPDX-License-Identifier: GPL-3.0-or-later
#include "fulmarctl_run.h"

#include <gtest/gtest.h>

#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QProcessEnvironment>
#include <QTimer>

#include <signal.h>

#include <algorithm>

namespace fulmar::test {
namespace {

void prepare(QProcess& process, const QString& folder)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("FULMAR_PROFILE"));
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.setProgram(QStringLiteral(FULMARCTL));
}

} // namespace

void sendSignal(const QProcess& process, int number)
{
    if (const auto id = process.processId(); id > 0)
        ::kill(static_cast<pid_t>(id), number);
}

QList<QJsonObject> Ended::records() const
{
    QList<QJsonObject> objects;
    for (const auto& line : out.split('\n')) {
        if (line.isEmpty())
            continue;
        const auto document = QJsonDocument::fromJson(line);
        EXPECT_TRUE(document.isObject()) << "not JSON: " << line.toStdString();
        objects += document.object();
    }
    return objects;
}

QJsonObject Ended::record() const
{
    return records().value(0);
}

Shell::Shell(const QString& profile)
    : m_profile(profile.isEmpty() ? m_folder.filePath(QStringLiteral("profile")) : profile)
{
}

Ended Shell::run(const QStringList& arguments, const QByteArray& input, bool json)
{
    QProcess process;
    prepare(process, m_folder.path());
    QStringList all{ QStringLiteral("--profile"), m_profile };
    if (json)
        all += QStringLiteral("--json");
    process.setArguments(all + arguments);
    // On the event loop, so that a server of the test can answer meanwhile.
    QEventLoop loop;
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    QObject::connect(&limit, &QTimer::timeout, &loop, &QEventLoop::quit);
    process.start();
    process.write(input);
    process.closeWriteChannel();
    limit.start(60'000);
    if (process.state() != QProcess::NotRunning)
        loop.exec();
    EXPECT_TRUE(limit.isActive()) << "does not end: " << arguments.join(u' ').toStdString();
    EXPECT_EQ(process.state(), QProcess::NotRunning);
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return { .exitCode = code,
        .out = process.readAllStandardOutput(),
        .error = process.readAllStandardError() };
}

QStringList Shell::accountArguments(const Lab& lab, int user) const
{
    const auto url = [&](const char* scheme, std::uint16_t port) {
        return QStringLiteral("%1://%2:%3")
            .arg(QLatin1String(scheme), QString::fromStdString(lab.host()))
            .arg(port);
    };
    return { QStringLiteral("account"), QStringLiteral("add"),
        QString::fromStdString(lab.user(user)), QStringLiteral("--imap"), url("imaps", lab.imaps()),
        QStringLiteral("--smtp"), url("smtps", lab.smtps()), QStringLiteral("--ca-file"),
        QString::fromStdString(lab.caFile()), QStringLiteral("--password-command"),
        QStringLiteral("echo %1").arg(QString::fromStdString(lab.password(user))) };
}

QString Shell::addAccount(const Lab& lab, int user)
{
    const auto ended = run(accountArguments(lab, user));
    EXPECT_EQ(ended.exitCode, 0) << ended.error.toStdString() << lab.logs();
    return ended.record().value(u"account").toString();
}

QList<QJsonObject> Shell::list(const QString& folder)
{
    const auto ended = run({ QStringLiteral("list"), QStringLiteral("--folder"), folder,
        QStringLiteral("--limit"), QStringLiteral("1000") });
    EXPECT_EQ(ended.exitCode, 0) << ended.error.toStdString();
    return ended.records();
}

std::unique_ptr<QProcess> Shell::start(const QStringList& arguments)
{
    auto process = std::make_unique<QProcess>();
    prepare(*process, m_folder.path());
    process->setProcessChannelMode(QProcess::SeparateChannels);
    process->setArguments(
        QStringList{ QStringLiteral("--profile"), m_profile, QStringLiteral("--json") }
        + arguments);
    process->start();
    EXPECT_TRUE(process->waitForStarted(10'000));
    return process;
}

void Shell::write(const QString& name, const QByteArray& content) const
{
    QFile file(path(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(content);
}

std::optional<QJsonObject> waitForRecord(
    QProcess& process, const std::function<bool(const QJsonObject&)>& wanted, int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) {
        while (process.canReadLine()) {
            const auto object = QJsonDocument::fromJson(process.readLine()).object();
            if (wanted(object))
                return object;
        }
        if (!process.waitForReadyRead(
                static_cast<int>(std::max<qint64>(1, milliseconds - timer.elapsed())))
            && process.state() != QProcess::Running)
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace fulmar::test
