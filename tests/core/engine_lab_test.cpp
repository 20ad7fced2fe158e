// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against a real Dovecot and a real Postfix, with a second client beside it.
#include "engine_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace fulmar::test {
namespace {

std::string mail(int number, const std::string& body = "Hello.\r\n")
{
    const auto n = std::to_string(number);
    return "From: Anna Berger <anna@fulmar.example>\r\nTo: demo@fulmar.example\r\nSubject: Mail " + n
        + "\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <lab-" + n + "@fulmar.example>\r\n\r\n" + body;
}

Submission submission(AccountId account, const std::string& from, const std::vector<std::string>& to, const std::string& messageId)
{
    return {.account = account,
        .sender = from,
        .recipients = to,
        .raw = "From: <" + from + ">\r\nTo: <" + to.front() + ">\r\nSubject: Note\r\nDate: Sat, 21 Nov 2026 10:00:00 +0000\r\nMessage-ID: <"
            + messageId + ">\r\n\r\nA line.\r\n.dot\r\n",
        .messageId = messageId,
        .subject = "Note"};
}

class EngineLab : public testing::TestWithParam<const char*> {
protected:
    void SetUp() override
    {
        m_lab = std::make_unique<Lab>(LabOptions {.capability = GetParam()});
        ASSERT_TRUE(m_lab->isRunning());
    }
    Lab& lab() { return *m_lab; }

private:
    std::unique_ptr<Lab> m_lab;
};

std::string withoutErrors(const SyncReport& report)
{
    std::string text;
    for (const auto& [account, error] : report.errors)
        text += error.where + " / " + error.code + " / " + error.serverText + "; ";
    return text;
}

TEST_P(EngineLab, storesEveryMessageByteForByte)
{
    std::set<std::string> raws;
    for (int i = 0; i < 120; ++i) {
        raws.insert(mail(i));
        ASSERT_NE(lab().deliver(mail(i), i % 3 == 0 ? "Archive" : "INBOX"), 0U);
    }
    const auto odd = std::string("no header at all\nbare line feeds and \xff\xfe bytes\n");
    raws.insert(odd);
    lab().deliver(odd);
    std::string large(300'000, 'x');
    for (std::size_t i = 76; i < large.size(); i += 78)
        large.replace(i, 2, "\r\n");
    raws.insert(mail(500, large));
    lab().deliver(mail(500, large));

    Device device;
    const auto account = device.addAccount(lab());
    std::vector<FolderReport> folders;
    const auto report = device.sync({}, &folders);
    EXPECT_EQ(withoutErrors(report), "");
    EXPECT_EQ(report.bodiesMissing, 0U);
    std::set<std::string> stored;
    for (const auto* path : {"INBOX", "Archive"}) {
        for (const auto& message : device.messages(account, path)) {
            const auto raw = device.reader().raw(message.id);
            ASSERT_TRUE(raw && *raw);
            const auto server = lab().readBack(path, device.reader().message(message.id, device.folder(account, path).id)->value().uid);
            EXPECT_EQ(**raw, server);
            stored.insert(**raw);
        }
    }
    EXPECT_EQ(stored.size(), raws.size());

    std::vector<FolderReport> again;
    EXPECT_EQ(withoutErrors(device.sync({}, &again)), "");
    for (const auto& folder : again)
        EXPECT_EQ(folder.added + folder.changed + folder.vanished, 0U) << folder.path;
}

TEST_P(EngineLab, flagsTravelBothWays)
{
    const auto uid = lab().deliver(mail(1));
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    const auto message = device.messages(account, "INBOX").front();
    FlagChange read;
    read.add.set(Flag::Seen);
    read.add.keywords.insert("todo");
    ASSERT_TRUE(device.engine().act(ChangeFlags {read}, {message.id}, std::nullopt));
    EXPECT_TRUE(device.messages(account, "INBOX").front().flags.has(Flag::Seen));
    EXPECT_TRUE(device.messages(account, "INBOX").front().pending);
    device.sync();
    EXPECT_FALSE(device.messages(account, "INBOX").front().pending);
    auto other = lab().signIn();
    EXPECT_NE(other.flags("INBOX", uid).find("\\Seen"), std::string::npos);
    EXPECT_NE(other.flags("INBOX", uid).find("todo"), std::string::npos);
    other.store("INBOX", uid, "-FLAGS (\\Seen)");
    other.store("INBOX", uid, "+FLAGS (\\Flagged)");
    device.sync();
    const auto flags = device.messages(account, "INBOX").front().flags;
    EXPECT_FALSE(flags.has(Flag::Seen));
    EXPECT_TRUE(flags.has(Flag::Flagged));
}

TEST_P(EngineLab, expungedElsewhereDisappears)
{
    lab().deliver(mail(1));
    const auto uid = lab().deliver(mail(2));
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    ASSERT_EQ(device.messages(account, "INBOX").size(), 2U);
    lab().signIn().expunge("INBOX", uid);
    device.sync();
    const auto left = device.messages(account, "INBOX");
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left.front().summary.messageId, "lab-1@fulmar.example");
}

TEST_P(EngineLab, movesWithoutLosingOrDoubling)
{
    for (int i = 0; i < 5; ++i)
        lab().deliver(mail(i));
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    const auto archive = device.folder(account, "Archive");
    ASSERT_TRUE(archive.id.isValid());
    const auto inbox = device.messages(account, "INBOX");
    const std::vector<MessageId> moved {inbox[0].id, inbox[1].id, inbox[2].id};
    ASSERT_TRUE(device.engine().act(MoveTo {archive.id}, moved, device.folder(account, "INBOX").id));
    EXPECT_EQ(device.messages(account, "INBOX").size(), 2U);
    EXPECT_EQ(device.messages(account, "Archive").size(), 3U);
    EXPECT_EQ(withoutErrors(device.sync()), "");
    EXPECT_EQ(withoutErrors(device.sync()), "");
    EXPECT_TRUE(lab().signIn().waitForCount("Archive", 3));
    const auto there = device.messages(account, "Archive");
    ASSERT_EQ(there.size(), 3U);
    for (const auto& message : there) {
        EXPECT_NE(std::find(moved.begin(), moved.end(), message.id), moved.end()) << "the id is stable";
        EXPECT_TRUE(message.hasBody);
        EXPECT_FALSE(message.pending);
    }
    const bool hasUidPlus = std::string(GetParam()) != plainImapCapability;
    // Without UIDPLUS the originals stay, marked \Deleted: an EXPUNGE could take another client's mail.
    EXPECT_EQ(lab().signIn().uids("INBOX").size(), hasUidPlus ? 2U : 5U);
}

TEST_P(EngineLab, sentToOneselfArrivesAndIsFiledOnce)
{
    Device device;
    const auto account = device.addAccount(lab());
    device.sync();
    const auto me = lab().user();
    const auto queued = device.engine().submit(submission(account, me, {me}, "self-1@fulmar.example"));
    ASSERT_TRUE(queued);
    EXPECT_EQ(withoutErrors(device.sync()), "");
    const auto item = device.reader().outboxItem(*queued);
    ASSERT_TRUE(item && *item);
    EXPECT_TRUE((*item)->state == OutboxState::Accepted || (*item)->state == OutboxState::SentSeen);
    EXPECT_EQ((*item)->serverText.substr(0, 3), "250");
    EXPECT_TRUE(lab().signIn().waitForCount("INBOX", 1));
    device.sync();
    device.sync();
    EXPECT_EQ(device.messages(account, "Sent").size(), 1U);
    EXPECT_EQ(lab().signIn().uids("Sent").size(), 1U);
    const auto received = device.messages(account, "INBOX");
    ASSERT_EQ(received.size(), 1U);
    const auto raw = device.reader().raw(received.front().id);
    ASSERT_TRUE(raw && *raw);
    EXPECT_NE((*raw)->find("\r\n\r\nA line.\r\n.dot\r\n"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Servers, EngineLab, testing::Values("", noCondstoreCapability, plainImapCapability),
    [](const auto& tested) {
        const std::string capability = tested.param;
        return capability.empty() ? "everything" : capability == plainImapCapability ? "plain" : "no_condstore";
    });

class EnginePush : public testing::Test {
protected:
    Lab m_lab;
    void SetUp() override { ASSERT_TRUE(m_lab.isRunning()); }
};

TEST_F(EnginePush, newMailIsHereWithinTwoSeconds)
{
    Device device(true);
    const auto account = device.addAccount(m_lab);
    int arrivals = 0;
    QObject::connect(&device.engine(), &Engine::mailArrived, &device.engine(), [&] { ++arrivals; });
    // The watch is up when IDLE was answered; the log is the only outside sign of it, so a first mail proves it.
    ASSERT_TRUE(waitUntil([&] { return device.folder(account, "INBOX").id.isValid(); }));
    m_lab.deliver(mail(1));
    ASSERT_TRUE(waitUntil([&] { return device.messages(account, "INBOX").size() == 1; }));
    const auto start = std::chrono::steady_clock::now();
    m_lab.deliver(mail(2));
    ASSERT_TRUE(waitUntil([&] { return device.messages(account, "INBOX").size() == 2; }, std::chrono::seconds(2)));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
    EXPECT_TRUE(waitUntil([&] { return arrivals > 0; }));
}

TEST_F(EnginePush, refusedPasswordIsTriedOnce)
{
    Device device(true);
    device.addAccount(m_lab, 0, "wrong");
    ASSERT_TRUE(waitUntil([&] { return !device.statuses.empty() && device.statuses.back().state == AccountState::SignInAgain; }));
    EXPECT_EQ(device.statuses.back().nextTry, 0);
    const auto loads = device.secrets.loads;
    waitUntil([] { return false; }, std::chrono::milliseconds(300));
    EXPECT_EQ(device.secrets.loads, loads);
    EXPECT_EQ(device.statuses.back().error->kind, ErrorKind::Authentication);
}

TEST_F(EnginePush, refusedRecipientParksTheMailWithTheServersWords)
{
    Device device;
    const auto account = device.addAccount(m_lab);
    const auto refused = device.engine().submit(submission(account, m_lab.user(), {"nobody@nowhere.invalid"}, "r-1@fulmar.example"));
    const auto deferred = device.engine().submit(submission(account, m_lab.user(), {"x@defer.example"}, "r-2@fulmar.example"));
    ASSERT_TRUE(refused && deferred);
    device.sync();
    const auto parked = **device.reader().outboxItem(*refused);
    EXPECT_EQ(parked.state, OutboxState::Refused);
    EXPECT_EQ(parked.serverText.substr(0, 1), "5");
    EXPECT_FALSE(device.notices.empty());
    const auto waiting = **device.reader().outboxItem(*deferred);
    EXPECT_EQ(waiting.state, OutboxState::Queued);
    EXPECT_EQ(waiting.tries, 1U);
    EXPECT_GT(waiting.nextTry, device.clock.now());
}

} // namespace
} // namespace fulmar::test
