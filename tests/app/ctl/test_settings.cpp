// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/account_settings.h"
#include "ctl/command_table.h"
#include "ctl/endpoint_url.h"

#include <gtest/gtest.h>

#include <QJsonObject>
#include <QTemporaryFile>

using namespace fulmar;
using namespace fulmar::ctl;
using transport::TlsMode;

namespace {

Found<Account> add(const char* line)
{
    const auto arguments = parseArguments(QString::fromUtf8(line).split(u' '), commandTable());
    if (!arguments)
        return Unexpected(arguments.error());
    return accountFromArguments(*arguments, QStringLiteral("/"));
}

TEST(EndpointUrl, the_safe_forms_are_read_and_written)
{
    struct Row {
        const char* url;
        Service service;
        const char* host;
        int port;
        TlsMode tls;
        const char* written;
    };
    const Row rows[] = {
        { "imaps://h.example", Service::Imap, "h.example", 993, TlsMode::Implicit,
            "imaps://h.example:993" },
        { "imaps://h.example:1993/", Service::Imap, "h.example", 1993, TlsMode::Implicit,
            "imaps://h.example:1993" },
        { "imap+starttls://h.example", Service::Imap, "h.example", 143, TlsMode::StartTls,
            "imap+starttls://h.example:143" },
        { "smtps://h.example", Service::Smtp, "h.example", 465, TlsMode::Implicit,
            "smtps://h.example:465" },
        { "smtp+starttls://127.0.0.1:2587", Service::Smtp, "127.0.0.1", 2587, TlsMode::StartTls,
            "smtp+starttls://127.0.0.1:2587" },
        { "IMAPS://H.Example", Service::Imap, "h.example", 993, TlsMode::Implicit,
            "imaps://h.example:993" },
        { "imaps://[::1]:993", Service::Imap, "::1", 993, TlsMode::Implicit, "imaps://[::1]:993" },
    };
    for (const auto& row : rows) {
        const auto endpoint = parseEndpoint(QLatin1String(row.url), row.service);
        ASSERT_TRUE(endpoint) << row.url;
        EXPECT_EQ(endpoint->host, row.host) << row.url;
        EXPECT_EQ(endpoint->port, row.port) << row.url;
        EXPECT_EQ(endpoint->tls, row.tls) << row.url;
        EXPECT_EQ(endpointUrl(*endpoint, row.service).toStdString(), row.written);
    }
    EXPECT_TRUE(endpointUrl({}, Service::Imap).isEmpty());
}

TEST(EndpointUrl, clear_text_and_nonsense_are_refused)
{
    for (const char* url :
        { "imap://h.example", "smtps://h.example", "http://h.example", "h.example", "imaps://",
            "imaps://:993", "imaps://h:0", "imaps://h:99999", "imaps://h:x", "imaps://u@h",
            "imaps://u:p@h", "imaps://h/path", "imaps://h?q", "imaps://h#f", "imaps://a b", "" }) {
        const auto endpoint = parseEndpoint(QLatin1String(url), Service::Imap);
        ASSERT_FALSE(endpoint) << url;
        EXPECT_EQ(endpoint.error().exitCode, ExitCode::Usage);
    }
    EXPECT_TRUE(parseEndpoint(QStringLiteral("imap://h"), Service::Imap)
                    .error()
                    .message.contains(u"clear-text"));
}

TEST(AccountArguments, a_known_provider_needs_nothing_else)
{
    const auto account = add("account add anna@gmail.com --name Anna");
    ASSERT_TRUE(account);
    EXPECT_EQ(account->incoming.host, "imap.gmail.com");
    EXPECT_EQ(account->smtp.host, "smtp.gmail.com");
    EXPECT_EQ(account->sentCopy, SentCopy::ServerFiles);
    EXPECT_EQ(account->name, "Anna");
}

TEST(AccountArguments, options_win_over_the_preset)
{
    const auto account = add("account add anna@gmail.com --imap imap+starttls://other.example "
                             "--user ann --sync-days 30 --password-command cat");
    ASSERT_TRUE(account);
    EXPECT_EQ(account->incoming.host, "other.example");
    EXPECT_EQ(account->smtp.host, "smtp.gmail.com");
    EXPECT_EQ(account->user, "ann");
    EXPECT_EQ(account->syncDays, 30U);
    EXPECT_EQ(account->passwordSource, PasswordSource::Command);
    EXPECT_EQ(account->passwordCommand, "cat");
}

TEST(AccountArguments, an_unknown_domain_says_which_flags_to_give)
{
    for (const char* line :
        { "account add a@unknown.example", "account add a@unknown.example --imap imaps://h",
            "account add a@unknown.example --no-incoming" }) {
        const auto account = add(line);
        ASSERT_FALSE(account) << line;
        EXPECT_EQ(account.error().exitCode, ExitCode::Configuration);
        EXPECT_TRUE(account.error().hint.contains(u"--imap imaps://imap.unknown.example:993"));
        EXPECT_TRUE(account.error().hint.contains(u"--smtp"));
    }
    EXPECT_TRUE(add("account add a@unknown.example --no-incoming --smtp smtps://h"));
}

TEST(AccountArguments, wrong_ones_are_told)
{
    EXPECT_EQ(add("account add not-an-address").error().exitCode, ExitCode::Data);
    EXPECT_EQ(add("account add a@gmail.com --ca-file /does/not/exist").error().exitCode,
        ExitCode::NoInput);
    EXPECT_EQ(add("account add a@gmail.com --sync-days many").error().exitCode, ExitCode::Usage);
    EXPECT_EQ(add("account add a@gmail.com --no-incoming --imap imaps://h").error().exitCode,
        ExitCode::Usage);
}

TEST(AccountArguments, the_ca_file_belongs_to_both_servers_whatever_the_order)
{
    QTemporaryFile file;
    ASSERT_TRUE(file.open());
    const auto line
        = QStringLiteral("account add a@x.example --ca-file %1 --imap imaps://h --smtp smtps://h")
              .arg(file.fileName());
    const auto account = add(line.toUtf8().constData());
    ASSERT_TRUE(account);
    EXPECT_EQ(account->incoming.caFile, file.fileName().toStdString());
    EXPECT_EQ(account->smtp.caFile, file.fileName().toStdString());
}

TEST(AccountSettings, each_key_changes_its_setting_and_unknown_ones_are_named)
{
    Account account = *add("account add anna@gmail.com");
    for (const char* assignment : { "name=Zoë B", "user=u", "smtp-user=s", "imap=imaps://i:1",
             "smtp=smtps://s:2", "sync-days=7", "enabled=no", "sent-copy=append" })
        EXPECT_TRUE(applySetting(account, QString::fromUtf8(assignment), QStringLiteral("/")))
            << assignment;
    EXPECT_EQ(account.name, "Zoë B");
    EXPECT_EQ(account.incoming.port, 1);
    EXPECT_EQ(account.smtp.port, 2);
    EXPECT_FALSE(account.enabled);
    EXPECT_EQ(account.sentCopy, SentCopy::Append);
    for (const char* assignment : { "frob=1", "name", "=x", "enabled=maybe", "sent-copy=both",
             "imap=imap://h", "sync-days=-1" })
        EXPECT_FALSE(applySetting(account, QString::fromUtf8(assignment), QStringLiteral("/")))
            << assignment;
}

TEST(Password, is_the_first_line_of_standard_input_as_it_is)
{
    struct Row {
        QByteArray input;
        const char* password;
    };
    const Row rows[]
        = { { "secret\n", "secret" }, { "secret", "secret" }, { "secret\r\nmore\n", "secret" },
              { " a b ", " a b " }, { "abcd efgh ijkl mnop\n", "abcdefghijklmnop" } };
    for (const auto& row : rows) {
        const auto password = passwordFromInput(row.input);
        ASSERT_TRUE(password);
        EXPECT_EQ(password->reveal(), row.password);
    }
    for (const QByteArray& empty :
        { QByteArray(), QByteArray("\n"), QByteArray("\r\n"), QByteArray("\nsecond") })
        EXPECT_FALSE(passwordFromInput(empty));
}

} // namespace
