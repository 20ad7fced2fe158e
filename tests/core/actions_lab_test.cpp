// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does against a real Dovecot: with MOVE, without it, and without UIDPLUS.
#include "cutting_proxy.h"
#include "engine_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace fulmar::test {
namespace {

constexpr auto noMoveCapability
    = "IMAP4rev1 SASL-IR ID IDLE UNSELECT CHILDREN NAMESPACE UIDPLUS ESEARCH LIST-EXTENDED "
      "LIST-STATUS LITERAL+ SPECIAL-USE";

std::string mail(const std::string& name)
{
    return "From: Anna Berger <anna@fulmar.example>\r\nTo: demo@fulmar.example\r\nSubject: " + name
        + "\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + name
        + "@fulmar.example>\r\n\r\nHello.\r\n";
}

std::string errorsOf(const SyncReport& report)
{
    std::string text;
    for (const auto& [account, error] : report.errors)
        text += error.where + " / " + error.code + " / " + error.serverText + "; ";
    return text;
}

class ActionsLab : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override
    {
        m_lab = std::make_unique<Lab>(LabOptions{ .capability = GetParam() });
        ASSERT_TRUE(m_lab->isRunning());
    }
    Lab& lab() { return *m_lab; }
    [[nodiscard]] bool hasUidPlus() const { return std::string(GetParam()) != plainImapCapability; }

    void deliver(const std::vector<std::string>& names)
    {
        for (const auto& name : names)
            ASSERT_NE(lab().deliver(mail(name)), 0U);
    }
    static std::vector<MessageId> inbox(Device& device, AccountId account)
    {
        std::vector<MessageId> ids;
        for (const auto& message : device.messages(account, "INBOX"))
            ids.push_back(message.id);
        return ids;
    }
    static std::multiset<std::string> subjects(
        Device& device, AccountId account, const std::string& path)
    {
        std::multiset<std::string> names;
        for (const auto& message : device.messages(account, path))
            names.insert(message.summary.subject);
        return names;
    }
    /// Messages of a server's folder that are not marked \Deleted.
    std::size_t alive(const std::string& folder)
    {
        auto probe = lab().signIn();
        std::size_t count = 0;
        for (const auto uid : probe.uids(folder))
            count += probe.flags(folder, uid).find("\\Deleted") == std::string::npos ? 1U : 0U;
        return count;
    }
    static void act(Device& device, const std::string& name, std::vector<Action> actions,
        std::vector<MessageId> messages, std::optional<FolderId> from = {})
    {
        const auto done = device.engine().change({ .name = name,
            .actions = std::move(actions),
            .messages = std::move(messages),
            .from = from });
        ASSERT_TRUE(done) << done.error().code << " " << done.error().where;
    }
    static void settle(Device& device)
    {
        EXPECT_EQ(errorsOf(device.sync()), "");
        EXPECT_EQ(errorsOf(device.sync()), "");
        EXPECT_TRUE(device.reader().pendingActions()->empty());
    }

private:
    std::unique_ptr<Lab> m_lab;
};

TEST_P(ActionsLab, undo_before_the_server_knows_sends_nothing)
{
    deliver({ "one", "two" });
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    act(device, "archive", { MoveTo{ device.folder(account, "Archive").id } },
        inbox(device, account));
    EXPECT_TRUE(device.messages(account, "INBOX").empty());
    ASSERT_TRUE(device.engine().undo());
    EXPECT_EQ(device.messages(account, "INBOX").size(), 2U);
    settle(device);
    EXPECT_EQ(lab().signIn().uids("Archive").size(), 0U);
    EXPECT_EQ(lab().signIn().uids("INBOX").size(), 2U);
}

TEST_P(ActionsLab, undo_after_the_server_did_it_reverses_it_there)
{
    deliver({ "one", "two" });
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    const auto ids = inbox(device, account);
    auto probe = lab().signIn();
    probe.store("INBOX", probe.uids("INBOX").front(), "+FLAGS (\\Seen)");
    device.sync();
    FlagChange read;
    read.add.set(Flag::Seen);
    read.add.set(Flag::Flagged);
    act(device, "flag", { ChangeFlags{ read } }, ids);
    settle(device);
    act(device, "archive", { MoveTo{ device.folder(account, "Archive").id } }, ids);
    settle(device);
    EXPECT_EQ(alive("Archive"), 2U);
    act(device, "copy", { CopyTo{ device.folder(account, "Trash").id } }, ids);
    settle(device);
    EXPECT_EQ(alive("Trash"), 2U);

    ASSERT_TRUE(device.engine().undo());
    EXPECT_TRUE(device.messages(account, "Trash").empty()) << "shown at once";
    settle(device);
    EXPECT_EQ(alive("Trash"), 0U);
    EXPECT_EQ(alive("Archive"), 2U);
    ASSERT_TRUE(device.engine().undo());
    EXPECT_EQ(device.messages(account, "INBOX").size(), 2U);
    settle(device);
    EXPECT_EQ(alive("Archive"), 0U);
    EXPECT_EQ(alive("INBOX"), 2U);
    ASSERT_TRUE(device.engine().undo());
    settle(device);
    const auto after = device.messages(account, "INBOX");
    ASSERT_EQ(after.size(), 2U);
    EXPECT_FALSE(after[0].flags.has(Flag::Flagged));
    EXPECT_FALSE(after[1].flags.has(Flag::Flagged));
    EXPECT_NE(after[0].flags.has(Flag::Seen), after[1].flags.has(Flag::Seen)) << "as it was";
}

TEST_P(ActionsLab, deleted_mail_of_another_client_survives)
{
    deliver({ "theirs", "moved", "gone", "kept" });
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    auto probe = lab().signIn();
    const auto theirs = probe.uids("INBOX").front();
    probe.store("INBOX", theirs, "+FLAGS (\\Deleted)");
    for (const auto& message : device.messages(account, "INBOX")) {
        if (message.summary.subject == "moved")
            act(device, "move", { MoveTo{ device.folder(account, "Archive").id } }, { message.id });
        if (message.summary.subject == "gone")
            act(device, "delete", { DeleteForever{} }, { message.id });
    }
    settle(device);
    const auto left = lab().signIn().uids("INBOX");
    EXPECT_NE(std::find(left.begin(), left.end(), theirs), left.end());
    EXPECT_EQ(left.size(), hasUidPlus() ? 2U : 4U);
    EXPECT_EQ(subjects(device, account, "INBOX"), (std::multiset<std::string>{ "theirs", "kept" }));
    EXPECT_EQ(subjects(device, account, "Archive"), (std::multiset<std::string>{ "moved" }));
}

TEST_P(ActionsLab, mail_moves_into_a_folder_that_was_made_offline)
{
    deliver({ "one", "two" });
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    const auto made = device.engine().change({ .name = "create-folder",
        .actions = { CreateFolder{ .account = account, .path = "Rechnungen/Bücher & mehr" } } });
    ASSERT_TRUE(made);
    const auto ids = inbox(device, account);
    act(device, "move", { MoveTo{ made->folders.back() } }, ids);
    EXPECT_EQ(device.messages(account, "Rechnungen/Bücher & mehr").size(), 2U) << "at once";
    settle(device);
    EXPECT_EQ(device.messages(account, "Rechnungen/Bücher & mehr").size(), 2U);
    EXPECT_EQ(device.folder(account, "Rechnungen/Bücher & mehr").id, made->folders.back());
    EXPECT_NE(
        lab().signIn().command("LIST \"\" \"*\"").find("B&APw-cher &- mehr"), std::string::npos);
    EXPECT_EQ(alive("INBOX"), 0U);
}

TEST_P(ActionsLab, folders_are_renamed_deleted_and_taken_back)
{
    deliver({ "one" });
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    act(device, "create-folder", { CreateFolder{ .account = account, .path = "Work/2026" } }, {});
    settle(device);
    const auto year = device.folder(account, "Work/2026").id;
    act(device, "move", { MoveTo{ year } }, inbox(device, account));
    settle(device);
    act(device, "rename-folder", { RenameFolder{ device.folder(account, "Work").id, "Job" } }, {});
    EXPECT_EQ(device.folder(account, "Job/2026").id, year) << "at once, with its key";
    settle(device);
    EXPECT_EQ(device.folder(account, "Job/2026").id, year);
    EXPECT_EQ(device.messages(account, "Job/2026").size(), 1U);
    EXPECT_TRUE(device.messages(account, "Job/2026").front().hasBody);
    EXPECT_EQ(alive("Job/2026"), 1U);
    ASSERT_TRUE(device.engine().undo());
    settle(device);
    EXPECT_EQ(device.folder(account, "Work/2026").id, year);
    EXPECT_EQ(alive("Work/2026"), 1U);
    act(device, "delete-folder", { DeleteFolder{ year } }, {});
    EXPECT_FALSE(device.folder(account, "Work/2026").id.isValid());
    settle(device);
    EXPECT_EQ(lab().signIn().command("LIST \"\" \"*\"").find("2026"), std::string::npos);
    EXPECT_EQ(device.engine().undo().error().code, "cannot-undo");
}

TEST_P(ActionsLab, a_folder_deleted_elsewhere_refuses_what_waits_and_tells_once)
{
    deliver({ "one" });
    Device device;
    const auto account = device.addAccount(lab());
    lab().signIn().command("CREATE Work");
    device.sync();
    // Synchronised once, so it is no folder of ours that is made again.
    lab().deliver(mail("there"), "Work");
    device.sync();
    act(device, "move", { MoveTo{ device.folder(account, "Work").id } }, inbox(device, account));
    lab().signIn().command("DELETE Work");
    device.sync();
    EXPECT_EQ(subjects(device, account, "INBOX"), (std::multiset<std::string>{ "one" }));
    EXPECT_TRUE(device.reader().pendingActions()->empty());
    EXPECT_EQ(std::count_if(device.notices.begin(), device.notices.end(),
                  [](const Notice& n) { return n.kind == Notice::Kind::ActionRefused; }),
        1);
    EXPECT_EQ(alive("INBOX"), 1U);
}

TEST_P(ActionsLab, a_missing_trash_comes_back)
{
    deliver({ "one" });
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    const auto trash = device.folder(account, "Trash").id;
    ASSERT_TRUE(trash.isValid());
    lab().signIn().command("DELETE Trash");
    act(device, "trash", { MoveTo{ trash } }, inbox(device, account));
    settle(device);
    EXPECT_EQ(alive("Trash"), 1U);
    EXPECT_EQ(alive("INBOX"), 0U);
    EXPECT_TRUE(device.notices.empty());
}

/// Cuts the working connection after each so many bytes of a move and lets the next synchronisation
/// go on: never a loss, never a double.
TEST_P(ActionsLab, a_cut_at_any_point_of_a_move_neither_loses_nor_doubles)
{
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    auto settings = device.reader().accounts()->front().account;
    const auto password = Secret<std::string>(lab().password());
    const auto reach = [&](std::uint16_t port) {
        settings.incoming.port = port;
        bool done = false;
        device.engine().updateAccount(
            settings, password, [&](const Result<void>&) { done = true; });
        ASSERT_TRUE(waitUntil([&] { return done; }));
    };
    const auto archive = device.folder(account, "Archive").id;
    std::uint64_t whole = 0;
    std::multiset<std::string> expected;
    constexpr int points = 14;
    for (int i = 0; i <= points; ++i) {
        const std::vector<std::string> names{ "a" + std::to_string(i), "b" + std::to_string(i) };
        SCOPED_TRACE("cut " + std::to_string(i) + " of " + std::to_string(points));
        deliver(names);
        device.sync();
        act(device, "move", { MoveTo{ archive } }, inbox(device, account));
        expected.insert(names.begin(), names.end());
        CutPlan plan;
        // The first run is whole and tells how long the part with the move is.
        if (i > 0)
            plan.afterBytes = whole * static_cast<std::uint64_t>(i) / points;
        plan.connections = 1;
        CuttingProxy proxy(lab().imaps(), plan);
        reach(proxy.port());
        bool ended = false;
        device.engine().runActions([&](const auto&) { ended = true; });
        ASSERT_TRUE(waitUntil([&] { return ended; }));
        if (i == 0)
            whole = proxy.bytesToClient();
        reach(lab().imaps());
        settle(device);
        EXPECT_EQ(alive("INBOX"), 0U);
        EXPECT_EQ(alive("Archive"), expected.size());
        EXPECT_TRUE(device.messages(account, "INBOX").empty());
        EXPECT_EQ(subjects(device, account, "Archive"), expected);
    }
}

INSTANTIATE_TEST_SUITE_P(Servers, ActionsLab,
    testing::Values("", noMoveCapability, plainImapCapability), [](const auto& tested) {
        const std::string capability = tested.param;
        return capability.empty()               ? "move"
            : capability == plainImapCapability ? "plain"
                                                : "no_move";
    });

} // namespace
} // namespace fulmar::test
