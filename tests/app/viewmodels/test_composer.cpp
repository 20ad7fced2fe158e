// SPDX-License-Identifier: GPL-3.0-or-later
#include "fake_backend.h"
#include "model_spy.h"
#include "viewmodels/app_view_model.h"
#include "viewmodels/composer_view_model.h"

#include <QFile>
#include <QTemporaryDir>
#include <gmock/gmock.h>

namespace fulmar::app::testing {
namespace {

Account account(std::int64_t id, const char* email)
{
    Account made;
    made.id = { id };
    made.email = email;
    return made;
}

struct Composer : ::testing::Test {
    FakeBackend backend;
    ComposerViewModel composer{ backend, {},
        { account(1, "anna@example.org"), account(2, "shop@example.org") } };
    QSignalSpy finished{ &composer, &ComposerViewModel::finished };

    bool closed()
    {
        return settle([&] { return finished.count() == 1; });
    }
};

TEST_F(Composer, closing_keeps_the_draft_and_asks_nothing)
{
    composer.setSubject(QStringLiteral("Plans"));
    composer.setTo(QStringLiteral("bob@"));
    composer.close();
    ASSERT_TRUE(closed());
    ASSERT_EQ(backend.savedDrafts.size(), 1U);
    EXPECT_EQ(backend.savedDrafts[0].subject, "Plans");
    EXPECT_EQ(backend.savedDrafts[0].toText, "bob@") << "what does not parse yet is kept as typed";
}

TEST_F(Composer, an_untouched_message_leaves_nothing_behind)
{
    composer.close();
    ASSERT_TRUE(closed());
    EXPECT_TRUE(backend.savedDrafts.empty());
    EXPECT_TRUE(backend.removedDrafts.empty());
}

TEST_F(Composer, typing_is_saved_a_moment_later)
{
    composer.setBodyText(QStringLiteral("Dear Bob"));
    EXPECT_TRUE(backend.savedDrafts.empty());
    ASSERT_TRUE(settle([&] { return !backend.savedDrafts.empty(); }));
    EXPECT_EQ(backend.savedDrafts[0].text, "Dear Bob");
    EXPECT_TRUE(settle([&] { return composer.draftId().isValid(); }));
}

TEST_F(Composer, a_draft_that_cannot_be_saved_keeps_the_window)
{
    backend.orderFailure = Error{ ErrorKind::Storage, "drafts", {}, "disk-full" };
    composer.setBodyText(QStringLiteral("Dear Bob"));
    composer.close();
    ASSERT_TRUE(settle([&] { return !composer.problem().isEmpty(); }));
    EXPECT_EQ(finished.count(), 0);
    EXPECT_EQ(composer.bodyText(), QStringLiteral("Dear Bob"));
    backend.orderFailure.reset();
    composer.close();
    EXPECT_TRUE(closed());
}

TEST_F(Composer, a_malformed_address_is_named_and_nothing_is_sent)
{
    composer.setTo(QStringLiteral("bob@example.org, sam at example"));
    composer.send();
    settle();
    EXPECT_FALSE(composer.toError().isEmpty());
    EXPECT_TRUE(backend.sentDrafts.empty());
}

TEST_F(Composer, a_message_without_recipients_is_not_sent)
{
    composer.setSubject(QStringLiteral("x"));
    composer.send();
    settle();
    EXPECT_FALSE(composer.toError().isEmpty());
    EXPECT_TRUE(backend.sentDrafts.empty());
}

TEST_F(Composer, sending_saves_the_last_word_first)
{
    composer.setTo(QStringLiteral("bob@example.org"));
    composer.setBodyText(QStringLiteral("the last word"));
    composer.send();
    ASSERT_TRUE(closed());
    ASSERT_EQ(backend.sentDrafts.size(), 1U);
    EXPECT_EQ(backend.savedDrafts.back().text, "the last word");
    ASSERT_EQ(backend.savedDrafts.back().to.size(), 1U);
    EXPECT_EQ(backend.savedDrafts.back().to[0].address, "bob@example.org");
}

TEST_F(Composer, sending_twice_sends_once)
{
    composer.setTo(QStringLiteral("bob@example.org"));
    composer.send();
    composer.send();
    ASSERT_TRUE(closed());
    settle();
    EXPECT_EQ(backend.sentDrafts.size(), 1U);
}

TEST_F(Composer, crlf_in_an_address_is_refused)
{
    composer.setTo(QStringLiteral("bob@example.org\r\nBcc: evil"));
    EXPECT_FALSE(composer.check());
}

TEST_F(Composer, a_file_is_stored_once_and_goes_when_it_is_removed)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a b.txt")));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("12345");
    file.close();
    composer.addFiles({ QUrl::fromLocalFile(file.fileName()) });
    ASSERT_TRUE(settle([&] { return composer.attachments()->count() == 1; }));
    ASSERT_TRUE(settle([&] { return composer.statusText().startsWith(QStringLiteral("Saved")); }));
    composer.setSubject(QStringLiteral("again"));
    ASSERT_TRUE(settle([&] { return backend.savedDrafts.size() == 2; }));
    EXPECT_EQ(backend.savedDrafts[0].attachments[0].id, 0);
    EXPECT_EQ(backend.savedDrafts[1].attachments[0].id, 1)
        << "the second save must not store the bytes again";
    EXPECT_TRUE(backend.savedDrafts[1].attachments[0].content.empty());
    composer.removeAttachment(
        composer.attachments()->index(0).data(AttachmentListModel::KeyRole).toString());
    EXPECT_EQ(composer.attachments()->count(), 0);
}

TEST_F(Composer, a_file_that_cannot_be_read_is_named)
{
    composer.addFiles({ QUrl::fromLocalFile(QStringLiteral("/nowhere/x.txt")) });
    ASSERT_TRUE(settle([&] { return !composer.problem().isEmpty(); }));
    EXPECT_TRUE(composer.problem().contains(QStringLiteral("x.txt")));
}

TEST_F(Composer, throwing_away_removes_the_stored_draft)
{
    composer.setSubject(QStringLiteral("x"));
    ASSERT_TRUE(settle([&] { return composer.draftId().isValid(); }));
    composer.discard();
    EXPECT_EQ(backend.removedDrafts.size(), 1U);
}

TEST(Mailto, takes_only_the_fields_that_are_harmless)
{
    FakeBackend backend;
    AccountRecord record;
    record.account = account(1, "anna@example.org");
    backend.reader.accountList = { record };
    Appearance appearance(QStringLiteral("/dev/null/none.ini"));
    AppViewModel app(backend, appearance);
    app.start();
    settle();
    ComposerViewModel* opened = nullptr;
    QObject::connect(&app, &AppViewModel::composerOpened,
        [&](ComposerViewModel* composer) { opened = composer; });
    app.composeTo(QUrl(QStringLiteral(
        "mailto:bob@example.org?subject=Hi&attach=/etc/passwd&from=evil@x&body=a%0D%0Ab")));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->to(), QStringLiteral("bob@example.org"));
    EXPECT_EQ(opened->subject(), QStringLiteral("Hi"));
    EXPECT_EQ(opened->bodyText(), QStringLiteral("a\nb"));
    EXPECT_EQ(opened->attachments()->count(), 0);
    EXPECT_EQ(opened->accountIndex(), 0);
}

} // namespace
} // namespace fulmar::app::testing
