// SPDX-License-Identifier: GPL-3.0-or-later
// The program as a shell uses it, against real servers.
#include "fulmarctl_run.h"

#include <gtest/gtest.h>

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QStandardPaths>

#include <csignal>

#include <sys/stat.h>
#include <sys/types.h>

using namespace fulmar::test;

namespace {

#define S(text) QStringLiteral(text)

QByteArray sha256(const QByteArray& bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

std::string mail(const std::string& subject, const std::string& body = "Hello.\r\n")
{
    return "From: Anna <anna@fulmar.example>\r\nTo: demo@fulmar.example\r\nSubject: " + subject
        + "\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + subject
        + "@fulmar.example>\r\n\r\n" + body;
}

class CtlLab : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(m_lab.isRunning());
        m_account = m_shell.addAccount(m_lab);
        ASSERT_FALSE(m_account.isEmpty());
    }
    Ended ctl(const QStringList& arguments, const QByteArray& input = {}, bool json = true)
    {
        return m_shell.run(arguments, input, json);
    }
    void sync() { EXPECT_EQ(ctl({ S("sync") }).exitCode, 0); }
    QString idOf(const QString& folder, const QString& subject)
    {
        for (const auto& message : m_shell.list(folder)) {
            if (message.value(u"subject").toString() == subject)
                return message.value(u"id").toString();
        }
        ADD_FAILURE() << "no message " << subject.toStdString();
        return {};
    }

    Lab m_lab;
    Shell m_shell;
    QString m_account;
};

TEST_F(CtlLab, an_account_appears_in_the_list_with_its_servers)
{
    const auto account = ctl({ S("account"), S("list") }).record();
    EXPECT_EQ(account.value(u"account").toString(), m_account);
    EXPECT_EQ(account.value(u"email").toString().toStdString(), m_lab.user());
    EXPECT_EQ(account.value(u"incoming").toString(), S("imaps://127.0.0.1:%1").arg(m_lab.imaps()));
    EXPECT_EQ(account.value(u"state").toString(), S("ok"));
    EXPECT_TRUE(account.value(u"error").isNull());
    EXPECT_TRUE(account.value(u"lastSync").isNull());
    sync();
    EXPECT_FALSE(ctl({ S("account"), S("list") }).record().value(u"lastSync").isNull());
    EXPECT_EQ(ctl(m_shell.accountArguments(m_lab)).exitCode, 73) << "the same address twice";
    EXPECT_EQ(ctl({ S("account"), S("remove"), m_account }).exitCode, 0);
    EXPECT_TRUE(ctl({ S("account"), S("list") }).records().isEmpty());
}

TEST_F(CtlLab, the_doctor_tells_each_step)
{
    const auto ended = ctl({ S("account"), S("check"), S("--roundtrip") });
    EXPECT_EQ(ended.exitCode, 0) << ended.out.toStdString();
    QStringList steps;
    for (const auto& step : ended.records()) {
        EXPECT_TRUE(step.value(u"ok").toBool()) << step.value(u"step").toString().toStdString();
        steps += step.value(u"step").toString();
    }
    EXPECT_TRUE(steps.contains(S("signin")) && steps.contains(S("folders"))
        && steps.contains(S("roundtrip")));
    sync();
    EXPECT_TRUE(m_shell.list(S("INBOX")).isEmpty()) << "the mail of the round trip is gone again";
}

TEST_F(CtlLab, every_stored_message_is_byte_identical)
{
    const std::string odd = "not a mail at all\xff\xfe\nline\r\n\r\n..dots\r\n";
    const std::vector<std::string> raws{ mail("plain"), odd,
        mail("long", std::string(70'000, 'x') + "\r\n"),
        mail("8bit", "Gr\xc3\xbc\xc3\x9f \xe9\r\n"), "\r\n" };
    std::map<std::uint32_t, std::string> byUid;
    for (const auto& raw : raws) {
        const auto uid = m_lab.deliver(raw);
        ASSERT_NE(uid, 0U);
        byUid[uid] = m_lab.readBack("INBOX", uid);
    }
    sync();
    const auto messages = m_shell.list(S("INBOX"));
    ASSERT_EQ(messages.size(), static_cast<qsizetype>(raws.size()));
    for (const auto& message : messages) {
        const auto raw = ctl({ S("show"), message.value(u"id").toString(), S("--raw") }).out;
        const auto& expected = byUid.at(static_cast<std::uint32_t>(message.value(u"uid").toInt()));
        EXPECT_EQ(sha256(raw), sha256(QByteArray::fromStdString(expected)));
        const auto shown = ctl({ S("show"), message.value(u"id").toString() });
        EXPECT_EQ(shown.exitCode, 0) << "whatever the bytes are, there is something to show";
        EXPECT_TRUE(shown.record().contains(u"parts") && shown.record().contains(u"text"));
    }
}

TEST_F(CtlLab, flags_travel_both_ways)
{
    const auto uid = m_lab.deliver(mail("flags"));
    sync();
    const QString id = idOf(S("INBOX"), S("flags"));
    const auto changed = ctl({ S("flag"), id, S("+seen"), S("+flagged") });
    EXPECT_EQ(changed.exitCode, 0);
    EXPECT_EQ(changed.record().value(u"state").toString(), S("queued"));
    EXPECT_TRUE(ctl({ S("list") }).record().value(u"pending").toBool());
    EXPECT_EQ(ctl({ S("actions"), S("list") }).records().size(), 1);
    sync();
    auto probe = m_lab.signIn();
    const auto flags = probe.flags("INBOX", uid);
    EXPECT_NE(flags.find("\\Seen"), std::string::npos) << flags;
    EXPECT_NE(flags.find("\\Flagged"), std::string::npos) << flags;
    EXPECT_TRUE(ctl({ S("actions"), S("list") }).records().isEmpty());
    probe.store("INBOX", uid, "-FLAGS (\\Seen)");
    sync();
    const auto now = ctl({ S("list") }).record();
    EXPECT_EQ(now.value(u"flags").toArray(), QJsonArray{ S("flagged") });
    EXPECT_FALSE(now.value(u"pending").toBool());
}

TEST_F(CtlLab, messages_are_moved_copied_and_deleted)
{
    auto probe = m_lab.signIn();
    for (const char* subject : { "one", "two", "three", "four" })
        m_lab.deliver(mail(subject));
    sync();
    EXPECT_EQ(ctl({ S("archive"), idOf(S("INBOX"), S("one")) }).exitCode, 0);
    EXPECT_EQ(ctl({ S("trash"), idOf(S("INBOX"), S("two")) }).exitCode, 0);
    EXPECT_EQ(ctl({ S("copy"), idOf(S("INBOX"), S("three")), S("Archive") }).exitCode, 0);
    EXPECT_EQ(ctl({ S("delete"), idOf(S("INBOX"), S("four")) }).exitCode, 64)
        << "not without --forever";
    EXPECT_EQ(ctl({ S("delete"), idOf(S("INBOX"), S("four")), S("--forever") }).exitCode, 0);
    EXPECT_EQ(m_shell.list(S("INBOX")).size(), 1) << "visible at once";
    sync();
    EXPECT_EQ(probe.uids("INBOX").size(), 1U);
    EXPECT_EQ(probe.uids("Archive").size(), 2U);
    EXPECT_EQ(probe.uids("Trash").size(), 1U);
    EXPECT_EQ(m_shell.list(S("Archive")).size(), 2);
    EXPECT_EQ(m_shell.list(S("Trash")).size(), 1);
}

TEST_F(CtlLab, a_mail_to_oneself_shows_up_through_watch_within_two_seconds)
{
    auto watch = m_shell.start({ S("sync"), S("--watch") });
    ASSERT_TRUE(waitForRecord(
        *watch, [](const QJsonObject& record) { return record.value(u"done").toBool(); }));
    // From here on the watcher serves the profile for everybody else.
    bool watching = false;
    for (int tries = 0; tries < 5 && !watching; ++tries) {
        const auto sent = ctl({ S("send"), S("--to"), QString::fromStdString(m_lab.user()),
            S("--subject"), S("Ping %1").arg(tries), S("--wait") });
        QElapsedTimer timer;
        timer.start();
        ASSERT_EQ(sent.exitCode, 0) << sent.error.toStdString();
        EXPECT_EQ(sent.record().value(u"state").toString(), S("accepted"));
        const auto pushed = waitForRecord(*watch, [](const QJsonObject& record) {
            return record.value(u"folder").toString() == S("INBOX")
                && record.value(u"new").toInt() > 0;
        });
        ASSERT_TRUE(pushed);
        watching = timer.elapsed() < 2000;
        std::printf("pushed after %lld ms\n", static_cast<long long>(timer.elapsed()));
    }
    EXPECT_TRUE(watching);
    EXPECT_EQ(m_shell.list(S("INBOX")).value(0).value(u"subject").toString().left(4), S("Ping"));
    sendSignal(*watch, SIGTERM);
    ASSERT_TRUE(watch->waitForFinished(10'000));
    EXPECT_EQ(watch->exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(watch->exitCode(), 0);
}

TEST_F(CtlLab, a_sent_mail_arrives_as_it_was_written)
{
    QByteArray large(20 * 1024 * 1024, '\0');
    for (qsizetype i = 0; i < large.size(); ++i)
        large[i] = static_cast<char>((i * 2654435761U) >> 13U);
    m_shell.write(S("Größe 🎉.bin"), large);
    const QString text
        = S("Grüße, 日本 🎉\n.\n..two dots\nFrom here\n-- \nAnna\n") + QString(3000, u'x') + S("\n");
    const auto sent = ctl(
        { S("send"), S("--to"), S("Zoë <%1>").arg(QString::fromStdString(m_lab.user())), S("--bcc"),
            QString::fromStdString(m_lab.user(1)), S("--subject"), S("Grüße 🎉 mit Anhang"),
            S("--body"), S("-"), S("--attach"), S("Größe 🎉.bin"), S("--wait") },
        text.toUtf8());
    ASSERT_EQ(sent.exitCode, 0) << sent.error.toStdString();
    ASSERT_TRUE(m_lab.signIn().waitForCount("INBOX", 1));
    sync();
    const auto listed = m_shell.list(S("INBOX")).value(0);
    EXPECT_EQ(listed.value(u"subject").toString(), S("Grüße 🎉 mit Anhang"));
    EXPECT_EQ(listed.value(u"messageId").toString(), sent.record().value(u"messageId").toString());
    EXPECT_EQ(listed.value(u"to").toArray().at(0).toObject().value(u"name").toString(), S("Zoë"));
    EXPECT_TRUE(listed.value(u"hasAttachments").toBool());
    const QString id = listed.value(u"id").toString();
    EXPECT_EQ(ctl({ S("show"), id }).record().value(u"text").toString(), text);
    const auto raw = ctl({ S("show"), id, S("--raw") }).out;
    EXPECT_FALSE(raw.contains(QByteArray::fromStdString(m_lab.user(1)))) << "Bcc";
    for (const auto& line : raw.split('\n')) {
        ASSERT_LE(line.size(), 999) << "RFC 5322: 998 and CR";
        ASSERT_TRUE(line.isEmpty() || line.endsWith('\r')) << "lines end in CRLF";
    }
    QDir(m_shell.path(S("."))).mkdir(S("out"));
    const auto part = ctl({ S("attachment"), S("list"), id }).record();
    EXPECT_EQ(part.value(u"name").toString(), S("Größe 🎉.bin"));
    for (const char* expected : { "Größe 🎉.bin", "Größe 🎉 (2).bin" }) {
        const auto saved = ctl({ S("attachment"), S("save"), id, part.value(u"part").toString(),
            S("--to"), S("out") });
        ASSERT_EQ(saved.exitCode, 0) << saved.error.toStdString();
        EXPECT_EQ(saved.record().value(u"sha256").toString().toLatin1(), sha256(large));
        EXPECT_EQ(QFileInfo(saved.record().value(u"file").toString()).fileName(),
            QString::fromUtf8(expected));
    }
    EXPECT_TRUE(m_lab.signIn(1).waitForCount("INBOX", 1)) << "the blind copy";
    EXPECT_EQ(m_shell.list(S("Sent")).size(), 1) << "one copy in Sent";
}

TEST_F(CtlLab, an_answer_is_threaded_and_marks_the_original)
{
    const auto uid = m_lab.deliver(mail("question"));
    sync();
    const QString id = idOf(S("INBOX"), S("question"));
    const auto sent
        = ctl({ S("send"), S("--in-reply-to"), id, S("--body"), S("Yes."), S("--wait") });
    ASSERT_EQ(sent.exitCode, 0) << sent.error.toStdString();
    auto anna = m_lab.signIn(1);
    ASSERT_TRUE(anna.waitForCount("INBOX", 1));
    const auto raw = anna.fetchRaw("INBOX", anna.uids("INBOX").front());
    EXPECT_NE(raw.find("Subject: Re: question"), std::string::npos);
    EXPECT_NE(raw.find("In-Reply-To: <question@fulmar.example>"), std::string::npos);
    sync();
    EXPECT_NE(m_lab.signIn().flags("INBOX", uid).find("\\Answered"), std::string::npos);
}

TEST_F(CtlLab, the_same_key_never_sends_twice)
{
    QJsonObject first;
    for (int i = 0; i < 3; ++i) {
        const auto sent = ctl({ S("send"), S("--to"), QString::fromStdString(m_lab.user()),
            S("--subject"), S("order 7"), S("--key"), S("order-7"), S("--wait") });
        ASSERT_EQ(sent.exitCode, 0) << sent.error.toStdString();
        if (i == 0)
            first = sent.record();
        EXPECT_EQ(sent.record().value(u"outbox"), first.value(u"outbox"));
        EXPECT_EQ(sent.record().value(u"messageId"), first.value(u"messageId"));
    }
    sync();
    EXPECT_EQ(m_shell.list(S("INBOX")).size(), 1);
}

TEST_F(CtlLab, without_wait_a_mail_is_queued_and_the_next_sync_sends_it)
{
    const auto queued = ctl(
        { S("send"), S("--to"), QString::fromStdString(m_lab.user()), S("--subject"), S("later") });
    ASSERT_EQ(queued.exitCode, 0);
    EXPECT_EQ(queued.record().value(u"state").toString(), S("queued"));
    const auto second = ctl(
        { S("send"), S("--to"), QString::fromStdString(m_lab.user()), S("--subject"), S("never") });
    EXPECT_EQ(
        ctl({ S("outbox"), S("cancel"), second.record().value(u"outbox").toString() }).exitCode, 0);
    const auto scheduled
        = ctl({ S("send"), S("--to"), S("x@example.org"), S("--at"), S("2099-01-01T00:00:00Z") });
    EXPECT_EQ(scheduled.record().value(u"state").toString(), S("scheduled"));
    sync();
    ASSERT_TRUE(m_lab.signIn().waitForCount("INBOX", 1));
    const auto shown
        = ctl({ S("outbox"), S("show"), queued.record().value(u"outbox").toString() }).record();
    EXPECT_TRUE(
        QStringList({ S("accepted"), S("sent-seen") }).contains(shown.value(u"state").toString()));
    EXPECT_EQ(ctl({ S("outbox"), S("list") }).records().size(), 3);
}

TEST_F(CtlLab, called_as_sendmail_it_takes_a_mail_from_standard_input)
{
    const QString link = m_shell.path(S("sendmail"));
    ASSERT_TRUE(QFile::link(QStringLiteral(FULMARCTL), link));
    QProcess sendmail;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(S("FULMAR_PROFILE"), m_shell.profile());
    sendmail.setProcessEnvironment(environment);
    sendmail.start(link, { S("-t"), S("-oi"), S("-f"), QString::fromStdString(m_lab.user()) });
    sendmail.write("To: demo@fulmar.example\nBcc: anna@fulmar.example\nSubject: from cron\n\n.\nA "
                   "dot stood there.\n");
    sendmail.closeWriteChannel();
    ASSERT_TRUE(sendmail.waitForFinished(30'000));
    EXPECT_EQ(sendmail.exitCode(), 0) << sendmail.readAllStandardError().toStdString();
    EXPECT_TRUE(sendmail.readAllStandardOutput().isEmpty());
    auto probe = m_lab.signIn();
    ASSERT_TRUE(probe.waitForCount("INBOX", 1));
    const auto raw = probe.fetchRaw("INBOX", probe.uids("INBOX").front());
    EXPECT_NE(raw.find("\r\n\r\n.\r\nA dot stood there.\r\n"), std::string::npos) << raw;
    EXPECT_EQ(raw.find("Bcc"), std::string::npos);
    EXPECT_TRUE(m_lab.signIn(1).waitForCount("INBOX", 1));
}

TEST_F(CtlLab, a_killed_first_sync_goes_on_without_double_and_gap)
{
    std::vector<std::string> raws;
    for (int i = 0; i < 150; ++i)
        m_lab.deliver(mail("bulk" + std::to_string(i), std::string(20'000, 'y') + "\r\n"));
    for (int kill = 0; kill < 4; ++kill) {
        auto running = m_shell.start({ S("sync") });
        running->waitForFinished(30 + 40 * kill);
        sendSignal(*running, SIGKILL);
        running->waitForFinished(10'000);
    }
    const auto done = ctl({ S("sync") });
    ASSERT_EQ(done.exitCode, 0) << done.error.toStdString();
    EXPECT_EQ(done.records().last().value(u"bodiesMissing").toInt(), 0);
    const auto messages = m_shell.list(S("INBOX"));
    EXPECT_EQ(messages.size(), 150);
    QSet<QString> subjects;
    for (const auto& message : messages) {
        subjects.insert(message.value(u"subject").toString());
        EXPECT_TRUE(message.value(u"hasBody").toBool());
    }
    EXPECT_EQ(subjects.size(), 150);
}

TEST_F(CtlLab, the_protocol_log_shows_the_sign_in_masked)
{
    sync();
    const auto log = ctl({ S("log") }, {}, false).out;
    EXPECT_TRUE(log.contains("AUTHENTICATE") || log.contains("LOGIN"));
    EXPECT_FALSE(log.contains(QByteArray::fromStdString(m_lab.password())));
    const QByteArray plain = QByteArray("\0", 1) + QByteArray::fromStdString(m_lab.user())
        + QByteArray("\0", 1) + QByteArray::fromStdString(m_lab.password());
    EXPECT_FALSE(log.contains(plain.toBase64()));
}

TEST_F(CtlLab, a_password_lives_in_the_keychain_and_nowhere_else)
{
    if (QStandardPaths::findExecutable(S("dbus-run-session")).isEmpty()
        || QStandardPaths::findExecutable(S("gnome-keyring-daemon")).isEmpty())
        GTEST_SKIP() << "dbus-run-session and gnome-keyring-daemon are needed for this";
    auto arguments = m_shell.accountArguments(m_lab, 1);
    arguments.remove(arguments.indexOf(S("--password-command")), 2);
    const QString password = QString::fromStdString(m_lab.password(1));
    m_shell.write(S("session.sh"),
        "set -e\n"
        "ctl() { \"$FULMARCTL\" --profile \"$PROFILE\" --json \"$@\"; }\n"
        "printf keyring | gnome-keyring-daemon --unlock --components=secrets >/dev/null\n"
        "printf '%s\\n' \"$PASSWORD\" | ctl \"$@\" --password-stdin >/dev/null\n"
        "ctl account check a2 >/dev/null\n"
        "ctl account remove a2 >/dev/null\n"
        "echo done\n");
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(S("FULMARCTL"), QStringLiteral(FULMARCTL));
    environment.insert(S("PROFILE"), m_shell.profile());
    environment.insert(S("PASSWORD"), password);
    for (const auto& variable :
        { S("HOME"), S("XDG_DATA_HOME"), S("XDG_CONFIG_HOME"), S("XDG_RUNTIME_DIR") })
        environment.insert(variable, m_shell.path(S("home")));
    QDir(m_shell.path(S("."))).mkdir(S("home"));
    ::chmod(m_shell.path(S("home")).toUtf8().constData(), 0700);
    QProcess session;
    session.setProcessEnvironment(environment);
    session.start(S("dbus-run-session"),
        QStringList{ S("--"), S("sh"), m_shell.path(S("session.sh")) } + arguments);
    ASSERT_TRUE(session.waitForFinished(60'000));
    EXPECT_EQ(session.exitCode(), 0) << session.readAllStandardError().toStdString();
    EXPECT_TRUE(session.readAllStandardOutput().contains("done"));
    QDirIterator files(m_shell.profile(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int looked = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        EXPECT_FALSE(file.readAll().contains(password.toUtf8())) << file.fileName().toStdString();
        ++looked;
    }
    EXPECT_GT(looked, 2);
}

} // namespace
