// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_backend.h"
#include "model_spy.h"
#include "viewmodels/file_saving.h"
#include "viewmodels/reader_view_model.h"

#include <QFile>
#include <QTemporaryDir>
#include <gmock/gmock.h>

namespace fulmar::app::testing {
namespace {

const FolderId inbox{ 1 };
constexpr auto plain = "From: a@b.example\r\nSubject: x\r\n\r\nHello.\r\n";

struct Reader : ::testing::Test {
    FakeBackend backend;
    ReaderViewModel reader{ backend };

    Reader()
    {
        backend.reader.messageList
            = { aMessage(1).in(inbox).from("Anna", "anna@example.org").subject("Hi") };
    }
    void show() { reader.show(backend.reader.messageList.front(), inbox); }
    bool ready()
    {
        return settle([&] { return reader.state() == ReaderViewModel::State::Ready; });
    }
};

TEST_F(Reader, the_true_address_is_always_beside_the_name)
{
    show();
    EXPECT_EQ(reader.senderName(), QStringLiteral("Anna"));
    EXPECT_EQ(reader.senderAddress(), QStringLiteral("anna@example.org"));
}

TEST_F(Reader, a_message_is_marked_read_after_it_was_shown_for_a_second)
{
    backend.reader.bodies[{ 1 }] = plain;
    show();
    ASSERT_TRUE(ready());
    EXPECT_TRUE(backend.acted.empty());
    ASSERT_TRUE(settle([&] { return !backend.acted.empty(); }));
    const auto* flags = std::get_if<ChangeFlags>(&backend.acted.front().action);
    ASSERT_TRUE(flags);
    EXPECT_TRUE(flags->change.add.has(Flag::Seen));
}

TEST_F(Reader, marking_it_unread_while_it_is_shown_is_respected)
{
    backend.reader.bodies[{ 1 }] = plain;
    Message read = backend.reader.messageList.front();
    read.flags.set(Flag::Seen);
    reader.show(read, inbox);
    ASSERT_TRUE(ready());
    reader.show(backend.reader.messageList.front(), inbox);
    EXPECT_FALSE(settle([&] { return !backend.acted.empty(); }));
}

TEST_F(Reader, a_body_that_is_not_here_is_fetched_and_then_shown)
{
    backend.onFetch = [&](MessageId id) { backend.reader.bodies[id] = plain; };
    show();
    ASSERT_TRUE(ready());
    EXPECT_THAT(backend.fetched, ::testing::ElementsAre(MessageId{ 1 }));
    EXPECT_EQ(reader.bodyText().trimmed(), QStringLiteral("Hello."));
}

TEST_F(Reader, a_failed_fetch_says_why_and_can_be_tried_again)
{
    backend.orderFailure = Error{ ErrorKind::Network, "connect", {}, "timeout" };
    show();
    ASSERT_TRUE(settle([&] { return reader.state() == ReaderViewModel::State::Failed; }));
    EXPECT_FALSE(reader.errorText().isEmpty());
    backend.orderFailure.reset();
    backend.onFetch = [&](MessageId id) { backend.reader.bodies[id] = plain; };
    reader.retry();
    EXPECT_TRUE(ready());
}

TEST_F(Reader, a_fetch_that_brings_nothing_does_not_go_round_for_ever)
{
    show();
    ASSERT_TRUE(settle([&] { return reader.state() == ReaderViewModel::State::Failed; }));
    EXPECT_EQ(backend.fetched.size(), 1U);
}

TEST_F(Reader, the_answer_for_a_message_that_was_left_is_dropped)
{
    backend.reader.bodies[{ 1 }] = plain;
    backend.reader.messageList.push_back(aMessage(2).in(inbox));
    backend.reader.bodies[{ 2 }] = "Subject: y\r\n\r\nSecond.\r\n";
    show();
    reader.show(backend.reader.messageList.back(), inbox);
    ASSERT_TRUE(ready());
    settle();
    EXPECT_EQ(reader.bodyText().trimmed(), QStringLiteral("Second."));
}

TEST_F(Reader, a_link_to_anything_but_web_and_mail_is_refused)
{
    const QSignalSpy refused(&reader, &ReaderViewModel::linkRefused);
    const char* attacks[] = { "file:///etc/passwd", "javascript:alert(1)", "data:text/html,x",
        "smb://evil/x", "search-ms:query=x", "vscode://x", "FILE:///etc/passwd", "" };
    for (const char* attack : attacks)
        reader.openLink(QUrl(QString::fromUtf8(attack)));
    EXPECT_EQ(refused.count(), 8);
}

TEST_F(Reader, the_scheme_answers_only_for_the_message_that_is_shown)
{
    backend.reader.bodies[{ 1 }] = "Content-Type: text/html\r\n\r\n<p>x</p>";
    show();
    ASSERT_TRUE(ready());
    EXPECT_EQ(reader.resourceType(reader.htmlUrl()), "text/html");
    for (const char* other : { "fulmar-cid:message/999", "fulmar-cid:nothing",
             "fulmar-cid:../../etc/passwd", "file:///etc/passwd" })
        EXPECT_TRUE(reader.resourceType(QUrl(QString::fromUtf8(other))).isEmpty()) << other;
}

TEST(Saving, never_over_an_existing_file)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.txt"));
    QFile old(path);
    ASSERT_TRUE(old.open(QIODevice::WriteOnly));
    old.write("precious");
    old.close();
    const std::string raw = "Content-Type: text/plain\r\n\r\nnew\r\n";
    const auto saved = saveParts(raw, { { "1", path } }, false);
    ASSERT_TRUE(saved.has_value());
    EXPECT_EQ(saved->place, folder.filePath(QStringLiteral("a (1).txt")));
    ASSERT_TRUE(old.open(QIODevice::ReadOnly));
    EXPECT_EQ(old.readAll(), "precious");
    EXPECT_EQ(QFile(saved->place).permissions() & (QFile::ReadGroup | QFile::ReadOther),
        QFile::Permissions{});
}

TEST(Saving, a_folder_that_is_not_there_is_an_error)
{
    const auto saved = saveParts(
        "Subject: x\r\n\r\nnew\r\n", { { "1", QStringLiteral("/nowhere/at/all.txt") } }, false);
    ASSERT_FALSE(saved.has_value());
    EXPECT_EQ(saved.error().kind, ErrorKind::Storage);
}

} // namespace
} // namespace fulmar::app::testing
