// SPDX-License-Identifier: GPL-3.0-or-later
// Changes from the command line: queued and visible at once, without a network too, and taken back.
#include "fulmarctl_run.h"

#include <QJsonArray>

#include <gtest/gtest.h>

namespace fulmar::test {
namespace {

QString q(const char* text)
{
    return QString::fromUtf8(text);
}

class CtlChanges : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(lab.isRunning());
        for (int i = 0; i < 3; ++i) {
            const auto n = std::to_string(i);
            lab.deliver("From: anna@fulmar.example\r\nSubject: mail " + n + "\r\nMessage-ID: <c" + n
                + "@fulmar.example>\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\n\r\nHello\r\n");
        }
        account = shell.addAccount(lab);
        ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
        id = shell.list(q("INBOX")).front().value(q("id")).toString();
    }
    QJsonObject change(const QStringList& words)
    {
        const auto ended = shell.run(words);
        EXPECT_EQ(ended.exitCode, 0) << ended.error.toStdString();
        return ended.record();
    }
    qsizetype in(const char* folder) { return shell.list(q(folder)).size(); }
    bool hasFolder(const QString& path)
    {
        for (const auto& folder : shell.run({ q("folder"), q("list") }).records()) {
            if (folder.value(q("folder")).toString() == path)
                return true;
        }
        return false;
    }

    Lab lab;
    Shell shell;
    QString account, id;
};

TEST_F(CtlChanges, every_changing_command_tells_the_same_four_things)
{
    const QStringList commands[] = { { q("flag"), id, q("+seen") }, { q("copy"), id, q("Archive") },
        { q("archive"), id, q("--from"), q("INBOX") }, { q("undo") },
        { q("trash"), id, q("--from"), q("INBOX") }, { q("folder"), q("create"), q("Bills/2026") },
        { q("undo") } };
    for (const auto& words : commands) {
        const auto record = change(words);
        for (const char* key : { "action", "messages", "state", "server" })
            EXPECT_TRUE(record.contains(q(key))) << words.join(u' ').toStdString() << " " << key;
    }
}

TEST_F(CtlChanges, without_a_network_everything_is_queued_and_visible)
{
    ASSERT_EQ(
        shell.run({ q("account"), q("set"), account, q("imap=imaps://127.0.0.1:1") }).exitCode, 0);
    EXPECT_EQ(change({ q("folder"), q("create"), q("Bills/2026") }).value(q("state")), q("queued"));
    EXPECT_EQ(change({ q("move"), id, q("Bills/2026") }).value(q("state")), q("queued"));
    EXPECT_EQ(in("Bills/2026"), 1);
    EXPECT_EQ(in("INBOX"), 2);
    EXPECT_NE(shell.run({ q("sync") }).exitCode, 0);
    EXPECT_EQ(in("Bills/2026"), 1);
    ASSERT_EQ(shell
                  .run({ q("account"), q("set"), account,
                      q("imap=imaps://127.0.0.1:") + QString::number(lab.imaps()) })
                  .exitCode,
        0);
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    EXPECT_EQ(in("Bills/2026"), 1);
    EXPECT_TRUE(shell.run({ q("actions"), q("list") }).records().isEmpty());
    EXPECT_EQ(lab.signIn().uids("Bills/2026").size(), 1U);
}

TEST_F(CtlChanges, undo_takes_back_step_by_step_on_the_server_too)
{
    change({ q("archive"), id });
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    change({ q("folder"), q("rename"), q("Archive"), q("Old") });
    auto undone = change({ q("undo") });
    EXPECT_EQ(undone.value(q("undone")), q("folder rename"));
    EXPECT_EQ(undone.value(q("state")), q("done")) << "it was still queued";
    undone = change({ q("undo") });
    EXPECT_EQ(undone.value(q("undone")), q("archive"));
    EXPECT_EQ(undone.value(q("state")), q("queued"));
    EXPECT_EQ(undone.value(q("messages")).toArray().size(), 1);
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    EXPECT_EQ(lab.signIn().uids("INBOX").size(), 3U);
    EXPECT_EQ(shell.run({ q("undo") }).exitCode, 66) << "nothing is left";
}

TEST_F(CtlChanges, folders_are_changed_and_bad_ones_refused_before_anything_happens)
{
    change({ q("folder"), q("create"), q("Work/2026") });
    change({ q("folder"), q("rename"), q("Work"), q("Job") });
    EXPECT_TRUE(hasFolder(q("Job/2026")));
    EXPECT_EQ(shell.run({ q("folder"), q("delete"), q("Job") }).exitCode, 73);
    EXPECT_EQ(shell.run({ q("folder"), q("create"), q("Job") }).exitCode, 73);
    EXPECT_EQ(shell.run({ q("folder"), q("create"), q("a//b") }).exitCode, 65);
    EXPECT_EQ(shell.run({ q("folder"), q("rename"), q("Nowhere"), q("x") }).exitCode, 66);
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    change({ q("folder"), q("unsubscribe"), q("Job/2026") });
    change({ q("folder"), q("delete"), q("Job"), q("--recursive") });
    EXPECT_FALSE(hasFolder(q("Job/2026")));
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    EXPECT_EQ(lab.signIn().command("LIST \"\" \"*\"").find("Job"), std::string::npos);
}

TEST_F(CtlChanges, junk_marks_and_moves_and_not_junk_brings_back)
{
    change({ q("junk"), id });
    EXPECT_EQ(in("Junk"), 1);
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    const auto uids = lab.signIn().uids("Junk");
    ASSERT_EQ(uids.size(), 1U);
    EXPECT_NE(lab.signIn().flags("Junk", uids.front()).find("$Junk"), std::string::npos);
    change({ q("junk"), id, q("--not") });
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    EXPECT_EQ(lab.signIn().uids("INBOX").size(), 3U);
}

TEST_F(CtlChanges, a_role_is_chosen_for_a_folder)
{
    change({ q("folder"), q("create"), q("Keep") });
    ASSERT_EQ(shell.run({ q("account"), q("set"), account, q("archive=Keep") }).exitCode, 0);
    change({ q("archive"), id });
    EXPECT_EQ(in("Keep"), 1);
    EXPECT_EQ(shell.run({ q("account"), q("set"), account, q("sent=Nowhere") }).exitCode, 66);
}

TEST_F(CtlChanges, deleting_for_good_asks_and_is_final)
{
    EXPECT_EQ(shell.run({ q("delete"), id }).exitCode, 64);
    change({ q("delete"), id, q("--forever") });
    EXPECT_EQ(change({ q("undo") }).value(q("state")), q("done")) << "while it waits";
    EXPECT_EQ(in("INBOX"), 3);
    change({ q("delete"), id, q("--forever") });
    ASSERT_EQ(shell.run({ q("sync") }).exitCode, 0);
    const auto refused = shell.run({ q("undo") });
    EXPECT_NE(refused.exitCode, 0);
    EXPECT_EQ(refused.record().value(q("state")), q("refused"));
}

} // namespace
} // namespace fulmar::test
