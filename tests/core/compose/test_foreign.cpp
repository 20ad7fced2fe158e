// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/foreign.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace fulmar;
using namespace fulmar::compose;

namespace {

constexpr Moment moment{ .now = 1'795'291'200, .random = 7 };

Account anAccount()
{
    Account account;
    account.id = { 1 };
    account.email = "anna@example.org";
    account.name = "Zoë";
    return account;
}

Result<Submission> fromHeaders(std::string_view bytes)
{
    return composeForeign(bytes, anAccount(), moment, { .recipientsFromHeaders = true });
}

const std::string complete
    = "From: Bo <bo@example.org>\r\nTo: cy@example.org\r\nDate: Sat, 21 Nov 2026 20:00:00 +0000\r\n"
      "Message-ID: <x@example.org>\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nX-Odd:   kept   as it "
      "is\t\r\n\r\n"
      ".dot\r\n\xff\xfe bytes\r\n";

TEST(Foreign, a_complete_message_is_kept_byte_for_byte)
{
    const auto made = fromHeaders(complete);
    ASSERT_TRUE(made) << made.error().where;
    EXPECT_EQ(made->raw, complete);
    EXPECT_EQ(made->messageId, "x@example.org");
    EXPECT_EQ(made->subject, "Café");
    EXPECT_EQ(made->sender, "anna@example.org");
    EXPECT_EQ(made->recipients, (std::vector<std::string>{ "cy@example.org" }));
}

TEST(Foreign, bcc_is_never_in_raw)
{
    const auto made = fromHeaders(
        "From: a@x.org\nTo: b@x.org\nBcc: secret@x.org,\n more@x.org\nSubject: s\n\nHi\n");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->raw.find("secret"), std::string::npos);
    EXPECT_EQ(made->raw.find("more@"), std::string::npos);
    EXPECT_EQ(
        made->recipients, (std::vector<std::string>{ "b@x.org", "secret@x.org", "more@x.org" }));
    const auto without = composeForeign(
        "Bcc: secret@x.org\n\nHi\n", anAccount(), moment, { .recipients = { "b@x.org" } });
    ASSERT_TRUE(without);
    EXPECT_EQ(without->raw.find("secret"), std::string::npos);
    EXPECT_EQ(without->recipients, (std::vector<std::string>{ "b@x.org" }));
}

TEST(Foreign, what_is_missing_is_put_in_front)
{
    const auto made = fromHeaders("To: b@x.org\n\nHi\n");
    ASSERT_TRUE(made);
    const auto parsed = mime::parse(made->raw, text::charsetDecoder());
    const auto header = [&](const char* name) {
        return std::string(mime::headerValue(parsed.root.headers, name).value_or(""));
    };
    EXPECT_EQ(mime::parseDate(header("Date")), moment.now);
    EXPECT_EQ(header("Message-ID"), '<' + made->messageId + '>');
    EXPECT_EQ(mime::parseAddressList(header("From"), text::charsetDecoder()),
        (std::vector<Address>{ { "Zoë", "anna@example.org" } }));
    EXPECT_TRUE(made->raw.ends_with("To: b@x.org\r\n\r\nHi\r\n"));
}

TEST(Foreign, line_ends_become_crlf)
{
    struct Row {
        const char* meaning;
        std::string body, expected;
    };
    const Row rows[] = {
        { "lone LF", "a\nb\n", "a\r\nb\r\n" },
        { "CRLF", "a\r\nb\r\n", "a\r\nb\r\n" },
        { "mixed", "a\r\nb\nc\r\n", "a\r\nb\r\nc\r\n" },
        { "lone CR", "a\rb\n", "a\r\nb\r\n" },
        { "CR CR LF", "a\r\r\nb\n", "a\r\n\r\nb\r\n" },
        { "no line end at the end", "a", "a\r\n" },
        { "nothing", "", "" },
    };
    for (const auto& row : rows) {
        const auto made = fromHeaders(
            "From: a@x.org\nTo: b@x.org\nDate: now\nMessage-ID: <m@x.org>\n\n" + row.body);
        ASSERT_TRUE(made) << row.meaning;
        EXPECT_TRUE(made->raw.ends_with("\r\n\r\n" + row.expected)) << row.meaning;
    }
}

TEST(Foreign, recipients_of_the_command_line_come_first_and_once)
{
    const auto made = composeForeign("To: b@x.org, c@x.org\n\n.\n", anAccount(), moment,
        { .recipientsFromHeaders = true,
            .recipients = { "d@x.org, B@x.org" },
            .sender = "bounce@x.org" });
    ASSERT_TRUE(made);
    EXPECT_EQ(made->recipients, (std::vector<std::string>{ "d@x.org", "B@x.org", "c@x.org" }));
    EXPECT_EQ(made->sender, "bounce@x.org");
}

TEST(Foreign, a_mail_without_recipient_is_refused)
{
    const auto none = fromHeaders("Subject: x\n\nHi\n");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "no-recipient");
    EXPECT_FALSE(composeForeign("To: b@x.org\n\nHi\n", anAccount(), moment, {}))
        << "without -t the header does not count";
}

TEST(Foreign, a_malformed_recipient_is_named)
{
    const auto made
        = composeForeign("Subject: x\n\n", anAccount(), moment, { .recipients = { "b@@x.org" } });
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().where, "To / b@@x.org");
    EXPECT_FALSE(composeForeign(
        "\n", anAccount(), moment, { .recipients = { "b@x.org" }, .sender = "a\r\nb@x.org" }));
}

TEST(Foreign, text_without_any_header_gets_one)
{
    const auto made = composeForeign(
        "Disk is full\nreally\n", anAccount(), moment, { .recipients = { "root@x.org" } });
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->raw.ends_with("\r\n\r\nDisk is full\r\nreally\r\n")) << made->raw;
    EXPECT_TRUE(made->raw.starts_with("Date: "));
}

TEST(Foreign, the_from_line_of_a_mailbox_file_is_dropped)
{
    const auto made = fromHeaders("From anna Sat Nov 21 20:00:00 2026\nTo: b@x.org\n\nHi\n");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->raw.find("From anna"), std::string::npos);
}

TEST(Foreign, an_unreadable_message_id_is_replaced)
{
    const auto made = fromHeaders("To: b@x.org\nMessage-ID: rubbish\n\nHi\n");
    ASSERT_TRUE(made);
    EXPECT_EQ(made->raw.find("rubbish"), std::string::npos);
    EXPECT_FALSE(made->messageId.empty());
}

TEST(Foreign, a_header_without_body_is_a_message)
{
    const auto made
        = fromHeaders("From: a@x.org\nTo: b@x.org\nDate: now\nMessage-ID: <m@x.org>\nSubject: s");
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->raw.ends_with("Subject: s\r\n\r\n")) << made->raw;
}

TEST(Foreign, the_sender_is_read_from_the_header)
{
    EXPECT_EQ(foreignSender(complete), "bo@example.org");
    EXPECT_EQ(foreignSender("Subject: x\n\nFrom: b@x.org\n"), "");
    EXPECT_EQ(foreignSender(""), "");
}

std::size_t longestLineOf(const std::string& raw)
{
    std::size_t longest = 0;
    for (std::size_t at = 0; at < raw.size();) {
        const auto end = std::min(raw.find("\r\n", at), raw.size());
        longest = std::max(longest, end - at);
        at = end + 2;
    }
    return longest;
}

TEST(Foreign, a_text_with_lines_over_998_is_encoded_and_reads_the_same)
{
    const std::string line(2000, 'x');
    const auto made = fromHeaders("To: b@x.org\nSubject: s\n\n" + line + "\nshort\n");
    ASSERT_TRUE(made);
    EXPECT_LE(longestLineOf(made->raw), 998U);
    const auto message = mime::parse(made->raw, text::charsetDecoder());
    EXPECT_EQ(
        mime::decodedText(made->raw, message.root, text::charsetDecoder()), line + "\nshort\n");
    EXPECT_TRUE(mime::headerValue(message.root.headers, "Subject"));
}

TEST(Foreign, only_the_part_with_the_long_line_is_encoded_anew)
{
    const std::string line(1500, 'y');
    const std::string head
        = "From: a@x.org\r\nTo: b@x.org\r\nDate: Sat, 21 Nov 2026 20:00:00 +0000\r\nMessage-ID: "
          "<x@x.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    const auto made
        = fromHeaders(head + "--b\r\nContent-Type: text/plain\r\n\r\nfirst stays\r\n--b\r\n"
            + "Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + line
            + "\r\n--b--\r\n");
    ASSERT_TRUE(made);
    EXPECT_LE(longestLineOf(made->raw), 998U);
    EXPECT_TRUE(
        made->raw.starts_with(head + "--b\r\nContent-Type: text/plain\r\n\r\nfirst stays\r\n"));
    const auto message = mime::parse(made->raw, text::charsetDecoder());
    ASSERT_EQ(message.root.children.size(), 2U);
    EXPECT_EQ(message.root.children[1].encoding, "quoted-printable");
}

TEST(Foreign, a_long_line_under_a_signature_or_in_a_header_is_refused)
{
    const std::string line(1200, 'z');
    EXPECT_EQ(
        fromHeaders("To: b@x.org\nX-Long: " + line + "\n\nhi\n").error().code, "line-too-long");
    EXPECT_EQ(fromHeaders("To: b@x.org\nMIME-Version: 1.0\nContent-Type: multipart/signed; "
                          "boundary=b\n\n--b\n\n"
                  + line + "\n--b\n\nsignature\n--b--\n")
                  .error()
                  .code,
        "line-too-long");
}

} // namespace
