// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap_probe.h"

#include <gtest/gtest.h>

#include <QDeadlineTimer>
#include <QFile>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QThread>

#include <regex>
#include <sstream>

namespace fulmar::test {

namespace {

constexpr int answerLimit = 20'000; // ms

// The size that a line announces for the literal behind it, or -1.
long long announced(const std::string& line)
{
    static const std::regex literal(R"(\{(\d+)\}\r\n$)");
    std::smatch match;
    return std::regex_search(line, match, literal) ? std::stoll(match[1]) : -1;
}

} // namespace

ImapProbe::ImapProbe(const std::string& host, std::uint16_t port, const std::string& caFile)
    : m_socket(std::make_unique<QSslSocket>())
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(QString::fromStdString(caFile)));
    m_socket->setSslConfiguration(configuration);
    m_socket->connectToHostEncrypted(QString::fromStdString(host), port);
    EXPECT_TRUE(m_socket->waitForEncrypted(answerLimit)) << m_socket->errorString().toStdString();
    readLine();
}

ImapProbe::~ImapProbe() = default;
ImapProbe::ImapProbe(ImapProbe&&) noexcept = default;
ImapProbe& ImapProbe::operator=(ImapProbe&&) noexcept = default;

std::string ImapProbe::readLine()
{
    while (!m_socket->canReadLine()) {
        if (!m_socket->waitForReadyRead(answerLimit)) {
            ADD_FAILURE() << "the server said nothing: " << m_socket->errorString().toStdString();
            return {};
        }
    }
    return m_socket->readLine().toStdString();
}

std::string ImapProbe::readBytes(std::size_t count)
{
    std::string bytes;
    while (bytes.size() < count) {
        if (m_socket->bytesAvailable() == 0 && !m_socket->waitForReadyRead(answerLimit)) {
            ADD_FAILURE() << "literal cut short: " << m_socket->errorString().toStdString();
            return bytes;
        }
        bytes += m_socket->read(static_cast<qint64>(count - bytes.size())).toStdString();
    }
    return bytes;
}

void ImapProbe::send(const std::string& bytes)
{
    m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
    while (m_socket->bytesToWrite() + m_socket->encryptedBytesToWrite() > 0) {
        if (!m_socket->waitForBytesWritten(answerLimit))
            break;
    }
}

std::string ImapProbe::readAnswer(const std::string& tag)
{
    std::string answer;
    for (bool lineStart = true;;) {
        const std::string line = readLine();
        answer += line;
        if (const auto size = announced(line); size >= 0) {
            answer += readBytes(static_cast<std::size_t>(size));
            lineStart = false;
            continue;
        }
        if (line.empty() || (lineStart && line.starts_with(tag + " ")))
            break;
        lineStart = true;
    }
    return answer;
}

std::string ImapProbe::command(const std::string& text)
{
    const std::string tag = "P" + std::to_string(++m_tag);
    send(tag + " " + text + "\r\n");
    const std::string answer = readAnswer(tag);
    EXPECT_NE(answer.find(tag + " OK"), std::string::npos) << text << " -> " << answer;
    return answer;
}

std::uint32_t ImapProbe::append(const std::string& folder, const std::string& raw,
    const std::string& flags, const std::string& internalDate)
{
    const std::string tag = "P" + std::to_string(++m_tag);
    std::string head = tag + " APPEND \"" + folder + "\"";
    if (!flags.empty())
        head += " (" + flags + ")";
    if (!internalDate.empty())
        head += " \"" + internalDate + "\"";
    send(head + " {" + std::to_string(raw.size()) + "}\r\n");
    if (const std::string go = readLine(); !go.starts_with("+")) {
        ADD_FAILURE() << head << " -> " << go;
        return 0;
    }
    send(raw + "\r\n");
    const std::string answer = readAnswer(tag);
    static const std::regex appendUid(R"(APPENDUID \d+ (\d+)\])");
    std::smatch match;
    if (!std::regex_search(answer, match, appendUid)) {
        ADD_FAILURE() << head << " -> " << answer;
        return 0;
    }
    return static_cast<std::uint32_t>(std::stoul(match[1]));
}

void ImapProbe::select(const std::string& folder)
{
    // NOOP shows what others did meanwhile.
    command(m_selected == folder ? "NOOP" : "SELECT \"" + folder + "\"");
    m_selected = folder;
}

std::string ImapProbe::fetchRaw(const std::string& folder, std::uint32_t uid)
{
    select(folder);
    const std::string answer = command("UID FETCH " + std::to_string(uid) + " BODY.PEEK[]");
    const auto open = answer.find("BODY[] {");
    if (open == std::string::npos) {
        ADD_FAILURE() << "no message " << uid << " in " << folder;
        return {};
    }
    const auto size = std::stoul(answer.substr(open + 8));
    return answer.substr(answer.find("\r\n", open) + 2, size);
}

std::string ImapProbe::flags(const std::string& folder, std::uint32_t uid)
{
    select(folder);
    const std::string answer = command("UID FETCH " + std::to_string(uid) + " FLAGS");
    const auto open = answer.find("FLAGS (");
    return open == std::string::npos ? std::string()
                                     : answer.substr(open + 7, answer.find(')', open) - open - 7);
}

void ImapProbe::store(const std::string& folder, std::uint32_t uid, const std::string& change)
{
    select(folder);
    command("UID STORE " + std::to_string(uid) + " " + change);
}

std::vector<std::uint32_t> ImapProbe::uids(const std::string& folder)
{
    select(folder);
    const std::string answer = command("UID SEARCH ALL");
    const auto open = answer.find("* SEARCH");
    std::vector<std::uint32_t> found;
    if (open == std::string::npos)
        return found;
    std::istringstream numbers(answer.substr(open + 8, answer.find('\r', open) - open - 8));
    for (std::uint32_t uid = 0; numbers >> uid;)
        found.push_back(uid);
    return found;
}

void ImapProbe::expunge(const std::string& folder, std::uint32_t uid)
{
    store(folder, uid, "+FLAGS.SILENT (\\Deleted)");
    command("UID EXPUNGE " + std::to_string(uid));
}

bool ImapProbe::waitForCount(const std::string& folder, std::size_t count, int milliseconds)
{
    const QDeadlineTimer deadline(milliseconds);
    while (uids(folder).size() != count) {
        if (deadline.hasExpired())
            return false;
        QThread::msleep(20); // a poll of another process, which has no signal to wait for
    }
    return true;
}

} // namespace fulmar::test
