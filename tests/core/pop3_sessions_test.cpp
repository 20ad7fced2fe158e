// SPDX-License-Identifier: GPL-3.0-or-later
// POP3 accounts against a server that keeps a ledger, cut at every byte, and against a real
// Dovecot: every message is there once, byte-identical, and nothing is removed that is not durable.
#include "engine_fixture.h"
#include "pop3_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace fulmar::test {
namespace {

std::string mail(int number, const std::string& body = ".dot\r\n\r\nbare\nline\rends\r\n")
{
    const auto n = std::to_string(number);
    return "From: Anna <anna@fulmar.example>\r\nTo: demo@fulmar.example\r\nSubject: Mail " + n
        + "\r\nMessage-ID: <pop-" + n + "@fulmar.example>\r\n\r\n" + body;
}

class Pop3Sessions : public testing::Test {
protected:
    Pop3Sessions() { fill(4); }

    void fill(int count)
    {
        server.mails.clear();
        for (int i = 1; i <= count; ++i)
            server.mails.push_back({ "uid" + std::to_string(i), mail(i) });
    }
    AccountId addAccount(Device& device, const Pop3Settings& settings = {})
    {
        Account account{ .email = "demo@fulmar.example" };
        account.incomingKind = IncomingKind::Pop3;
        account.incoming = { .host = "127.0.0.1",
            .port = server.port(),
            .tls = transport::TlsMode::Implicit,
            .caFile = server.caFile() };
        account.user = "demo";
        account.pop3 = settings;
        return device.addAccount(account, "secret");
    }
    static std::multiset<std::string> kept(
        Device& device, AccountId account, const std::string& path = "INBOX")
    {
        std::multiset<std::string> raws;
        for (const auto& message : device.messages(account, path)) {
            if (const auto raw = device.reader().raw(message.id); raw && *raw)
                raws.insert(**raw);
        }
        return raws;
    }
    std::multiset<std::string> onServer() const
    {
        std::multiset<std::string> raws;
        for (const auto& one : server.mails)
            raws.insert(one.raw);
        return raws;
    }

    Pop3Server server;
};

std::string firstCode(const SyncReport& report)
{
    return report.errors.empty() ? std::string() : report.errors.front().second.code;
}

TEST_F(Pop3Sessions, every_message_once_and_byte_identical)
{
    Device device;
    const auto account = addAccount(device);
    EXPECT_TRUE(device.sync().errors.empty());
    EXPECT_EQ(kept(device, account), onServer());
    EXPECT_TRUE(device.sync().errors.empty());
    EXPECT_EQ(kept(device, account), onServer());
    for (const auto& [raw, times] : server.ledger.handedOut)
        EXPECT_EQ(times, 1) << "nothing new means nothing fetched";
}

TEST_F(Pop3Sessions, cut_at_every_byte_nothing_is_lost_doubled_or_removed_too_soon)
{
    const auto all = onServer();
    const auto whole = [&] {
        Device device;
        addAccount(device, { .keep = Pop3Keep::Remove });
        device.sync();
        return server.ledger.bytesSaid;
    }();
    ASSERT_GT(whole, 0U);
    for (std::size_t cut = 1; cut < whole; ++cut) {
        fill(4);
        server.ledger = {};
        server.behaviour.cutAfter = cut;
        Device device;
        const auto account = addAccount(device, { .keep = Pop3Keep::Remove });
        device.sync();
        const auto first = kept(device, account);
        for (const auto& gone : server.ledger.removed)
            ASSERT_EQ(first.count(gone), 1U) << "removed and not durable, cut after byte " << cut;
        server.behaviour.cutAfter.reset();
        ASSERT_TRUE(device.sync().errors.empty()) << cut;
        ASSERT_EQ(kept(device, account), all) << "cut after byte " << cut;
        ASSERT_TRUE(server.mails.empty()) << cut;
    }
}

TEST_F(Pop3Sessions, a_lost_quit_removes_nothing_for_us_and_is_said_again)
{
    Device device;
    const auto account = addAccount(device, { .keep = Pop3Keep::Remove });
    server.behaviour.removesAtQuit = false;
    server.behaviour.answersQuit = false;
    EXPECT_FALSE(device.sync().errors.empty());
    EXPECT_EQ(kept(device, account).size(), 4U);
    server.behaviour.removesAtQuit = server.behaviour.answersQuit = true;
    EXPECT_TRUE(device.sync().errors.empty());
    EXPECT_EQ(kept(device, account).size(), 4U);
    EXPECT_TRUE(server.mails.empty());
}

TEST_F(Pop3Sessions, a_server_that_renumbers_everything_doubles_nothing)
{
    Device device;
    const auto account = addAccount(device);
    device.sync();
    for (auto& one : server.mails)
        one.uidl = "new-" + one.uidl;
    EXPECT_TRUE(device.sync().errors.empty());
    EXPECT_EQ(kept(device, account), onServer());
}

TEST_F(Pop3Sessions, one_uidl_for_two_messages_loses_neither)
{
    server.mails[1].uidl = server.mails[0].uidl;
    Device device;
    const auto account = addAccount(device);
    device.sync();
    EXPECT_EQ(kept(device, account), onServer());
    device.sync();
    EXPECT_EQ(kept(device, account), onServer());
}

TEST_F(Pop3Sessions, a_server_without_uidl_is_told_apart_by_headers)
{
    server.behaviour.hasUidl = false;
    Device device;
    const auto account = addAccount(device);
    EXPECT_TRUE(device.sync().errors.empty());
    EXPECT_EQ(kept(device, account), onServer());
    device.sync();
    EXPECT_EQ(kept(device, account), onServer());
    for (const auto& [raw, times] : server.ledger.handedOut)
        EXPECT_EQ(times, 1);
}

TEST_F(Pop3Sessions, a_server_without_uidl_and_top_is_told_apart_by_bytes)
{
    server.behaviour.hasUidl = server.behaviour.hasTop = false;
    Device device;
    const auto account = addAccount(device);
    device.sync();
    device.sync();
    EXPECT_EQ(kept(device, account), onServer());
}

TEST_F(Pop3Sessions, a_refused_message_is_told_and_the_others_come)
{
    server.behaviour.refused = { "uid2" };
    Device device;
    const auto account = addAccount(device);
    const auto report = device.sync();
    EXPECT_EQ(report.bodiesMissing, 1U);
    EXPECT_EQ(kept(device, account).size(), 3U);
    ASSERT_EQ(device.notices.size(), 1U);
    EXPECT_EQ(device.notices.front().kind, Notice::Kind::Skipped);
    server.behaviour.refused.clear();
    device.sync();
    EXPECT_EQ(kept(device, account), onServer());
}

TEST_F(Pop3Sessions, wrong_sizes_change_no_byte)
{
    for (const std::uint64_t size : { 1ULL, 99'999'999ULL }) {
        server.behaviour.listedSize = size;
        Device device;
        const auto account = addAccount(device);
        EXPECT_TRUE(device.sync().errors.empty());
        EXPECT_EQ(kept(device, account), onServer());
    }
}

TEST_F(Pop3Sessions, refusals_at_the_sign_in_keep_their_meaning)
{
    const std::pair<const char*, const char*> rows[] = {
        { "-ERR [IN-USE] locked", "IN-USE" },
        { "-ERR [LOGIN-DELAY] wait", "LOGIN-DELAY" },
        { "-ERR [SYS/TEMP] later", "SYS/TEMP" },
        { "-ERR [AUTH] no", "AUTH" },
    };
    for (const auto& [reply, code] : rows) {
        server.behaviour.passReply = reply;
        Device device;
        addAccount(device);
        const auto report = device.sync();
        EXPECT_EQ(firstCode(report), code);
        EXPECT_EQ(report.errors.front().second.kind == ErrorKind::Authentication,
            std::string(code) == "AUTH");
    }
}

TEST_F(Pop3Sessions, pop_that_is_switched_off_is_told)
{
    server.behaviour.statReply = "-ERR [SYS/PERM] Your account is not enabled for POP access.";
    Device device;
    addAccount(device);
    EXPECT_EQ(firstCode(device.sync()), "SYS/PERM");
}

TEST_F(Pop3Sessions, login_delay_is_obeyed_over_runs)
{
    server.behaviour.capabilities.push_back("LOGIN-DELAY 300");
    Device device;
    addAccount(device);
    EXPECT_TRUE(device.sync().errors.empty());
    device.close();
    device.open();
    EXPECT_EQ(firstCode(device.sync()), "LOGIN-DELAY");
    EXPECT_EQ(server.ledger.sessions, 1);
    device.clock.offset = 301;
    EXPECT_TRUE(device.sync().errors.empty());
    EXPECT_EQ(server.ledger.sessions, 2);
}

TEST_F(Pop3Sessions, what_is_deleted_here_goes_from_the_server_where_that_is_the_policy)
{
    Device device;
    const auto account = addAccount(device, { .keep = Pop3Keep::UntilDeleted });
    device.sync();
    const auto doomed = device.messages(account, "INBOX").front();
    const auto raw = device.reader().raw(doomed.id);
    ASSERT_TRUE(device.engine().act(DeleteForever{}, { doomed.id }, std::nullopt));
    EXPECT_FALSE(*device.reader().message(doomed.id)) << "at once: there is no server to ask";
    device.sync();
    EXPECT_EQ(server.ledger.removed, std::vector<std::string>{ **raw });
    EXPECT_EQ(server.mails.size(), 3U);
    EXPECT_EQ(kept(device, account).size(), 3U);
}

TEST_F(Pop3Sessions, local_folders_take_every_action_at_once)
{
    Device device;
    const auto account = addAccount(device);
    device.sync();
    const auto message = device.messages(account, "INBOX").front();
    ASSERT_TRUE(device.engine().change({ .name = "folder create",
        .actions = { CreateFolder{ .account = account, .path = "Shop/Orders" } } }));
    const auto orders = device.folder(account, "Shop/Orders");
    ASSERT_TRUE(orders.id.isValid());
    ASSERT_TRUE(device.engine().act(MoveTo{ orders.id }, { message.id }, std::nullopt));
    EXPECT_EQ(device.messages(account, "Shop/Orders").size(), 1U);
    EXPECT_EQ(device.messages(account, "INBOX").size(), 3U);
    EXPECT_TRUE(device.store().pendingActions(std::nullopt)->empty())
        << "nothing is owed to anyone";
    ASSERT_TRUE(device.engine().undo());
    EXPECT_EQ(device.messages(account, "INBOX").size(), 4U);
    EXPECT_TRUE(device.store().pendingActions(std::nullopt)->empty());
}

TEST_F(Pop3Sessions, a_large_message_comes_as_header_and_its_rest_when_wanted)
{
    server.mails.push_back({ "big", mail(9, std::string(5000, 'x') + "\r\n") });
    Device device;
    const auto account = addAccount(device, { .headersOnlyOver = 1000 });
    device.sync();
    const auto rows = device.messages(account, "INBOX");
    const auto big = std::find_if(
        rows.begin(), rows.end(), [](const Message& row) { return row.uidl == "big"; });
    ASSERT_NE(big, rows.end());
    EXPECT_FALSE(big->hasBody);
    std::optional<Result<void>> fetched;
    device.engine().fetchBody(big->id, [&](const Result<void>& result) { fetched = result; });
    ASSERT_TRUE(waitUntil([&] { return fetched.has_value(); }));
    EXPECT_TRUE(*fetched);
    EXPECT_EQ(**device.reader().raw(big->id), server.mails.back().raw);
}

TEST(Pop3Dovecot, implicit_tls_and_stls_fetch_the_same_bytes)
{
    Lab lab;
    ASSERT_TRUE(lab.isRunning());
    std::multiset<std::string> sent;
    for (int i = 0; i < 300; ++i) {
        const auto raw = mail(i, "Line.\r\n.\r\n..two\r\n");
        sent.insert(raw);
        ASSERT_NE(lab.deliver(raw), 0U);
    }
    for (const auto tls : { transport::TlsMode::Implicit, transport::TlsMode::StartTls }) {
        Device device;
        Account account{ .email = lab.user(0) };
        account.incomingKind = IncomingKind::Pop3;
        const bool isImplicit = tls == transport::TlsMode::Implicit;
        account.incoming = { .host = isImplicit ? lab.host() : lab.strictHost(),
            .port = isImplicit ? lab.pop3s() : lab.pop3StartTls(),
            .tls = tls,
            .caFile = lab.caFile() };
        account.user = lab.user(0);
        const auto id = device.addAccount(account, lab.password(0));
        const auto report = device.sync();
        EXPECT_TRUE(report.errors.empty()) << firstCode(report);
        std::multiset<std::string> got;
        for (const auto& message : device.messages(id, "INBOX")) {
            if (const auto raw = device.reader().raw(message.id); raw && *raw)
                got.insert(**raw);
        }
        EXPECT_EQ(got, sent);
    }
}

} // namespace
} // namespace fulmar::test
