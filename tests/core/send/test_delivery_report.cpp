// SPDX-License-Identifier: GPL-3.0-or-later
// Reports as the servers of the world write them, addresses changed.
#include "send/delivery_report.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

std::string withCrlf(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += '\r';
        out += c;
    }
    return out;
}

/// The three parts of RFC 3464.
std::string report(const std::string& from, const std::string& subject, const std::string& prose,
    const std::string& status, const std::string& id = "m1@shop.example")
{
    return withCrlf("From: " + from + "\nTo: shop@shop.example\nSubject: " + subject
        + "\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; "
          "boundary=\"b1\"\n\n--b1\nContent-Type: text/plain; charset=utf-8\n\n"
        + prose + "\n\n--b1\nContent-Type: message/delivery-status\n\n" + status
        + "\n--b1\nContent-Type: message/rfc822\n\nFrom: shop@shop.example\nTo: "
          "ann@example.net\nSubject: Order\nMessage-ID: <"
        + id + ">\n\nhello\n--b1--\n");
}

std::string plain(const std::string& header, const std::string& body)
{
    return withCrlf(header + "\n\n" + body);
}

struct Sample {
    const char* name;
    std::string raw;
    const char* address;
    RecipientFate fate;
    const char* status;
    const char* reasonPart;
    const char* id;
};

void PrintTo(const Sample& sample, std::ostream* out)
{
    *out << sample.name;
}

const std::vector<Sample>& samples()
{
    static const std::vector<Sample> all{
        { "postfix_hard",
            report("MAILER-DAEMON@mx.shop.example (Mail Delivery System)",
                "Undelivered Mail Returned to Sender",
                "This is the mail system at host mx.shop.example.\n\nI'm sorry to have to inform "
                "you",
                "Reporting-MTA: dns; mx.shop.example\nX-Postfix-Queue-ID: 4F1\n\nFinal-Recipient: "
                "rfc822; ann@example.net\nOriginal-Recipient: rfc822;ann@example.net\nAction: "
                "failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <ann@example.net>: "
                "Recipient address\n    rejected: User unknown in virtual mailbox table\n"),
            "ann@example.net", RecipientFate::BouncedHard, "5.1.1", "User unknown",
            "m1@shop.example" },
        { "postfix_delay",
            report("MAILER-DAEMON@mx.shop.example", "Delayed Mail (still being retried)",
                "# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #",
                "Reporting-MTA: dns; mx.shop.example\n\nFinal-Recipient: rfc822; "
                "ann@example.net\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; "
                "connect to mx.example.net: Connection timed out\nWill-Retry-Until: x\n"),
            "ann@example.net", RecipientFate::Delayed, "4.4.1", "Connection timed out",
            "m1@shop.example" },
        { "postfix_delivered_by_envid",
            report("MAILER-DAEMON@mx.shop.example", "Successful Mail Delivery Report",
                "Your message was successfully delivered",
                "Reporting-MTA: dns; mx.shop.example\nOriginal-Envelope-Id: "
                "m9@shop.example\n\nOriginal-Recipient: "
                "rfc822;ann+2Bx@example.net\nFinal-Recipient: "
                "rfc822; ann@inner.example\nAction: delivered\nStatus: 2.0.0\n"),
            "ann+x@example.net", RecipientFate::Delivered, "2.0.0", "", "m9@shop.example" },
        { "gmail_hard",
            report("Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                "Delivery Status Notification (Failure)",
                "** Address not found **\n\nYour message wasn't delivered to ann@example.net",
                "Reporting-MTA: dns; googlemail.com\nReceived-From-MTA: dns; "
                "shop@gmail.com\nX-Original-Message-ID: <m1@shop.example>\n\nFinal-Recipient: "
                "rfc822; ann@example.net\nAction: failed\nStatus: 5.1.1\nRemote-MTA: dns; "
                "mx.example.net\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried "
                "to reach does not exist.\n"),
            "ann@example.net", RecipientFate::BouncedHard, "5.1.1", "does not exist",
            "m1@shop.example" },
        { "gmail_delay",
            report("Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
                "Delivery Status Notification (Delay)",
                "** Delivery incomplete **\n\nThere was a temporary problem delivering your "
                "message",
                "Reporting-MTA: dns; googlemail.com\n\nFinal-Recipient: rfc822; "
                "ann@example.net\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; The "
                "recipient server did not accept our requests to connect.\n"),
            "ann@example.net", RecipientFate::Delayed, "4.4.1", "did not accept",
            "m1@shop.example" },
        { "exchange_full",
            report("postmaster@example.net", "Undeliverable: Order",
                "Delivery has failed to these recipients or groups:",
                "Reporting-MTA: dns;EX1.example.net\n\nFinal-Recipient: "
                "rfc822;ann@example.net\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp;554 "
                "5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException\n"),
            "ann@example.net", RecipientFate::BouncedSoft, "5.2.2", "mailbox full",
            "m1@shop.example" },
        { "sendmail_general_status",
            report("Mail Delivery Subsystem <MAILER-DAEMON@mail.example>",
                "Returned mail: see transcript for details",
                "   ----- The following addresses had permanent fatal errors -----",
                "Reporting-MTA: dns; mail.example\n\nFinal-Recipient: RFC822; "
                "ann@example.net\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: SMTP; 550 5.7.1 "
                "Rejected by policy\n"),
            "ann@example.net", RecipientFate::BouncedSoft, "5.7.1", "policy", "m1@shop.example" },
        { "exim_text",
            plain("From: Mail Delivery System <Mailer-Daemon@exim.example>\nTo: "
                  "shop@shop.example\nX-Failed-Recipients: ann@example.net\nSubject: Mail delivery "
                  "failed: returning message to sender",
                "This message was created automatically by mail delivery software.\n\nA message "
                "that you sent could not be delivered to one or more of its\nrecipients. This is a "
                "permanent error. The following address(es) failed:\n\n  ann@example.net\n    host "
                "mx.example.net [192.0.2.1]\n    SMTP error from remote mail server after RCPT "
                "TO:<ann@example.net>:\n    550 5.1.1 No such user here\n\n------ This is a copy "
                "of "
                "the message, including all the headers. ------\n\nMessage-ID: "
                "<m1@shop.example>\nFrom: shop@shop.example\n\nhello\n"),
            "ann@example.net", RecipientFate::BouncedHard, "5.1.1", "No such user",
            "m1@shop.example" },
        { "qmail_text",
            plain(
                "From: MAILER-DAEMON@qmail.example\nTo: shop@shop.example\nSubject: failure notice",
                "Hi. This is the qmail-send program at qmail.example.\nI'm afraid I wasn't able to "
                "deliver your message to the following addresses.\nThis is a permanent error; I've "
                "given up. Sorry it didn't work out.\n\n<ann@example.net>:\n192.0.2.1 does not "
                "like "
                "recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on "
                "192.0.2.1.\n\n--- "
                "Below this line is a copy of the message.\n\nReturn-Path: <shop@shop.example>\n"
                "Message-ID: <m1@shop.example>\nTo: ann@example.net\n\nhello\n"),
            "ann@example.net", RecipientFate::BouncedHard, "5.1.1", "unknown user",
            "m1@shop.example" },
        { "german_provider_text",
            plain("From: Mailer-Daemon@provider.example\nTo: shop@shop.example\nSubject: Mail "
                  "delivery failed\nIn-Reply-To: <m1@shop.example>",
                "Ihre Nachricht konnte nicht zugestellt werden:\n\nann@example.net:\n552 5.2.2 "
                "Mailbox over quota\n"),
            "ann@example.net", RecipientFate::BouncedSoft, "5.2.2", "over quota",
            "m1@shop.example" },
        { "courier_headers_only",
            withCrlf(
                "From: \"Courier mail server\" <MAILER-DAEMON@courier.example>\nSubject: NOTICE: "
                "mail delivery status.\nMIME-Version: 1.0\nContent-Type: multipart/report; "
                "boundary=b; report-type=delivery-status\n\n--b\n\nThis is a delivery status "
                "notification\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: "
                "dns; courier.example\n\nFinal-Recipient: rfc822; ann@example.net\nAction: "
                "failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown.\n\n--b\n"
                "Content-Type: text/rfc822-headers\n\nMessage-ID: <m1@shop.example>\n\n--b--\n"),
            "ann@example.net", RecipientFate::BouncedHard, "5.0.0", "User unknown",
            "m1@shop.example" },
        { "read_receipt",
            withCrlf(
                "From: ann@example.net\nSubject: Read: Order\nMIME-Version: 1.0\nContent-Type: "
                "multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\n"
                "was displayed\n\n--b\nContent-Type: message/disposition-notification\n\n"
                "Final-Recipient: rfc822;ann@example.net\nOriginal-Message-ID: "
                "<m1@shop.example>\nDisposition: manual-action/MDN-sent-manually; "
                "displayed\n\n--b--\n"),
            "ann@example.net", RecipientFate::Read, "", "displayed", "m1@shop.example" },
    };
    return all;
}

class Reports : public testing::TestWithParam<Sample> { };

TEST_P(Reports, say_who_what_and_why)
{
    const auto& sample = GetParam();
    const auto read = parseDeliveryReport(sample.raw);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->recipients.size(), 1U);
    const auto& recipient = read->recipients.front();
    EXPECT_EQ(recipient.address, sample.address);
    EXPECT_EQ(recipientFateName(recipient.fate), recipientFateName(sample.fate));
    EXPECT_EQ(recipient.status, sample.status);
    EXPECT_NE(recipient.reason.find(sample.reasonPart), std::string::npos) << recipient.reason;
    ASSERT_FALSE(read->messageIds.empty());
    EXPECT_EQ(read->messageIds.front(), sample.id);
}

INSTANTIATE_TEST_SUITE_P(
    Servers, Reports, testing::ValuesIn(samples()), [](const auto& row) { return row.param.name; });

TEST(Report, several_recipients_keep_their_own_fates)
{
    const auto read = parseDeliveryReport(report("MAILER-DAEMON@x.example", "Undelivered", "x",
        "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@example.net\nAction: failed\nStatus: "
        "5.1.1\n\nFinal-Recipient: rfc822; b@example.net\nAction: delayed\nStatus: 4.2.2\n\n"
        "Final-Recipient: rfc822; c@example.net\nAction: relayed\nStatus: 2.0.0\n"));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->recipients.size(), 3U);
    EXPECT_EQ(read->recipients[0].fate, RecipientFate::BouncedHard);
    EXPECT_EQ(read->recipients[1].fate, RecipientFate::Delayed);
    EXPECT_EQ(read->recipients[2].fate, RecipientFate::Relayed);
}

TEST(Report, an_ordinary_mail_is_none)
{
    EXPECT_FALSE(parseDeliveryReport(plain("From: ann@example.net\nSubject: Lunch", "At noon?\n")));
    EXPECT_FALSE(parseDeliveryReport(""));
    EXPECT_FALSE(parseDeliveryReport(
        plain("From: ann@example.net\nSubject: Delivery of your order", "It comes on Monday.\n")));
}

TEST(Report, cut_anywhere_it_never_breaks)
{
    for (const auto& sample : samples()) {
        for (std::size_t end = 0; end <= sample.raw.size(); end += 7)
            static_cast<void>(parseDeliveryReport(std::string_view(sample.raw).substr(0, end)));
    }
}

} // namespace
} // namespace fulmar
