// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/reply.h"

#include "common/limits.h"
#include "pop3/capabilities.h"
#include "pop3/encode.h"

#include <gtest/gtest.h>

namespace fulmar::pop3 {
namespace {

struct Row {
    const char* line;
    Reply::Status status;
    const char* code;
    const char* text;
};

TEST(Pop3Reply, status_code_and_text)
{
    using S = Reply::Status;
    const Row rows[] = {
        { "+OK", S::Ok, "", "" },
        { "+OK Gpop ready", S::Ok, "", "Gpop ready" },
        { "+ok lower case", S::Ok, "", "lower case" },
        { "-ERR", S::Error, "", "" },
        { "-ERR [IN-USE] Do you have another POP session running?", S::Error, "IN-USE",
            "Do you have another POP session running?" },
        { "-ERR [in-use] x", S::Error, "IN-USE", "x" },
        { "-ERR [LOGIN-DELAY] wait", S::Error, "LOGIN-DELAY", "wait" },
        { "-ERR [SYS/TEMP] later", S::Error, "SYS/TEMP", "later" },
        { "-ERR [SYS/PERM] Your account is not enabled for POP access.", S::Error, "SYS/PERM",
            "Your account is not enabled for POP access." },
        { "-ERR [AUTH] no", S::Error, "AUTH", "no" },
        { "-ERR [no code] x", S::Error, "", "[no code] x" },
        { "-ERR [] x", S::Error, "", "[] x" },
        { "-ERR [half", S::Error, "", "[half" },
        { "+OK a\tb\x1b", S::Ok, "", "a b " },
        { "+ ", S::Continuation, "", "" },
        { "+", S::Continuation, "", "" },
        { "+ eyJzIjoiMSJ9", S::Continuation, "", "eyJzIjoiMSJ9" },
    };
    for (const auto& row : rows) {
        const auto reply = parseReply(row.line);
        ASSERT_TRUE(reply) << row.line;
        EXPECT_EQ(reply->status, row.status) << row.line;
        EXPECT_EQ(reply->code, row.code) << row.line;
        EXPECT_EQ(reply->text, row.text) << row.line;
    }
}

TEST(Pop3Reply, nonsense_is_an_error)
{
    for (const char* line : { "", "OK", "+OKAY", "-ERROR x", "HTTP/1.1 400 Bad Request",
             "* OK IMAP4rev1", "220 smtp", "+OK: x" })
        EXPECT_FALSE(parseReply(line)) << line;
}

TEST(Pop3LineBuffer, line_limit_holds)
{
    for (const std::size_t length : { limits::pop3Line - 1, limits::pop3Line }) {
        LineBuffer lines;
        lines.receive(std::string(length, 'x') + '\n');
        const auto line = lines.nextLine();
        ASSERT_TRUE(line && *line);
        EXPECT_EQ((*line)->size(), length);
    }
    LineBuffer lines;
    lines.receive(std::string(limits::pop3Line + 1, 'x'));
    EXPECT_FALSE(lines.nextLine());
}

TEST(Pop3Rows, list_and_uidl)
{
    EXPECT_EQ(parseListRow("1 120"), (ListRow{ 1, 120 }));
    EXPECT_EQ(parseListRow("2 18446744073709551615"), (ListRow{ 2, 18446744073709551615U }));
    EXPECT_EQ(parseListRow("3 200 more"), (ListRow{ 3, 200 }));
    for (const char* line :
        { "", "0 1", "1", "x 1", "1 x", "-1 5", "1 18446744073709551616", "4294967296 1" })
        EXPECT_FALSE(parseListRow(line)) << line;
    EXPECT_EQ(parseUidlRow("1 GmailId1194e9c7de1efa90"), (UidlRow{ 1, "GmailId1194e9c7de1efa90" }));
    EXPECT_EQ(parseUidlRow("1  a "), (UidlRow{ 1, "a" }));
    for (const char* line : { "", "0 a", "1", "1 ", "a b", "1 a b", "1 a\x01z" })
        EXPECT_FALSE(parseUidlRow(line)) << line;
    EXPECT_TRUE(parseUidlRow("1 " + std::string(limits::pop3Uidl, 'u')));
    EXPECT_FALSE(parseUidlRow("1 " + std::string(limits::pop3Uidl + 1, 'u')));
}

TEST(Pop3Capabilities, parameters)
{
    Capabilities capabilities;
    for (const char* line : { "USER", "sasl plain XOAUTH2", "LOGIN-DELAY 300 USER", "EXPIRE 0",
             "X-GOOGLE-RICO", "  ", "" })
        capabilities.add(line);
    EXPECT_EQ(capabilities.entries.size(), 5U);
    EXPECT_EQ(capabilities.saslMechanisms(), (std::vector<std::string>{ "PLAIN", "XOAUTH2" }));
    EXPECT_EQ(capabilities.loginDelay(), 300U);
    EXPECT_EQ(capabilities.expireDays(), 0U);
    capabilities.add("EXPIRE NEVER");
    EXPECT_FALSE(capabilities.expireDays());
    capabilities.add("LOGIN-DELAY 99999999999");
    EXPECT_EQ(capabilities.loginDelay(), 0U);
    capabilities.add("LOGIN-DELAY 4000000000");
    EXPECT_EQ(capabilities.loginDelay(), limits::pop3LoginDelay);
}

} // namespace
} // namespace fulmar::pop3
