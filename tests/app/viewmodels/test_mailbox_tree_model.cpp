// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_backend.h"
#include "model_spy.h"
#include "viewmodels/mailbox_tree_model.h"

#include <gmock/gmock.h>

namespace fulmar::app::testing {
namespace {

Folder folder(
    std::int64_t id, const char* path, FolderRole role = FolderRole::None, bool selectable = true)
{
    Folder made;
    made.id = { id };
    made.account = { 1 };
    made.path = path;
    made.role = role;
    made.selectable = selectable;
    return made;
}

struct MailboxTree : ::testing::Test {
    FakeBackend backend;
    MailboxTreeModel model{ backend };
    ModelSpy spy{ model };

    MailboxTree()
    {
        AccountRecord record;
        record.account.id = { 1 };
        record.account.email = "anna@example.org";
        backend.reader.accountList = { record };
    }
    void load(std::vector<Folder> folders)
    {
        backend.reader.folderList = std::move(folders);
        model.reload();
        settle();
    }
    std::vector<std::string> lines()
    {
        std::vector<std::string> out;
        for (const MailboxRow& row : model.rows())
            out.push_back(
                std::string(static_cast<std::size_t>(row.depth), ' ') + row.name.toStdString());
        return out;
    }
};

using ::testing::ElementsAre;

TEST_F(MailboxTree, roles_come_first_and_plain_folders_as_a_tree)
{
    load({ folder(1, "INBOX", FolderRole::Inbox), folder(2, "Trash", FolderRole::Trash),
        folder(3, "Sent", FolderRole::Sent), folder(4, "Work"), folder(5, "Work/Berlin") });
    EXPECT_THAT(lines(),
        ElementsAre("anna@example.org", "Inbox", "Sent", "Trash", "Work", " Berlin",
            "On this computer", "Drafts (local)", "Outbox"));
}

TEST_F(MailboxTree, gmails_container_is_not_shown)
{
    load({ folder(1, "INBOX", FolderRole::Inbox), folder(2, "[Gmail]", FolderRole::None, false),
        folder(3, "[Gmail]/All Mail", FolderRole::All) });
    EXPECT_THAT(lines(),
        ElementsAre("anna@example.org", "Inbox", "All mail", "On this computer", "Drafts (local)",
            "Outbox"));
}

TEST_F(MailboxTree, closing_a_folder_hides_what_is_below_it_and_keeps_the_place)
{
    load({ folder(1, "INBOX", FolderRole::Inbox), folder(4, "Work"), folder(5, "Work/Berlin"),
        folder(6, "Work/Berlin/X") });
    model.open(QStringLiteral("f6"));
    spy.clear();
    model.toggleExpanded(QStringLiteral("f4"));
    EXPECT_THAT(lines(),
        ElementsAre(
            "anna@example.org", "Inbox", "Work", "On this computer", "Drafts (local)", "Outbox"));
    EXPECT_EQ(spy.removed.count(), 1);
    EXPECT_EQ(spy.reset.count(), 0);
    EXPECT_EQ(model.currentKey(), QStringLiteral("f6"));
}

TEST_F(MailboxTree, a_count_is_one_data_change)
{
    load({ folder(1, "INBOX", FolderRole::Inbox), folder(4, "Work") });
    spy.clear();
    backend.reader.folderList[0].unread = 3;
    ChangeSet set;
    set.folders = { FolderId{ 1 } };
    Q_EMIT backend.changed(set);
    settle();
    EXPECT_EQ(spy.changed.count(), 1);
    EXPECT_EQ(
        spy.inserted.count() + spy.removed.count() + spy.moved.count() + spy.reset.count(), 0);
    EXPECT_EQ(
        model.index(1).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Inbox, 3 unread"));
}

TEST_F(MailboxTree, starts_in_the_inbox_and_falls_back_to_it)
{
    load({ folder(4, "Work"), folder(1, "INBOX", FolderRole::Inbox) });
    EXPECT_EQ(model.currentKey(), QStringLiteral("f1"));
    model.open(QStringLiteral("f4"));
    load({ folder(1, "INBOX", FolderRole::Inbox) });
    EXPECT_EQ(model.currentKey(), QStringLiteral("f1"));
}

TEST_F(MailboxTree, unread_numbers_of_junk_and_sent_are_left_out)
{
    Folder junk = folder(2, "Junk", FolderRole::Junk);
    junk.unread = 40;
    load({ folder(1, "INBOX", FolderRole::Inbox), junk });
    EXPECT_EQ(model.index(model.indexOfKey(QStringLiteral("f2")))
                  .data(MailboxTreeModel::CountRole)
                  .toInt(),
        0);
}

} // namespace
} // namespace fulmar::app::testing
