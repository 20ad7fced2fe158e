// SPDX-License-Identifier: GPL-3.0-or-later
// What bad input gets: one sentence, the right exit code, nothing lost.
#include "fulmarctl_run.h"
#include "scripted_peer.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QTcpServer>

#include <csignal>

#include <sys/types.h>

using namespace fulmar::test;

namespace {

#define S(text) QStringLiteral(text)

/// The promise of every failure: the exit code, one line on standard error, one object on standard
/// output.
void expectFailure(const Ended& ended, int exitCode, const char* kind, const char* part)
{
    EXPECT_EQ(ended.exitCode, exitCode) << ended.error.toStdString();
    EXPECT_EQ(ended.error.count('\n'), 1) << ended.error.toStdString();
    const auto error = ended.records().isEmpty()
        ? QJsonObject()
        : ended.records().last().value(u"error").toObject();
    EXPECT_EQ(error.value(u"kind").toString(), QLatin1String(kind)) << ended.out.toStdString();
    for (const char* key : { "kind", "message", "server", "hint" })
        EXPECT_TRUE(error.contains(QLatin1String(key))) << key;
    EXPECT_NE(error.value(u"message").toString().toStdString().find(part), std::string::npos)
        << error.value(u"message").toString().toStdString();
}

class CtlBadInput : public testing::Test {
protected:
    static void SetUpTestSuite() { s_lab = std::make_unique<Lab>(); }
    static void TearDownTestSuite() { s_lab.reset(); }
    void SetUp() override { ASSERT_TRUE(s_lab->isRunning()); }

    Ended add(const QString& option, const QString& value)
    {
        auto arguments = m_shell.accountArguments(*s_lab);
        const auto at = arguments.indexOf(option);
        if (at < 0)
            arguments += { option, value };
        else
            arguments[at + 1] = value;
        return m_shell.run(arguments);
    }
    void expectNothingStored()
    {
        EXPECT_TRUE(m_shell.run({ S("account"), S("list") }).records().isEmpty());
    }

    static std::unique_ptr<Lab> s_lab;
    Shell m_shell;
};

std::unique_ptr<Lab> CtlBadInput::s_lab;

TEST_F(CtlBadInput, wrong_password)
{
    expectFailure(add(S("--password-command"), S("echo wrong")), 77, "authentication",
        "refused the user name or password");
    expectNothingStored();
}

TEST_F(CtlBadInput, unknown_host)
{
    expectFailure(add(S("--imap"), S("imaps://no-such-host.invalid:993")), 69, "network",
        "no server with the name");
    expectNothingStored();
}

TEST_F(CtlBadInput, closed_port)
{
    QTcpServer server;
    ASSERT_TRUE(server.listen(QHostAddress::LocalHost));
    const auto port = server.serverPort();
    server.close();
    expectFailure(add(S("--imap"), S("imaps://127.0.0.1:%1").arg(port)), 69, "network",
        "does not take connections");
    expectFailure(add(S("--smtp"), S("smtps://127.0.0.1:%1").arg(port)), 69, "network",
        "does not take connections");
    expectNothingStored();
}

TEST_F(CtlBadInput, certificate_that_nobody_vouches_for)
{
    auto arguments = m_shell.accountArguments(*s_lab);
    arguments.remove(arguments.indexOf(S("--ca-file")), 2);
    expectFailure(m_shell.run(arguments), 76, "tls", "certificate");
    expectNothingStored();
}

TEST_F(CtlBadInput, certificate_that_is_expired_or_of_another_server)
{
    struct Row {
        CertificateSpec spec;
        const char* part;
    };
    const auto authority = makeIdentity({ .commonName = "Test CA", .isCa = true });
    m_shell.write(S("ca.pem"), authority.certificatePem);
    for (const auto& [spec, part] :
        { Row{ { .addresses = { "127.0.0.1" }, .validFrom = -864'000, .validTo = -86'400 },
              "has expired" },
            Row{ { .addresses = { "127.0.0.1" }, .validFrom = 86'400, .validTo = 864'000 },
                "not valid yet" },
            Row{ { .dnsNames = { "mail.example.org" } }, "belongs to another server" } }) {
        ScriptedPeer peer(makeIdentity(spec, &authority));
        auto arguments = m_shell.accountArguments(*s_lab);
        arguments[arguments.indexOf(S("--ca-file")) + 1] = S("ca.pem");
        for (const auto& [option, scheme] :
            { std::pair{ S("--imap"), S("imaps") }, { S("--smtp"), S("smtps") } })
            arguments[arguments.indexOf(option) + 1]
                = S("%1://127.0.0.1:%2").arg(scheme).arg(peer.serverPort());
        expectFailure(m_shell.run(arguments), 76, "tls", part);
    }
    expectNothingStored();
}

TEST_F(CtlBadInput, server_that_closes_at_once_or_talks_rubbish)
{
    const auto authority = makeIdentity({ .commonName = "Test CA", .isCa = true });
    m_shell.write(S("ca.pem"), authority.certificatePem);
    const std::function<void(QSslSocket&)> behaviours[] = {
        [](QSslSocket& socket) { socket.disconnectFromHost(); },
        [](QSslSocket& socket) { socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"); },
        [](QSslSocket& socket) { socket.write("* BYE overloaded\r\n"); },
    };
    for (const auto& behaviour : behaviours) {
        ScriptedPeer peer(makeIdentity({ .addresses = { "127.0.0.1" } }, &authority));
        peer.onEncrypted = behaviour;
        auto arguments = m_shell.accountArguments(*s_lab);
        arguments[arguments.indexOf(S("--ca-file")) + 1] = S("ca.pem");
        for (const auto& [option, scheme] :
            { std::pair{ S("--imap"), S("imaps") }, { S("--smtp"), S("smtps") } })
            arguments[arguments.indexOf(option) + 1]
                = S("%1://127.0.0.1:%2").arg(scheme).arg(peer.serverPort());
        const auto ended = m_shell.run(arguments);
        EXPECT_TRUE(ended.exitCode == 69 || ended.exitCode == 75 || ended.exitCode == 76)
            << ended.exitCode << ended.error.toStdString();
        EXPECT_EQ(ended.error.count('\n'), 1) << ended.error.toStdString();
    }
    expectNothingStored();
}

TEST_F(CtlBadInput, clear_text_is_not_there)
{
    expectFailure(add(S("--imap"), S("imap://127.0.0.1:143")), 64, "usage", "no clear-text form");
}

TEST_F(CtlBadInput, unknown_provider)
{
    expectFailure(m_shell.run({ S("account"), S("add"), S("a@unknown.invalid"),
                      S("--password-command"), S("echo x") }),
        78, "configuration", "servers of unknown.invalid are not known");
}

TEST_F(CtlBadInput, password_command_that_fails)
{
    expectFailure(add(S("--password-command"), S("echo 'locked' >&2; exit 1")), 78, "storage",
        "password command failed: exit code 1: locked");
}

TEST_F(CtlBadInput, no_password)
{
    auto arguments = m_shell.accountArguments(*s_lab);
    arguments.remove(arguments.indexOf(S("--password-command")), 2);
    expectFailure(m_shell.run(arguments), 64, "usage", "password is needed");
    expectFailure(m_shell.run(arguments + QStringList{ S("--password-stdin") }), 64, "usage",
        "password is needed");
}

TEST_F(CtlBadInput, a_password_that_changed_is_told_and_nothing_is_lost)
{
    const QString account = m_shell.addAccount(*s_lab);
    s_lab->deliver("Subject: kept\r\n\r\nHi\r\n");
    ASSERT_EQ(m_shell.run({ S("sync") }).exitCode, 0);
    const auto before = m_shell.list(S("INBOX")).size();
    ASSERT_EQ(
        m_shell.run({ S("account"), S("set"), account, S("password-command=echo wrong") }).exitCode,
        0);
    expectFailure(
        m_shell.run({ S("sync") }), 77, "authentication", "refused the user name or password");
    EXPECT_EQ(m_shell.list(S("INBOX")).size(), before);
    const auto listed = m_shell.run({ S("account"), S("list") }).record();
    EXPECT_EQ(listed.value(u"state").toString(), S("sign-in-again"));
    EXPECT_FALSE(listed.value(u"error").toString().isEmpty());
    const auto checked = m_shell.run({ S("account"), S("check") });
    EXPECT_EQ(checked.exitCode, 77);
    bool untried = false;
    for (const auto& step : checked.records())
        untried = untried || step.value(u"ok").isNull();
    EXPECT_TRUE(untried) << "what could not be tried is null";
}

TEST_F(CtlBadInput, a_refused_recipient_parks_the_mail_with_the_servers_words)
{
    m_shell.addAccount(*s_lab);
    const auto sent = m_shell.run({ S("send"), S("--to"), S("nobody@elsewhere.example"),
        S("--subject"), S("x"), S("--wait") });
    EXPECT_EQ(sent.exitCode, 69) << sent.error.toStdString();
    EXPECT_EQ(sent.record().value(u"state").toString(), S("refused"));
    EXPECT_FALSE(sent.record().value(u"server").toString().isEmpty());
    const auto deferred = m_shell.run(
        { S("send"), S("--to"), S("nobody@defer.example"), S("--subject"), S("x"), S("--wait") });
    EXPECT_EQ(deferred.exitCode, 75) << deferred.error.toStdString();
    EXPECT_EQ(deferred.record().value(u"state").toString(), S("queued"));
}

TEST_F(CtlBadInput, what_is_wrong_with_a_mail_is_told_before_anything_is_queued)
{
    m_shell.addAccount(*s_lab);
    const QString self = QString::fromStdString(s_lab->user());
    expectFailure(m_shell.run({ S("send"), S("--to"), S("anna@"), S("--subject"), S("x") }), 65,
        "rejected", "anna@");
    expectFailure(
        m_shell.run({ S("send"), S("--subject"), S("x") }), 65, "rejected", "no recipient");
    expectFailure(m_shell.run({ S("send"), S("--to"), self, S("--attach"), S("missing.pdf") }), 66,
        "not-found", "missing.pdf");
    expectFailure(
        m_shell.run({ S("send"), S("--to"), self, S("--attach"), S("/") }), 66, "not-found", "/");
    expectFailure(m_shell.run({ S("send"), S("--to"), self, S("--at"), S("some day") }), 64,
        "usage", "no time");
    expectFailure(m_shell.run({ S("send"), S("--to"), self, S("--from"), S("other@example.org") }),
        78, "configuration", "other@example.org");
    expectFailure(m_shell.run({ S("send"), S("--to"), self, S("--in-reply-to"), S("m99999") }), 66,
        "not-found", "m99999");
    expectFailure(m_shell.run({ S("send"), S("-t") }, "Subject: nobody\n\nHi\n"), 65, "rejected",
        "no recipient");
    expectFailure(m_shell.run({ S("send"), S("-t") }, ""), 65, "data", "no message");
    EXPECT_TRUE(m_shell.run({ S("outbox"), S("list") }).records().isEmpty());
}

TEST_F(CtlBadInput, what_is_not_there_is_named)
{
    m_shell.addAccount(*s_lab);
    ASSERT_EQ(m_shell.run({ S("sync") }).exitCode, 0);
    expectFailure(m_shell.run({ S("show"), S("m99999") }), 66, "not-found", "m99999");
    expectFailure(m_shell.run({ S("show"), S("rubbish") }), 66, "not-found", "rubbish");
    expectFailure(
        m_shell.run({ S("list"), S("--folder"), S("Nowhere") }), 66, "not-found", "Nowhere");
    expectFailure(m_shell.run({ S("list"), S("--account"), S("a99") }), 66, "not-found", "a99");
    expectFailure(m_shell.run({ S("flag"), S("m99999"), S("+seen") }), 66, "not-found", "m99999");
    expectFailure(m_shell.run({ S("outbox"), S("cancel"), S("o99") }), 66, "not-found", "o99");
    expectFailure(
        m_shell.run({ S("sync"), S("--folder"), S("Nowhere") }), 66, "not-found", "Nowhere");
    expectFailure(m_shell.run({ S("frobnicate") }), 64, "usage", "frobnicate");
}

TEST_F(CtlBadInput, a_second_program_on_the_profile)
{
    m_shell.addAccount(*s_lab);
    auto watch = m_shell.start({ S("sync"), S("--watch") });
    ASSERT_TRUE(waitForRecord(
        *watch, [](const QJsonObject& record) { return record.value(u"done").toBool(); }));
    EXPECT_EQ(m_shell.run({ S("account"), S("list") }).exitCode, 0) << "the first one answers";
    EXPECT_EQ(m_shell.run({ S("folder"), S("list") }).exitCode, 0);
    expectFailure(m_shell.run({ S("show"), S("m99999") }), 66, "not-found", "m99999");
    sendSignal(*watch, SIGSTOP);
    auto second = m_shell.start({ S("sync") });
    EXPECT_FALSE(second->waitForFinished(1000)) << "it waits";
    sendSignal(*watch, SIGCONT);
    EXPECT_TRUE(second->waitForFinished(30'000));
    EXPECT_EQ(second->exitCode(), 0);
    sendSignal(*watch, SIGKILL);
    watch->waitForFinished(10'000);
    EXPECT_EQ(m_shell.run({ S("account"), S("list") }).exitCode, 0)
        << "a killed holder leaves nothing behind";
}

TEST_F(CtlBadInput, no_wait_fails_while_another_fulmarctl_works)
{
    m_shell.addAccount(*s_lab);
    // A password command that takes its time keeps the first one at its work.
    auto arguments = m_shell.accountArguments(*s_lab, 1);
    arguments[arguments.indexOf(S("--password-command")) + 1]
        = S("sleep 3; echo %1").arg(QString::fromStdString(s_lab->password(1)));
    auto first = m_shell.start(arguments);
    QElapsedTimer timer;
    timer.start();
    Ended refused;
    do {
        refused = m_shell.run({ S("--no-wait"), S("account"), S("list") });
    } while (refused.exitCode == 0 && timer.elapsed() < 2500);
    expectFailure(refused, 75, "storage", "Another program is using this profile");
    const auto waited = m_shell.run({ S("account"), S("list") });
    EXPECT_EQ(waited.exitCode, 0);
    EXPECT_EQ(waited.records().size(), 2) << "it waited for the first to end";
    first->waitForFinished(30'000);
    EXPECT_EQ(first->exitCode(), 0);
}

TEST_F(CtlBadInput, a_damaged_cache_is_set_aside_and_rebuilt)
{
    m_shell.addAccount(*s_lab);
    s_lab->deliver("Subject: survivor\r\n\r\nHi\r\n");
    ASSERT_EQ(m_shell.run({ S("sync") }).exitCode, 0);
    const auto before = m_shell.list(S("INBOX")).size();
    ASSERT_GT(before, 0);
    QFile cache(m_shell.profile() + S("/cache.db"));
    ASSERT_TRUE(cache.open(QIODevice::ReadWrite));
    cache.write(QByteArray(8192, '\x5a'));
    cache.close();
    const auto accounts = m_shell.run({ S("account"), S("list") });
    EXPECT_EQ(accounts.exitCode, 0);
    EXPECT_EQ(accounts.records().size(), 1);
    EXPECT_TRUE(accounts.error.contains("damaged")) << accounts.error.toStdString();
    EXPECT_EQ(m_shell.run({ S("sync") }).exitCode, 0);
    EXPECT_EQ(m_shell.list(S("INBOX")).size(), before);
}

TEST_F(CtlBadInput, a_profile_that_cannot_be_made)
{
    Shell nowhere(S("/proc/no-such-profile"));
    expectFailure(nowhere.run({ S("account"), S("list") }), 73, "storage", "cannot be created");
}

TEST_F(CtlBadInput, an_interrupted_sync_says_so)
{
    m_shell.addAccount(*s_lab);
    ASSERT_EQ(
        m_shell.run({ S("account"), S("set"), S("a1"), S("password-command=sleep 20; echo x") })
            .exitCode,
        0);
    auto running = m_shell.start({ S("sync") });
    EXPECT_FALSE(running->waitForFinished(1000));
    sendSignal(*running, SIGINT);
    ASSERT_TRUE(running->waitForFinished(10'000));
    EXPECT_EQ(running->exitStatus(), QProcess::NormalExit);
    EXPECT_EQ(running->exitCode(), 75);
}

} // namespace
