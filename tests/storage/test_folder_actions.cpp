// SPDX-License-Identifier: GPL-3.0-or-later
// The folder tree as a person changes it: shown at once, done by the server later.
#include "store_fixture.h"

namespace fulmar::storage::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class FolderActionTest : public StoreTest {
protected:
    void SetUp() override
    {
        StoreTest::SetUp();
        auto list = folderList();
        for (auto& folder : list)
            folder.delimiter = '.';
        list.push_back({ .path = "Work", .wireName = "Work", .delimiter = '.' });
        list.push_back({ .path = "Work/2026", .wireName = "Work.2026", .delimiter = '.' });
        must(mail().applyFolderList(account, list));
        work = folderNamed("Work");
        year = folderNamed("Work/2026");
        must(mail().resetFolder(year, 7));
    }
    Result<MailStore::Recorded> change(const Action& action)
    {
        return mail().record({ .name = actionName(action), .actions = { action } }, 1000);
    }
    ActionId only(const Action& action)
    {
        const auto recorded = must(change(action));
        return recorded.actions.empty() ? ActionId{} : recorded.actions.back();
    }
    Action create(const std::string& path)
    {
        return CreateFolder{ .account = account, .path = path };
    }
    std::vector<std::string> paths()
    {
        std::vector<std::string> out;
        for (const auto& folder : must(reader->folders(account)))
            out.push_back(folder.path);
        return out;
    }
    void done(ActionId action, const RemoteFolder& folder)
    {
        ActionOutcome outcome;
        outcome.folder = folder;
        must(mail().actionDone(pending(action), outcome));
    }
    FolderId work, year;
};

TEST_F(FolderActionTest, a_new_folder_is_shown_at_once_with_those_above_it)
{
    const auto recorded = must(change(create("Bills/2026")));
    EXPECT_THAT(recorded.actions, SizeIs(2));
    EXPECT_THAT(paths(), Contains("Bills"));
    EXPECT_THAT(paths(), Contains("Bills/2026"));
    EXPECT_TRUE(seen.back().folderTree);
    reopen();
    EXPECT_THAT(paths(), Contains("Bills/2026")) << "durable";
}

TEST_F(FolderActionTest, mail_moves_into_a_folder_that_is_still_to_be_made)
{
    add(inbox, { aMessage(5) });
    const MessageId id = at(inbox, 5);
    const auto made = must(change(create("Bills")));
    const FolderId bills = made.folders.front();
    const auto moved = record(MoveTo{ bills }, id, inbox);
    EXPECT_THAT(listed(bills), ElementsAre(id));
    EXPECT_EQ(must(reader->folderByPath(account, "Bills"))->total, 1U);
    done(made.actions.front(), { .path = "Bills", .wireName = "Bills", .delimiter = '.' });
    EXPECT_THAT(listed(bills), ElementsAre(id));
    must(
        mail().actionDone(pending(moved.front()), std::vector<NewPosition>{ { id, bills, 1, 1 } }));
    EXPECT_THAT(listed(bills), ElementsAre(id));
    EXPECT_EQ(folderNamed("Bills"), bills) << "the key stays";
    expectSound();
}

TEST_F(FolderActionTest, what_was_to_go_to_a_refused_folder_stays_where_it_was)
{
    add(inbox, { aMessage(5) });
    const MessageId id = at(inbox, 5);
    const auto made = must(change(create("Bills")));
    record(MoveTo{ made.folders.front() }, id, inbox);
    must(mail().actionDropped(made.actions.front()));
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
    EXPECT_THAT(listed(inbox), ElementsAre(id));
    EXPECT_THAT(paths(), Not(Contains("Bills")));
}

TEST_F(FolderActionTest, names_that_cannot_be_are_refused_before_anything_is_journalled)
{
    for (const char* bad :
        { "", "/", "a//b", "a/", "a.b", "tab\tname", "100%", "a*", " a", "\xff" })
        EXPECT_EQ(change(create(bad)).error().code, "folder-name") << bad;
    EXPECT_EQ(change(create("Work")).error().code, "folder-exists");
    EXPECT_EQ(change(create("inbox")).error().code, "folder-exists");
    EXPECT_EQ(change(RenameFolder{ work, "Work/in/itself" }).error().code, "folder-name");
    EXPECT_EQ(change(RenameFolder{ work, "Archive" }).error().code, "folder-exists");
    EXPECT_EQ(change(RenameFolder{ inbox, "Old" }).error().code, "special-folder");
    EXPECT_EQ(change(DeleteFolder{ work }).error().code, "has-subfolders");
    EXPECT_EQ(change(DeleteFolder{ FolderId{ 999 } }).error().code, "not-found");
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
}

TEST_F(FolderActionTest, a_rename_takes_subfolders_keys_and_messages_along)
{
    add(year, { aMessage(5) });
    const MessageId id = at(year, 5);
    const ActionId action = only(RenameFolder{ work, "Job" });
    EXPECT_THAT(paths(), Contains("Job/2026"));
    EXPECT_THAT(paths(), Not(Contains("Work")));
    done(action, { .path = "Job", .wireName = "Job", .delimiter = '.' });
    EXPECT_EQ(folderNamed("Job/2026"), year);
    EXPECT_EQ(must(reader->folderByPath(account, "Job/2026"))->wireName, "Job.2026");
    EXPECT_THAT(listed(year), ElementsAre(id));
    auto list = folderList();
    list.push_back({ .path = "Job", .wireName = "Job", .delimiter = '.' });
    list.push_back({ .path = "Job/2026", .wireName = "Job.2026", .delimiter = '.' });
    must(mail().applyFolderList(account, list));
    EXPECT_THAT(listed(year), ElementsAre(id)) << "the next folder list changes nothing";
    expectSound();
}

TEST_F(FolderActionTest, a_rename_whose_answer_was_lost_is_found_in_the_folder_list)
{
    add(year, { aMessage(5) });
    const ActionId action = only(RenameFolder{ work, "Job" });
    must(mail().actionsBegun({ action }, {}));
    auto list = folderList();
    list.push_back({ .path = "Job", .wireName = "Job", .delimiter = '.' });
    list.push_back({ .path = "Job/2026", .wireName = "Job.2026", .delimiter = '.' });
    must(mail().applyFolderList(account, list));
    EXPECT_EQ(folderNamed("Job/2026"), year);
    EXPECT_THAT(listed(year), SizeIs(1)) << "nothing is downloaded again";
}

TEST_F(FolderActionTest, a_rename_refused_falls_back)
{
    must(mail().actionDropped(only(RenameFolder{ work, "Job" })));
    EXPECT_EQ(folderNamed("Work/2026"), year);
}

TEST_F(FolderActionTest, a_deleted_folder_is_gone_at_once_and_back_when_it_is_undone)
{
    add(year, { aMessage(5) });
    const ActionId action = only(DeleteFolder{ year });
    EXPECT_THAT(paths(), Not(Contains("Work/2026")));
    must(mail().undo(1001));
    EXPECT_THAT(paths(), Contains("Work/2026"));
    EXPECT_THAT(listed(year), SizeIs(1));
    const ActionId again = only(DeleteFolder{ year });
    EXPECT_NE(again, action);
    must(mail().actionDone(pending(again), {}));
    EXPECT_EQ(mail().undo(1002).error().code, "cannot-undo");
    EXPECT_THAT(listed(year), IsEmpty());
    expectSound();
}

TEST_F(FolderActionTest, done_changes_of_the_tree_are_taken_back_on_the_server)
{
    done(only(create("Bills")), { .path = "Bills", .wireName = "Bills", .delimiter = '.' });
    auto undone = must(mail().undo(1001));
    ASSERT_THAT(undone.actions, SizeIs(1));
    EXPECT_TRUE(std::get<DeleteFolder>(pending(undone.actions.front()).action).onlyEmpty);
    must(mail().actionDone(pending(undone.actions.front()), {}));

    done(only(RenameFolder{ work, "Job" }), { .path = "Job", .wireName = "Job", .delimiter = '.' });
    undone = must(mail().undo(1002));
    ASSERT_THAT(undone.actions, SizeIs(1));
    EXPECT_EQ(std::get<RenameFolder>(pending(undone.actions.front()).action).path, "Work");
    EXPECT_THAT(paths(), Contains("Work/2026"));
}

TEST_F(FolderActionTest, a_folder_with_mail_is_not_taken_back)
{
    done(only(create("Bills")), { .path = "Bills", .wireName = "Bills", .delimiter = '.' });
    must(mail().resetFolder(folderNamed("Bills"), 7));
    add(folderNamed("Bills"), { aMessage(5) });
    EXPECT_EQ(mail().undo(1001).error().code, "cannot-undo");
}

TEST_F(FolderActionTest, a_chosen_role_wins_and_the_choice_can_be_given_back)
{
    must(mail().setFolderRole(account, FolderRole::Archive, "Work"));
    EXPECT_EQ(must(reader->folderByRole(account, FolderRole::Archive))->id, work);
    EXPECT_EQ(must(reader->folderByPath(account, "Archive"))->role, FolderRole::None);
    EXPECT_EQ(mail().setFolderRole(account, FolderRole::Sent, "Nowhere").error().code, "not-found");
    done(only(RenameFolder{ work, "Job" }), { .path = "Job", .wireName = "Job", .delimiter = '.' });
    EXPECT_EQ(must(reader->folderByRole(account, FolderRole::Archive))->id, work)
        << "it goes along";
    must(mail().setFolderRole(account, FolderRole::Archive, ""));
    EXPECT_EQ(must(reader->folderByRole(account, FolderRole::Archive))->id, archive);
}

TEST_F(FolderActionTest, originals_that_cannot_be_expunged_stay_out_of_sight)
{
    add(inbox, { aMessage(5) });
    const MessageId id = at(inbox, 5);
    ActionOutcome outcome(std::vector<NewPosition>{ { id, archive, 7, 31 } });
    outcome.originalsStay = true;
    must(mail().actionDone(pending(record(MoveTo{ archive }, id, inbox).front()), outcome));
    EXPECT_THAT(listed(inbox), IsEmpty());
    EXPECT_EQ(count(inbox), 0U);
    EXPECT_THAT(listed(archive), ElementsAre(id));
    EXPECT_FALSE(shown(id)->pending) << "nothing waits";
    EXPECT_THAT(must(mail().knownMessages(inbox)), SizeIs(1)) << "the server has it";
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
    EXPECT_THAT(must(mail().missingBodies(inbox, 9)), IsEmpty());
    // A later look finds it as it was left.
    must(mail().applyDelta(inbox, { .flags = { { 5, flags({ Flag::Deleted, Flag::Seen }) } } }));
    EXPECT_THAT(listed(inbox), IsEmpty());
    // Back to where it came from: the hidden original is not in the way.
    must(mail().actionDone(pending(record(MoveTo{ inbox }, id, archive).front()),
        std::vector<NewPosition>{ { id, inbox, 7, 8 } }));
    EXPECT_THAT(listed(inbox), ElementsAre(id));
    expectSound();
    must(mail().applyDelta(inbox, { .vanished = { 5 } }));
    EXPECT_THAT(listed(inbox), ElementsAre(id)) << "somebody expunged the original";
    expectSound();
}

TEST_F(FolderActionTest, an_original_that_another_client_undeletes_is_shown_again)
{
    add(inbox, { aMessage(5) });
    ActionOutcome outcome;
    outcome.originalsStay = true;
    must(mail().actionDone(pending(record(DeleteForever{}, at(inbox, 5), inbox).front()), outcome));
    EXPECT_THAT(listed(inbox), IsEmpty());
    must(mail().applyDelta(inbox, { .flags = { { 5, flags({}) } } }));
    EXPECT_THAT(listed(inbox), SizeIs(1));
    EXPECT_THAT(must(mail().missingBodies(inbox, 9)), SizeIs(1));
    expectSound();
}

} // namespace
} // namespace fulmar::storage::test
