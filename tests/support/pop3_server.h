// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scripted_peer.h"

#include <QTemporaryDir>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fulmar::test {

/// A POP3 server in the test's own event loop that keeps a ledger of what it handed out and can be
/// as wrong as servers are.
class Pop3Server {
public:
    struct Mail {
        std::string uidl;
        std::string raw; ///< ends with CRLF
    };
    /// What of its answers is wrong; changed between sessions.
    struct Behaviour {
        std::vector<std::string> capabilities{ "USER", "TOP", "UIDL", "PIPELINING", "RESP-CODES" };
        bool hasUidl = true, hasTop = true;
        std::set<std::string> refused; ///< RETR of these UIDLs gets -ERR
        std::optional<std::uint64_t> listedSize; ///< LIST says this of every message
        std::string passReply = "+OK";
        std::string statReply; ///< empty = the truth
        std::optional<std::size_t>
            cutAfter; ///< bytes after the handshake, then the connection is closed
        bool removesAtQuit = true;
        bool answersQuit = true;
    };
    struct Ledger {
        std::map<std::string, int>
            handedOut; ///< bytes of a message and how often they went out whole
        std::vector<std::string> removed; ///< bytes of the messages that are gone
        std::vector<std::string> commands;
        std::size_t bytesSaid = 0; ///< of the last session
        int sessions = 0;
    };

    Pop3Server();

    [[nodiscard]] std::uint16_t port() const { return m_peer.serverPort(); }
    [[nodiscard]] std::string caFile() const;

    std::vector<Mail> mails;
    Behaviour behaviour;
    Ledger ledger;

private:
    struct Session {
        QByteArray input;
        std::vector<Mail> mails; ///< as they were at sign-in
        std::set<std::size_t> marked;
        std::size_t said = 0;
        bool over = false;
    };

    void take(QSslSocket& socket, const QByteArray& bytes);
    void command(QSslSocket& socket, Session& session, const std::string& line);
    void list(QSslSocket& socket, Session& session, const std::string& verb);
    void retrieve(QSslSocket& socket, Session& session, std::size_t number, bool headerOnly);
    void quit(QSslSocket& socket, Session& session);
    void say(QSslSocket& socket, Session& session, const std::string& bytes);

    QTemporaryDir m_folder;
    ScriptedPeer m_peer;
    std::map<QSslSocket*, Session> m_sessions;
};

} // namespace fulmar::test
