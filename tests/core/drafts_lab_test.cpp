// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts on a real Dovecot: one copy, its latest version, also after a cut.
#include "compose/draft_message.h"
#include "cutting_proxy.h"
#include "engine_fixture.h"

#include <gtest/gtest.h>

namespace fulmar::test {
namespace {

class DraftsLab : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(lab.isRunning());
        account = device.addAccount(lab);
        device.sync();
    }
    Draft aDraft(const std::string& subject)
    {
        Draft draft;
        draft.account = account;
        draft.subject = subject;
        draft.text = "Grüße, noch nicht fertig\n";
        draft.bcc = { { "", "boss@fulmar.example" } };
        return draft;
    }
    DraftId save(Draft draft)
    {
        const auto id = device.engine().saveDraft(draft);
        EXPECT_TRUE(id);
        return id.value_or(DraftId{});
    }
    std::string onServer(std::uint32_t uid) { return lab.readBack("Drafts", uid); }

    Lab lab;
    Device device;
    AccountId account;
};

TEST_F(DraftsLab, a_saved_draft_has_one_copy_that_each_save_replaces)
{
    auto draft = aDraft("first");
    draft.id = save(draft);
    device.sync();
    EXPECT_TRUE(lab.signIn().uids("Drafts").empty()) << "what is saved while typing stays here";
    for (const char* subject : { "second", "third" }) {
        draft.subject = subject;
        save(draft);
        ASSERT_TRUE(device.engine().storeDraft(draft.id));
        device.sync();
        const auto uids = lab.signIn().uids("Drafts");
        ASSERT_EQ(uids.size(), 1U);
        EXPECT_NE(
            onServer(uids.front()).find(std::string("Subject: ") + subject), std::string::npos);
        EXPECT_NE(onServer(uids.front()).find("Bcc: boss@fulmar.example"), std::string::npos);
        const auto flags = lab.signIn().flags("Drafts", uids.front());
        EXPECT_NE(flags.find("\\Draft"), std::string::npos);
        EXPECT_NE(flags.find("\\Seen"), std::string::npos);
        EXPECT_EQ(device.messages(account, "Drafts").size(), 1U);
        EXPECT_TRUE(device.reader().draftCopies()->front().isSettled()) << "shown once: there";
    }
    ASSERT_TRUE(device.engine().removeDraft(draft.id));
    device.sync();
    EXPECT_TRUE(lab.signIn().uids("Drafts").empty());
}

TEST_F(DraftsLab, a_draft_of_another_device_is_replaced_in_place)
{
    const auto theirs = lab.deliver("From: demo@fulmar.example\r\nTo: Anna "
                                    "<anna@fulmar.example>\r\nSubject: =?utf-8?q?f=C3=BCr?="
                                    "\r\nBcc: boss@fulmar.example\r\n\r\nHello\r\n",
        "Drafts", "\\Draft");
    device.sync();
    const auto message = device.messages(account, "Drafts").front();
    auto draft = compose::draftFromBytes(**device.reader().raw(message.id), account);
    EXPECT_EQ(draft.subject, "für");
    EXPECT_EQ(draft.toText, "Anna <anna@fulmar.example>");
    EXPECT_EQ(draft.bccText, "boss@fulmar.example");
    EXPECT_EQ(draft.text, "Hello\n");
    const auto folder = device.folder(account, "Drafts");
    const DraftPosition position{ folder.id, folder.checkpoint.uidValidity, theirs };
    const auto id = device.engine().adoptDraft(draft, position);
    ASSERT_TRUE(id);
    EXPECT_EQ(*device.engine().adoptDraft(draft, position), *id) << "opened twice is one draft";
    device.sync();
    EXPECT_EQ(lab.signIn().uids("Drafts"), std::vector<std::uint32_t>{ theirs })
        << "not touched yet";
    draft.id = *id;
    draft.text = "Hello again\n";
    save(draft);
    ASSERT_TRUE(device.engine().storeDraft(*id));
    device.sync();
    const auto uids = lab.signIn().uids("Drafts");
    ASSERT_EQ(uids.size(), 1U);
    EXPECT_NE(uids.front(), theirs);
    EXPECT_NE(onServer(uids.front()).find("Hello again"), std::string::npos);
}

TEST_F(DraftsLab, a_sent_draft_leaves_the_server_once_the_mail_was_accepted)
{
    auto draft = aDraft("to be sent");
    draft.to = { { "", lab.user() } };
    draft.bcc.clear();
    draft.id = save(draft);
    ASSERT_TRUE(device.engine().storeDraft(draft.id));
    device.sync();
    ASSERT_EQ(lab.signIn().uids("Drafts").size(), 1U);
    const auto settings = device.reader().accounts()->front().account;
    const auto mail = compose::compose(
        *device.reader().draft(draft.id).value(), settings, { device.clock.now(), 7 });
    ASSERT_TRUE(mail);
    const auto queued = device.engine().submit(*mail);
    ASSERT_TRUE(queued);
    device.sync();
    device.sync();
    EXPECT_TRUE(lab.signIn().uids("Drafts").empty());
    EXPECT_EQ(lab.signIn().uids("Sent").size(), 1U);
    EXPECT_TRUE(device.messages(account, "Drafts").empty());
}

TEST_F(DraftsLab, a_cut_at_any_point_leaves_exactly_one)
{
    auto draft = aDraft("cut");
    draft.id = save(draft);
    auto settings = device.reader().accounts()->front().account;
    const auto reach = [&](std::uint16_t port) {
        settings.incoming.port = port;
        bool done = false;
        device.engine().updateAccount(settings, Secret<std::string>(lab.password()),
            [&](const Result<void>&) { done = true; });
        ASSERT_TRUE(waitUntil([&] { return done; }));
    };
    std::uint64_t whole = 0;
    constexpr int points = 10;
    for (int i = 0; i <= points; ++i) {
        SCOPED_TRACE("cut " + std::to_string(i));
        draft.subject = "version " + std::to_string(i);
        save(draft);
        ASSERT_TRUE(device.engine().storeDraft(draft.id));
        CutPlan plan;
        if (i > 0)
            plan.afterBytes = whole * static_cast<std::uint64_t>(i) / points;
        plan.connections = 1;
        CuttingProxy proxy(lab.imaps(), plan);
        reach(proxy.port());
        device.sync();
        if (i == 0)
            whole = proxy.bytesToClient();
        reach(lab.imaps());
        device.sync();
        device.sync();
        const auto uids = lab.signIn().uids("Drafts");
        ASSERT_EQ(uids.size(), 1U);
        EXPECT_NE(onServer(uids.front()).find("Subject: " + draft.subject), std::string::npos);
    }
}

} // namespace
} // namespace fulmar::test
