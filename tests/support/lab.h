// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap_probe.h"

#include <QJsonObject>
#include <QTemporaryDir>

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar::test {

struct LabOptions {
    std::vector<std::string> users{ "demo@fulmar.example", "anna@fulmar.example" };
    /// Replaces the IMAP capability list (`plainImapCapability`), or adds to it with a leading "+";
    /// empty = all that Dovecot has.
    std::string capability{};
    /// SASL mechanisms as Dovecot names them; empty = "plain login".
    std::string mechanisms{};
};

/// A server of 2003: neither UIDPLUS nor MOVE, CONDSTORE, SPECIAL-USE or LIST-STATUS.
inline constexpr auto plainImapCapability = "IMAP4rev1 IDLE";
/// Everything usual but CONDSTORE and QRESYNC.
inline constexpr auto noCondstoreCapability
    = "IMAP4rev1 SASL-IR ID IDLE UNSELECT CHILDREN NAMESPACE UIDPLUS ESEARCH LIST-EXTENDED "
      "LIST-STATUS MOVE LITERAL+ SPECIAL-USE";

/// Real Dovecot and Postfix on free loopback ports, for as long as the object lives; start one per
/// suite in `SetUpTestSuite`.
///
/// The same programs as `packaging/run --demo` (app/demo/servers.py). They also stop when the test
/// is killed. Sign-in names are the addresses; mail to discard.example vanishes, to defer.example
/// gets 450, to any other domain 550.
class Lab {
public:
    explicit Lab(const LabOptions& options = {});
    ~Lab();
    Lab(const Lab&) = delete;
    Lab& operator=(const Lab&) = delete;

    /// False with a gtest failure already recorded, if the servers are missing or did not start.
    [[nodiscard]] bool isRunning() const { return !m_description.isEmpty(); }

    /// Address literal "127.0.0.1"; the certificate is also for "localhost" and "::1".
    [[nodiscard]] std::string host() const;
    /// Towards this address Dovecot says LOGINDISABLED before STARTTLS; from "127.0.0.1" it takes
    /// any connection for secure.
    [[nodiscard]] std::string strictHost() const;
    [[nodiscard]] std::uint16_t imaps() const { return port("imaps"); }
    [[nodiscard]] std::uint16_t imapStartTls() const { return port("imap"); }
    [[nodiscard]] std::uint16_t pop3s() const { return port("pop3s"); }
    [[nodiscard]] std::uint16_t pop3StartTls() const { return port("pop3"); }
    [[nodiscard]] std::uint16_t smtps() const { return port("smtps"); }
    [[nodiscard]] std::uint16_t submission() const { return port("submission"); }
    [[nodiscard]] std::string caFile() const;
    [[nodiscard]] std::string user(int index = 0) const;
    [[nodiscard]] std::string password(int index = 0) const;
    /// The servers' logs, for the message of a failed test.
    [[nodiscard]] std::string logs() const;

    /// A signed-in second client of this user.
    [[nodiscard]] ImapProbe signIn(int index = 0) const;
    /// Stores a message as another client would; gives its UID, 0 on failure.
    std::uint32_t deliver(const std::string& raw, const std::string& folder = "INBOX",
        const std::string& flags = {}, int index = 0) const;
    /// The exact bytes that the server holds.
    [[nodiscard]] std::string readBack(
        const std::string& folder, std::uint32_t uid, int index = 0) const;

private:
    [[nodiscard]] std::uint16_t port(const char* service) const;
    [[nodiscard]] std::string text(const char* key) const;

    QTemporaryDir m_folder{ QStringLiteral(
        "/tmp/fulmar-lab-XXXXXX") }; // short: Unix sockets have 107 bytes
    QJsonObject m_description;
};

} // namespace fulmar::test
