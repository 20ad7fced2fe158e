// SPDX-License-Identifier: GPL-3.0-or-later
// The journal and its overlay, case by case.
#include "store_fixture.h"

namespace fulmar::storage::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ActionTest : public StoreTest {
protected:
    void SetUp() override
    {
        StoreTest::SetUp();
        add(inbox, { aMessage(5) });
        id = at(inbox, 5);
        must(mail().storeBodies({ [&] {
            auto body = aBody(id, "raw");
            body.summary = aMessage(5).summary;
            return body;
        }() }));
        seen.clear();
    }
    ActionId only(const Action& action, std::optional<FolderId> from = {})
    {
        const auto ids = record(action, id, from);
        EXPECT_EQ(ids.size(), 1U);
        return ids.empty() ? ActionId{} : ids[0];
    }
    std::vector<FolderId> places()
    {
        const auto row = shown(id);
        return row ? row->folders : std::vector<FolderId>{};
    }
    void done(ActionId action, const std::vector<NewPosition>& positions = {})
    {
        must(mail().actionDone(pending(action), positions));
    }
    MessageId id;
};

TEST_F(ActionTest, what_is_shown_is_journalled_and_server_truth_stays)
{
    const ActionId action = only(ChangeFlags{ adding(Flag::Seen) });
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_TRUE(seen[0].actions);
    EXPECT_THAT(seen[0].changed, ElementsAre(id));
    EXPECT_THAT(seen[0].folders, ElementsAre(inbox));
    EXPECT_TRUE(shown(id)->flags.has(Flag::Seen));
    EXPECT_TRUE(shown(id)->pending);
    EXPECT_EQ(count(inbox, true), 0U);
    EXPECT_TRUE(must(mail().knownMessages(inbox))[0].serverFlags.empty());
    const auto journalled = pending(action);
    EXPECT_EQ(journalled.account, account);
    EXPECT_EQ(journalled.created, 1000);
    ASSERT_EQ(journalled.targets.size(), 1U);
    EXPECT_EQ(journalled.targets[0].uid, 5U);
    EXPECT_EQ(journalled.targets[0].uidValidity, 7U);
    reopen();
    EXPECT_TRUE(shown(id)->flags.has(Flag::Seen)) << "the overlay is durable";
}

TEST_F(ActionTest, flags_merge_flag_by_flag_and_the_later_one_wins)
{
    only(ChangeFlags{ { .add = flags({ Flag::Seen, Flag::Flagged }) } });
    only(ChangeFlags{ removing(Flag::Seen) });
    must(mail().applyDelta(inbox, { .flags = { { 5, flags({ Flag::Answered, Flag::Seen }) } } }));
    EXPECT_EQ(shown(id)->flags, flags({ Flag::Flagged, Flag::Answered }));
    EXPECT_EQ(count(inbox, true), 1U);
}

TEST_F(ActionTest, keywords_are_journalled_by_name)
{
    FlagChange change;
    change.add.keywords = { "work" };
    change.remove.keywords = { "later" };
    const ActionId action = only(ChangeFlags{ change });
    EXPECT_EQ(std::get<ChangeFlags>(pending(action).action).change, change);
    EXPECT_EQ(shown(id)->flags.keywords.count("work"), 1U);
}

TEST_F(ActionTest, a_flag_done_becomes_truth)
{
    done(only(ChangeFlags{ adding(Flag::Seen) }));
    EXPECT_TRUE(shown(id)->flags.has(Flag::Seen));
    EXPECT_FALSE(shown(id)->pending);
    EXPECT_TRUE(must(mail().knownMessages(inbox))[0].serverFlags.has(Flag::Seen));
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
    expectSound();
}

TEST_F(ActionTest, a_flag_dropped_falls_back_to_truth)
{
    must(mail().actionDropped(only(ChangeFlags{ adding(Flag::Seen) })));
    EXPECT_FALSE(shown(id)->flags.has(Flag::Seen));
    EXPECT_FALSE(shown(id)->pending);
    EXPECT_EQ(count(inbox, true), 1U);
}

TEST_F(ActionTest, a_move_is_shown_at_once_and_keeps_the_key_when_done)
{
    const ActionId action = only(MoveTo{ archive }, inbox);
    EXPECT_THAT(seen[0].folders, ElementsAre(inbox, archive));
    EXPECT_THAT(listed(inbox), IsEmpty());
    EXPECT_THAT(listed(archive), ElementsAre(id));
    EXPECT_EQ(shown(id, archive)->uid, 0U);
    done(action, { { id, archive, 7, 31 } });
    EXPECT_THAT(places(), ElementsAre(archive));
    EXPECT_EQ(at(archive, 31), id);
    EXPECT_EQ(must(reader->raw(id)), "raw");
    add(archive, { [] {
        auto remote = aMessage(5);
        remote.uid = 31;
        return remote;
    }() });
    EXPECT_THAT(listed(archive), ElementsAre(id));
    expectSound();
}

TEST_F(ActionTest, a_move_without_copyuid_is_found_by_the_next_sync_with_key_and_body)
{
    done(only(MoveTo{ archive }, inbox), { { id, archive, 7, 0 } });
    EXPECT_THAT(listed(archive), ElementsAre(id)) << "it does not vanish meanwhile";
    EXPECT_THAT(must(mail().knownMessages(archive)), IsEmpty());
    auto remote = aMessage(5);
    remote.uid = 44;
    add(archive, { remote });
    EXPECT_EQ(at(archive, 44), id);
    EXPECT_EQ(must(reader->raw(id)), "raw");
    EXPECT_THAT(must(mail().missingBodies(archive, 9)), IsEmpty());
    expectSound();
}

TEST_F(ActionTest, what_did_not_arrive_is_let_go_when_the_mirror_is_complete)
{
    done(only(MoveTo{ archive }, inbox), {});
    must(mail().applyDelta(archive, { .checkpoint = FolderCheckpoint{ 7, 1, 0, 0 } }));
    EXPECT_FALSE(shown(id));
    expectSound();
}

TEST_F(ActionTest, a_delta_that_was_quicker_than_copyuid_gives_way_to_the_old_key)
{
    const ActionId action = only(MoveTo{ archive }, inbox);
    auto remote = aMessage(5);
    remote.uid = 31;
    add(archive, { remote });
    must(mail().applyDelta(inbox, { .vanished = { 5 } }));
    EXPECT_EQ(must(reader->raw(id)), "raw") << "a message with work pending stays";
    done(action, { { id, archive, 7, 31 } });
    EXPECT_THAT(listed(archive), ElementsAre(id));
    EXPECT_EQ(at(archive, 31), id);
    expectSound();
}

TEST_F(ActionTest, a_copyuid_of_another_uidvalidity_is_not_believed)
{
    done(only(MoveTo{ archive }, inbox), { { id, archive, 8, 31 } });
    EXPECT_THAT(must(mail().knownMessages(archive)), IsEmpty());
    EXPECT_THAT(listed(archive), ElementsAre(id));
}

TEST_F(ActionTest, copy_shows_it_in_both_and_done_places_the_same_key)
{
    const ActionId action = only(CopyTo{ archive }, inbox);
    EXPECT_THAT(places(), ElementsAre(inbox, archive));
    done(action, { { id, archive, 7, 31 } });
    EXPECT_EQ(at(archive, 31), id);
    EXPECT_EQ(at(inbox, 5), id);
    EXPECT_EQ(must(reader->count({ .account = account })), 1U) << "one message, counted once";
    expectSound();
}

TEST_F(ActionTest, delete_hides_and_done_removes)
{
    const ActionId action = only(DeleteForever{}, inbox);
    EXPECT_FALSE(shown(id));
    EXPECT_EQ(count(inbox), 0U);
    EXPECT_EQ(must(reader->raw(id)), "raw") << "nothing is lost before the server has answered";
    done(action);
    EXPECT_EQ(must(reader->raw(id)), std::nullopt);
    expectSound();
}

TEST_F(ActionTest, delete_dropped_brings_it_back)
{
    must(mail().actionDropped(only(DeleteForever{}, inbox)));
    EXPECT_THAT(listed(inbox), ElementsAre(id));
    EXPECT_EQ(must(reader->raw(id)), "raw");
}

TEST_F(ActionTest, move_twice_waits_for_the_position_of_the_first)
{
    const ActionId first = only(MoveTo{ archive }, inbox);
    const ActionId second = only(MoveTo{ trash }, archive);
    EXPECT_THAT(places(), ElementsAre(trash));
    EXPECT_EQ(pending(second).targets[0].folder, archive);
    EXPECT_EQ(pending(second).targets[0].uid, 0U);
    done(first, { { id, archive, 7, 31 } });
    EXPECT_EQ(pending(second).targets[0].uid, 31U);
    EXPECT_THAT(places(), ElementsAre(trash));
    done(second, { { id, trash, 7, 61 } });
    EXPECT_EQ(at(trash, 61), id);
    EXPECT_THAT(places(), ElementsAre(trash));
    expectSound();
}

TEST_F(ActionTest, a_dropped_first_move_returns_the_later_ones_to_the_source)
{
    const ActionId first = only(MoveTo{ archive }, inbox);
    const ActionId flag = only(ChangeFlags{ adding(Flag::Flagged) });
    const ActionId second = only(MoveTo{ trash }, archive);
    must(mail().actionDropped(first));
    EXPECT_THAT(places(), ElementsAre(trash));
    for (const ActionId later : { flag, second }) {
        EXPECT_EQ(pending(later).targets[0].folder, inbox);
        EXPECT_EQ(pending(later).targets[0].uid, 5U);
    }
    EXPECT_TRUE(shown(id)->flags.has(Flag::Flagged));
}

TEST_F(ActionTest, a_dropped_move_with_a_move_back_leaves_nothing_to_do)
{
    const ActionId there = only(MoveTo{ archive }, inbox);
    only(MoveTo{ inbox }, archive);
    EXPECT_THAT(places(), ElementsAre(inbox));
    must(mail().actionDropped(there));
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
    EXPECT_THAT(places(), ElementsAre(inbox));
    expectSound();
}

TEST_F(ActionTest, a_dropped_copy_takes_what_was_done_to_the_copy)
{
    const ActionId copy = only(CopyTo{ archive }, inbox);
    only(MoveTo{ trash }, archive);
    EXPECT_THAT(places(), ElementsAre(inbox, trash));
    must(mail().actionDropped(copy));
    EXPECT_THAT(places(), ElementsAre(inbox));
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
}

TEST_F(ActionTest, flag_then_move_then_delete_each_see_the_state_before)
{
    only(ChangeFlags{ adding(Flag::Seen) });
    only(MoveTo{ archive }, inbox);
    EXPECT_TRUE(shown(id, archive)->flags.has(Flag::Seen));
    only(DeleteForever{}, archive);
    EXPECT_FALSE(shown(id));
    EXPECT_EQ(must(mail().pendingActions(account)).size(), 3U);
    EXPECT_EQ(count(inbox) + count(archive), 0U);
}

TEST_F(ActionTest, a_move_to_where_it_is_is_nothing)
{
    EXPECT_THAT(record(MoveTo{ inbox }, id, inbox), IsEmpty());
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
}

TEST_F(ActionTest, one_missing_message_journals_nothing_of_the_call)
{
    const auto result = mail().recordAction(MoveTo{ trash }, { id, { 999 } }, inbox, 1);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Storage);
    EXPECT_EQ(result.error().code, "not-found");
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
    EXPECT_THAT(listed(inbox), ElementsAre(id));
    EXPECT_EQ(mail().recordAction(MoveTo{ trash }, { id }, archive, 1).error().code, "not-found")
        << "not in that folder";
    only(DeleteForever{}, inbox);
    EXPECT_EQ(mail().recordAction(ChangeFlags{}, { id }, {}, 1).error().code, "not-found")
        << "shown nowhere";
}

TEST_F(ActionTest, a_move_to_another_account_is_refused)
{
    const AccountId other = must(mail().addAccount({}));
    must(mail().applyFolderList(other, { { .path = "INBOX" } }));
    const auto result = mail().recordAction(
        MoveTo{ must(reader->folderByPath(other, "INBOX"))->id }, { id }, inbox, 1);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::Unsupported);
    EXPECT_EQ(result.error().code, "other-account");
}

TEST_F(ActionTest, one_action_for_each_source_folder)
{
    add(archive, { aMessage(6) });
    add(inbox, { aMessage(7) });
    const auto ids = must(mail().recordAction(
        ChangeFlags{ adding(Flag::Seen) }, { id, at(archive, 6), at(inbox, 7) }, {}, 1));
    ASSERT_EQ(ids.size(), 2U);
    EXPECT_EQ(pending(ids[0]).targets.size(), 2U);
    EXPECT_EQ(pending(ids[1]).targets.size(), 1U);
}

TEST_F(ActionTest, tries_and_the_last_error_are_kept)
{
    const ActionId action = only(MoveTo{ archive }, inbox);
    must(mail().actionTried(action, "timeout"));
    must(mail().actionTried(action, "refused"));
    EXPECT_EQ(pending(action).tries, 2U);
    EXPECT_EQ(pending(action).lastError, "refused");
}

TEST_F(ActionTest, uidvalidity_change_takes_the_position_until_the_message_is_seen_again)
{
    const ActionId action = only(ChangeFlags{ adding(Flag::Seen) });
    must(mail().resetFolder(inbox, 8));
    EXPECT_EQ(pending(action).targets[0].uid, 0U);
    auto remote = aMessage(5);
    remote.uid = 50;
    add(inbox, { remote });
    EXPECT_EQ(at(inbox, 50), id);
    EXPECT_EQ(pending(action).targets[0].uid, 50U);
    EXPECT_EQ(pending(action).targets[0].uidValidity, 8U);
    EXPECT_TRUE(shown(id)->flags.has(Flag::Seen));
    expectSound();
}

TEST_F(ActionTest, a_lost_cache_loses_no_intent)
{
    const ActionId flag = only(ChangeFlags{ adding(Flag::Flagged) });
    const ActionId move = only(MoveTo{ archive }, inbox);
    close();
    std::filesystem::remove(profile() / "cache.db");
    reopen();
    EXPECT_FALSE(shown(id));
    must(mail().applyFolderList(account, folderList()));
    must(mail().resetFolder(inbox, 7));
    EXPECT_EQ(pending(flag).targets[0].uid, 5U) << "the same UIDVALIDITY: the position still holds";
    add(inbox, { aMessage(4), aMessage(5) });
    EXPECT_EQ(at(inbox, 5), id);
    EXPECT_NE(at(inbox, 4), id);
    EXPECT_THAT(listed(archive), ElementsAre(id));
    EXPECT_TRUE(shown(id)->flags.has(Flag::Flagged));
    EXPECT_EQ(pending(move).targets[0].message, id);
    expectSound();
}

TEST_F(ActionTest, a_lost_cache_and_a_new_uidvalidity_are_bridged_by_identity)
{
    const ActionId flag = only(ChangeFlags{ adding(Flag::Flagged) });
    close();
    std::filesystem::remove(profile() / "cache.db");
    reopen();
    must(mail().applyFolderList(account, folderList()));
    must(mail().resetFolder(inbox, 9));
    EXPECT_EQ(pending(flag).targets[0].uid, 0U);
    auto stranger = aMessage(6);
    stranger.uid = 5;
    auto same = aMessage(5);
    same.uid = 77;
    add(inbox, { stranger, same });
    EXPECT_EQ(at(inbox, 77), id);
    EXPECT_EQ(pending(flag).targets[0].uid, 77U);
    EXPECT_TRUE(shown(id)->flags.has(Flag::Flagged));
}

TEST_F(ActionTest, done_twice_is_done_once)
{
    const ActionId action = only(MoveTo{ archive }, inbox);
    const auto journalled = pending(action);
    must(mail().actionDone(journalled, std::vector<NewPosition>{ { id, archive, 7, 31 } }));
    must(mail().actionDone(journalled, std::vector<NewPosition>{ { id, archive, 7, 31 } }));
    EXPECT_THAT(listed(archive), ElementsAre(id));
    expectSound();
}

} // namespace
} // namespace fulmar::storage::test
