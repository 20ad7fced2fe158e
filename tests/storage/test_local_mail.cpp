// SPDX-License-Identifier: GPL-3.0-or-later
// Mail that is on no server: durable, recognised, listed like any other, rebuilt from kept.db.
#include "store_fixture.h"

#include <gtest/gtest.h>

namespace fulmar::storage::test {
namespace {

ArrivedMail mail(
    const std::string& uidl, const std::string& messageId, const std::string& body = "x")
{
    ArrivedMail arrived;
    arrived.uidl = uidl;
    arrived.raw = "Message-ID: <" + messageId + ">\r\n\r\n" + body + "\r\n";
    arrived.summary.messageId = messageId;
    arrived.summary.subject = "Subject of " + uidl;
    arrived.preview = body;
    arrived.received = 1'700'000'000;
    return arrived;
}

const auto nothingListed = [](const std::string&) { return false; };
const auto allListed = [](const std::string&) { return true; };

class LocalMailTest : public ::testing::Test {
protected:
    LocalMailTest() { open(); }

    void open()
    {
        m_reader.reset();
        m_profile.reset();
        auto opened = ProfileStore::open(m_folder.path());
        ASSERT_TRUE(opened);
        m_profile = std::move(*opened);
        m_reader = must(m_profile->newReader());
    }
    void close()
    {
        m_reader.reset();
        m_profile.reset();
    }
    AccountId addAccount(bool shared = false)
    {
        return must(store().addAccount({ .email = "tim@example.org",
            .incomingKind = IncomingKind::Pop3,
            .pop3 = { .sharedInbox = shared } }));
    }
    MailStore& store() { return m_profile->mailStore(); }
    LocalStore& local() { return store().local(); }
    MailReader& reader() { return *m_reader; }
    Folder folder(AccountId account, const std::string& path)
    {
        return must(reader().folderByPath(account, path)).value_or(Folder{});
    }
    std::size_t count(AccountId account, const std::string& path)
    {
        return must(reader().messages({ .folder = folder(account, path).id })).size();
    }

    TemporaryFolder m_folder;

private:
    std::unique_ptr<ProfileStore> m_profile;
    std::unique_ptr<MailReader> m_reader;
};

TEST_F(LocalMailTest, a_new_account_has_its_folders)
{
    const auto account = addAccount();
    for (const auto role :
        { FolderRole::Inbox, FolderRole::Drafts, FolderRole::Sent, FolderRole::Trash })
        EXPECT_TRUE(must(reader().folderByRole(account, role)));
}

TEST_F(LocalMailTest, what_arrived_is_listed_and_byte_identical)
{
    const auto account = addAccount();
    const auto arrived = mail("u1", "a@b");
    const auto stored = must(local().storeArrived(account, { arrived }, allListed));
    ASSERT_EQ(stored.added.size(), 1U);
    EXPECT_EQ(must(reader().raw(stored.added.front())), arrived.raw);
    const auto inbox = folder(account, "INBOX");
    EXPECT_EQ(inbox.total, 1U);
    EXPECT_EQ(inbox.unread, 1U);
    const auto rows = must(reader().messages({ .folder = inbox.id }));
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().uidl, "u1");
    EXPECT_TRUE(rows.front().hasBody);
    EXPECT_EQ(must(reader().messages({})).size(), 1U) << "in the list of all accounts too";
}

TEST_F(LocalMailTest, the_same_message_under_another_uidl_is_recognised)
{
    const auto account = addAccount();
    must(local().storeArrived(account, { mail("u1", "a@b") }, nothingListed));
    const auto again = must(local().storeArrived(account, { mail("u2", "a@b") }, nothingListed));
    EXPECT_EQ(again.recognised, 1U);
    EXPECT_EQ(count(account, "INBOX"), 1U);
    EXPECT_EQ(must(local().pop3History(account)).size(), 2U);
}

TEST_F(LocalMailTest, equal_message_ids_with_other_bytes_are_two_messages)
{
    const auto account = addAccount();
    must(local().storeArrived(
        account, { mail("u1", "a@b", "one"), mail("u2", "a@b", "two") }, allListed));
    EXPECT_EQ(count(account, "INBOX"), 2U);
}

TEST_F(LocalMailTest, without_message_id_two_listed_messages_stay_two_and_renumbered_ones_are_known)
{
    const auto account = addAccount();
    must(local().storeArrived(account, { mail("u1", ""), mail("u2", "") }, allListed));
    EXPECT_EQ(count(account, "INBOX"), 2U);
    must(local().storeArrived(account, { mail("n1", ""), mail("n2", "") },
        [](const std::string& uidl) { return uidl.starts_with("n"); }));
    EXPECT_EQ(count(account, "INBOX"), 2U) << "the server renumbered everything";
}

TEST_F(LocalMailTest, a_message_deleted_for_good_does_not_come_back)
{
    const auto account = addAccount();
    const auto id
        = must(local().storeArrived(account, { mail("u1", "a@b") }, allListed)).added.front();
    const auto actions = must(store().recordAction(DeleteForever{}, { id }, std::nullopt, 1));
    for (const auto& pending : must(store().pendingActions(account)))
        must(store().actionDone(pending, {}));
    EXPECT_EQ(actions.size(), 1U);
    EXPECT_FALSE(must(reader().message(id)));
    EXPECT_FALSE(must(reader().raw(id)));
    const auto again = must(local().storeArrived(account, { mail("u2", "a@b") }, allListed));
    EXPECT_EQ(again.recognised, 1U);
    EXPECT_EQ(count(account, "INBOX"), 0U);
    EXPECT_FALSE(must(local().pop3History(account)).back().message.isValid());
}

TEST_F(LocalMailTest, flags_and_moves_live_in_kept_db)
{
    const auto account = addAccount();
    const auto id
        = must(local().storeArrived(account, { mail("u1", "a@b") }, allListed)).added.front();
    FlagChange seen;
    seen.add.set(Flag::Seen);
    must(store().recordAction(ChangeFlags{ seen }, { id }, std::nullopt, 1));
    const auto trash = folder(account, "Trash").id;
    must(store().recordAction(MoveTo{ trash }, { id }, std::nullopt, 2));
    for (const auto& pending : must(store().pendingActions(account))) {
        ActionOutcome outcome;
        if (arrivalOf(pending.action))
            outcome.positions = { { id, trash, 1, static_cast<std::uint32_t>(id.value) } };
        must(store().actionDone(pending, outcome));
    }
    close();
    std::filesystem::remove(m_folder / "cache.db"); // everything that lists read is derived
    open();
    const auto message = must(reader().message(id));
    ASSERT_TRUE(message);
    EXPECT_EQ(message->folders, std::vector<FolderId>{ trash });
    EXPECT_TRUE(message->flags.has(Flag::Seen));
    EXPECT_TRUE(must(local().pop3History(account)).front().inTrash);
    EXPECT_EQ(folder(account, "Trash").total, 1U);
}

TEST_F(LocalMailTest, several_accounts_share_the_local_inbox)
{
    const auto one = addAccount(true);
    const auto two = addAccount(true);
    must(local().storeArrived(one, { mail("u1", "a@b") }, allListed));
    must(local().storeArrived(two, { mail("v1", "a@b"), mail("v2", "c@d") }, allListed));
    EXPECT_EQ(count(localAccount, "INBOX"), 2U) << "the message that both received is shown once";
    EXPECT_EQ(localAccount.toString(), "local");
    EXPECT_EQ(AccountId::parse("local"), localAccount);
}

TEST_F(LocalMailTest, a_header_alone_waits_for_the_rest)
{
    const auto account = addAccount();
    auto header = mail("u1", "a@b");
    header.partial = true;
    header.size = 5'000'000;
    const auto id = must(local().storeArrived(account, { header }, allListed)).added.front();
    EXPECT_FALSE(must(reader().raw(id)));
    EXPECT_FALSE(must(reader().message(id))->hasBody);
    EXPECT_TRUE(must(local().pop3History(account)).front().partial);
    auto whole = mail("u1", "a@b", "the rest");
    must(local().completeMessage(id, whole));
    EXPECT_EQ(must(reader().raw(id)), whole.raw);
    EXPECT_TRUE(must(reader().message(id))->hasBody);
}

TEST_F(LocalMailTest, mail_outlives_its_account_where_that_is_wanted)
{
    const auto account = addAccount();
    const auto id
        = must(local().storeArrived(account, { mail("u1", "a@b") }, allListed)).added.front();
    must(local().moveToLocalFolders(account));
    must(store().removeAccount(account));
    EXPECT_EQ(count(localAccount, "INBOX"), 1U);
    EXPECT_TRUE(must(reader().raw(id)));
}

TEST_F(LocalMailTest, state_of_the_server_is_durable)
{
    const auto account = addAccount();
    const Pop3State state{ .lastSignIn = 5,
        .loginDelay = 300,
        .day = 7,
        .dayBytes = 11,
        .serverMessages = 3,
        .serverBytes = 9 };
    must(local().setPop3State(account, state));
    close();
    open();
    EXPECT_EQ(must(local().pop3State(account)), state);
}

} // namespace
} // namespace fulmar::storage::test
