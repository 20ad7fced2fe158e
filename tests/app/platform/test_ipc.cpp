// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ipc_client.h"
#include "platform/ipc_server.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <memory>

#include <sys/stat.h>

using namespace fulmar;
using namespace fulmar::app;

namespace {

QByteArray everyByte(int size)
{
    QByteArray bytes(size, '\0');
    for (int i = 0; i < size; ++i)
        bytes[i] = static_cast<char>(i * 31);
    return bytes;
}

class Ipc : public testing::Test {
protected:
    void SetUp() override { open(m_folder.filePath(QStringLiteral("p"))); }

    void open(const QString& folder)
    {
        m_profile.folder = folder;
        ASSERT_TRUE(prepareProfile(m_profile));
        m_server = std::make_unique<IpcServer>(m_profile);
        const auto listening = m_server->listen();
        ASSERT_TRUE(listening) << listening.error().where;
    }

    QTemporaryDir m_folder;
    Profile m_profile;
    std::unique_ptr<IpcServer> m_server;
};

/// Answers each request with its own input, twice: on both streams.
void echo(IpcServer& server, IpcRequest* seen)
{
    QObject::connect(&server, &IpcServer::requested, &server, [seen](IpcConnection* connection) {
        *seen = connection->request();
        connection->writeOut(connection->request().input);
        connection->writeError("note\n");
        connection->exit(65);
    });
}

TEST_F(Ipc, a_request_travels_and_comes_back_byte_for_byte)
{
    IpcRequest seen;
    echo(*m_server, &seen);
    for (const int size : { 0, 1, static_cast<int>(ipcPiece) - 1, static_cast<int>(ipcPiece),
             static_cast<int>(ipcPiece) + 1, 3'000'000 }) {
        IpcClient client(m_profile);
        QByteArray out, error;
        QObject::connect(
            &client, &IpcClient::out, &client, [&](const QByteArray& bytes) { out += bytes; });
        QObject::connect(
            &client, &IpcClient::error, &client, [&](const QByteArray& bytes) { error += bytes; });
        QSignalSpy exited(&client, &IpcClient::exited), lost(&client, &IpcClient::lost);
        const IpcRequest request{ .arguments
            = { QStringLiteral("send"), QStringLiteral("Zoë\n\"") },
            .folder = QStringLiteral("/work here"),
            .input = everyByte(size) };
        client.send(request);
        ASSERT_TRUE(exited.wait(20'000)) << size;
        EXPECT_EQ(exited.first().first().toInt(), 65);
        EXPECT_EQ(out, request.input) << size;
        EXPECT_EQ(error, "note\n");
        EXPECT_EQ(seen.arguments, request.arguments);
        EXPECT_EQ(seen.folder, request.folder);
        EXPECT_TRUE(lost.isEmpty());
    }
}

TEST_F(Ipc, a_profile_deeper_than_a_socket_address_works_too)
{
    m_server.reset();
    open(m_folder.filePath(QString(120, u'd') + u'/' + QString(90, u'e')));
    IpcRequest seen;
    echo(*m_server, &seen);
    IpcClient client(m_profile);
    QSignalSpy exited(&client, &IpcClient::exited);
    client.send({ .arguments = { QStringLiteral("list") }, .folder = {}, .input = {} });
    ASSERT_TRUE(exited.wait(5'000));
    EXPECT_TRUE(QFile::exists(m_profile.socketFile()));
}

TEST_F(Ipc, the_socket_belongs_to_its_user_alone)
{
    struct stat found { };
    ASSERT_EQ(::stat(QFile::encodeName(m_profile.socketFile()).constData(), &found), 0);
    EXPECT_TRUE(S_ISSOCK(found.st_mode));
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(Ipc, a_socket_left_behind_is_replaced_and_one_without_listener_is_unreachable)
{
    const QString left = m_profile.socketFile();
    m_server.reset();
    QFile file(left);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    IpcClient client(m_profile);
    QSignalSpy unreachable(&client, &IpcClient::unreachable), sent(&client, &IpcClient::sent);
    client.send({});
    EXPECT_TRUE(!unreachable.isEmpty() || unreachable.wait(5'000));
    EXPECT_TRUE(sent.isEmpty());
    m_server = std::make_unique<IpcServer>(m_profile);
    EXPECT_TRUE(m_server->listen());
}

TEST_F(Ipc, a_server_that_ends_before_it_answered_is_noticed)
{
    QObject::connect(m_server.get(), &IpcServer::requested, m_server.get(),
        [this] { m_server.release()->deleteLater(); });
    IpcClient client(m_profile);
    QSignalSpy lost(&client, &IpcClient::lost), exited(&client, &IpcClient::exited);
    client.send({ .arguments = { QStringLiteral("sync") }, .folder = {}, .input = {} });
    ASSERT_TRUE(lost.wait(5'000));
    EXPECT_TRUE(exited.isEmpty());
}

TEST_F(Ipc, a_caller_that_goes_away_is_noticed)
{
    IpcConnection* connection = nullptr;
    QObject::connect(m_server.get(), &IpcServer::requested, m_server.get(),
        [&](IpcConnection* c) { connection = c; });
    QSignalSpy requested(m_server.get(), &IpcServer::requested);
    IpcClient client(m_profile);
    client.send({ .arguments = { QStringLiteral("sync"), QStringLiteral("--watch") },
        .folder = {},
        .input = {} });
    ASSERT_TRUE(requested.wait(5'000));
    QSignalSpy abandoned(connection, &IpcConnection::abandoned),
        gone(connection, &QObject::destroyed);
    client.abandon();
    EXPECT_TRUE(abandoned.wait(5'000));
    EXPECT_TRUE(!gone.isEmpty() || gone.wait(5'000));
}

TEST_F(Ipc, raising_the_window_is_a_request_of_its_own)
{
    bool raise = false;
    QObject::connect(
        m_server.get(), &IpcServer::requested, m_server.get(), [&](IpcConnection* connection) {
            raise = connection->request().raise;
            connection->exit(0);
        });
    IpcClient client(m_profile);
    QSignalSpy exited(&client, &IpcClient::exited);
    client.send({ .arguments = {}, .folder = {}, .input = {}, .raise = true });
    ASSERT_TRUE(exited.wait(5'000));
    EXPECT_TRUE(raise);
}

TEST_F(Ipc, who_does_not_speak_the_protocol_is_cut_off)
{
    QSignalSpy requested(m_server.get(), &IpcServer::requested);
    for (const QByteArray& bytes : { QByteArray("GET / HTTP/1.1\r\n\r\n"),
             QByteArray("{\"version\":99,\"args\":[]}\n{\"inEnd\":true}\n"), QByteArray("[]\n"),
             QByteArray(ipcLine + 2, 'x'), QByteArray("{\"version\":1,\"args\":[]}\nrubbish\n") }) {
        QLocalSocket socket;
        QSignalSpy disconnected(&socket, &QLocalSocket::disconnected);
        socket.connectToServer(m_profile.socketFile());
        socket.write(bytes);
        EXPECT_TRUE(!disconnected.isEmpty() || disconnected.wait(5'000))
            << bytes.left(30).toStdString();
    }
    EXPECT_TRUE(requested.isEmpty());
}

TEST(IpcLinesTest, chunks_do_not_matter)
{
    const QByteArray whole = ipcLineOf({ { QStringLiteral("out"), QStringLiteral("a") } })
        + ipcLineOf({ { QStringLiteral("exit"), 3 } });
    for (int step = 1; step <= whole.size(); ++step) {
        IpcLines lines;
        QList<QJsonObject> seen;
        for (int at = 0; at < whole.size(); at += step) {
            lines.append(whole.mid(at, step));
            while (const auto line = lines.next())
                seen += *line;
        }
        ASSERT_EQ(seen.size(), 2) << step;
        EXPECT_EQ(seen[1].value(u"exit").toInt(), 3);
        EXPECT_FALSE(lines.isBroken());
    }
}

TEST(IpcLinesTest, the_length_of_a_line_is_limited)
{
    for (const qsizetype extra : { -1, 0, 1 }) {
        IpcLines lines;
        const QByteArray frame = QJsonDocument(
            QJsonObject{ { QStringLiteral("o"),
                QString() } }).toJson(QJsonDocument::Compact);
        QByteArray line = frame;
        line.insert(line.size() - 2, QByteArray(ipcLine + extra - frame.size(), 'x'));
        ASSERT_EQ(line.size(), ipcLine + extra);
        lines.append(line + '\n');
        EXPECT_EQ(lines.next().has_value(), extra <= 0) << extra;
        EXPECT_EQ(lines.isBroken(), extra > 0) << extra;
    }
}

} // namespace
