// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/compose.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace fulmar;
using namespace fulmar::compose;

namespace {

constexpr Moment moment{ .now = 1'795'291'200, .random = 0x0123456789abcdefU };

Account anAccount()
{
    Account account;
    account.id = { 3 };
    account.email = "anna@example.org";
    account.name = "Anna Berg";
    return account;
}

Draft aDraft()
{
    Draft draft;
    draft.to = { { .name = "Bo", .address = "bo@example.org" } };
    draft.subject = "Lunch";
    draft.text = "At noon?\n";
    return draft;
}

std::string headerOf(const std::string& raw, std::string_view name)
{
    const auto parsed = mime::parse(raw, text::charsetDecoder());
    return std::string(mime::headerValue(parsed.root.headers, name).value_or("(none)"));
}

TEST(Compose, a_mail_has_what_every_mail_needs)
{
    const auto made
        = compose::compose(aDraft(), anAccount(), moment, { .key = "k1", .notBefore = 5 });
    ASSERT_TRUE(made) << made.error().where;
    EXPECT_EQ(made->account, (AccountId{ 3 }));
    EXPECT_EQ(made->sender, "anna@example.org");
    EXPECT_EQ(made->recipients, (std::vector<std::string>{ "bo@example.org" }));
    EXPECT_EQ(made->subject, "Lunch");
    EXPECT_EQ(made->key, "k1");
    EXPECT_EQ(made->notBefore, 5);
    EXPECT_EQ(headerOf(made->raw, "From"), "Anna Berg <anna@example.org>");
    EXPECT_EQ(headerOf(made->raw, "To"), "Bo <bo@example.org>");
    EXPECT_EQ(headerOf(made->raw, "Message-ID"), '<' + made->messageId + '>');
    EXPECT_EQ(mime::parseDate(headerOf(made->raw, "Date")), moment.now);
}

TEST(Compose, the_message_id_ends_in_the_senders_domain_and_is_new_each_time)
{
    const auto first = compose::compose(aDraft(), anAccount(), moment);
    const auto second = compose::compose(
        aDraft(), anAccount(), { .now = moment.now, .random = moment.random + 1 });
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(first->messageId.ends_with("@example.org")) << first->messageId;
    EXPECT_NE(first->messageId, second->messageId);
    EXPECT_NE(first->messageId,
        makeMessageId("anna@example.org", { .now = moment.now + 1, .random = moment.random }));
}

TEST(Compose, bcc_is_never_in_raw)
{
    auto draft = aDraft();
    draft.bcc = { { .name = "Secret Friend", .address = "hidden@example.net" } };
    const auto made = compose::compose(draft, anAccount(), moment);
    ASSERT_TRUE(made);
    EXPECT_EQ(
        made->recipients, (std::vector<std::string>{ "bo@example.org", "hidden@example.net" }));
    EXPECT_EQ(made->raw.find("hidden"), std::string::npos);
    EXPECT_EQ(made->raw.find("Secret"), std::string::npos);
    EXPECT_EQ(headerOf(made->raw, "Bcc"), "(none)");
}

TEST(Compose, everybody_is_in_the_envelope_once)
{
    auto draft = aDraft();
    draft.cc = { { .name = {}, .address = "BO@EXAMPLE.org" },
        { .name = {}, .address = "cy@example.org" } };
    draft.bcc = { { .name = {}, .address = "cy@example.org" },
        { .name = {}, .address = "di@example.org" } };
    const auto made = compose::compose(draft, anAccount(), moment);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->recipients,
        (std::vector<std::string>{ "bo@example.org", "cy@example.org", "di@example.org" }));
}

TEST(Compose, crlf_in_address_never_reaches_the_message)
{
    for (auto member : { &Draft::to, &Draft::cc, &Draft::bcc }) {
        auto draft = aDraft();
        (draft.*member)
            .push_back({ .name = {}, .address = "x@example.org\r\nBcc: victim@example.org" });
        EXPECT_FALSE(compose::compose(draft, anAccount(), moment));
    }
    auto account = anAccount();
    account.email = "anna@example.org\nX-Evil: 1";
    EXPECT_FALSE(compose::compose(aDraft(), account, moment));
    EXPECT_FALSE(compose::compose(aDraft(), anAccount(), moment,
        { .from = Address{ .name = {}, .address = "a\r\n@x.org" } }));
}

TEST(Compose, crlf_in_names_and_subject_makes_no_header)
{
    auto draft = aDraft();
    draft.to[0].name = "Bo\r\nX-Evil: 1";
    draft.subject = "Lunch\r\nX-Evil: 2";
    auto account = anAccount();
    account.name = "Anna\nX-Evil: 3";
    const auto made = compose::compose(draft, account, moment);
    ASSERT_TRUE(made)
        << "a name and a subject may come from anywhere: they are cleaned, not refused";
    EXPECT_EQ(headerOf(made->raw, "X-Evil"), "(none)");
}

TEST(Compose, a_mail_without_a_recipient_is_refused)
{
    auto draft = aDraft();
    draft.to.clear();
    const auto made = compose::compose(draft, anAccount(), moment);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, "no-recipient");
    draft.bcc = { { .name = {}, .address = "bo@example.org" } };
    EXPECT_TRUE(compose::compose(draft, anAccount(), moment)) << "Bcc alone is a recipient";
}

TEST(Compose, attachments_come_back_byte_for_byte)
{
    std::string every;
    for (int i = 0; i < 3000; ++i)
        every += static_cast<char>(i * 7);
    auto draft = aDraft();
    draft.attachments = { makeAttachment("Rechnung März.pdf", "%PDF-1.4 " + every),
        makeAttachment("empty.txt", "") };
    EXPECT_EQ(draft.attachments[0].mediaType, "application/pdf");
    EXPECT_EQ(draft.attachments[1].mediaType, "text/plain");
    const auto made = compose::compose(draft, anAccount(), moment);
    ASSERT_TRUE(made);
    const auto parsed = mime::parse(made->raw, text::charsetDecoder());
    ASSERT_EQ(parsed.root.children.size(), 3U);
    EXPECT_EQ(parsed.root.children[1].fileName, "Rechnung März.pdf");
    EXPECT_EQ(mime::decodedBody(made->raw, parsed.root.children[1]), draft.attachments[0].content);
    EXPECT_EQ(mime::decodedBody(made->raw, parsed.root.children[2]), "");
}

TEST(Compose, the_type_of_a_file_without_extension_is_told_by_its_bytes)
{
    EXPECT_EQ(makeAttachment("scan", "\x89PNG\r\n\x1a\n").mediaType, "image/png");
    EXPECT_EQ(
        makeAttachment("blob", std::string("\0\1\2\3", 4)).mediaType, "application/octet-stream");
}

TEST(Compose, an_answer_carries_its_threading_and_its_draft)
{
    auto draft = aDraft();
    draft.id = { 9 };
    draft.answers = { 12 };
    draft.inReplyTo = "two@example.org";
    draft.references = { "one@example.org", "two@example.org" };
    const auto made = compose::compose(draft, anAccount(), moment);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->draft, (DraftId{ 9 }));
    EXPECT_EQ(made->answeredMessage, (MessageId{ 12 }));
    EXPECT_EQ(headerOf(made->raw, "In-Reply-To"), "<two@example.org>");
    EXPECT_EQ(mime::parseMessageIds(headerOf(made->raw, "References")), draft.references);
}

TEST(Compose, an_alias_becomes_sender_and_from)
{
    const auto made = compose::compose(aDraft(), anAccount(), moment,
        { .from = Address{ .name = "Shop", .address = "shop@example.net" } });
    ASSERT_TRUE(made);
    EXPECT_EQ(made->sender, "shop@example.net");
    EXPECT_EQ(headerOf(made->raw, "From"), "Shop <shop@example.net>");
}

TEST(Compose, an_html_version_stands_beside_the_text)
{
    const auto made
        = compose::compose(aDraft(), anAccount(), moment, { .html = "<p>At <b>noon</b>?</p>" });
    ASSERT_TRUE(made);
    const auto parsed = mime::parse(made->raw, text::charsetDecoder());
    EXPECT_EQ(parsed.root.subtype, "alternative");
    ASSERT_EQ(parsed.root.children.size(), 2U);
    EXPECT_EQ(parsed.root.children[1].subtype, "html");
}

} // namespace
