// SPDX-License-Identifier: GPL-3.0-or-later
// Who a mail is from, where its links go, what its files are, and what it may fetch.
#include "fake_backend.h"
#include "model_spy.h"
#include "viewmodels/dark_colour.h"
#include "viewmodels/file_danger.h"
#include "viewmodels/file_saving.h"
#include "viewmodels/link_check.h"
#include "viewmodels/reader_view_model.h"
#include "viewmodels/sender_check.h"
#include "viewmodels/trackers.h"

#include <QColor>
#include <QTemporaryDir>
#include <gmock/gmock.h>

#include <cmath>

namespace fulmar::app::testing {
namespace {

using What = LinkVerdict::What;

TEST(Links, only_web_and_mail_leave_and_odd_ones_are_asked_about)
{
    const std::tuple<const char*, const char*, What> rows[] = {
        { "https://example.org/x", "", What::Open },
        { "mailto:a@b.example?subject=x", "", What::Compose },
        { "https://evil.example/", "www.bank.example", What::Ask },
        { "https://bank.example@evil.example/", "", What::Ask },
        { "https://192.0.2.1/", "", What::Ask },
        { "https://[2001:db8::1]/", "", What::Ask },
        { "https://xn--pypal-4ve.com/", "", What::Ask },
        { "file:///etc/passwd", "", What::Refuse },
        { "smb://evil/x", "", What::Refuse },
        { "javascript:alert(1)", "", What::Refuse },
        { "data:text/html,x", "", What::Refuse },
        { "ms-word:ofe|u|https://evil", "", What::Refuse },
        { "https:///nohost", "", What::Refuse },
    };
    for (const auto& [url, words, what] : rows)
        EXPECT_EQ(judgeLink(QUrl(QString::fromUtf8(url)), QString::fromUtf8(words)).what, what)
            << url;
}

std::vector<mime::HeaderField> from(const char* value)
{
    return { { "From", value } };
}

TEST(Senders, what_pretends_is_told_and_an_honest_sender_is_not)
{
    const auto warned
        = [](const char* value) { return !senderWarnings(from(value), {}).isEmpty(); };
    EXPECT_FALSE(warned("Anna Berg <anna@example.org>"));
    EXPECT_FALSE(warned("\"anna@example.org\" <anna@example.org>"));
    EXPECT_TRUE(warned("\"service@bank.example\" <x@evil.example>"));
    EXPECT_TRUE(warned("\"service\xef\xbc\xa0"
                       "bank.example\" <x@evil.example>"));
    EXPECT_TRUE(warned("Bank <x@p\xd0\xb0ypal.com>"));
    EXPECT_TRUE(warned("\"An\xe2\x80\xaena\" <x@evil.example>"));
    EXPECT_TRUE(warned("a@example.org, b@example.org"));
    EXPECT_FALSE(
        senderWarnings({ { "From", "a@b.example" }, { "From", "c@d.example" } }, {}).isEmpty());
    text::AuthenticationResults failed;
    failed.dmarc = "fail";
    EXPECT_FALSE(senderWarnings(from("a@b.example"), failed).isEmpty());
    EXPECT_EQ(senderProof(failed, {}).state, SenderProof::State::Bad);
}

TEST(Files, programs_and_hidden_extensions_are_told)
{
    for (const char* name : { "a.exe", "invoice.pdf.exe", "x.JS", "a.docm", "a.iso", "page.html",
             "a.desktop", "pic.svg", "setup.msi" })
        EXPECT_FALSE(fileDanger(QString::fromUtf8(name)).isEmpty()) << name;
    for (const char* name : { "a.pdf", "b.jpg", "report.v2.docx", "notes.txt", "README" })
        EXPECT_TRUE(fileDanger(QString::fromUtf8(name)).isEmpty()) << name;
    EXPECT_THAT(
        fileDanger(QStringLiteral("invoice.pdf.exe")).toStdString(), ::testing::HasSubstr("pdf"));
}

double luminance(const std::string& colour)
{
    const QColor c(QString::fromStdString(colour));
    const auto linear
        = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

double contrast(const std::string& a, const std::string& b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(DarkColours, what_could_be_read_still_can)
{
    // Pairs that newsletters use; a contrast of 4.5 or more stays one (WCAG 2.1).
    const std::pair<const char*, const char*> pairs[] = { { "#000000", "#ffffff" },
        { "#333333", "#f4f4f4" }, { "#767676", "#ffffff" }, { "#ffffff", "#0066cc" },
        { "#000000", "#ffff00" }, { "#ffffff", "#b3261e" }, { "#ffffff", "#1a1a1a" },
        { "#0000ee", "#ffffff" }, { "#5f6368", "#ffffff" }, { "#ffffff", "#2e7d32" } };
    for (const auto& [ink, ground] : pairs) {
        ASSERT_GE(contrast(ink, ground), 4.5) << ink << " on " << ground;
        EXPECT_GE(contrast(darkColour(ink), darkColour(ground)), 4.5)
            << ink << " on " << ground << ": " << darkColour(ink) << " on " << darkColour(ground);
    }
    EXPECT_LT(luminance(darkColour("white")), 0.03);
    EXPECT_GT(luminance(darkColour("rgb(0, 0, 0)")), 0.7);
    for (const char* none : { "transparent", "solid", "1px", "inherit", "rgba(0,0,0,0)" })
        EXPECT_EQ(darkColour(none), "") << none;
}

TEST(Trackers, a_service_is_named_by_its_domain_only)
{
    EXPECT_EQ(trackerName(QStringLiteral("us1.list-manage.com")), QStringLiteral("Mailchimp"));
    EXPECT_EQ(trackerName(QStringLiteral("notlist-manage.com")), QString());
}

struct SafeReader : ::testing::Test {
    FakeBackend backend;
    ReaderViewModel reader{ backend };
    const FolderId inbox{ 1 };

    void open(const std::string& raw)
    {
        backend.reader.messageList
            = { aMessage(1).in(inbox).from("Shop", "news@shop.example").subject("Hi") };
        backend.reader.bodies[{ 1 }] = raw;
        reader.show(backend.reader.messageList.front(), inbox);
        ASSERT_TRUE(settle([&] { return reader.state() == ReaderViewModel::State::Ready; }));
    }
};

const std::string newsletter
    = "From: Shop <news@shop.example>\r\nContent-Type: text/html\r\n\r\n"
      "<p>Hello</p><img src=https://a.shop.example/1.png width=600><img src=//b.shop.example/2.png>"
      "<img src=https://x.list-manage.com/open.gif width=1 height=1>";

TEST_F(SafeReader, nothing_is_fetched_before_the_person_says_so)
{
    open(newsletter);
    settle();
    EXPECT_TRUE(backend.fetchedPictures.empty());
    EXPECT_EQ(reader.pictures()->state(), RemotePictures::State::Blocked);
    EXPECT_THAT(reader.pictures()->sentence().toStdString(),
        ::testing::HasSubstr("3 remote images from 3 hosts"));
    EXPECT_THAT(reader.pictures()->trackers().toStdString(), ::testing::HasSubstr("Mailchimp"));
    EXPECT_FALSE(reader.resourceContent(reader.htmlUrl()).contains("shop.example/1.png"));
}

TEST_F(SafeReader, pictures_are_shown_once_and_pixels_never)
{
    open(newsletter);
    reader.pictures()->showOnce();
    ASSERT_TRUE(settle([&] { return reader.pictures()->state() == RemotePictures::State::Shown; }));
    ASSERT_EQ(backend.fetchedPictures.size(), 2U);
    for (const QUrl& url : backend.fetchedPictures)
        EXPECT_FALSE(url.host().contains(QStringLiteral("list-manage")))
            << url.host().toStdString();
    EXPECT_EQ(reader.resourceType(QUrl(QStringLiteral("fulmar-cid:remote/0"))), "image/png");
    const QByteArray document = reader.resourceContent(reader.htmlUrl());
    EXPECT_TRUE(
        document.contains("fulmar-cid:remote/0") && document.contains("fulmar-cid:remote/1"));
    EXPECT_FALSE(document.contains("http:") || document.contains("https:"));
}

TEST_F(SafeReader, what_is_no_picture_is_never_handed_in)
{
    backend.picture = "<svg onload=alert(1)>";
    open(newsletter);
    reader.pictures()->showOnce();
    ASSERT_TRUE(settle([&] { return reader.pictures()->state() == RemotePictures::State::Shown; }));
    EXPECT_TRUE(reader.resourceType(QUrl(QStringLiteral("fulmar-cid:remote/0"))).isEmpty());
}

TEST_F(SafeReader, the_choice_for_a_sender_is_kept_and_not_taken_from_a_forged_one)
{
    const QTemporaryDir folder;
    Appearance appearance(folder.filePath(QStringLiteral("window.ini")));
    reader.setAppearance(appearance);
    open(newsletter);
    reader.pictures()->alwaysForSender();
    ASSERT_TRUE(settle([&] { return reader.pictures()->state() == RemotePictures::State::Shown; }));
    reader.clear();
    backend.fetchedPictures.clear();
    open(newsletter);
    ASSERT_TRUE(settle([&] { return !backend.fetchedPictures.empty(); }));
    reader.clear();
    backend.fetchedPictures.clear();
    open("From: Other <o@evil.example>\r\n" + newsletter);
    settle();
    EXPECT_TRUE(backend.fetchedPictures.empty()) << "two senders: nothing is known of either";
}

TEST_F(SafeReader, one_click_needs_a_signature_that_the_provider_has_checked)
{
    const std::string list
        = "List-Unsubscribe: <https://shop.example/u>, <mailto:u@shop.example>\r\n"
          "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    const QSignalSpy mail(&reader, &ReaderViewModel::mailtoRequested);
    open(list + newsletter);
    reader.unsubscribe();
    EXPECT_TRUE(backend.posted.empty());
    EXPECT_EQ(mail.count(), 1);
    reader.clear();
    open("Received: from x by mx.shop.example; Thu, 1 Jan 2026 00:00:00 +0000\r\n"
         "Authentication-Results: mx.shop.example; dkim=pass header.d=shop.example\r\n"
        + list + newsletter);
    reader.unsubscribe();
    ASSERT_EQ(backend.posted.size(), 1U);
    EXPECT_EQ(backend.posted.front().second, "List-Unsubscribe=One-Click");
}

TEST_F(SafeReader, a_link_whose_words_lie_is_asked_about)
{
    open("Content-Type: text/html\r\n\r\n<a href=\"https://evil.example/\">www.bank.example</a>");
    const QSignalSpy doubted(&reader, &ReaderViewModel::linkDoubted);
    reader.openLink(QUrl(QStringLiteral("https://evil.example/")));
    EXPECT_EQ(doubted.count(), 1);
}

TEST_F(SafeReader, a_message_inside_is_opened_in_place_and_left_again)
{
    open("From: a@b.example\r\nContent-Type: multipart/mixed; "
         "boundary=x\r\n\r\n--x\r\n\r\nouter\r\n--x\r\n"
         "Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\ninner\r\n--x--\r\n");
    EXPECT_EQ(reader.bodyText().trimmed(), QStringLiteral("outer"));
    reader.preview(reader.attachments()->rows().front().key);
    ASSERT_TRUE(settle([&] { return reader.previewing(); }));
    EXPECT_EQ(reader.bodyText().trimmed(), QStringLiteral("inner"));
    reader.closePreview();
    ASSERT_TRUE(settle([&] { return !reader.previewing(); }));
    EXPECT_EQ(reader.bodyText().trimmed(), QStringLiteral("outer"));
}

TEST_F(SafeReader, the_quote_at_the_end_is_folded)
{
    open("From: a@b.example\r\n\r\nYes.\r\n\r\nAnna wrote:\r\n> 1\r\n> 2\r\n> 3\r\n> 4\r\n> 5\r\n> "
         "6\r\n");
    EXPECT_TRUE(reader.quoteFolded());
    EXPECT_FALSE(reader.bodyText().contains(QLatin1Char('>')));
    reader.setQuoteFolded(false);
    EXPECT_TRUE(reader.bodyText().contains(QStringLiteral("> 6")));
}

TEST(Reading, every_text_of_a_mixed_message_is_shown_and_every_file_listed)
{
    const auto read = readMessage(
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: "
        "multipart/alternative; "
        "boundary=y\r\n\r\n--y\r\n\r\nplain\r\n--y\r\nContent-Type: multipart/mixed; "
        "boundary=z\r\n\r\n"
        "--z\r\nContent-Type: text/html\r\n\r\n<p>rich</p>\r\n--z\r\nContent-Type: "
        "application/pdf; "
        "name=a.pdf\r\n\r\nPDF\r\n--z--\r\n--y--\r\n--x\r\n\r\nfooter of the list\r\n--x--\r\n");
    EXPECT_TRUE(read.text.contains(QStringLiteral("plain"))
        && read.text.contains(QStringLiteral("footer")));
    EXPECT_TRUE(read.html.contains("rich") && read.html.contains("footer"));
    ASSERT_EQ(read.attachments.size(), 1U);
    EXPECT_EQ(read.attachments.front().name, QStringLiteral("a.pdf"));
}

TEST(Reading, a_uuencoded_file_is_listed_and_can_be_saved)
{
    const std::string raw
        = "From: a@b.example\r\n\r\nHere:\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n";
    const auto read = readMessage(raw);
    ASSERT_EQ(read.attachments.size(), 1U);
    EXPECT_EQ(read.attachments.front().fileName, QStringLiteral("cat.txt"));
    EXPECT_FALSE(read.text.contains(QStringLiteral("begin")));
    EXPECT_EQ(attachmentContent(raw, read.attachments.front().key.toStdString()), "Cat");
}

} // namespace
} // namespace fulmar::app::testing
