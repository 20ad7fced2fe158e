// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/wire_log.h"

#include <gmock/gmock.h>

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <random>

using fulmar::transport::WireLog;
using Direction = WireLog::Direction;
using testing::Not;

namespace {

constexpr auto dots = "••••";

struct Piece {
    Direction direction;
    QByteArray bytes;
    bool sensitive = false;
};

class WireLogTest : public testing::Test {
protected:
    QString path() const { return m_folder.filePath(QStringLiteral("wire.log")); }

    QByteArray contents() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// The log of a dialogue without its time stamps.
    std::string logOf(const char* connection, const std::vector<Piece>& pieces)
    {
        QFile::remove(path());
        WireLog log(path());
        for (const Piece& piece : pieces)
            log.append(
                QString::fromLatin1(connection), piece.direction, piece.bytes, piece.sensitive);
        static const QRegularExpression head(
            QStringLiteral("^[0-9T:.-]+Z [a-z0-9#]+ "), QRegularExpression::MultilineOption);
        return QString::fromUtf8(contents()).remove(head).toStdString();
    }

    QTemporaryDir m_folder;
};

TEST_F(WireLogTest, LineHasTimeConnectionAndDirection)
{
    WireLog log(path());
    log.append(QStringLiteral("imap#2"), Direction::Client, "A3 SELECT INBOX\r\n");
    const QRegularExpression shape(QStringLiteral(
        "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z imap#2 C: A3 SELECT INBOX\n$"));
    EXPECT_TRUE(shape.match(QString::fromUtf8(contents())).hasMatch()) << contents().toStdString();
}

TEST_F(WireLogTest, FileIsForItsOwnerOnly)
{
    WireLog log(path());
    EXPECT_FALSE(QFileInfo::exists(path())) << "no file before the first line";
    log.append(QStringLiteral("imap#1"), Direction::Note, "connected");
    EXPECT_EQ(QFileInfo(path()).permissions()
            & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
        QFile::Permissions());
}

struct MaskCase {
    const char* name;
    const char* connection;
    QByteArray sent;
    std::string logged;
    bool marked = true; ///< the sender said that the bytes are sensitive
};

class Masking : public WireLogTest, public testing::WithParamInterface<MaskCase> { };

TEST_P(Masking, secret_never_in_log)
{
    const auto& row = GetParam();
    EXPECT_EQ(logOf(row.connection, { { Direction::Client, row.sent, row.marked } }), row.logged);
    EXPECT_THAT(contents().toStdString(), Not(testing::HasSubstr("hunter2")));
    if (!row.marked)
        return;
    std::vector<Piece> byByte;
    for (const char c : row.sent)
        byByte.push_back({ Direction::Client, QByteArray(1, c), true });
    logOf(row.connection, byByte);
    EXPECT_THAT(contents().toStdString(), Not(testing::HasSubstr("h")));
    EXPECT_THAT(contents().toStdString(), testing::HasSubstr(dots));
}

INSTANTIATE_TEST_SUITE_P(Wire, Masking,
    testing::Values(
        MaskCase{ "ImapLogin", "imap#1", "A1 LOGIN joe hunter2\r\n", "C: A1 LOGIN ••••\n" },
        MaskCase{ "ImapAuthenticate", "imap#1", "A1 AUTHENTICATE PLAIN hunter2\r\n",
            "C: A1 AUTHENTICATE PLAIN ••••\n" },
        MaskCase{ "ImapContinuation", "imap#1", "hunter2\r\n", "C: ••••\n" },
        MaskCase{ "ImapLiterals", "imap#1", "A1 LOGIN {3+}\r\njoe {7+}\r\nhunter2\r\n",
            "C: A1 LOGIN ••••\nC: ••••\nC: ••••\n" },
        MaskCase{ "SmtpAuth", "smtp#1", "AUTH PLAIN hunter2\r\n", "C: AUTH PLAIN ••••\n" },
        MaskCase{ "Pop3Pass", "pop3#1", "PASS hunter2\r\n", "C: PASS ••••\n" },
        MaskCase{ "ForgottenMarkOnLogin", "imap#1", "A1 LOGIN joe hunter2\r\n",
            "C: A1 LOGIN ••••\n", false },
        MaskCase{ "ForgottenMarkOnAuth", "smtp#1", "auth plain hunter2\r\n", "C: auth plain ••••\n",
            false },
        MaskCase{ "ForgottenMarkOnPass", "pop3#1", "PASS hunter2\r\n", "C: PASS ••••\n", false }),
    [](const auto& row) { return row.param.name; });

TEST_F(WireLogTest, SignInWithoutInitialResponseIsShownAsItIs)
{
    EXPECT_EQ(logOf("imap#1",
                  { { Direction::Client, "A1 AUTHENTICATE PLAIN\r\n" },
                      { Direction::Server, "+ \r\n" } }),
        "C: A1 AUTHENTICATE PLAIN\nS: + \n");
}

TEST_F(WireLogTest, LiteralBecomesItsSize)
{
    EXPECT_EQ(logOf("imap#1",
                  { { Direction::Server, "* 1 FETCH (BODY[] {12}\r\nHello\r\nWorld" },
                      { Direction::Server, " UID 5)\r\nA1 OK\r\n" } }),
        "S: * 1 FETCH (BODY[] {12} … 12 bytes\nS:  UID 5)\nS: A1 OK\n");
    EXPECT_EQ(logOf("imap#1", { { Direction::Client, "A2 APPEND Sent {5+}\r\nab\r\nc\r\n" } }),
        "C: A2 APPEND Sent {5+} … 5 bytes\nC: \n");
}

TEST_F(WireLogTest, DataBecomesItsSize)
{
    EXPECT_EQ(
        logOf("smtp#1",
            { { Direction::Client, "DATA\r\n" }, { Direction::Server, "354 go\r\n" },
                { Direction::Client, "Subject: x\r\n\r\n..dot\r\n" },
                { Direction::Client, ".\r\nQUIT\r\n" }, { Direction::Server, "250 ok\r\n" } }),
        "C: DATA\nS: 354 go\nC: … 21 bytes\nC: .\nC: QUIT\nS: 250 ok\n");
}

TEST_F(WireLogTest, RetrBecomesItsSizeAndListsAreShown)
{
    EXPECT_EQ(
        logOf("pop3#1",
            { { Direction::Server, "+OK hello\r\n" }, { Direction::Client, "PASS x\r\n", true },
                { Direction::Server, "+OK in\r\n" },
                { Direction::Client, "LIST\r\nRETR 1\r\nRETR 2\r\nSTAT\r\n" },
                { Direction::Server, "+OK\r\n1 7\r\n.\r\n+OK\r\nabc\r\n+OK no reply\r\n.\r\n" },
                { Direction::Server, "-ERR gone\r\n+OK 1 7\r\n" } }),
        "S: +OK hello\nC: PASS ••••\nS: +OK in\nC: LIST\nC: RETR 1\nC: RETR 2\nC: STAT\n"
        "S: +OK\nS: 1 7\nS: .\nS: +OK\nS: … 19 bytes\nS: .\nS: -ERR gone\nS: +OK 1 7\n");
}

TEST_F(WireLogTest, LinesAreTheSameHoweverTheBytesArrive)
{
    const std::vector<Piece> whole{ { Direction::Server,
        "* OK hi\r\n* 1 FETCH (BODY[] {12}\r\nHello\r\nWorld X {0}\r\n)\r\n" + QByteArray(3000, 'y')
            + " {3}\r\nabc)\r\n" } };
    const std::string expected = logOf("imap#1", whole);
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        std::vector<Piece> pieces;
        const QByteArray& bytes = whole.front().bytes;
        for (qsizetype at = 0; at < bytes.size();) {
            const auto size = round == 0 ? 1 : static_cast<qsizetype>(random() % 90 + 1);
            pieces.push_back({ Direction::Server, bytes.mid(at, size) });
            at += size;
        }
        ASSERT_EQ(logOf("imap#1", pieces), expected) << "round " << round;
    }
}

TEST_F(WireLogTest, LongLineIsCutAtAThousandBytes)
{
    for (const int size : { 999, 1000, 1001, 100'000 }) {
        const std::string line
            = logOf("imap#1", { { Direction::Server, QByteArray(size, 'x') + "\r\n" } });
        const std::string expected
            = "S: " + std::string(static_cast<std::size_t>(std::min(size, 1000)), 'x')
            + (size > 1000 ? "…\n" : "\n");
        EXPECT_EQ(line, expected) << size;
    }
}

TEST_F(WireLogTest, FetchAnswersAreCutAndThousandsOfThemCounted)
{
    QByteArray answers;
    for (int i = 1; i <= 5000; ++i)
        answers += "* " + QByteArray::number(i) + " FETCH (UID 7 BODY[] {12}\r\n* BYE\r\nxxxx"
            + QByteArray(300, 'y') + ")\r\n";
    std::string expected;
    for (int i = 1; i <= 20; ++i)
        expected += "S: * " + std::to_string(i)
            + " FETCH (UID 7 BODY[] {12} … 12 bytes\nS: " + std::string(200, 'y') + "…\n";
    expected += "S: … 4980 more FETCH answers\nS: A1 OK\nS: * 1 FETCH (FLAGS ())\n";
    for (const int piece : { 1, 1000, 100'000'000 }) {
        std::vector<Piece> pieces;
        const auto all = answers + "A1 OK\r\n* 1 FETCH (FLAGS ())\r\n";
        for (qsizetype at = 0; at < all.size(); at += piece)
            pieces.push_back({ Direction::Server, all.mid(at, piece) });
        EXPECT_EQ(logOf("imap#1", pieces), expected) << piece;
    }
}

TEST_F(WireLogTest, ServerCannotDriveTheTerminal)
{
    EXPECT_EQ(
        logOf("imap#1",
            { { Direction::Server, "* OK \x1b]0;x\x07 \xC2\x9B caf\xC3\xA9 \xE2\x80\xAE\r\n" } }),
        "S: * OK \\x1b]0;x\\x07 \\x9b café \\x202e\n");
    EXPECT_EQ(logOf("imap#1", { { Direction::Server, "* OK caf\xE9\r\n" } }), "S: * OK caf\\xe9\n");
}

TEST_F(WireLogTest, ConnectionsDoNotMix)
{
    WireLog log(path());
    log.append(QStringLiteral("imap#1"), Direction::Server, "* 1 FE");
    log.append(QStringLiteral("imap#2"), Direction::Server, "* BYE\r\n");
    log.append(QStringLiteral("imap#1"), Direction::Server, "TCH\r\n");
    EXPECT_THAT(contents().toStdString(),
        testing::AllOf(
            testing::HasSubstr("imap#2 S: * BYE\n"), testing::HasSubstr("imap#1 S: * 1 FETCH\n")));
}

TEST_F(WireLogTest, TurnsToANewFileAtTwoMebibytes)
{
    WireLog log(path());
    const QByteArray line(900, 'x');
    for (int i = 0; i < 5000; ++i)
        log.append(QStringLiteral("imap#1"), Direction::Note, line);
    constexpr qint64 bound = 2 * 1024 * 1024;
    EXPECT_LE(QFileInfo(path()).size(), bound);
    EXPECT_LE(QFileInfo(path() + QStringLiteral(".1")).size(), bound);
    EXPECT_GT(QFileInfo(path() + QStringLiteral(".1")).size(), bound - 2000);
    EXPECT_EQ(QDir(m_folder.path()).entryList(QDir::Files).size(), 2);
}

TEST_F(WireLogTest, FolderThatIsNotThereIsSilent)
{
    WireLog log(QStringLiteral("/nonexistent/folder/wire.log"));
    log.append(QStringLiteral("imap#1"), Direction::Note, "x");
    EXPECT_FALSE(QFileInfo::exists(QStringLiteral("/nonexistent")));
}

TEST_F(WireLogTest, secret_never_in_log_though_the_server_repeats_it)
{
    const QByteArray plain = "AHRpbQBodW50ZXIyLWNhbmFyeQ=="; // NUL tim NUL hunter2-canary
    const QByteArray token = "ya29.canary-token";
    const QByteArray bearer = ("user=tim\1auth=Bearer " + token + "\1\1").toBase64();
    const auto log = logOf("imap#1",
        { { Direction::Client, "A1 AUTHENTICATE PLAIN " + plain + "\r\n", true },
            { Direction::Server, "A1 NO no such command: " + plain + "\r\n" },
            { Direction::Server, "* OK you said hunter2-canary, di" },
            { Direction::Server, "dn't you? hunter2-" },
            { Direction::Server, "canary!\r\n" },
            { Direction::Client, "A2 LOGIN tim \"pass\\\"word canary\"\r\n", true },
            { Direction::Server, "A2 BAD pass\"word canary\r\n" },
            { Direction::Client, bearer + "\r\n", true },
            { Direction::Server, "+ token " + token + " expired\r\n" },
            { Direction::Server, "* " + QByteArray(990, 'x') + "hunter2-canary" + "\r\n" } });
    EXPECT_THAT(log, Not(testing::HasSubstr("canary")));
    EXPECT_THAT(log, Not(testing::HasSubstr("hunter2")));
    EXPECT_THAT(log, Not(testing::HasSubstr(plain.toStdString())));
    EXPECT_THAT(log, testing::HasSubstr("S: * OK you said ••••, didn't you? ••••!"));
    EXPECT_THAT(log, testing::HasSubstr("A2 BAD ••••"));
}

} // namespace
