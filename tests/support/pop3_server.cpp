// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3_server.h"

#include <QFile>

#include <sstream>

namespace fulmar::test {
namespace {

Identity& identity()
{
    static Identity made
        = makeIdentity({ .dnsNames = { "localhost" }, .addresses = { "127.0.0.1" }, .isCa = true });
    return made;
}

std::string stuffed(const std::string& raw)
{
    std::string wire;
    bool lineStart = true;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (lineStart && raw[i] == '.')
            wire += '.';
        wire += raw[i];
        lineStart = raw[i] == '\n' && i > 0 && raw[i - 1] == '\r';
    }
    return wire + (raw.ends_with("\r\n") ? ".\r\n" : "\r\n.\r\n");
}

} // namespace

Pop3Server::Pop3Server() : m_peer(identity())
{
    QFile pem(m_folder.filePath(QStringLiteral("ca.pem")));
    if (pem.open(QIODevice::WriteOnly))
        pem.write(identity().certificatePem);
    m_peer.onEncrypted = [this](QSslSocket& socket) {
        Session& session = m_sessions[&socket] = {};
        ++ledger.sessions;
        ledger.bytesSaid = 0;
        say(socket, session, "+OK ready\r\n");
    };
    m_peer.onBytes = [this](QSslSocket& socket, const QByteArray& bytes) { take(socket, bytes); };
}

std::string Pop3Server::caFile() const
{
    return m_folder.filePath(QStringLiteral("ca.pem")).toStdString();
}

void Pop3Server::take(QSslSocket& socket, const QByteArray& bytes)
{
    const auto found = m_sessions.find(&socket);
    if (found == m_sessions.end())
        return;
    Session& session = found->second;
    session.input += bytes;
    for (auto end = session.input.indexOf("\r\n"); end >= 0 && !session.over;
         end = session.input.indexOf("\r\n")) {
        const std::string line = session.input.left(end).toStdString();
        session.input.remove(0, end + 2);
        ledger.commands.push_back(line);
        command(socket, session, line);
    }
}

void Pop3Server::command(QSslSocket& socket, Session& session, const std::string& line)
{
    std::istringstream words(line);
    std::string verb;
    std::size_t number = 0;
    words >> verb >> number;
    if (verb == "CAPA") {
        std::string answer = "+OK\r\n";
        for (const auto& capability : behaviour.capabilities)
            answer += capability + "\r\n";
        say(socket, session, answer + ".\r\n");
    } else if (verb == "USER" || verb == "NOOP") {
        say(socket, session, "+OK\r\n");
    } else if (verb == "PASS") {
        session.mails = mails;
        say(socket, session, behaviour.passReply + "\r\n");
    } else if (verb == "STAT") {
        std::size_t octets = 0;
        for (const auto& mail : session.mails)
            octets += mail.raw.size();
        say(socket, session,
            behaviour.statReply.empty() ? "+OK " + std::to_string(session.mails.size()) + ' '
                    + std::to_string(octets) + "\r\n"
                                        : behaviour.statReply + "\r\n");
    } else if (verb == "LIST" || (verb == "UIDL" && behaviour.hasUidl)) {
        list(socket, session, verb);
    } else if (verb == "RETR" || (verb == "TOP" && behaviour.hasTop)) {
        retrieve(socket, session, number - 1, verb == "TOP");
    } else if (verb == "DELE") {
        session.marked.insert(number - 1);
        say(socket, session, "+OK marked\r\n");
    } else if (verb == "QUIT") {
        quit(socket, session);
    } else {
        say(socket, session, "-ERR unknown command\r\n");
    }
}

void Pop3Server::list(QSslSocket& socket, Session& session, const std::string& verb)
{
    std::string answer = "+OK\r\n";
    for (std::size_t i = 0; i < session.mails.size(); ++i) {
        const auto& mail = session.mails[i];
        answer += std::to_string(i + 1) + ' '
            + (verb == "UIDL" ? mail.uidl
                              : std::to_string(behaviour.listedSize.value_or(mail.raw.size())))
            + "\r\n";
    }
    say(socket, session, answer + ".\r\n");
}

void Pop3Server::retrieve(QSslSocket& socket, Session& session, std::size_t index, bool headerOnly)
{
    if (index >= session.mails.size() || behaviour.refused.count(session.mails[index].uidl) != 0)
        return say(socket, session, "-ERR no such message\r\n");
    const std::string& raw = session.mails[index].raw;
    const auto header = raw.substr(0, raw.find("\r\n\r\n") + 4);
    say(socket, session, "+OK\r\n" + stuffed(headerOnly ? header : raw));
    if (!headerOnly && !session.over)
        ++ledger.handedOut[raw];
}

void Pop3Server::quit(QSslSocket& socket, Session& session)
{
    if (behaviour.removesAtQuit) {
        std::set<std::string> gone;
        for (const auto index : session.marked)
            gone.insert(session.mails.at(index).uidl);
        std::erase_if(mails, [&](const Mail& mail) {
            if (gone.count(mail.uidl) == 0)
                return false;
            ledger.removed.push_back(mail.raw);
            return true;
        });
    }
    if (behaviour.answersQuit)
        say(socket, session, "+OK bye\r\n");
    session.over = true;
    socket.disconnectFromHost();
}

void Pop3Server::say(QSslSocket& socket, Session& session, const std::string& bytes)
{
    if (session.over)
        return;
    const std::size_t left = behaviour.cutAfter ? *behaviour.cutAfter - session.said : bytes.size();
    const std::size_t length = std::min(left, bytes.size());
    socket.write(bytes.data(), static_cast<qint64>(length));
    session.said += length;
    ledger.bytesSaid = session.said;
    if (length < bytes.size() || (behaviour.cutAfter && session.said == *behaviour.cutAfter)) {
        session.over = true;
        socket.disconnectFromHost();
    }
}

} // namespace fulmar::test
