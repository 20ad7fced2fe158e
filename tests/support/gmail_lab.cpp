// SPDX-License-Identifier: GPL-3.0-or-later
#include "gmail_lab.h"

#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonDocument>

namespace fulmar::test {
namespace {

constexpr int limit = 30'000; // ms; half a second is usual

QJsonArray array(const std::vector<std::string>& texts)
{
    QJsonArray values;
    for (const auto& text : texts)
        values += QString::fromStdString(text);
    return values;
}

std::set<std::string> setOf(const QJsonValue& values)
{
    std::set<std::string> texts;
    for (const auto& value : values.toArray())
        texts.insert(value.toString().toStdString());
    return texts;
}

QJsonObject aboutMail(int n)
{
    return { { QStringLiteral("id"), QString::fromStdString(GmailLab::messageId(n)) } };
}

} // namespace

GmailLab::GmailLab() : GmailLab(Options{}) { }

GmailLab::GmailLab(const Options& options)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(QStringLiteral("python3"),
        { QStringLiteral(FULMAR_SOURCE_DIR "/tests/support/gmail/server.py"), m_folder.path(),
            QStringLiteral("--user"), QString::fromStdString(user()), QStringLiteral("--password"),
            QString::fromStdString(password()), QStringLiteral("--language"),
            QString::fromStdString(options.language), QStringLiteral("--prefix"),
            QString::fromStdString(options.prefix) });
    while (!m_process.canReadLine() && m_process.waitForReadyRead(limit)) { }
    m_description = QJsonDocument::fromJson(m_process.readLine()).object();
    m_control.connectToHost(QStringLiteral("127.0.0.1"), port("control"));
    if (!isRunning() || !m_control.waitForConnected(limit))
        ADD_FAILURE() << "the Gmail lab did not start";
}

GmailLab::~GmailLab()
{
    m_process.closeWriteChannel();
    if (!m_process.waitForFinished(5'000))
        m_process.kill();
    m_process.waitForFinished(limit);
}

std::uint16_t GmailLab::port(const char* service) const
{
    return static_cast<std::uint16_t>(m_description[QLatin1String(service)].toInt());
}

std::string GmailLab::caFile() const
{
    return m_description[QStringLiteral("ca")].toString().toStdString();
}

QJsonObject GmailLab::ask(const QJsonObject& request)
{
    m_control.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    while (!m_control.canReadLine()) {
        if (!m_control.waitForReadyRead(limit)) {
            ADD_FAILURE() << "the Gmail lab is silent";
            return {};
        }
    }
    return QJsonDocument::fromJson(m_control.readLine()).object();
}

QJsonObject GmailLab::ask(const char* what, QJsonObject request)
{
    request[QStringLiteral("do")] = QLatin1String(what);
    const auto answer = ask(request);
    if (answer.contains(QStringLiteral("refused")))
        ADD_FAILURE() << what << ": " << answer[QStringLiteral("refused")].toString().toStdString();
    return answer;
}

std::string GmailLab::raw(int n, const std::string& headers)
{
    const auto number = std::to_string(n);
    return "From: Bo Berg <bo@example.org>\r\nTo: anna@gmail.com\r\nSubject: Mail " + number
        + "\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + messageId(n) + ">\r\n"
        + headers + "\r\nText of number " + number + ".\r\n";
}

void GmailLab::deliver(int n, const std::vector<std::string>& labels,
    const std::vector<std::string>& flags, const std::string& headers)
{
    ask("deliver",
        { { QStringLiteral("raw"),
              QString::fromLatin1(QByteArray::fromStdString(raw(n, headers))) },
            { QStringLiteral("labels"), array(labels) }, { QStringLiteral("flags"), array(flags) },
            { QStringLiteral("received"), 1'790'000'000 + n } });
}

void GmailLab::label(
    int n, const std::vector<std::string>& add, const std::vector<std::string>& remove)
{
    auto request = aboutMail(n);
    request[QStringLiteral("add")] = array(add);
    request[QStringLiteral("remove")] = array(remove);
    ask("label", request);
}

void GmailLab::flag(
    int n, const std::vector<std::string>& add, const std::vector<std::string>& remove)
{
    auto request = aboutMail(n);
    request[QStringLiteral("add")] = array(add);
    request[QStringLiteral("remove")] = array(remove);
    ask("flag", request);
}

void GmailLab::move(int n, const std::string& place, const std::vector<std::string>& labels)
{
    auto request = aboutMail(n);
    request[QStringLiteral("place")] = QString::fromStdString(place);
    request[QStringLiteral("labels")] = array(labels);
    ask("move", request);
}

void GmailLab::fault(const QJsonObject& fault)
{
    ask("fault", { { QStringLiteral("fault"), fault } });
}

std::map<std::string, GmailLab::Truth> GmailLab::truth()
{
    std::map<std::string, Truth> all;
    const auto messages = ask("truth")[QStringLiteral("messages")].toArray();
    for (const auto& value : messages) {
        const auto text
            = [&](const char* key) { return value[QLatin1String(key)].toString().toStdString(); };
        all[text("messageId")] = { .msgid = text("msgid"),
            .thrid = text("thrid"),
            .messageId = text("messageId"),
            .place = text("place"),
            .labels = setOf(value[QStringLiteral("labels")]),
            .flags = setOf(value[QStringLiteral("flags")]),
            .folders = setOf(value[QStringLiteral("folders")]) };
    }
    return all;
}

QJsonObject GmailLab::statistics(bool reset)
{
    return ask("statistics", { { QStringLiteral("reset"), reset } });
}

std::vector<std::string> GmailLab::commands(const std::string& containing)
{
    std::vector<std::string> found;
    const auto lines = statistics()[QStringLiteral("commands")].toArray();
    for (const auto& line : lines) {
        const auto text = line.toString().toStdString();
        if (text.find(containing) != std::string::npos)
            found.push_back(text);
    }
    return found;
}

} // namespace fulmar::test
