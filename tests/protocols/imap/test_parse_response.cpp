// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "describe.h"
#include "imap/parse_response.h"
#include "imap/response_code.h"
#include "imap/server_text.h"

#include <gtest/gtest.h>

namespace fulmar::imap::testing {
namespace {

std::string parsed(const std::string& text)
{
    const auto response = parseResponse({ text });
    return response ? describe(*response) : describe(response.error());
}

TEST(ImapResponse, status_and_data)
{
    const struct {
        std::string text, value;
    } rows[] = {
        { "* OK IMAP4rev1 ready", "* OK \"IMAP4rev1 ready\"" },
        { "A1 OK [READ-WRITE] done", "A1 OK [READ-WRITE|] \"done\"" },
        { "a.b-1 no [NONEXISTENT] gone", "a.b-1 NO [NONEXISTENT|] \"gone\"" },
        { "A1 OK", "A1 OK \"\"" },
        { "A1 OK ", "A1 OK \"\"" },
        { "A1  BAD  what", "A1 BAD \"what\"" },
        { "* BYE", "* BYE \"\"" },
        { "* PREAUTH [CAPABILITY IMAP4rev1] in", "* PREAUTH [CAPABILITY|IMAP4rev1] \"in\"" },
        { "* OK [HIGHESTMODSEQ 5]", "* OK [HIGHESTMODSEQ|5] \"\"" },
        { "* OK [UNSEEN 3]text", "* OK [UNSEEN|3] \"text\"" },
        { "* OK [PERMANENTFLAGS (\\Seen a]b \\*)] x",
            "* OK [PERMANENTFLAGS|(\\Seen a]b \\*)] \"x\"" },
        { "* OK [X \"a]b\\\"]\"] x", "* OK [X|\"a]b\\\"]\"] \"x\"" },
        { "* OK [X (a] x", "* OK [X|(a] \"x\"" },
        { "* OK [X no end", "* OK \"[X no end\"" },
        { "* OK [] x", "* OK \"x\"" },
        { "* NO [WEBALERT https://accounts.google.com/a?b=(c)] x",
            "* NO [WEBALERT|https://accounts.google.com/a?b=(c)] \"x\"" },
        { "* OK a\x1b[0mb\x7f", "* OK \"a [0mb\"" },
        { "+ go ahead", "+ go ahead" },
        { "+", "+ " },
        { "+ ", "+ " },
        { "* CAPABILITY IMAP4rev1  AUTH=PLAIN ", "CAPABILITY (AUTH=PLAIN IMAP4rev1)" },
        { "* CAPABILITY", "CAPABILITY ()" },
        { "* 23 EXISTS", "EXISTS 23" },
        { "* 4294967295 EXISTS", "EXISTS 4294967295" },
        { "* 44 EXPUNGE", "EXPUNGE 44" },
        { "* 5 RECENT", "OTHER RECENT" },
        { "* FLAGS (\\Seen x)", "FLAGS (\\Seen x)" },
        { "* ENABLED CONDSTORE", "ENABLED (CONDSTORE)" },
        { "* QUOTA \"\" (STORAGE 10 512)", "OTHER QUOTA" },
        { "", "OTHER " },
        { "  ", "OTHER " },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed(row.text), row.value) << row.text;
}

TEST(ImapResponse, what_is_none)
{
    const struct {
        std::string text, value;
    } rows[] = {
        { "*", "Protocol - at response / response-data at byte 1" },
        { "* (", "Protocol - at response / response-data at byte 2" },
        { "A1", "Protocol - at response / resp-cond-state at byte 2" },
        { "A1 FOO bar", "Protocol - at FOO / resp-cond-state at byte 3" },
        { "A1 BYE bye", "Protocol - at BYE / resp-cond-state at byte 3" },
        { "(x", "Protocol - at response / resp-cond-state at byte 0" },
        { "* 0 EXPUNGE", "Protocol - at EXPUNGE / nz-number at byte 2" },
        { "* 4294967296 EXISTS", "Protocol - at EXISTS / nz-number at byte 2" },
        { "* FLAGS", "Protocol - at FLAGS / flag-list at byte 7" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed(row.text), row.value) << row.text;
}

TEST(ImapResponse, error_holds_the_first_bytes_as_a_secret)
{
    const auto response = parseResponse({ "* FETCH" + std::string(2000, '(') });
    ASSERT_TRUE(response); // without a number it is no FETCH at all
    const auto bad = parseResponse({ "* 1 FETCH " + std::string(2000, 'x') });
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().wire.reveal().size(), 512U);
}

TEST(ImapResponseCode, copyuid_and_appenduid)
{
    const auto copy
        = parseCopyUid({ .name = "COPYUID", .arguments = "38505 304,319:320 3956:3958" });
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->uidValidity, 38505U);
    EXPECT_EQ(copy->source, (std::vector<std::uint32_t>{ 304, 319, 320 }));
    EXPECT_EQ(copy->destination, (std::vector<std::uint32_t>{ 3956, 3957, 3958 }));
    const auto order = parseCopyUid({ .name = "COPYUID", .arguments = "1 9,3:1 5,7,6,8" });
    ASSERT_TRUE(order);
    EXPECT_EQ(order->source, (std::vector<std::uint32_t>{ 9, 1, 2, 3 }));
    EXPECT_EQ(order->destination, (std::vector<std::uint32_t>{ 5, 7, 6, 8 }));
    for (const char* nonsense :
        { "", "1", "1 2", "0 1 1", "1 1:2 1", "1 1:4294967295 1:4294967295", "1 a b", "-1 1 1" })
        EXPECT_FALSE(parseCopyUid({ .name = "COPYUID", .arguments = nonsense })) << nonsense;
    EXPECT_EQ(parseAppendUid({ .name = "APPENDUID", .arguments = "38505 3955" })->uid, 3955U);
    for (const char* nonsense : { "", "1", "1 0", "0 1", "1 x", "1 4294967296" })
        EXPECT_FALSE(parseAppendUid({ .name = "APPENDUID", .arguments = nonsense })) << nonsense;
}

TEST(ImapResponseCode, copyuid_limit)
{
    const auto copied = [](std::size_t count) {
        const auto set = "1:" + std::to_string(count);
        return parseCopyUid({ .name = "COPYUID", .arguments = "1 " + set + ' ' + set }).has_value();
    };
    EXPECT_TRUE(copied(limits::imapCopiedUids - 1));
    EXPECT_TRUE(copied(limits::imapCopiedUids));
    EXPECT_FALSE(copied(limits::imapCopiedUids + 1));
}

TEST(ImapServerText, is_cut_at_a_character_and_has_no_controls)
{
    EXPECT_EQ(serverText(std::string(1023, 'x')).size(), 1023U);
    EXPECT_EQ(serverText(std::string(1024, 'x')).size(), 1024U);
    EXPECT_EQ(serverText(std::string(1025, 'x')).size(), 1024U);
    EXPECT_EQ(serverText(std::string(1023, 'x') + "\xc3\xa4").size(), 1023U);
    EXPECT_EQ(serverText(" a\r\nb\x01 "), "a  b");
    EXPECT_EQ(serverText(std::string(2000, '\x80')), "");
}

} // namespace
} // namespace fulmar::imap::testing
