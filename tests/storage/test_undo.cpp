// SPDX-License-Identifier: GPL-3.0-or-later
// The last change taken back, before and after the server did it.
#include "store_fixture.h"

#include "common/limits.h"

namespace fulmar::storage::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class UndoTest : public StoreTest {
protected:
    void SetUp() override
    {
        StoreTest::SetUp();
        add(inbox, { aMessage(5), aMessage(6, flags({ Flag::Seen })) });
        first = at(inbox, 5);
        second = at(inbox, 6);
    }
    MailStore::Recorded change(const std::string& name, std::vector<Action> actions)
    {
        return must(mail().record({ .name = name,
                                      .actions = std::move(actions),
                                      .messages = { first, second },
                                      .from = inbox },
            1000));
    }
    void done(ActionId action, const ActionOutcome& outcome = {})
    {
        must(mail().actionsBegun({ action }, {}));
        must(mail().actionDone(pending(action), outcome));
    }
    std::vector<PendingAction> journal() { return must(mail().pendingActions({})); }
    MessageId first, second;
};

TEST_F(UndoTest, what_is_still_queued_simply_goes)
{
    change("archive", { MoveTo{ archive } });
    const auto step = must(reader->lastUndoStep());
    ASSERT_TRUE(step);
    EXPECT_EQ(step->name, "archive");
    EXPECT_EQ(step->messages, 2U);
    const auto undone = must(mail().undo(1001));
    EXPECT_THAT(undone.messages, ElementsAre(first, second));
    EXPECT_THAT(undone.actions, IsEmpty());
    EXPECT_THAT(journal(), IsEmpty());
    EXPECT_THAT(listed(inbox), SizeIs(2));
    EXPECT_EQ(mail().undo(1002).error().code, "nothing-to-undo");
    expectSound();
}

TEST_F(UndoTest, a_move_that_the_server_did_is_moved_back)
{
    const auto ids = change("archive", { MoveTo{ archive } }).actions;
    done(ids.front(),
        std::vector<NewPosition>{ { first, archive, 7, 31 }, { second, archive, 7, 32 } });
    const auto undone = must(mail().undo(1001));
    ASSERT_THAT(undone.actions, SizeIs(1));
    EXPECT_THAT(listed(inbox), SizeIs(2)) << "shown at once";
    const auto back = pending(undone.actions.front());
    EXPECT_EQ(arrivalOf(back.action), inbox);
    EXPECT_THAT(back.targets, SizeIs(2));
    EXPECT_EQ(back.targets.front().uid, 31U);
    done(back.id, std::vector<NewPosition>{ { first, inbox, 7, 40 }, { second, inbox, 7, 41 } });
    EXPECT_THAT(listed(inbox), SizeIs(2));
    EXPECT_THAT(listed(archive), IsEmpty());
    expectSound();
}

TEST_F(UndoTest, a_move_on_its_way_is_followed_by_the_move_back)
{
    const auto ids = change("trash", { MoveTo{ trash } }).actions;
    must(mail().actionsBegun(ids, {}));
    const auto undone = must(mail().undo(1001));
    EXPECT_THAT(journal(), SizeIs(2)) << "the first may have reached the server";
    EXPECT_THAT(listed(inbox), SizeIs(2));
    must(mail().actionDone(pending(ids.front()),
        std::vector<NewPosition>{ { first, trash, 7, 61 }, { second, trash, 7, 62 } }));
    EXPECT_THAT(listed(inbox), SizeIs(2));
    EXPECT_EQ(pending(undone.actions.front()).targets.front().uid, 61U);
}

TEST_F(UndoTest, flags_come_back_exactly_as_they_were_per_message)
{
    FlagChange change;
    change.add.set(Flag::Seen);
    change.add.keywords = { "work" };
    const auto ids = this->change("flag", { ChangeFlags{ change } }).actions;
    for (const ActionId id : ids)
        done(id);
    const auto undone = must(mail().undo(1001));
    EXPECT_THAT(undone.actions, SizeIs(2)) << "two messages with two ways back";
    EXPECT_FALSE(shown(first)->flags.has(Flag::Seen));
    EXPECT_TRUE(shown(second)->flags.has(Flag::Seen)) << "it was read before";
    EXPECT_THAT(shown(second)->flags.keywords, IsEmpty());
    for (const ActionId id : undone.actions)
        done(id);
    EXPECT_FALSE(shown(first)->flags.has(Flag::Seen));
    EXPECT_TRUE(shown(second)->flags.has(Flag::Seen));
}

TEST_F(UndoTest, a_copy_is_removed_again_and_the_original_stays)
{
    const auto ids = change("copy", { CopyTo{ archive } }).actions;
    done(ids.front(),
        std::vector<NewPosition>{ { first, archive, 7, 31 }, { second, archive, 7, 32 } });
    const auto undone = must(mail().undo(1001));
    EXPECT_THAT(listed(archive), IsEmpty());
    EXPECT_THAT(listed(inbox), SizeIs(2));
    ASSERT_THAT(undone.actions, SizeIs(1));
    EXPECT_EQ(pending(undone.actions.front()).targets.front().folder, archive);
}

TEST_F(UndoTest, several_actions_of_one_change_are_one_step)
{
    FlagChange junk;
    junk.add.set(Flag::Junk);
    change("junk", { ChangeFlags{ junk }, MoveTo{ archive } });
    EXPECT_TRUE(shown(first, archive)->flags.has(Flag::Junk));
    must(mail().undo(1001));
    EXPECT_FALSE(shown(first)->flags.has(Flag::Junk));
    EXPECT_THAT(listed(inbox), SizeIs(2));
    EXPECT_EQ(must(reader->lastUndoStep()), std::nullopt);
}

TEST_F(UndoTest, deleting_for_good_goes_back_only_while_it_waits)
{
    change("delete", { DeleteForever{} });
    must(mail().undo(1001));
    EXPECT_THAT(listed(inbox), SizeIs(2));
    change("archive", { MoveTo{ archive } });
    must(mail().record(
        { .name = "delete", .actions = { DeleteForever{} }, .messages = { first } }, 1002));
    must(mail().actionsBegun({ journal().back().id }, {}));
    EXPECT_EQ(mail().undo(1003).error().code, "cannot-undo");
    EXPECT_EQ(must(mail().undo(1004)).step.name, "archive") << "the change before it";
}

TEST_F(UndoTest, a_refused_change_is_no_step)
{
    const auto ids = change("archive", { MoveTo{ archive } }).actions;
    must(mail().actionDropped(ids.front()));
    EXPECT_EQ(must(reader->lastUndoStep()), std::nullopt);
}

TEST_F(UndoTest, what_fulmar_does_by_itself_is_no_step)
{
    change("", { ChangeFlags{ adding(Flag::Seen) } });
    EXPECT_EQ(must(reader->lastUndoStep()), std::nullopt);
    EXPECT_TRUE(shown(first)->flags.has(Flag::Seen));
}

TEST_F(UndoTest, steps_are_durable_and_limited)
{
    for (int i = 0; i < limits::undoSteps + 5; ++i)
        change("flag", { ChangeFlags{ i % 2 ? removing(Flag::Flagged) : adding(Flag::Flagged) } });
    reopen();
    int steps = 0;
    while (mail().undo(1001))
        ++steps;
    EXPECT_EQ(steps, limits::undoSteps);
    change("flag", { ChangeFlags{ adding(Flag::Seen) } });
    must(mail().record({ .name = "flag",
                           .actions = { ChangeFlags{ adding(Flag::Answered) } },
                           .messages = { first } },
        1000 + limits::undoSeconds + 1));
    must(mail().undo(2000));
    EXPECT_EQ(mail().undo(2000).error().code, "nothing-to-undo") << "the older one is too long ago";
}

TEST_F(UndoTest, a_folder_that_a_move_needed_is_made_with_it_and_goes_while_it_waits)
{
    const auto recorded = change("junk",
        { CreateFolder{ .account = account, .path = "Junk", .role = FolderRole::Junk }, MoveTo{} });
    ASSERT_THAT(recorded.folders, SizeIs(1));
    EXPECT_THAT(listed(recorded.folders.front()), SizeIs(2));
    EXPECT_EQ(must(reader->folderByRole(account, FolderRole::Junk))->id, recorded.folders.front());
    must(mail().undo(1001));
    EXPECT_FALSE(must(reader->folderByPath(account, "Junk")));
    EXPECT_THAT(listed(inbox), SizeIs(2));
    EXPECT_THAT(journal(), IsEmpty());
}

} // namespace
} // namespace fulmar::storage::test
