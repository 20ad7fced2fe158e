// SPDX-License-Identifier: GPL-3.0-or-later
#include "lab.h"

#include <gmock/gmock.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace fulmar::test;
using testing::HasSubstr;
using testing::Not;

namespace {

class LabTest : public testing::Test {
protected:
    static void SetUpTestSuite() { s_lab = std::make_unique<Lab>(); }
    static void TearDownTestSuite() { s_lab.reset(); }
    void SetUp() override { ASSERT_TRUE(s_lab->isRunning()); }

    static std::unique_ptr<Lab> s_lab;
};
std::unique_ptr<Lab> LabTest::s_lab;

TEST_F(LabTest, MessageComesBackByteForByte)
{
    const std::string raw
        = "From: a@b\r\nSubject: caf\xC3\xA9\r\n\r\n.dot\r\nlone \xFF byte\r\nno end of line";
    const auto uid = s_lab->deliver(raw, "INBOX", "\\Flagged");
    EXPECT_GT(uid, 0U);
    EXPECT_EQ(s_lab->readBack("INBOX", uid), raw);
    EXPECT_THAT(s_lab->signIn().flags("INBOX", uid), HasSubstr("\\Flagged"));
}

TEST_F(LabTest, ProbeChangesAndRemoves)
{
    ImapProbe probe = s_lab->signIn(1);
    const auto kept
        = probe.append("Archive", "Subject: kept\r\n\r\n", {}, "02-Jan-2020 03:04:05 +0000");
    const auto gone = probe.append("Archive", "Subject: gone\r\n\r\n");
    EXPECT_THAT(probe.uids("Archive"), testing::ElementsAre(kept, gone));
    probe.store("Archive", kept, "+FLAGS (\\Seen \\Answered)");
    EXPECT_THAT(
        probe.flags("Archive", kept), testing::AllOf(HasSubstr("\\Seen"), HasSubstr("\\Answered")));
    probe.expunge("Archive", gone);
    EXPECT_THAT(probe.uids("Archive"), testing::ElementsAre(kept));
}

TEST_F(LabTest, SubmissionReachesTheOtherMailbox)
{
    // curl speaks SMTP independently of us.
    QProcess curl;
    const QString address = QStringLiteral("smtps://127.0.0.1:") + QString::number(s_lab->smtps());
    curl.start(QStringLiteral("curl"),
        { QStringLiteral("-sS"), address, QStringLiteral("--cacert"),
            QString::fromStdString(s_lab->caFile()), QStringLiteral("--user"),
            QString::fromStdString(s_lab->user() + ":" + s_lab->password()),
            QStringLiteral("--mail-from"), QString::fromStdString(s_lab->user(0)),
            QStringLiteral("--mail-rcpt"), QString::fromStdString(s_lab->user(1)),
            QStringLiteral("-T"), QStringLiteral("-") });
    curl.write("From: demo\r\nSubject: from outside\r\n\r\nhello\r\n");
    curl.closeWriteChannel();
    ASSERT_TRUE(curl.waitForFinished());
    ASSERT_EQ(curl.exitCode(), 0) << curl.readAllStandardError().toStdString() << s_lab->logs();
    ImapProbe probe = s_lab->signIn(1);
    ASSERT_TRUE(probe.waitForCount("INBOX", 1)) << s_lab->logs();
    EXPECT_THAT(
        probe.fetchRaw("INBOX", probe.uids("INBOX").front()), HasSubstr("Subject: from outside"));
}

TEST(LabCapabilities, CanBeThoseOfAnOldServer)
{
    const Lab lab({ .capability = plainImapCapability });
    ASSERT_TRUE(lab.isRunning());
    const std::string answer = lab.signIn().command("CAPABILITY");
    EXPECT_THAT(answer, HasSubstr("IMAP4rev1 IDLE"));
    for (const auto* word :
        { "UIDPLUS", "CONDSTORE", "QRESYNC", "MOVE", "LIST-STATUS", "SPECIAL-USE" })
        EXPECT_THAT(answer, Not(HasSubstr(word)));
}

TEST(LabLifetime, StartsWithinThreeSecondsAndStops)
{
    QElapsedTimer timer;
    timer.start();
    std::uint16_t port = 0;
    {
        const Lab lab;
        ASSERT_TRUE(lab.isRunning());
        EXPECT_LT(timer.elapsed(), 3'000);
        port = lab.imaps();
    }
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), port);
    EXPECT_FALSE(socket.waitForConnected(1'000));
}

TEST(LabLifetime, StopsWhenTheTestIsKilled)
{
    QProcess victim;
    victim.start(QStringLiteral("sleep"), { QStringLiteral("1000") });
    ASSERT_TRUE(victim.waitForStarted());
    QTemporaryDir folder(QStringLiteral("/tmp/fulmar-lab-XXXXXX"));
    QProcess start;
    start.start(QStringLiteral("python3"),
        { QStringLiteral(FULMAR_SOURCE_DIR "/app/demo/servers.py"), QStringLiteral("start"),
            folder.path(), QStringLiteral("--users"), QStringLiteral("a@b.example"),
            QStringLiteral("--watch-pid"), QString::number(victim.processId()),
            QStringLiteral("--remove") });
    ASSERT_TRUE(start.waitForFinished());
    ASSERT_EQ(start.exitCode(), 0) << start.readAllStandardError().toStdString();
    victim.kill();
    victim.waitForFinished();
    EXPECT_TRUE(QTest::qWaitFor([&] { return !QFileInfo::exists(folder.path()); }, 10'000));
}

} // namespace
