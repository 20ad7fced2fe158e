// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

#include <unistd.h>

namespace fulmar::test {

namespace {

const QString servers = QStringLiteral(FULMAR_SOURCE_DIR "/app/demo/servers.py");
constexpr int startLimit = 60'000; // ms; a third of a second is usual

QProcess& runServers(QProcess& process, const QStringList& arguments)
{
    process.start(QStringLiteral("python3"), QStringList{ servers } + arguments);
    process.waitForFinished(startLimit);
    return process;
}

} // namespace

Lab::Lab(const LabOptions& options)
{
    QStringList arguments{ QStringLiteral("start"), m_folder.path(), QStringLiteral("--watch-pid"),
        QString::number(::getpid()), QStringLiteral("--remove") };
    if (!options.capability.empty())
        arguments << QStringLiteral("--capability=") + QString::fromStdString(options.capability);
    if (!options.mechanisms.empty())
        arguments << QStringLiteral("--mechanisms=") + QString::fromStdString(options.mechanisms);
    arguments << QStringLiteral("--users");
    for (const auto& user : options.users)
        arguments << QString::fromStdString(user);
    QProcess process;
    const QByteArray output = runServers(process, arguments).readAllStandardOutput();
    m_description = QJsonDocument::fromJson(output).object();
    if (!isRunning())
        ADD_FAILURE() << "the lab did not start: " << process.readAllStandardError().toStdString();
}

Lab::~Lab()
{
    QProcess process;
    runServers(process, { QStringLiteral("stop"), m_folder.path() });
}

std::string Lab::host() const
{
    return text("host");
}

std::string Lab::strictHost() const
{
    return text("strictHost");
}

std::string Lab::caFile() const
{
    return text("ca");
}

std::string Lab::user(int index) const
{
    return m_description[QStringLiteral("users")][index][QStringLiteral("user")]
        .toString()
        .toStdString();
}

std::string Lab::password(int index) const
{
    return m_description[QStringLiteral("users")][index][QStringLiteral("password")]
        .toString()
        .toStdString();
}

std::string Lab::logs() const
{
    std::string all;
    const QDir folder(m_folder.filePath(QStringLiteral("log")));
    for (const QString& name : folder.entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::ReadOnly))
            all += "== " + name.toStdString() + "\n" + file.readAll().toStdString();
    }
    return all;
}

ImapProbe Lab::signIn(int index) const
{
    ImapProbe probe(host(), imaps(), caFile());
    probe.command("LOGIN \"" + user(index) + "\" \"" + password(index) + "\"");
    return probe;
}

std::uint32_t Lab::deliver(
    const std::string& raw, const std::string& folder, const std::string& flags, int index) const
{
    return signIn(index).append(folder, raw, flags);
}

std::string Lab::readBack(const std::string& folder, std::uint32_t uid, int index) const
{
    return signIn(index).fetchRaw(folder, uid);
}

std::uint16_t Lab::port(const char* service) const
{
    return static_cast<std::uint16_t>(
        m_description[QStringLiteral("ports")][QLatin1String(service)].toInt());
}

std::string Lab::text(const char* key) const
{
    return m_description[QLatin1String(key)].toString().toStdString();
}

} // namespace fulmar::test
