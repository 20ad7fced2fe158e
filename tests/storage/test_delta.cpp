// SPDX-License-Identifier: GPL-3.0-or-later
// News of the server: deltas, bodies, UIDVALIDITY.
#include "store_fixture.h"

namespace fulmar::storage::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using DeltaTest = StoreTest;

TEST_F(DeltaTest, headers_come_back_as_they_were_stored)
{
    RemoteMessage remote = aMessage(5, flags({ Flag::Seen, Flag::Flagged }));
    remote.flags.keywords = { "$Label1", "work" };
    remote.summary.cc = { { "Dörte", "d@example.org" } };
    remote.summary.bcc = { { "", "e@example.org" } };
    remote.summary.replyTo = { { "Liste", "list@example.org" } };
    remote.summary.date = -5;
    remote.summary.inReplyTo = "a@b";
    remote.summary.references = { "x@y", "a@b" };
    remote.summary.hasAttachments = true;
    add(inbox, { remote });
    const auto row = shown(at(inbox, 5), inbox);
    ASSERT_TRUE(row);
    EXPECT_EQ(row->summary, remote.summary);
    EXPECT_EQ(row->flags, remote.flags);
    EXPECT_EQ(row->uid, 5U);
    EXPECT_EQ(row->received, remote.received);
    EXPECT_EQ(row->size, remote.size);
    EXPECT_THAT(row->folders, ElementsAre(inbox));
    EXPECT_FALSE(row->hasBody);
    EXPECT_FALSE(row->pending);
}

TEST_F(DeltaTest, a_known_uid_is_updated_and_never_doubled)
{
    add(inbox, { aMessage(1) });
    const MessageId id = at(inbox, 1);
    RemoteMessage again = aMessage(1, flags({ Flag::Seen }));
    again.summary.subject = "New subject";
    again.received += 100;
    add(inbox, { again, again });
    EXPECT_THAT(listed(inbox), ElementsAre(id));
    EXPECT_EQ(shown(id)->summary.subject, "New subject");
    EXPECT_EQ(shown(id)->received, again.received);
    EXPECT_EQ(count(inbox, true), 0U);
    expectSound();
}

TEST_F(DeltaTest, another_message_under_a_known_uid_does_not_inherit_the_body)
{
    add(inbox, { aMessage(1) });
    const MessageId old = at(inbox, 1);
    auto body = aBody(old, "old");
    body.summary = aMessage(1).summary;
    must(mail().storeBodies({ body }));
    RemoteMessage other = aMessage(2);
    other.uid = 1;
    add(inbox, { other });
    EXPECT_NE(at(inbox, 1), old);
    EXPECT_FALSE(must(reader->raw(at(inbox, 1))));
    EXPECT_FALSE(shown(old));
    expectSound();
}

TEST_F(DeltaTest, flags_and_expunges_of_unknown_uids_are_ignored)
{
    add(inbox, { aMessage(1) });
    seen.clear();
    must(
        mail().applyDelta(inbox, { .flags = { { 9, flags({ Flag::Seen }) } }, .vanished = { 8 } }));
    EXPECT_THAT(seen, IsEmpty());
    EXPECT_EQ(count(inbox), 1U);
}

TEST_F(DeltaTest, the_last_expunge_takes_the_message_and_its_body)
{
    add(inbox, { aMessage(1) });
    const MessageId id = at(inbox, 1);
    must(mail().storeBodies({ aBody(id, "raw") }));
    seen.clear();
    must(mail().applyDelta(inbox, { .vanished = { 1 } }));
    EXPECT_FALSE(shown(id));
    EXPECT_FALSE(must(reader->raw(id)));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_THAT(seen[0].removed, ElementsAre(id));
    EXPECT_THAT(seen[0].folders, ElementsAre(inbox));
    expectSound();
}

TEST_F(DeltaTest, changes_name_what_was_added_and_changed)
{
    add(inbox, { aMessage(1) });
    const MessageId first = at(inbox, 1);
    seen.clear();
    must(mail().applyDelta(
        inbox, { .added = { aMessage(2) }, .flags = { { 1, flags({ Flag::Seen }) } } }));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_THAT(seen[0].added, ElementsAre(at(inbox, 2)));
    EXPECT_THAT(seen[0].changed, ElementsAre(first));
    EXPECT_THAT(seen[0].folders, ElementsAre(inbox));
}

TEST_F(DeltaTest, a_body_is_stored_exactly_and_once)
{
    add(inbox, { aMessage(1) });
    const MessageId id = at(inbox, 1);
    std::string raw("a\0b\r\n.\xff", 7);
    must(mail().storeBodies({ aBody(id, raw), aBody({ 4711 }, "of no message") }));
    must(mail().storeBodies({ aBody(id, "second") }));
    EXPECT_EQ(must(reader->raw(id)), raw);
    const auto row = shown(id);
    EXPECT_TRUE(row->hasBody);
    EXPECT_EQ(row->summary.subject, "from the body");
    EXPECT_EQ(row->preview, "preview of " + id.toString());
    add(inbox, { aMessage(1) });
    EXPECT_EQ(shown(id)->summary.subject, "from the body")
        << "ENVELOPE must not replace what the body says";
    EXPECT_EQ(must(reader->raw({ 4711 })), std::nullopt);
    expectSound();
}

TEST_F(DeltaTest, an_empty_body_is_a_body)
{
    add(inbox, { aMessage(1) });
    must(mail().storeBodies({ aBody(at(inbox, 1), "") }));
    EXPECT_EQ(must(reader->raw(at(inbox, 1))), "");
}

TEST_F(DeltaTest, missing_bodies_come_newest_first_and_bounded)
{
    add(inbox, { aMessage(1), aMessage(2), aMessage(3), aMessage(4) });
    must(mail().storeBodies({ aBody(at(inbox, 3), "x") }));
    std::vector<std::uint32_t> uids;
    for (const auto& missing : must(mail().missingBodies(inbox, 2)))
        uids.push_back(missing.uid);
    EXPECT_THAT(uids, ElementsAre(4U, 2U));
    EXPECT_THAT(must(mail().missingBodies(inbox, 0)), IsEmpty());
}

TEST_F(DeltaTest, known_messages_ascend_by_uid_and_tell_server_truth)
{
    add(inbox, { aMessage(3), aMessage(1, flags({ Flag::Flagged })) });
    record(ChangeFlags{ adding(Flag::Seen) }, at(inbox, 1));
    record(MoveTo{ archive }, at(inbox, 3), inbox);
    const auto known = must(mail().knownMessages(inbox));
    ASSERT_EQ(known.size(), 2U);
    EXPECT_EQ(known[0].uid, 1U);
    EXPECT_EQ(known[0].serverFlags, flags({ Flag::Flagged }));
    EXPECT_EQ(known[1].uid, 3U);
    EXPECT_EQ(known[1].size, 1003U);
}

TEST_F(DeltaTest, a_checkpoint_is_what_was_stored_last)
{
    const FolderCheckpoint checkpoint{
        .uidValidity = 7, .uidNext = 12, .highestModSeq = (1ULL << 62U) + 1, .exists = 3
    };
    must(mail().applyDelta(inbox, { .checkpoint = checkpoint }));
    EXPECT_EQ(must(mail().checkpoint(inbox)), checkpoint);
    must(mail().resetFolder(inbox, 8));
    EXPECT_EQ(must(mail().checkpoint(inbox)), FolderCheckpoint{ .uidValidity = 8 });
}

TEST_F(DeltaTest, set_aside_messages_are_found_again_and_the_rest_goes_when_the_mirror_is_complete)
{
    auto withId = [](MessageId id, std::uint32_t uid) {
        auto body = aBody(id, "body " + std::to_string(uid));
        body.summary = aMessage(uid).summary;
        return body;
    };
    add(inbox, { aMessage(1), aMessage(2), aMessage(3) });
    const MessageId one = at(inbox, 1), two = at(inbox, 2), three = at(inbox, 3);
    must(mail().storeBodies({ withId(one, 1), withId(two, 2), withId(three, 3) }));
    must(mail().resetFolder(inbox, 8));
    EXPECT_THAT(listed(inbox), IsEmpty());
    EXPECT_EQ(count(inbox), 0U);
    EXPECT_THAT(must(mail().knownMessages(inbox)), IsEmpty());
    RemoteMessage again = aMessage(1);
    again.uid = 11;
    RemoteMessage otherDate = aMessage(2);
    otherDate.uid = 12;
    otherDate.received += 1;
    must(mail().applyDelta(inbox, { .added = { again } }));
    EXPECT_EQ(at(inbox, 11), one);
    EXPECT_EQ(must(reader->raw(one)), "body 1");
    EXPECT_TRUE(must(reader->raw(two))) << "still waited for";
    must(mail().applyDelta(
        inbox, { .added = { otherDate }, .checkpoint = FolderCheckpoint{ 8, 13, 0, 2 } }));
    EXPECT_NE(at(inbox, 12), two);
    EXPECT_FALSE(must(reader->raw(two)));
    EXPECT_FALSE(must(reader->raw(three)));
    expectSound();
}

TEST_F(DeltaTest, two_that_look_the_same_are_fetched_again)
{
    RemoteMessage twin = aMessage(1);
    twin.uid = 2;
    add(inbox, { aMessage(1), twin });
    const MessageId one = at(inbox, 1), two = at(inbox, 2);
    auto first = aBody(one, "first"), second = aBody(two, "second");
    first.summary = second.summary = twin.summary;
    must(mail().storeBodies({ first, second }));
    must(mail().resetFolder(inbox, 8));
    add(inbox, { aMessage(1), twin });
    EXPECT_FALSE(must(reader->raw(at(inbox, 1))));
    EXPECT_FALSE(must(reader->raw(at(inbox, 2))));
}

TEST_F(DeltaTest, a_checkpoint_of_another_uidvalidity_voids_the_positions_first)
{
    add(inbox, { aMessage(1), aMessage(2) });
    const MessageId one = at(inbox, 1);
    RemoteMessage again = aMessage(1);
    again.uid = 2;
    must(mail().applyDelta(
        inbox, { .added = { again }, .checkpoint = FolderCheckpoint{ 9, 3, 0, 1 } }));
    EXPECT_EQ(at(inbox, 2), one);
    EXPECT_THAT(listed(inbox), ElementsAre(one));
    expectSound();
}

TEST_F(DeltaTest, messages_are_found_by_their_header)
{
    add(inbox, { aMessage(1) });
    RemoteMessage copy = aMessage(1);
    copy.uid = 9;
    add(archive, { copy });
    EXPECT_THAT(must(reader->byMessageIdHeader(account, "m1@example.org")),
        UnorderedElementsAre(at(inbox, 1), at(archive, 9)));
    EXPECT_THAT(must(reader->byMessageIdHeader(account, "")), IsEmpty());
    record(DeleteForever{}, at(archive, 9));
    EXPECT_THAT(
        must(reader->byMessageIdHeader(account, "m1@example.org")), ElementsAre(at(inbox, 1)));
}

TEST_F(DeltaTest, rows_by_id_come_in_list_order_and_only_those_of_the_folder)
{
    add(inbox, { aMessage(1), aMessage(2) });
    add(archive, { aMessage(3) });
    const auto rows = must(
        reader->messagesById({ at(inbox, 1), at(archive, 3), at(inbox, 2), { 999 } }, inbox));
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].uid, 2U);
    EXPECT_EQ(rows[1].uid, 1U);
    EXPECT_EQ(must(reader->messagesById({ at(inbox, 1), at(archive, 3) }, {})).size(), 2U);
}

TEST_F(DeltaTest, keys_are_never_given_twice)
{
    add(inbox, { aMessage(1) });
    const MessageId first = at(inbox, 1);
    must(mail().applyDelta(inbox, { .vanished = { 1 } }));
    add(inbox, { aMessage(2) });
    EXPECT_GT(at(inbox, 2), first);
    const MessageId second = at(inbox, 2);
    must(mail().applyDelta(inbox, { .vanished = { 2 } }));
    close();
    std::filesystem::remove(profile() / "cache.db");
    reopen();
    must(mail().applyFolderList(account, folderList()));
    EXPECT_EQ(folderNamed("INBOX"), inbox);
    add(inbox, { aMessage(3) });
    EXPECT_EQ(at(inbox, 3).value, second.value + 1);
}

} // namespace
} // namespace fulmar::storage::test
