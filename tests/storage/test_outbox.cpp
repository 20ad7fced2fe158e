// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

#include "storage/database.h"

namespace fulmar::storage::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using OutboxTest = StoreTest;

OutboxItem anItem(AccountId account)
{
    OutboxItem item;
    item.account = account;
    item.messageId = "x@example.org";
    item.sender = "ann@example.org";
    item.recipients = { "ben@example.org", "ä@example.org" };
    item.subject = "Hello";
    item.created = 10;
    item.notBefore = 20;
    item.sentCopy = SentCopyState::Owed;
    item.answeredMessage = { 4 };
    item.forwarded = true;
    return item;
}

std::string readAll(const MessageSource& source, std::size_t piece)
{
    std::string all;
    for (;;) {
        const auto part = must(source.read(piece));
        if (part.empty())
            return all;
        EXPECT_LE(part.size(), piece);
        all += part;
    }
}

TEST_F(OutboxTest, an_item_comes_back_as_it_was_stored_and_its_bytes_piece_by_piece)
{
    std::string raw(200'000, '\0');
    for (std::size_t i = 0; i < raw.size(); ++i)
        raw[i] = static_cast<char>(i * 7);
    const OutboxId id = must(outbox().enqueue(anItem(account), raw));
    const auto item = must(reader->outboxItem(id));
    ASSERT_TRUE(item);
    EXPECT_EQ(item->recipients, anItem(account).recipients);
    EXPECT_EQ(item->size, raw.size());
    EXPECT_EQ(item->state, OutboxState::Queued);
    EXPECT_EQ(item->sentCopy, SentCopyState::Owed);
    EXPECT_EQ(item->answeredMessage, MessageId{ 4 });
    EXPECT_TRUE(item->forwarded);
    for (const std::size_t piece : { 1000U, 65536U, 199'999U, 200'000U, 200'001U }) {
        const auto source = must(outbox().source(id));
        EXPECT_EQ(source.size, raw.size());
        EXPECT_EQ(readAll(source, piece), raw);
    }
}

TEST_F(OutboxTest, the_same_key_is_the_same_mail)
{
    auto item = anItem(account);
    item.key = "run-1";
    const OutboxId id = must(outbox().enqueue(item, "one"));
    EXPECT_EQ(must(outbox().enqueue(item, "two")), id);
    EXPECT_EQ(must(reader->outbox()).size(), 1U);
    EXPECT_EQ(must(reader->outboxByKey("run-1"))->id, id);
    EXPECT_EQ(readAll(must(outbox().source(id)), 100), "one");
    EXPECT_FALSE(must(reader->outboxByKey("")));
    EXPECT_NE(
        must(outbox().enqueue(anItem(account), "a")), must(outbox().enqueue(anItem(account), "a")));
}

TEST_F(OutboxTest, each_change_is_noted_for_good)
{
    auto item = anItem(account);
    item.id = must(outbox().enqueue(item, "raw"));
    item.state = OutboxState::Transmitting;
    item.tries = 1;
    must(outbox().update(item));
    item.state = OutboxState::Refused;
    item.serverText = "550 5.1.1 no such user";
    item.refusals = { { "ben@example.org", "550 no" } };
    item.nextTry = 99;
    must(outbox().update(item));
    const auto stored = must(reader->outboxItem(item.id));
    EXPECT_EQ(stored->state, OutboxState::Refused);
    EXPECT_EQ(stored->serverText, item.serverText);
    ASSERT_EQ(stored->refusals.size(), 1U);
    EXPECT_EQ(stored->refusals[0].serverText, "550 no");
    EXPECT_EQ(stored->nextTry, 99);
    must(outbox().remove(item.id));
    close();
    Database kept;
    must(kept.open(profile() / "kept.db", OpenMode::ReadOnly));
    std::vector<std::string> states;
    Statement row(
        kept, "SELECT state FROM outbox_transition WHERE item = ?1 AND time > 0 ORDER BY id");
    row.bind(item.id);
    while (row.next())
        states.push_back(row.text(0));
    EXPECT_THAT(states, ElementsAre("queued", "transmitting", "refused"));
}

TEST_F(OutboxTest, sources_are_read_side_by_side_and_each_ends_with_its_item)
{
    auto item = anItem(account);
    item.id = must(outbox().enqueue(item, "0123456789"));
    const auto first = must(outbox().source(item.id));
    EXPECT_EQ(must(first.read(4)), "0123");
    const auto second = must(outbox().source(must(outbox().enqueue(anItem(account), "abcdefgh"))));
    EXPECT_EQ(must(second.read(3)), "abc");
    EXPECT_EQ(must(first.read(4)), "4567");
    must(outbox().update(item));
    EXPECT_EQ(must(first.read(1)), "8") << "a change of state does not end it";
    must(outbox().remove(item.id));
    const auto ended = first.read(4);
    ASSERT_FALSE(ended) << "a message that is gone must not end like a whole one";
    EXPECT_EQ(ended.error().code, "not-found");
    EXPECT_EQ(must(second.read(3)), "def");
    close();
    EXPECT_FALSE(second.read(4));
}

TEST_F(OutboxTest, keys_of_removed_items_are_never_given_again)
{
    const OutboxId first = must(outbox().enqueue(anItem(account), "x"));
    must(outbox().remove(first));
    reopen();
    EXPECT_GT(must(outbox().enqueue(anItem(account), "x")), first);
}

Draft aDraft(AccountId account)
{
    Draft draft;
    draft.account = account;
    draft.to = { { "Ben", "ben@example.org" } };
    draft.toText = "Ben <ben@example.org>, half an addr";
    draft.subject = "Ünfinished";
    draft.text = "Dear Ben,\n";
    draft.inReplyTo = "a@b";
    draft.references = { "c@d", "a@b" };
    draft.answers = { 12 };
    draft.forward = true;
    draft.changed = 77;
    draft.attachments = { { .fileName = "a.txt", .mediaType = "text/plain", .content = "AAA" },
        { .fileName = "b.bin",
            .mediaType = "application/octet-stream",
            .content = std::string("\0\1", 2) } };
    return draft;
}

TEST_F(OutboxTest, a_draft_comes_back_whole_and_is_listed_without_content)
{
    const DraftId id = must(outbox().saveDraft(aDraft(account)));
    const auto listedDraft = must(reader->drafts());
    ASSERT_EQ(listedDraft.size(), 1U);
    EXPECT_EQ(listedDraft[0].attachments[0].content, "");
    EXPECT_EQ(listedDraft[0].attachments[0].size, 3U);
    const auto draft = must(reader->draft(id));
    ASSERT_TRUE(draft);
    EXPECT_EQ(draft->to, aDraft(account).to);
    EXPECT_EQ(draft->toText, aDraft(account).toText);
    EXPECT_EQ(draft->text, "Dear Ben,\n");
    EXPECT_EQ(draft->references, aDraft(account).references);
    EXPECT_EQ(draft->answers, MessageId{ 12 });
    EXPECT_TRUE(draft->forward);
    EXPECT_EQ(draft->attachments[1].content, std::string("\0\1", 2));
}

TEST_F(OutboxTest, saving_again_adds_new_attachments_and_removes_missing_ones)
{
    const DraftId id = must(outbox().saveDraft(aDraft(account)));
    auto draft = *must(reader->draft(id));
    draft.attachments[1].content.clear(); // as listed: the stored bytes stay
    draft.attachments.push_back({ .fileName = "c", .content = "C" });
    draft.attachments.erase(draft.attachments.begin());
    draft.text = "changed";
    EXPECT_EQ(must(outbox().saveDraft(draft)), id);
    const auto stored = *must(reader->draft(id));
    EXPECT_EQ(stored.text, "changed");
    ASSERT_EQ(stored.attachments.size(), 2U);
    EXPECT_EQ(stored.attachments[0].content, std::string("\0\1", 2));
    EXPECT_EQ(stored.attachments[1].content, "C");
}

TEST_F(OutboxTest, sending_a_draft_is_one_step_and_happens_once)
{
    const DraftId draft = must(outbox().saveDraft(aDraft(account)));
    seen.clear();
    const OutboxId item = must(outbox().sendDraft(draft, anItem(account), "raw"));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_TRUE(seen[0].outbox && seen[0].drafts);
    EXPECT_THAT(must(reader->drafts()), IsEmpty());
    EXPECT_TRUE(must(reader->outboxItem(item)));
    EXPECT_EQ(outbox().sendDraft(draft, anItem(account), "raw").error().code, "not-found")
        << "a second press";
    auto late = aDraft(account);
    late.id = draft;
    EXPECT_EQ(outbox().saveDraft(late).error().code, "not-found") << "an auto-save that comes late";
    EXPECT_EQ(must(reader->outbox()).size(), 1U);
}

TEST_F(OutboxTest, what_was_reserved_and_recorded_is_exact_after_a_kill)
{
    const OutboxId sent = must(outbox().enqueue(anItem(account), "a"));
    const OutboxId next = must(outbox().enqueue(anItem(account), "b"));
    must(outbox().reserve(account, { sent, next }));
    auto item = *must(reader->outboxItem(sent));
    EXPECT_EQ(item.tries, 1U) << "rises before the try";
    item.state = OutboxState::Transmitting;
    must(outbox().updateReserved({ item }));
    must(outbox().settleInterrupted());
    EXPECT_EQ(must(reader->outboxItem(sent))->state, OutboxState::Unknown);
    EXPECT_EQ(must(reader->outboxItem(next))->state, OutboxState::Queued);
}

TEST_F(OutboxTest, after_a_power_cut_all_that_was_reserved_may_be_out)
{
    const OutboxId reserved = must(outbox().enqueue(anItem(account), "a"));
    const OutboxId other = must(outbox().enqueue(anItem(account), "b"));
    must(outbox().reserve(account, { reserved }));
    close();
    {
        Database kept;
        must(kept.open(profile() / "kept.db", OpenMode::ReadWrite));
        kept.run("UPDATE outbox_reservation SET boot = 'another run of the machine'");
    }
    reopen();
    must(outbox().settleInterrupted());
    EXPECT_EQ(must(reader->outboxItem(reserved))->state, OutboxState::Unknown);
    EXPECT_EQ(must(reader->outboxItem(other))->state, OutboxState::Queued);
}

TEST_F(OutboxTest, a_mail_taken_back_is_the_draft_again_with_its_files)
{
    const DraftId draft = must(outbox().saveDraft(aDraft(account)));
    const OutboxId item = must(outbox().sendDraft(draft, anItem(account), "raw"));
    EXPECT_EQ(must(outbox().takeBack(item)), draft);
    EXPECT_FALSE(must(reader->outboxItem(item)));
    EXPECT_EQ(must(reader->draft(draft))->attachments.size(), 2U);
    EXPECT_EQ(outbox().takeBack(item).error().code, "not-found");
}

TEST_F(OutboxTest, a_mail_that_left_cannot_be_taken_back_and_its_draft_goes)
{
    const DraftId draft = must(outbox().saveDraft(aDraft(account)));
    const OutboxId id = must(outbox().sendDraft(draft, anItem(account), "raw"));
    auto item = *must(reader->outboxItem(id));
    item.state = OutboxState::Transmitting;
    must(outbox().update(item));
    EXPECT_EQ(outbox().takeBack(id).error().code, "wrong-state");
    item.state = OutboxState::Accepted;
    must(outbox().update(item));
    EXPECT_EQ(outbox().takeBack(id).error().code, "not-found");
}

TEST_F(OutboxTest, a_bounce_reaches_the_mail_and_counts_once)
{
    auto item = anItem(account);
    item.id = must(outbox().enqueue(item, "raw"));
    item.state = OutboxState::Accepted;
    must(outbox().update(item));
    const std::vector<RecipientReport> reports{ { .item = item.id,
        .address = item.recipients.front(),
        .fate = RecipientFate::BouncedHard,
        .status = "5.1.1",
        .reason = "no such user",
        .time = 5 } };
    must(outbox().saveReports(MessageId{ 7 }, reports));
    must(outbox().saveReports(MessageId{ 7 }, reports));
    EXPECT_EQ(must(reader->outboxItem(item.id))->state, OutboxState::Bounced);
    EXPECT_EQ(must(reader->reportsOf(item.id)).size(), 1U);
    EXPECT_EQ(must(reader->reportsAbout(item.recipients.front())).size(), 1U);
}

TEST_F(OutboxTest, a_merge_row_gets_one_mail_whatever_is_asked_again)
{
    const MergeId merge = must(outbox().addMerge({ .account = account, .columns = { "email" } },
        { { .number = 1, .address = "a@b.example", .cells = { "a@b.example" } },
            { .number = 2, .address = "c@d.example", .cells = { "c@d.example" } } }));
    OutboxStore::MergeMail mail{ .row = 1, .item = anItem(account), .raw = "x" };
    mail.item.key = "g1-row-1";
    must(outbox().enqueueMerge(merge, { mail }));
    must(outbox().enqueueMerge(merge, { mail }));
    EXPECT_EQ(must(reader->outbox()).size(), 1U);
    const auto counts = must(reader->mergeCounts(merge));
    EXPECT_EQ(counts.waiting, 1U);
    EXPECT_EQ(counts.queued, 1U);
}

} // namespace
} // namespace fulmar::storage::test
