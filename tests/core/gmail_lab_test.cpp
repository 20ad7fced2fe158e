// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against a server that behaves as Gmail does.
#include "gmail_fixture.h"

#include <QJsonArray>

namespace fulmar::test {
namespace {

using Paths = std::set<std::string>;
using Numbers = std::vector<int>;

const std::string allMail = "[Gmail]/All Mail";
const std::string trash = "[Gmail]/Trash";
const std::string spam = "[Gmail]/Spam";

class GmailEngine : public testing::Test {
protected:
    void begin()
    {
        device.signIn(lab);
        ASSERT_EQ(device.synced(), "");
        expectSame();
    }
    void expectSame() { EXPECT_EQ(device.view(), GmailDevice::viewOf(lab)); }
    int bodies() { return lab.statistics()[QStringLiteral("bodies")].toInt(); }
    void sync()
    {
        EXPECT_EQ(device.synced(), "");
        expectSame();
    }
    /// Offline first, then on the server, then the same after the next synchronisation.
    void expectAfter(int n, const Paths& expected)
    {
        EXPECT_EQ(device.paths(n), expected) << "before the server knows";
        EXPECT_EQ(device.synced(), "");
        EXPECT_EQ(lab.truth(n).folders, expected) << "on the server";
        EXPECT_EQ(device.paths(n), expected) << "after the server knew";
        EXPECT_TRUE(device.notices.empty());
        sync();
    }

    GmailLab lab;
    GmailDevice device;
};

TEST_F(GmailEngine, aMessageWithThreeLabelsIsOneRowAndOneBody)
{
    lab.deliver(1, { "\\Inbox", "Work", "Work/Bills", "\\Important" });
    lab.deliver(2, { "\\Inbox" }, { "\\Seen", "\\Flagged" });
    lab.deliver(3, {});
    begin();
    EXPECT_EQ(device.all().size(), 3U);
    EXPECT_EQ(bodies(), 3);
    EXPECT_EQ(
        device.paths(1), (Paths{ "INBOX", "Work", "Work/Bills", "[Gmail]/Important", allMail }));
    EXPECT_EQ(device.paths(2), (Paths{ "INBOX", "[Gmail]/Starred", allMail }));
    EXPECT_EQ(device.counts("INBOX"), "2/1");
    EXPECT_EQ(device.counts("Work/Bills"), "1/1");
    EXPECT_EQ(device.counts(allMail), "3/2");
    EXPECT_EQ(device.message(1).labels, (Paths{ "\\Inbox", "Work", "Work/Bills", "\\Important" }));
    EXPECT_EQ(lab.commands("SELECT \"Work").size(), 0U) << "a label needs no mailbox to be opened";
    EXPECT_EQ(lab.commands("UTF8=ACCEPT").size(), 0U);
    EXPECT_EQ(lab.commands("QRESYNC").size(), 0U);
}

TEST_F(GmailEngine, labelsAreExactWhateverTheirNames)
{
    const Paths names{ "Muy Importante", "a (b) c", "x]y", "R&D", "Бизнес", "😀 fun", "say \"hi\"",
        "back\\slash", "Important" };
    std::vector<std::string> labels(names.begin(), names.end());
    for (int n = 1; n <= 12; ++n) {
        lab.deliver(n, labels);
        std::rotate(labels.begin(), labels.begin() + 1, labels.end());
    }
    begin();
    for (int n = 1; n <= 12; ++n)
        EXPECT_EQ(device.message(n).labels, names) << n;
    for (const auto& name : names) {
        ASSERT_TRUE(device.change("label", { MoveTo{ device.id(allMail) } }, { 1 }, name)) << name;
        ASSERT_TRUE(device.change("label", { CopyTo{ device.id("INBOX") } }, { 1 })) << name;
    }
    EXPECT_EQ(device.synced(), "");
    EXPECT_EQ(lab.truth(1).labels, (Paths{ "\\Inbox" }));
    for (const auto& name : names)
        ASSERT_TRUE(device.change("label", { CopyTo{ device.id(name) } }, { 1 })) << name;
    EXPECT_EQ(device.synced(), "");
    auto expected = names;
    expected.insert("\\Inbox");
    EXPECT_EQ(lab.truth(1).labels, expected);
    sync();
}

TEST_F(GmailEngine, whatAnotherDeviceDidIsHereAfterOneSync)
{
    for (int n = 1; n <= 8; ++n)
        lab.deliver(n, { "\\Inbox", "Work" });
    begin();
    const int before = bodies();
    lab.label(1, {}, { "\\Inbox" });
    lab.label(2, { "New/Label" }, { "Work" });
    lab.flag(3, { "\\Seen", "\\Flagged" });
    lab.move(4, "trash");
    lab.move(5, "spam");
    lab.ask(
        "destroy", { { QStringLiteral("id"), QString::fromStdString(GmailLab::messageId(6)) } });
    lab.deliver(9, { "\\Inbox", "\\Important" });
    sync();
    EXPECT_EQ(bodies(), before + 1) << "one new mail, and no body twice";
    lab.move(4, "all", { "\\Inbox" });
    lab.move(5, "trash");
    sync();
    EXPECT_EQ(bodies(), before + 1);
    EXPECT_EQ(lab.statistics()[QStringLiteral("twice")].toInt(), 0);
}

TEST_F(GmailEngine, aRenamedLabelIsRenamedHere)
{
    for (int n = 1; n <= 5; ++n)
        lab.deliver(n, { "\\Inbox", "Old", "Old/Sub" });
    begin();
    lab.ask("rename",
        { { QStringLiteral("name"), QStringLiteral("Old") },
            { QStringLiteral("to"), QStringLiteral("Neu ü") } });
    sync();
    EXPECT_EQ(device.counts("Neu ü/Sub"), "5/5");
    lab.ask("remove_label", { { QStringLiteral("name"), QStringLiteral("Neu ü/Sub") } });
    sync();
    EXPECT_EQ(device.all().size(), 5U);
}

TEST_F(GmailEngine, aModSeqThatRunsAheadLosesNothing)
{
    for (int n = 1; n <= 4; ++n)
        lab.deliver(n);
    begin();
    lab.ask("hold", { { QStringLiteral("hold"), true } });
    lab.label(1, {}, { "\\Inbox" });
    lab.flag(2, { "\\Seen" });
    EXPECT_EQ(device.synced(), "");
    lab.ask("hold", { { QStringLiteral("hold"), false } });
    sync();
}

TEST_F(GmailEngine, anotherUidValidityCostsNoBody)
{
    for (int n = 1; n <= 6; ++n)
        lab.deliver(n, { "\\Inbox", "Work" });
    lab.move(6, "trash");
    begin();
    const auto id = device.message(2).id;
    const int before = bodies();
    lab.ask("validity", { { QStringLiteral("kind"), QStringLiteral("everything") } });
    lab.label(3, { "Other" });
    sync();
    EXPECT_EQ(bodies(), before);
    EXPECT_EQ(device.message(2).id, id);
    EXPECT_TRUE(device.message(2).hasBody);
}

TEST_F(GmailEngine, hiddenAllMailIsPlainSyncWithoutDoubles)
{
    lab.ask("hide", { { QStringLiteral("kind"), QStringLiteral("all") } });
    lab.deliver(1, { "\\Inbox", "Work", "\\Important" });
    lab.deliver(2, { "Work" });
    lab.deliver(3, { "\\Inbox" }, { "\\Flagged" });
    begin();
    EXPECT_EQ(device.all().size(), 3U);
    EXPECT_EQ(bodies(), 3);
    lab.label(1, {}, { "Work" });
    lab.label(2, { "\\Inbox" });
    lab.move(3, "trash");
    sync();
    EXPECT_EQ(bodies(), 3);
    lab.ask("hide",
        { { QStringLiteral("kind"), QStringLiteral("all") }, { QStringLiteral("hidden"), false } });
    sync();
    EXPECT_EQ(bodies(), 3);
    lab.ask("hide", { { QStringLiteral("kind"), QStringLiteral("all") } });
    sync();
    EXPECT_EQ(bodies(), 3);
}

TEST_F(GmailEngine, hiddenSpamTrashAndViewsAreNoTrouble)
{
    for (const auto* kind : { "spam", "trash", "important", "starred" })
        lab.ask("hide", { { QStringLiteral("kind"), QLatin1String(kind) } });
    lab.deliver(1, { "\\Inbox", "\\Important" }, { "\\Flagged" });
    lab.deliver(2);
    begin();
    EXPECT_EQ(device.message(1).labels, (Paths{ "\\Inbox", "\\Important", "\\Starred" }));
    ASSERT_TRUE(
        device.change("flag", { ChangeFlags{ { .add = flagFromName("flagged") } } }, { 2 }));
    EXPECT_EQ(device.synced(), "");
    EXPECT_EQ(lab.truth(2).flags, (Paths{ "\\Flagged" }));
}

TEST_F(GmailEngine, namesOfFoldersDoNotMatter)
{
    GmailLab german({ .language = "de", .prefix = "[Google Mail]" });
    german.deliver(1);
    german.deliver(2, {}, { "\\Flagged" });
    german.move(2, "trash");
    GmailDevice other;
    other.signIn(german);
    ASSERT_EQ(other.synced(), "");
    EXPECT_EQ(other.view(), GmailDevice::viewOf(german));
    ASSERT_TRUE(other.change("trash",
        { MoveTo{ other.reader().folderByRole(other.account(), FolderRole::Trash)->value().id } },
        { 1 }));
    ASSERT_EQ(other.synced(), "");
    EXPECT_EQ(german.truth(1).place, "trash");
    german.ask("language", { { QStringLiteral("language"), QStringLiteral("fr") } });
    ASSERT_EQ(other.synced(), "");
    EXPECT_EQ(other.view(), GmailDevice::viewOf(german));
    EXPECT_EQ(german.statistics()[QStringLiteral("bodies")].toInt(), 2);
}

TEST_F(GmailEngine, countsOfTheServerThatAreTooHighAreBorne)
{
    lab.set({ { QStringLiteral("status_surplus"), 7 } });
    lab.deliver(1);
    begin();
    sync();
    lab.statistics(true);
    sync();
    EXPECT_LE(lab.commands("X-GM-LABELS").size(), 1U)
        << "the difference is no reason to compare everything again and again";
}

// ---- actions

class GmailActions : public GmailEngine, public testing::WithParamInterface<bool> {
protected:
    void SetUp() override
    {
        lab.set({ { QStringLiteral("auto_expunge"), GetParam() } });
        lab.deliver(1, { "\\Inbox", "Work", "\\Important" });
        lab.deliver(2, { "\\Inbox" });
        lab.deliver(3, { "Work" });
        lab.deliver(4, {});
        lab.move(4, "trash");
        lab.deliver(5, {});
        lab.move(5, "spam");
        begin();
        bodiesBefore = bodies();
    }
    void TearDown() override
    {
        EXPECT_EQ(bodies(), bodiesBefore);
        EXPECT_TRUE(lab.statistics()[QStringLiteral("complaints")].toArray().isEmpty());
    }
    int bodiesBefore = 0;
};

TEST_P(GmailActions, archiveTakesTheLabelOfTheInboxAway)
{
    ASSERT_TRUE(device.change("archive", { MoveTo{ device.id(allMail) } }, { 1, 2 }));
    expectAfter(1, { "Work", "[Gmail]/Important", allMail });
    expectAfter(2, { allMail });
}

TEST_P(GmailActions, archivingWhatIsNotInTheInboxChangesNothing)
{
    ASSERT_TRUE(device.change("archive", { MoveTo{ device.id(allMail) } }, { 3 }));
    expectAfter(3, { "Work", allMail });
}

TEST_P(GmailActions, trashTakesItOutOfEverything)
{
    ASSERT_TRUE(device.change("trash", { MoveTo{ device.id(trash) } }, { 1, 3 }));
    expectAfter(1, { trash });
    expectAfter(3, { trash });
    ASSERT_TRUE(device.change("move", { MoveTo{ device.id("INBOX") } }, { 1 }));
    expectAfter(1, { "INBOX", allMail });
}

TEST_P(GmailActions, restoreFromTrashAndSpam)
{
    ASSERT_TRUE(device.change("move", { MoveTo{ device.id("INBOX") } }, { 4 }));
    ASSERT_TRUE(device.change("not-junk", { MoveTo{ device.id("INBOX") } }, { 5 }));
    expectAfter(4, { "INBOX", allMail });
    expectAfter(5, { "INBOX", allMail });
}

TEST_P(GmailActions, restoreToALabelAndToAllMail)
{
    ASSERT_TRUE(device.change("move", { MoveTo{ device.id("Work") } }, { 4 }));
    ASSERT_TRUE(device.change("move", { MoveTo{ device.id(allMail) } }, { 5 }));
    expectAfter(4, { "Work", allMail });
    expectAfter(5, { allMail });
}

TEST_P(GmailActions, spamAndBack)
{
    ASSERT_TRUE(device.change("junk", { MoveTo{ device.id(spam) } }, { 1 }));
    expectAfter(1, { spam });
    ASSERT_TRUE(device.change("not-junk", { MoveTo{ device.id("INBOX") } }, { 1 }));
    expectAfter(1, { "INBOX", allMail });
}

TEST_P(GmailActions, starIsTheFlagAndTheView)
{
    ASSERT_TRUE(
        device.change("flag", { ChangeFlags{ { .add = flagFromName("flagged") } } }, { 2 }));
    expectAfter(2, { "INBOX", "[Gmail]/Starred", allMail });
    ASSERT_TRUE(
        device.change("flag", { ChangeFlags{ { .remove = flagFromName("flagged") } } }, { 2 }));
    expectAfter(2, { "INBOX", allMail });
}

TEST_P(GmailActions, moveBetweenLabels)
{
    lab.ask("create", { { QStringLiteral("name"), QStringLiteral("Home") } });
    sync();
    ASSERT_TRUE(device.change("move", { MoveTo{ device.id("Home") } }, { 1 }, "Work"));
    expectAfter(1, { "INBOX", "Home", "[Gmail]/Important", allMail });
    ASSERT_TRUE(device.change("copy", { CopyTo{ device.id("Work") } }, { 1 }));
    expectAfter(1, { "INBOX", "Home", "Work", "[Gmail]/Important", allMail });
}

TEST_P(GmailActions, aLabelThatDoesNotExistIsMadeFirst)
{
    ASSERT_TRUE(device.change("label",
        { CreateFolder{ .account = device.account(), .path = "Neu/Größe" }, CopyTo{} }, { 1, 3 }));
    expectAfter(1, { "INBOX", "Work", "Neu/Größe", "[Gmail]/Important", allMail });
    expectAfter(3, { "Work", "Neu/Größe", allMail });
}

TEST_P(GmailActions, forGoodMeansOutOfTheTrash)
{
    ASSERT_TRUE(device.change("delete", { DeleteForever{} }, { 1, 4, 5 }));
    EXPECT_FALSE(device.message(1).id.isValid());
    EXPECT_EQ(device.synced(), "");
    EXPECT_EQ(lab.truth().size(), 2U);
    sync();
}

TEST_P(GmailActions, manyActionsAtOnceKeepTheirOrder)
{
    ASSERT_TRUE(
        device.change("flag", { ChangeFlags{ { .add = flagFromName("seen") } } }, { 1, 2, 3 }));
    ASSERT_TRUE(device.change("copy", { CopyTo{ device.id("Work") } }, { 2 }));
    ASSERT_TRUE(device.change("trash", { MoveTo{ device.id(trash) } }, { 2 }));
    ASSERT_TRUE(device.change("move", { MoveTo{ device.id("INBOX") } }, { 2 }));
    ASSERT_TRUE(
        device.change("flag", { ChangeFlags{ { .add = flagFromName("flagged") } } }, { 2 }));
    const auto view = device.view();
    for (int round = 0; round < 4; ++round)
        EXPECT_EQ(device.synced(), "");
    EXPECT_EQ(device.view(), view);
    sync();
}

TEST_P(GmailActions, aRefusalFallsBackWithOneNotice)
{
    const auto before = device.view();
    lab.fault({ { QStringLiteral("match"), QStringLiteral("UID STORE") },
        { QStringLiteral("reply"), QStringLiteral("NO [CANNOT] No. (Failure)") } });
    ASSERT_TRUE(device.change("archive", { MoveTo{ device.id(allMail) } }, { 1 }));
    EXPECT_EQ(device.synced(), "");
    EXPECT_EQ(device.view(), before);
    EXPECT_EQ(device.notices.size(), 1U);
    sync();
}

TEST_P(GmailActions, undoReversesWhatTheServerDid)
{
    const auto before = device.view();
    ASSERT_TRUE(device.change("archive", { MoveTo{ device.id(allMail) } }, { 1 }));
    EXPECT_EQ(device.synced(), "");
    ASSERT_TRUE(device.engine().undo());
    EXPECT_EQ(device.view(), before);
    EXPECT_EQ(device.synced(), "");
    EXPECT_EQ(device.view(), before);
    ASSERT_TRUE(device.change("trash", { MoveTo{ device.id(trash) } }, { 1 }));
    ASSERT_TRUE(device.engine().undo());
    EXPECT_EQ(device.view(), before);
    ASSERT_TRUE(device.change("copy", { CopyTo{ device.id("Work") } }, { 2 }));
    EXPECT_EQ(device.synced(), "");
    ASSERT_TRUE(device.engine().undo());
    EXPECT_EQ(device.synced(), "");
    sync();
    EXPECT_EQ(device.view(), before);
}

INSTANTIATE_TEST_SUITE_P(AutoExpunge, GmailActions, testing::Bool());

} // namespace
} // namespace fulmar::test
