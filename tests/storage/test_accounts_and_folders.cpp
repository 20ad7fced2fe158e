// SPDX-License-Identifier: GPL-3.0-or-later
#include "store_fixture.h"

namespace fulmar::storage::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Account wholeAccount()
{
    Account account;
    account.email = "ann@example.org";
    account.name = "Ann Ö";
    account.incomingKind = IncomingKind::Pop3;
    account.incoming = { "pop.example.org", 995, transport::TlsMode::Implicit, "/ca.pem" };
    account.smtp = { "smtp.example.org", 587, transport::TlsMode::StartTls, "" };
    account.user = "ann";
    account.smtpUser = "ann-out";
    account.passwordSource = PasswordSource::Command;
    account.passwordCommand = "pass ann";
    account.sentCopy = SentCopy::ServerFiles;
    account.syncDays = 30;
    account.enabled = false;
    return account;
}

TEST_F(StoreTest, account_comes_back_as_it_was_stored)
{
    Account stored = wholeAccount();
    stored.id = must(mail().addAccount(stored));
    const auto accounts = must(reader->accounts());
    ASSERT_EQ(accounts.size(), 2U);
    EXPECT_EQ(accounts[1].account, stored);
    EXPECT_FALSE(accounts[1].lastSync);
    stored.name = "Ann";
    stored.enabled = true;
    must(mail().updateAccount(stored));
    must(mail().setAccountSynced(stored.id, 1234, "host-not-found"));
    EXPECT_EQ(must(reader->accounts())[1].account, stored);
    EXPECT_EQ(must(reader->accounts())[1].lastSync, 1234);
    EXPECT_EQ(must(reader->accounts())[1].lastError, "host-not-found");
}

TEST_F(StoreTest, unknown_keys_are_not_found_and_change_nothing)
{
    const auto code
        = [](const auto& result) { return result ? std::string("no error") : result.error().code; };
    EXPECT_EQ(code(mail().updateAccount({ .id = { 99 } })), "not-found");
    EXPECT_EQ(code(mail().removeAccount({ 99 })), "not-found");
    EXPECT_EQ(code(mail().setAccountSynced({ 99 }, 1, "")), "not-found");
    EXPECT_EQ(code(mail().applyFolderList({ 99 }, folderList())), "not-found");
    EXPECT_EQ(code(mail().checkpoint({ 99 })), "not-found");
    EXPECT_EQ(code(mail().knownMessages({ 99 })), "not-found");
    EXPECT_EQ(code(mail().resetFolder({ 99 }, 1)), "not-found");
    EXPECT_EQ(code(mail().applyDelta({ 99 }, { .added = { aMessage(1) } })), "not-found");
    EXPECT_EQ(code(mail().missingBodies({ 99 }, 1)), "not-found");
    EXPECT_EQ(code(mail().actionTried({ 99 }, "")), "not-found");
    EXPECT_EQ(code(mail().actionDropped({ 99 })), "not-found");
    EXPECT_EQ(code(outbox().update({ .id = { 99 } })), "not-found");
    EXPECT_EQ(code(outbox().remove({ 99 })), "not-found");
    EXPECT_EQ(code(outbox().source({ 99 })), "not-found");
    EXPECT_EQ(code(outbox().removeDraft({ 99 })), "not-found");
    EXPECT_EQ(code(outbox().saveDraft({ .id = { 99 } })), "not-found");
    EXPECT_EQ(code(outbox().sendDraft({ 99 }, {}, "x")), "not-found");
    EXPECT_THAT(must(reader->outbox()), IsEmpty());
    EXPECT_FALSE(shown({ 99 }));
    expectSound();
}

TEST_F(StoreTest, folders_come_inbox_first_then_by_role_then_by_path)
{
    auto list = folderList();
    list.insert(list.begin(),
        { { .path = "zeta" }, { .path = "Alpha/beta", .delimiter = '.' },
            { .path = "Sent", .role = FolderRole::Sent } });
    must(mail().applyFolderList(account, list));
    std::vector<std::string> paths;
    for (const auto& f : must(reader->folders(account)))
        paths.push_back(f.path);
    EXPECT_THAT(paths, ElementsAre("INBOX", "Sent", "Trash", "Archive", "Alpha/beta", "zeta"));
    EXPECT_EQ(must(reader->folderByPath(account, "iNbOx"))->role, FolderRole::Inbox);
    EXPECT_EQ(must(reader->folderByPath(account, "Alpha/beta"))->name, "beta");
    EXPECT_EQ(must(reader->folderByPath(account, "Alpha/beta"))->delimiter, '.');
    EXPECT_EQ(must(reader->folderByRole(account, FolderRole::Sent))->path, "Sent");
    EXPECT_FALSE(must(reader->folderByPath(account, "sent")));
    EXPECT_FALSE(must(reader->folderByRole(account, FolderRole::Junk)));
}

TEST_F(StoreTest, the_same_list_again_changes_nothing_and_tells_nobody)
{
    seen.clear();
    must(mail().applyFolderList(account, folderList()));
    EXPECT_THAT(seen, IsEmpty());
}

TEST_F(StoreTest, an_inbox_listed_twice_is_one_folder)
{
    auto list = folderList();
    list.push_back({ .path = "Inbox", .wireName = "Inbox" });
    must(mail().applyFolderList(account, list));
    EXPECT_EQ(must(reader->folders(account)).size(), 3U);
    EXPECT_EQ(must(reader->folderByPath(account, "INBOX"))->wireName, "INBOX");
}

TEST_F(StoreTest, a_vanished_folder_goes_with_its_messages_and_keeps_its_key_for_the_day_it_returns)
{
    add(archive, { aMessage(1) });
    const MessageId message = at(archive, 1);
    must(mail().storeBodies({ aBody(message, "x") }));
    seen.clear();
    must(mail().applyFolderList(account, { folderList()[0] }));
    EXPECT_FALSE(shown(message));
    EXPECT_FALSE(must(reader->raw(message)));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_TRUE(seen[0].folderTree);
    EXPECT_THAT(seen[0].removed, ElementsAre(message));
    must(mail().applyFolderList(account, folderList()));
    EXPECT_EQ(folderNamed("Archive"), archive);
    expectSound();
}

TEST_F(StoreTest, a_removed_account_takes_everything_with_it)
{
    add(inbox, { aMessage(1), aMessage(2) });
    must(mail().storeBodies({ aBody(at(inbox, 1), "x") }));
    record(MoveTo{ archive }, at(inbox, 1), inbox);
    const auto item = must(outbox().enqueue({ .account = account }, "raw"));
    const auto draft
        = must(outbox().saveDraft({ .account = account, .attachments = { { .content = "a" } } }));
    must(mail().removeAccount(account));
    EXPECT_THAT(must(reader->accounts()), IsEmpty());
    EXPECT_THAT(must(reader->folders({})), IsEmpty());
    EXPECT_THAT(must(reader->messages({})), IsEmpty());
    EXPECT_EQ(must(reader->count({})), 0U);
    EXPECT_THAT(must(mail().pendingActions({})), IsEmpty());
    EXPECT_FALSE(must(reader->outboxItem(item)));
    EXPECT_FALSE(must(reader->draft(draft)));
    expectSound();
    EXPECT_GT(must(mail().addAccount({})).value, account.value);
}

TEST_F(StoreTest, revisions_rise_and_observers_hear_after_the_commit)
{
    bool visible = false;
    mail().setCommitObserver([&](const ChangeSet& changes) {
        visible = must(reader->accounts()).size() == 2;
        seen.push_back(changes);
    });
    const auto before = seen.back().revision;
    must(mail().addAccount({}));
    EXPECT_TRUE(visible);
    EXPECT_GT(seen.back().revision, before);
}

} // namespace
} // namespace fulmar::storage::test
