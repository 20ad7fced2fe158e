// SPDX-License-Identifier: GPL-3.0-or-later
// Folders, their purposes, and what waits for the servers.
#include "fake_backend.h"
#include "model_spy.h"

#include "viewmodels/account_folders.h"
#include "viewmodels/folder_actions.h"
#include "viewmodels/pending_actions_model.h"

#include <QSignalSpy>

#include <gtest/gtest.h>

namespace fulmar::app::testing {
namespace {

class FolderModels : public ::testing::Test {
protected:
    FakeBackend backend;
    MailboxTreeModel mailboxes{ backend };
    FolderActions folders{ backend, mailboxes };

    void SetUp() override
    {
        AccountRecord record;
        record.account.id = { 1 };
        record.account.email = "anna@example.org";
        backend.reader.accountList = { record };
        const std::pair<const char*, FolderRole> list[]
            = { { "INBOX", FolderRole::Inbox }, { "Sent", FolderRole::Sent },
                  { "Work", FolderRole::None }, { "Work/2026", FolderRole::None } };
        for (const auto& [path, role] : list) {
            Folder folder;
            folder.id = { static_cast<std::int64_t>(backend.reader.folderList.size()) + 1 };
            folder.account = { 1 };
            folder.path = path;
            folder.name = folder.path.substr(folder.path.rfind('/') + 1);
            folder.role = role;
            folder.delimiter = '.';
            folder.total = 3;
            backend.reader.folderList.push_back(folder);
        }
        mailboxes.reload();
        settle();
    }
    const Action& last() { return backend.changes.back().actions.back(); }
};

TEST_F(FolderModels, only_a_persons_own_folders_are_renamed_and_deleted)
{
    EXPECT_FALSE(folders.canChange(QStringLiteral("f1")));
    EXPECT_FALSE(folders.canChange(QStringLiteral("f2")));
    EXPECT_TRUE(folders.canChange(QStringLiteral("f3")));
    EXPECT_FALSE(folders.canChange(QStringLiteral("outbox")));
    EXPECT_TRUE(folders.canCreateIn(QStringLiteral("a1")));
    EXPECT_TRUE(folders.canCreateIn(QStringLiteral("f3")));
    EXPECT_FALSE(folders.canCreateIn(QStringLiteral("drafts")));
}

TEST_F(FolderModels, a_new_folder_goes_where_it_was_asked_for)
{
    folders.create(QStringLiteral("a1"), QStringLiteral("  Bills "));
    EXPECT_EQ(std::get<CreateFolder>(last()).path, "Bills");
    folders.create(QStringLiteral("f3"), QStringLiteral("2027"));
    EXPECT_EQ(std::get<CreateFolder>(last()).path, "Work/2027");
    folders.create(QStringLiteral("f3"), QStringLiteral("   "));
    EXPECT_EQ(backend.changes.size(), 2U);
}

TEST_F(FolderModels, a_bad_name_is_said_while_it_is_typed)
{
    EXPECT_TRUE(folders.problemOfNew(QStringLiteral("a1"), QStringLiteral("Bills")).isEmpty());
    EXPECT_TRUE(folders.problemOfNew(QStringLiteral("a1"), {}).isEmpty()) << "not yet";
    for (const char* bad : { "Work", "a/b", "a.b", "a*" })
        EXPECT_FALSE(folders.problemOfNew(QStringLiteral("a1"), QString::fromUtf8(bad)).isEmpty())
            << bad;
    EXPECT_FALSE(folders.problemOfNew(QStringLiteral("f3"), QStringLiteral("2026")).isEmpty());
    EXPECT_TRUE(folders.problemOfRename(QStringLiteral("f3"), QStringLiteral("Work")).isEmpty());
    EXPECT_FALSE(folders.problemOfRename(QStringLiteral("f3"), QStringLiteral("Sent")).isEmpty());
}

TEST_F(FolderModels, a_rename_keeps_the_place)
{
    folders.rename(QStringLiteral("f4"), QStringLiteral("2025"));
    EXPECT_EQ(std::get<RenameFolder>(last()).path, "Work/2025");
    EXPECT_EQ(std::get<RenameFolder>(last()).folder, FolderId{ 4 });
}

TEST_F(FolderModels, deleting_says_what_goes_and_takes_the_deepest_first)
{
    EXPECT_TRUE(folders.deletionWarning(QStringLiteral("f3")).contains(QStringLiteral("6")));
    const QSignalSpy done(&folders, &FolderActions::done);
    folders.remove(QStringLiteral("f3"));
    settle();
    ASSERT_EQ(backend.changes.back().actions.size(), 2U);
    EXPECT_EQ(folderActedOn(backend.changes.back().actions.front()), FolderId{ 4 });
    EXPECT_EQ(folderActedOn(last()), FolderId{ 3 });
    ASSERT_EQ(done.count(), 1);
    EXPECT_FALSE(done.front().at(1).toBool()) << "there is no way back";
}

TEST_F(FolderModels, a_refusal_is_told)
{
    backend.orderFailure = Error{ ErrorKind::Rejected, "Work", {}, "folder-exists" };
    const QSignalSpy refused(&folders, &FolderActions::refused);
    folders.create(QStringLiteral("a1"), QStringLiteral("Work"));
    settle();
    EXPECT_EQ(refused.count(), 1);
}

TEST_F(FolderModels, the_purpose_of_a_folder_is_chosen_and_given_back)
{
    AccountFolders purposes(backend, mailboxes, AccountId{ 1 });
    const ModelSpy spy(purposes);
    EXPECT_EQ(purposes.choices().size(), 4) << "none, Sent, Work, Work/2026; never the inbox";
    EXPECT_EQ(purposes.rowCount(), 5);
    EXPECT_EQ(purposes.data(purposes.index(0), AccountFolders::ChosenRole).toInt(), 1);
    EXPECT_EQ(purposes.data(purposes.index(2), AccountFolders::ChosenRole).toInt(), 0);
    purposes.choose(QStringLiteral("archive"), 2);
    EXPECT_EQ(backend.roles.back(), std::pair(FolderRole::Archive, std::string("Work")));
    purposes.choose(QStringLiteral("archive"), 0);
    EXPECT_EQ(backend.roles.back(), std::pair(FolderRole::Archive, std::string()));
    purposes.choose(QStringLiteral("inbox"), 9);
    EXPECT_EQ(backend.roles.size(), 2U);
}

TEST_F(FolderModels, what_waits_is_said_in_words_and_can_be_tried_or_forgotten)
{
    PendingAction move{ .id = { 7 }, .account = { 1 }, .action = MoveTo{ { 3 } } };
    move.targets = { {}, {} };
    PendingAction create{ .id = { 8 }, .account = { 1 } };
    create.action = CreateFolder{ .folder = { 9 }, .account = { 1 }, .path = "Bills" };
    create.lastError = R"(the server said no)";
    backend.reader.actionList = { move, create };
    PendingActionsModel pending(backend);
    pending.reload();
    settle();
    ASSERT_EQ(pending.rowCount(), 2);
    EXPECT_EQ(pending.row(0)->sentence, QStringLiteral("Move 2 messages to “Work”"));
    EXPECT_EQ(pending.row(0)->detail, QStringLiteral("anna@example.org"));
    EXPECT_FALSE(pending.row(0)->troubled);
    EXPECT_EQ(pending.row(1)->sentence, QStringLiteral("Create the folder “Bills”"));
    EXPECT_TRUE(pending.row(1)->troubled);
    EXPECT_TRUE(pending.troubled());
    pending.retry();
    EXPECT_EQ(backend.actionRetries, 1);
    pending.drop(QStringLiteral("c8"));
    EXPECT_EQ(backend.dropped.back(), ActionId{ 8 });
}

} // namespace
} // namespace fulmar::app::testing
