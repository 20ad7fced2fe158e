// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/quote.h"
#include "compose/reply.h"

#include <gtest/gtest.h>

using namespace fulmar;
using namespace fulmar::compose;

namespace {

ReplyOptions anna()
{
    ReplyOptions options;
    options.account.id = { 1 };
    options.account.email = "anna@example.org";
    options.ownAddresses = { "anna@work.example" };
    return options;
}

Message aMessage()
{
    Message message;
    message.id = { 42 };
    message.account = { 1 };
    message.summary.from = { { "Bo", "bo@example.org" } };
    message.summary.to = { { "Anna", "anna@example.org" }, { "Cy", "cy@example.org" } };
    message.summary.cc
        = { { "", "di@example.org" }, { "", "ANNA@work.example" }, { "", "bo@example.org" } };
    message.summary.subject = "Lunch";
    message.summary.date = 1'795'291'200; // 2026-11-21 20:00:00 UTC
    message.summary.messageId = "two@example.org";
    message.summary.references = { "one@example.org" };
    return message;
}

const std::string plainRaw
    = "From: bo@example.org\r\nSubject: Lunch\r\n\r\nAt noon?\r\n> no\r\n\r\n-- \r\nBo\r\n";

TEST(Reply, an_answer_goes_to_the_sender_alone)
{
    const auto draft = reply(aMessage(), plainRaw, ReplyKind::Sender, anna());
    EXPECT_EQ(draft.to, (std::vector<Address>{ { "Bo", "bo@example.org" } }));
    EXPECT_TRUE(draft.cc.empty());
    EXPECT_TRUE(draft.bcc.empty());
    EXPECT_EQ(draft.account, (AccountId{ 1 }));
    EXPECT_EQ(draft.answers, (MessageId{ 42 }));
    EXPECT_FALSE(draft.forward);
}

TEST(Reply, only_what_was_shown_is_quoted)
{
    const std::string raw = "From: bo@example.org\r\nContent-Type: multipart/alternative; "
                            "boundary=x\r\n\r\n--x\r\n\r\nPLAIN SECRET\r\n--x\r\n"
                            "Content-Type: text/html\r\n\r\n<style>.h{display:none}</style>"
                            "<p>Shown</p><p class=h>HIDDEN SECRET</p>\r\n--x--\r\n";
    auto options = anna();
    EXPECT_NE(reply(aMessage(), raw, ReplyKind::Sender, options).text.find("> PLAIN SECRET"),
        std::string::npos);
    options.htmlShown = true;
    for (const auto kind : { ReplyKind::Sender, ReplyKind::Forward }) {
        const std::string text = reply(aMessage(), raw, kind, options).text;
        EXPECT_NE(text.find("Shown"), std::string::npos) << text;
        EXPECT_EQ(text.find("SECRET"), std::string::npos) << text;
    }
}

TEST(Reply, reply_to_wins_over_from)
{
    auto message = aMessage();
    message.summary.replyTo = { { "Office", "office@example.org" } };
    EXPECT_EQ(reply(message, plainRaw, ReplyKind::Sender, anna()).to, message.summary.replyTo);
}

TEST(Reply, reply_all_leaves_own_addresses_out_and_names_everybody_once)
{
    const auto draft = reply(aMessage(), plainRaw, ReplyKind::All, anna());
    EXPECT_EQ(draft.to, (std::vector<Address>{ { "Bo", "bo@example.org" } }));
    EXPECT_EQ(
        draft.cc, (std::vector<Address>{ { "Cy", "cy@example.org" }, { "", "di@example.org" } }));
}

TEST(Reply, a_mail_of_ones_own_is_answered_to_those_it_went_to)
{
    auto message = aMessage();
    message.summary.from = { { "Anna", "anna@example.org" } };
    message.summary.to = { { "Cy", "cy@example.org" } };
    message.summary.cc = { { "", "di@example.org" } };
    EXPECT_EQ(reply(message, plainRaw, ReplyKind::Sender, anna()).to, message.summary.to);
    const auto all = reply(message, plainRaw, ReplyKind::All, anna());
    EXPECT_EQ(all.to, message.summary.to);
    EXPECT_EQ(all.cc, message.summary.cc);
}

TEST(Reply, a_note_to_oneself_is_answered_to_oneself)
{
    auto message = aMessage();
    message.summary.from = message.summary.to = { { "Anna", "anna@example.org" } };
    message.summary.cc = {};
    EXPECT_EQ(reply(message, plainRaw, ReplyKind::Sender, anna()).to, message.summary.from);
    EXPECT_EQ(reply(message, plainRaw, ReplyKind::All, anna()).to, message.summary.from);
}

TEST(Reply, a_list_that_took_over_reply_to_does_not_swallow_a_private_answer)
{
    auto message = aMessage();
    message.summary.replyTo = { { "", "list@example.net" } };
    const std::string raw = "List-Post: <mailto:list@example.net?subject=x>\r\n" + plainRaw;
    EXPECT_EQ(reply(message, raw, ReplyKind::Sender, anna()).to, message.summary.from);
    const auto all = reply(message, raw, ReplyKind::All, anna());
    EXPECT_EQ(
        all.to, (std::vector<Address>{ { "", "list@example.net" }, { "Bo", "bo@example.org" } }));
}

TEST(Reply, mail_followup_to_says_where_an_answer_to_all_goes)
{
    const std::string raw = "Mail-Followup-To: list@example.net, anna@example.org\r\n" + plainRaw;
    const auto all = reply(aMessage(), raw, ReplyKind::All, anna());
    EXPECT_EQ(all.to, (std::vector<Address>{ { "", "list@example.net" } }));
    EXPECT_TRUE(all.cc.empty());
}

TEST(Reply, the_text_is_quoted_without_signature_under_its_attribution)
{
    const auto draft = reply(aMessage(), plainRaw, ReplyKind::Sender, anna());
    EXPECT_EQ(draft.text,
        "\n\nOn 21 November 2026 at 20:00, Bo <bo@example.org> wrote:\n"
        "> At noon?\n"
        ">> no\n");
    auto options = anna();
    options.utcOffset = -5 * 3600;
    EXPECT_NE(reply(aMessage(), plainRaw, ReplyKind::Sender, options).text.find("at 15:00"),
        std::string::npos);
    EXPECT_EQ(draft.bcc.size(), 0U);
}

TEST(Reply, a_mail_without_a_date_is_quoted_without_one)
{
    auto message = aMessage();
    message.summary.date.reset();
    EXPECT_TRUE(reply(message, plainRaw, ReplyKind::Sender, anna())
                    .text.starts_with("\n\nBo <bo@example.org> wrote:\n"));
}

TEST(Reply, subjects_do_not_pile_up_prefixes)
{
    struct Row {
        const char* prefix;
        const char* subject;
        const char* expected;
    };
    const Row rows[] = {
        { "Re:", "Lunch", "Re: Lunch" },
        { "Re:", "Re: Lunch", "Re: Lunch" },
        { "Re:", "RE: re: Lunch", "Re: Lunch" },
        { "Re:", "Re[2]: Lunch", "Re: Lunch" },
        { "Re:", "Re(3): Lunch", "Re: Lunch" },
        { "Re:", "AW: Lunch", "Re: Lunch" },
        { "Re:", "Re:Lunch", "Re: Lunch" },
        { "Re:", "", "Re:" },
        { "Re:", "Re:", "Re:" },
        { "Re:", "Fwd: Lunch", "Re: Fwd: Lunch" },
        { "Re:", "Regarding: Lunch", "Re: Regarding: Lunch" },
        { "Re:", "Note: re: Lunch", "Re: Note: re: Lunch" },
        { "Fwd:", "Lunch", "Fwd: Lunch" },
        { "Fwd:", "Fw: FWD: Lunch", "Fwd: Lunch" },
        { "Fwd:", "WG: Lunch", "Fwd: Lunch" },
        { "Fwd:", "Re: Lunch", "Fwd: Re: Lunch" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(prefixedSubject(row.prefix, row.subject), row.expected) << row.subject;
}

TEST(Reply, references_are_those_of_the_original_and_itself)
{
    EXPECT_EQ(referencesFor(aMessage().summary),
        (std::vector<std::string>{ "one@example.org", "two@example.org" }));
    MessageSummary summary;
    EXPECT_TRUE(referencesFor(summary).empty());
    summary.inReplyTo = "zero@example.org";
    summary.messageId = "one@example.org";
    EXPECT_EQ(referencesFor(summary),
        (std::vector<std::string>{ "zero@example.org", "one@example.org" }));
    for (int i = 0; i < 200; ++i)
        summary.references.push_back("r" + std::to_string(i) + "@example.org");
    const auto chain = referencesFor(summary);
    EXPECT_LE(chain.size(), 50U);
    EXPECT_EQ(chain.front(), "r0@example.org");
    EXPECT_EQ(chain.back(), "one@example.org");
    EXPECT_EQ(chain[chain.size() - 2], "r199@example.org");
}

TEST(Reply, html_alone_is_quoted_as_text)
{
    const std::string raw = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>At "
                            "<b>noon</b>?</p><script>x()</script>\r\n";
    const auto draft = reply(aMessage(), raw, ReplyKind::Sender, anna());
    EXPECT_NE(draft.text.find("> At noon?"), std::string::npos) << draft.text;
    EXPECT_EQ(draft.text.find("x()"), std::string::npos);
}

TEST(Reply, flowed_text_is_quoted_by_paragraph)
{
    const std::string raw
        = "Content-Type: text/plain; format=flowed\r\n\r\nOne long \r\nparagraph.\r\n";
    EXPECT_NE(
        reply(aMessage(), raw, ReplyKind::Sender, anna()).text.find("> One long paragraph.\n"),
        std::string::npos);
}

TEST(Reply, a_forward_carries_header_text_and_files)
{
    const std::string raw
        = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
          "--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
          "--b\r\nContent-Type: application/pdf; name=menu.pdf\r\nContent-Disposition: attachment; "
          "filename=menu.pdf\r\n"
          "Content-Transfer-Encoding: base64\r\n\r\nAAEC/w==\r\n--b--\r\n";
    const auto draft = reply(aMessage(), raw, ReplyKind::Forward, anna());
    EXPECT_TRUE(draft.forward);
    EXPECT_TRUE(draft.to.empty());
    EXPECT_TRUE(draft.inReplyTo.empty());
    EXPECT_EQ(draft.subject, "Fwd: Lunch");
    EXPECT_NE(draft.text.find("From: Bo <bo@example.org>\n"), std::string::npos);
    EXPECT_NE(draft.text.find("See the file."), std::string::npos);
    ASSERT_EQ(draft.attachments.size(), 1U);
    EXPECT_EQ(draft.attachments[0].fileName, "menu.pdf");
    EXPECT_EQ(draft.attachments[0].mediaType, "application/pdf");
    EXPECT_EQ(draft.attachments[0].content, std::string("\0\1\2\xff", 4));
    EXPECT_EQ(draft.attachments[0].size, 4U);
}

TEST(Reply, any_bytes_can_be_answered)
{
    for (const std::string& raw :
        { std::string(), std::string("\0\xff\r\n", 4), std::string("no mail at all") }) {
        EXPECT_EQ(reply(aMessage(), raw, ReplyKind::Sender, anna()).subject, "Re: Lunch");
        EXPECT_EQ(reply(Message{}, raw, ReplyKind::All, anna()).to.size(), 0U);
    }
}

} // namespace
