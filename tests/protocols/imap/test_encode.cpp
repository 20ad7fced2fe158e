// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/encode.h"
#include "imap/parse_basic.h"
#include "imap/search_criteria.h"

#include <gtest/gtest.h>

namespace fulmar::imap {
namespace {

Capabilities capabilitiesOf(std::initializer_list<const char*> atoms)
{
    Capabilities capabilities;
    for (const char* atom : atoms)
        capabilities.add(atom);
    return capabilities;
}

/// The pieces of a plan, waits as "<+>".
std::string plan(std::string_view encoded, const Capabilities& capabilities, bool openEnd = false)
{
    std::string out;
    for (const auto& piece : planWriting(encoded, capabilities, openEnd))
        out += piece.bytes + (piece.awaitContinuation ? "<+>" : "");
    return out;
}

TEST(ImapEncode, astrings)
{
    const struct {
        std::string text, wire;
    } rows[] = {
        { "INBOX", "INBOX" },
        { "[Gmail]/Spam", "\"[Gmail]/Spam\"" },
        { "", "\"\"" },
        { "NIL", "\"NIL\"" },
        { "niL", "\"niL\"" },
        { "ni", "ni" },
        { "two words", "\"two words\"" },
        { "a\"b\\c", R"("a\"b\\c")" },
        { "100%", "\"100%\"" },
        { "Entw&APw-rfe", "Entw&APw-rfe" },
        { "\xc3\xa4", "{2}\r\n\xc3\xa4" },
        { "a\r\nb", "{4}\r\na\r\nb" },
        { "\t", "{1}\r\n\t" },
        { std::string(1024, 'x'), std::string(1024, 'x') },
        { std::string(1025, 'x'), "{1025}\r\n" + std::string(1025, 'x') },
    };
    for (const auto& row : rows) {
        EXPECT_EQ(encodeAstring(row.text), row.wire);
        const auto wire = encodeAstring(row.text);
        Scanner scanner(wire);
        EXPECT_EQ(parseAstring(scanner).value_or("?"), row.text);
    }
}

TEST(ImapEncode, dates_and_their_inverse)
{
    EXPECT_EQ(encodeDateTime(0), "\"01-Jan-1970 00:00:00 +0000\"");
    EXPECT_EQ(encodeDateTime(-1), "\"31-Dec-1969 23:59:59 +0000\"");
    EXPECT_EQ(encodeDateTime(1709164800), "\"29-Feb-2024 00:00:00 +0000\"");
    EXPECT_EQ(encodeDateTime(INT64_MAX), "\"31-Dec-9999 23:59:59 +0000\"");
    EXPECT_EQ(encodeDateTime(INT64_MIN), "\"01-Jan-0001 00:00:00 +0000\"");
    EXPECT_EQ(encodeDate(1000000000), "9-Sep-2001");
    for (std::int64_t seconds = -62135596800; seconds < 253402300799;
         seconds += 86400 * 97 + 12345) {
        const auto text = encodeDateTime(seconds);
        ASSERT_EQ(parseDateTime(std::string_view(text).substr(1, text.size() - 2)), seconds)
            << text;
    }
}

TEST(ImapEncode, literals_wait_unless_the_server_spares_it)
{
    const auto none = capabilitiesOf({});
    const auto plus = capabilitiesOf({ "LITERAL+" });
    const auto minus = capabilitiesOf({ "LITERAL-" });
    const auto large = "X {4097}\r\n" + std::string(4097, 'x');
    EXPECT_EQ(plan("NOOP", none), "NOOP\r\n");
    EXPECT_EQ(plan("X {2}\r\nab y", none), "X {2}\r\n<+>ab y\r\n");
    EXPECT_EQ(plan("X {2}\r\nab {1}\r\nc", none), "X {2}\r\n<+>ab {1}\r\n<+>c\r\n");
    EXPECT_EQ(plan("X {2}\r\nab {1}\r\nc", plus), "X {2+}\r\nab {1+}\r\nc\r\n");
    EXPECT_EQ(plan("X {2}\r\nab", minus), "X {2+}\r\nab\r\n");
    EXPECT_EQ(plan(large, minus).substr(0, 13), "X {4097}\r\n<+>");
    EXPECT_EQ(plan(large, plus).substr(0, 10), "X {4097+}\r");
    EXPECT_EQ(plan("X {2}\r\n\r\n y", none), "X {2}\r\n<+>\r\n y\r\n");
    EXPECT_EQ(plan("APPEND x {5}\r\n", none, true), "APPEND x {5}\r\n<+>");
    EXPECT_EQ(plan("APPEND x {5}\r\n", plus, true), "APPEND x {5+}\r\n");
}

TEST(ImapEncode, arguments_that_no_command_can_carry_are_refused)
{
    UidSet one;
    one.add(1);
    const auto capabilities = capabilitiesOf({ "IMAP4rev1", "ENABLE" });
    const auto code = [&](const Command& command) {
        const auto encoded = encodeCommand(command, capabilities);
        return encoded ? *encoded : "refused " + encoded.error().code;
    };
    const std::string refused = "refused unsafe-argument";
    EXPECT_EQ(code(Create{ std::string("a\0b", 3) }), refused);
    EXPECT_EQ(code(Create{ "a\r\nb" }), "CREATE {4}\r\na\r\nb");
    EXPECT_EQ(code(UidStore{ .uids = one, .flags = { "a b" } }), refused);
    EXPECT_EQ(code(UidStore{ .uids = one, .flags = { "" } }), refused);
    EXPECT_EQ(code(UidStore{ .uids = one, .flags = { "\\" } }), refused);
    EXPECT_EQ(code(UidStore{ .uids = one, .flags = { "a)" } }), refused);
    EXPECT_EQ(code(UidStore{ .uids = one, .flags = { "a]b" } }), "UID STORE 1 +FLAGS (a]b)");
    EXPECT_EQ(code(UidStore{ .uids = one, .flags = {} }), "UID STORE 1 +FLAGS ()");
    EXPECT_EQ(code(UidFetch{ .uids = one, .items = {} }), refused);
    EXPECT_EQ(code(UidFetch{ .uids = one, .items = { "BODY[{3}\r\nabc]" } }), refused);
    EXPECT_EQ(code(Enable{ { "X\r\nY" } }), refused);
    EXPECT_EQ(code(Status{ .mailbox = "x", .items = {} }), refused);
    for (const char* criteria : { "", "ALL\r\nNOOP", "SUBJECT {3}\r\nab", "SUBJECT {3+}\r\nabc",
             "SUBJECT {x}\r\nabc", "SUBJECT ~{3}\r\nabc", "{99999999999999999999}\r\n", "\r\n",
             "a\tb", "SUBJECT {1}\r\na\r\nNOOP", "ALL\n" })
        EXPECT_EQ(code(UidSearch{ .criteria = criteria }), refused) << criteria;
    EXPECT_EQ(code(UidSearch{ .criteria = "SUBJECT {4}\r\na\r\nb FROM {1}\r\nc" }),
        "UID SEARCH SUBJECT {4}\r\na\r\nb FROM {1}\r\nc");
}

TEST(ImapEncode, criteria_with_8_bit_words_name_their_charset)
{
    EXPECT_EQ(encodeCriteria("SUBJECT " + encodeString("a")), "SUBJECT \"a\"");
    EXPECT_EQ(encodeCriteria("SUBJECT " + encodeString("\xc3\xa4")),
        "CHARSET UTF-8 SUBJECT {2}\r\n\xc3\xa4");
}

TEST(ImapEncode, search_criteria_are_put_together_key_by_key)
{
    UidSet uids;
    uids.add(3, 9);
    EXPECT_EQ(SearchCriteria().encoded(), "ALL");
    EXPECT_EQ(SearchCriteria().key("UNSEEN").uids(uids).encoded(), "UNSEEN UID 3:9");
    EXPECT_EQ(
        SearchCriteria().header("Message-ID", "<a@b>").encoded(), "HEADER Message-ID \"<a@b>\"");
    EXPECT_EQ(SearchCriteria().day("SINCE", 1000000000).text("FROM", "Bj\xc3\xb6rn").encoded(),
        "CHARSET UTF-8 SINCE 9-Sep-2001 FROM {6}\r\nBj\xc3\xb6rn");
}

TEST(ImapEncode, a_known_set_too_long_for_a_line_is_left_out)
{
    Qresync qresync{ .uidValidity = 7, .modSeq = 12 };
    for (std::uint32_t uid = 1; uid < 4000; uid += 2)
        qresync.known.add(uid);
    const auto encoded = encodeCommand(Select{ .mailbox = "INBOX", .qresync = qresync },
        capabilitiesOf({ "QRESYNC" }), capabilitiesOf({ "QRESYNC" }));
    ASSERT_TRUE(encoded);
    EXPECT_EQ(*encoded, "SELECT INBOX (QRESYNC (7 12))");
}

TEST(ImapEncode, every_command_has_its_name)
{
    EXPECT_EQ(commandName(Noop{}), "NOOP");
    EXPECT_EQ(commandName(Select{}), "SELECT");
    EXPECT_EQ(commandName(UidFetch{}), "UID FETCH");
    EXPECT_EQ(commandName(UidExpunge{}), "UID EXPUNGE");
    EXPECT_EQ(commandName(Append{}), "APPEND");
    EXPECT_EQ(commandName(Idle{}), "IDLE");
}

} // namespace
} // namespace fulmar::imap
