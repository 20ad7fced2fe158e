// SPDX-License-Identifier: GPL-3.0-or-later
// The real fulmarctl against a server that behaves as Gmail does.
#include "fulmarctl_run.h"
#include "gmail_lab.h"

#include <gtest/gtest.h>

#include <QJsonArray>

#include <set>

namespace fulmar::test {
namespace {

QStringList words(const QJsonValue& values)
{
    QStringList list;
    for (const auto& value : values.toArray())
        list += value.toString();
    return list;
}

class CtlGmail : public testing::Test {
protected:
    void begin()
    {
        const auto added = shell.run({ QStringLiteral("account"), QStringLiteral("add"),
            QString::fromStdString(GmailLab::user()), QStringLiteral("--imap"),
            QStringLiteral("imaps://127.0.0.1:%1").arg(lab.imap()), QStringLiteral("--smtp"),
            QStringLiteral("smtps://127.0.0.1:%1").arg(lab.smtp()), QStringLiteral("--ca-file"),
            QString::fromStdString(lab.caFile()), QStringLiteral("--password-command"),
            QStringLiteral("echo %1").arg(QString::fromStdString(GmailLab::password())) });
        ASSERT_EQ(added.exitCode, 0) << added.error.toStdString();
        sync();
    }
    void sync()
    {
        const auto ended = shell.run({ QStringLiteral("sync") });
        EXPECT_EQ(ended.exitCode, 0) << ended.error.toStdString();
    }
    QJsonObject mail(int n)
    {
        const auto ended = shell.run(
            { QStringLiteral("list"), QStringLiteral("--limit"), QStringLiteral("1000") });
        for (const auto& record : ended.records()) {
            if (record[QStringLiteral("messageId")].toString().toStdString()
                == GmailLab::messageId(n))
                return record;
        }
        return {};
    }
    QString id(int n) { return mail(n)[QStringLiteral("id")].toString(); }
    Ended run(const QStringList& arguments)
    {
        const auto ended = shell.run(arguments);
        EXPECT_EQ(ended.exitCode, 0)
            << arguments.join(u' ').toStdString() << ended.error.toStdString();
        return ended;
    }

    GmailLab lab;
    Shell shell;
};

TEST_F(CtlGmail, labels_are_folders_and_stand_in_the_json)
{
    lab.deliver(1, { "\\Inbox", "Work/Bills ü", "\\Important" });
    lab.deliver(2, { "Work/Bills ü" }, { "\\Seen" });
    begin();
    const auto listed = shell.list(QStringLiteral("Work/Bills ü"));
    ASSERT_EQ(listed.size(), 2);
    EXPECT_EQ(words(mail(1)[QStringLiteral("labels")]),
        (QStringList{ QStringLiteral("Work/Bills ü"), QStringLiteral("\\Important"),
            QStringLiteral("\\Inbox") }));
    for (const auto& folder : run({ QStringLiteral("folder"), QStringLiteral("list") }).records()) {
        if (folder[QStringLiteral("folder")].toString() != QStringLiteral("Work/Bills ü"))
            continue;
        EXPECT_EQ(folder[QStringLiteral("total")].toInt(), 2);
        EXPECT_EQ(folder[QStringLiteral("unread")].toInt(), 1);
    }
}

TEST_F(CtlGmail, label_gives_and_takes_and_makes_what_is_missing)
{
    lab.deliver(1, { "\\Inbox" });
    lab.deliver(2, { "\\Inbox", "Old" });
    begin();
    run({ QStringLiteral("label"), id(1), id(2), QStringLiteral("+New/Größe \"x\""),
        QStringLiteral("-Inbox"), QStringLiteral("-Old") });
    EXPECT_EQ(
        words(mail(2)[QStringLiteral("labels")]), QStringList{ QStringLiteral("New/Größe \"x\"") });
    sync();
    EXPECT_EQ(lab.truth(1).labels, (std::set<std::string>{ "New/Größe \"x\"" }));
    EXPECT_EQ(lab.truth(2).labels, (std::set<std::string>{ "New/Größe \"x\"" }));
    const auto missing = shell.run({ QStringLiteral("label"), id(1), QStringLiteral("-Nowhere") });
    EXPECT_EQ(missing.exitCode, 66);
}

TEST_F(CtlGmail, archive_trash_junk_and_delete)
{
    for (int n = 1; n <= 5; ++n)
        lab.deliver(n, { "\\Inbox", "Archive" });
    begin();
    run({ QStringLiteral("archive"), id(1) });
    run({ QStringLiteral("trash"), id(2) });
    run({ QStringLiteral("junk"), id(3) });
    run({ QStringLiteral("delete"), id(4), QStringLiteral("--forever") });
    EXPECT_TRUE(mail(4).isEmpty());
    sync();
    EXPECT_EQ(lab.truth(1).labels, (std::set<std::string>{ "Archive" }))
        << "a label of that name is no archive";
    EXPECT_EQ(lab.truth(2).place, "trash");
    EXPECT_EQ(lab.truth(3).place, "spam");
    EXPECT_EQ(lab.truth().count(GmailLab::messageId(4)), 0U);
    run({ QStringLiteral("junk"), id(3), QStringLiteral("--not") });
    run({ QStringLiteral("move"), id(2), QStringLiteral("INBOX") });
    sync();
    EXPECT_EQ(lab.truth(2).folders, (std::set<std::string>{ "INBOX", "[Gmail]/All Mail" }));
    EXPECT_EQ(lab.truth(3).folders, (std::set<std::string>{ "INBOX", "[Gmail]/All Mail" }));
}

TEST_F(CtlGmail, thread_is_the_conversation_oldest_first)
{
    lab.deliver(1, {});
    lab.deliver(2, { "\\Inbox" }, {}, "In-Reply-To: <mail-1@gmail.example>\r\n");
    lab.deliver(3, { "\\Inbox" });
    lab.deliver(
        4, { "\\Sent" }, {}, "References: <mail-1@gmail.example> <mail-2@gmail.example>\r\n");
    begin();
    QStringList ids;
    std::set<QString> threads;
    for (const auto& record : run({ QStringLiteral("thread"), id(2) }).records()) {
        ids += record[QStringLiteral("messageId")].toString();
        threads.insert(record[QStringLiteral("thread")].toString());
    }
    EXPECT_EQ(ids,
        (QStringList{ QStringLiteral("mail-1@gmail.example"),
            QStringLiteral("mail-2@gmail.example"), QStringLiteral("mail-4@gmail.example") }));
    EXPECT_EQ(threads.size(), 1U);
    EXPECT_EQ(mail(1)[QStringLiteral("thread")], mail(4)[QStringLiteral("thread")]);
    EXPECT_NE(mail(1)[QStringLiteral("thread")], mail(3)[QStringLiteral("thread")]);
}

TEST_F(CtlGmail, search_here_and_on_the_server)
{
    lab.deliver(1, { "\\Inbox" }, {}, "X-Note: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\n");
    lab.deliver(2);
    begin();
    auto found = run({ QStringLiteral("search"), QStringLiteral("NUMBER 2") }).records();
    ASSERT_EQ(found.size(), 2);
    EXPECT_EQ(found[0][QStringLiteral("id")].toString(), id(2));
    EXPECT_TRUE(found[1][QStringLiteral("done")].toBool());
    EXPECT_EQ(found[1][QStringLiteral("total")].toInt(), 1);
    EXPECT_EQ(found[1][QStringLiteral("indexed")].toInt(), 2);

    lab.deliver(3, { "\\Inbox" }, {}, "Subject-Extra: x\r\n");
    found
        = run({ QStringLiteral("search"), QStringLiteral("number 3"), QStringLiteral("--server") })
              .records();
    ASSERT_EQ(found.size(), 2) << "what is not here is fetched";
    EXPECT_EQ(
        found[0][QStringLiteral("messageId")].toString().toStdString(), GmailLab::messageId(3));
    found = run({ QStringLiteral("search"), QStringLiteral("Größe"), QStringLiteral("--server") })
                .records();
    EXPECT_EQ(found.last()[QStringLiteral("total")].toInt(), 0);
    EXPECT_EQ(lab.commands("CHARSET UTF-8").size(), 1U);
    sync();
    EXPECT_EQ(lab.statistics()[QStringLiteral("twice")].toInt(), 0);
}

TEST_F(CtlGmail, a_sent_mail_is_filed_once_and_by_the_server)
{
    begin();
    run({ QStringLiteral("send"), QStringLiteral("--to"), QStringLiteral("bo@example.org"),
        QStringLiteral("--subject"), QStringLiteral("Once"), QStringLiteral("--body"),
        QStringLiteral("Hello."), QStringLiteral("--wait") });
    for (int round = 0; round < 20 && lab.truth().empty(); ++round)
        sync();
    sync();
    EXPECT_EQ(lab.truth().size(), 1U);
    EXPECT_EQ(shell.list(QStringLiteral("[Gmail]/Sent Mail")).size(), 1);
    EXPECT_TRUE(lab.commands("APPEND").empty());
}

} // namespace
} // namespace fulmar::test
