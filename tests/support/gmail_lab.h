// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace fulmar::test {

/// A server that behaves as Gmail does (tests/support/gmail), on loopback with TLS, for as long as
/// the object lives.
class GmailLab {
public:
    struct Options {
        std::string language = "en"; ///< names of the folders below "[Gmail]"
        std::string prefix = "[Gmail]";
    };
    /// A message as the server knows it.
    struct Truth {
        std::string msgid{}, thrid{}, messageId{}, place{}; ///< place: "all", "spam", "trash"
        std::set<std::string> labels{}, flags{}, folders{}; ///< folders: names of visible mailboxes
    };

    GmailLab();
    explicit GmailLab(const Options& options);
    ~GmailLab();
    GmailLab(const GmailLab&) = delete;
    GmailLab& operator=(const GmailLab&) = delete;

    [[nodiscard]] bool isRunning() const { return !m_description.isEmpty(); }
    [[nodiscard]] std::uint16_t imap() const { return port("imap"); }
    [[nodiscard]] std::uint16_t smtp() const { return port("smtp"); }
    [[nodiscard]] std::string caFile() const;
    static std::string user() { return "anna@gmail.com"; }
    static std::string password() { return "abcdefghijklmnop"; }

    /// One request of the control port; see server.py.
    QJsonObject ask(const QJsonObject& request);
    QJsonObject ask(const char* what, QJsonObject request = {});
    /// Mail number `n` (Message-ID "mail-N@gmail.example") with its labels.
    void deliver(int n, const std::vector<std::string>& labels = { "\\Inbox" },
        const std::vector<std::string>& flags = {}, const std::string& headers = {});
    void label(
        int n, const std::vector<std::string>& add, const std::vector<std::string>& remove = {});
    void flag(
        int n, const std::vector<std::string>& add, const std::vector<std::string>& remove = {});
    /// To "all", "spam" or "trash" as the web interface does.
    void move(int n, const std::string& place, const std::vector<std::string>& labels = {});
    void fault(const QJsonObject& fault);
    void set(const QJsonObject& values) { ask("set", { { QStringLiteral("values"), values } }); }

    /// All messages by Message-ID.
    std::map<std::string, Truth> truth();
    Truth truth(int n) { return truth()[messageId(n)]; }
    QJsonObject statistics(bool reset = false);
    /// Commands since the last reset that contain a text.
    std::vector<std::string> commands(const std::string& containing);

    static std::string messageId(int n) { return "mail-" + std::to_string(n) + "@gmail.example"; }
    static std::string raw(int n, const std::string& headers = {});

private:
    [[nodiscard]] std::uint16_t port(const char* service) const;

    QTemporaryDir m_folder;
    QProcess m_process;
    QTcpSocket m_control;
    QJsonObject m_description;
};

} // namespace fulmar::test
