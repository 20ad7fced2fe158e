// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "describe.h"
#include "imap/parse_basic.h"

#include <gtest/gtest.h>

namespace fulmar::imap::testing {
namespace {

/// The value and what is left, or the rule at fault.
template <class Parse>
std::string outcome(std::string_view text, Parse parse)
{
    Scanner scanner(text);
    const auto value = parse(scanner);
    if (!value)
        return std::string("fault ") + value.error().rule + '@' + std::to_string(value.error().at);
    return *value + '|' + std::string(scanner.rest());
}

TEST(ImapString, quoted_atoms_and_literals)
{
    const struct {
        const char* text;
        const char* value;
    } rows[] = {
        { "atom rest", "atom| rest" },
        { "a]b)", "a]b|)" },
        { "\"\" x", "| x" },
        { "\"a b\"x", "a b|x" },
        { R"("a\"b\\c")", R"(a"b\c|)" },
        { R"("a\bc")", R"(a\bc|)" },
        { "\"a\rb\"", "a\rb|" },
        { "\"\xff\xe4\"", "\xff\xe4|" },
        { "\xc3\xa4 ", "\xc3\xa4| " },
        { "{3}\r\na\r\nb", "a\r\n|b" },
        { "{3+}\nabcd", "abc|d" },
        { "~{2}\r\nab", "ab|" },
        { "\\Inbox)", "\\Inbox|)" },
        { "\"a", "fault quoted@2" },
        { "\"a\nb\"", "fault quoted@2" },
        { "{3}\r\nab", "fault literal@0" },
        { "{x}\r\nab", "fault literal@1" },
        { "{3}ab", "fault literal@3" },
        { "(", "fault astring@0" },
        { "", "fault astring@0" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(outcome(row.text, parseAstring), row.value) << row.text;
}

TEST(ImapString, nil_is_no_string_and_nilly_is_one)
{
    const auto parse = [](Scanner& scanner) {
        return parseNstring(scanner).map([](const auto& value) { return value.value_or("<nil>"); });
    };
    EXPECT_EQ(outcome("NIL ", parse), "<nil>| ");
    EXPECT_EQ(outcome("nil)", parse), "<nil>|)");
    EXPECT_EQ(outcome("\"NIL\"", parse), "NIL|");
    EXPECT_EQ(outcome("NILly", parse), "NILly|");
}

TEST(ImapNumber, limits_of_32_bits)
{
    const auto number
        = [](Scanner& s) { return parseNumber(s).map([](auto n) { return std::to_string(n); }); };
    const auto nz
        = [](Scanner& s) { return parseNzNumber(s).map([](auto n) { return std::to_string(n); }); };
    EXPECT_EQ(outcome("0 ", number), "0| ");
    EXPECT_EQ(outcome("4294967294", number), "4294967294|");
    EXPECT_EQ(outcome("4294967295", number), "4294967295|");
    EXPECT_EQ(outcome("4294967296", number), "fault number@0");
    EXPECT_EQ(outcome("99999999999999999999999999", number), "fault number@0");
    EXPECT_EQ(outcome("-1", number), "fault number@0");
    EXPECT_EQ(outcome("0", nz), "fault nz-number@0");
    EXPECT_EQ(outcome("00012", nz), "12|");
}

TEST(ImapNumber, what_is_no_number_of_64_bits_is_forgotten)
{
    const auto loose = [](Scanner& s) {
        return parseLooseNumber(s).map([](auto n) { return n ? std::to_string(*n) : "none"; });
    };
    EXPECT_EQ(outcome("18446744073709551615)", loose), "18446744073709551615|)");
    EXPECT_EQ(outcome("18446744073709551616)", loose), "none|)");
    EXPECT_EQ(outcome("-1)", loose), "none|)");
    EXPECT_EQ(outcome("NIL ", loose), "none| ");
    EXPECT_EQ(outcome("\"12\" ", loose), "12| ");
    EXPECT_EQ(outcome(")", loose), "fault number@0");
}

TEST(ImapFlags, lists_of_real_servers)
{
    const auto flags = [](Scanner& s) {
        return parseFlagList(s).map([](const auto& f) { return describe(f); });
    };
    const struct {
        const char* text;
        const char* value;
    } rows[] = {
        { "()", "()|" },
        { "( )", "()|" },
        { "NIL", "()|" },
        { R"((\Seen \seen $Junk))", R"(($Junk \Seen)|)" },
        { R"((\Answered  a]b [x \*) rest)", R"(([x \* \Answered a]b)| rest)" },
        { R"((\HasNoChildren \))", R"((\HasNoChildren)|)" },
        { "(\xc3\xa4)", "(\xc3\xa4)|" },
        { "(\"quoted flag\")", "(quoted flag)|" },
        { "(a", "fault flag@2" },
        { "(a (b))", "fault flag@3" },
        { "a", "fault flag-list@0" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(outcome(row.text, flags), row.value) << row.text;
}

TEST(ImapFlags, count_and_length_are_limited)
{
    const auto many = [](std::size_t count) {
        std::string text = "(";
        for (std::size_t i = 0; i < count; ++i)
            text += "k" + std::to_string(i) + ' ';
        return text + ')';
    };
    const auto limited = [](const std::string& text) {
        Scanner scanner(text);
        const auto flags = parseFlagList(scanner);
        return !flags && flags.error().limit;
    };
    EXPECT_FALSE(limited(many(limits::flagsPerMessage - 1)));
    EXPECT_FALSE(limited(many(limits::flagsPerMessage)));
    EXPECT_TRUE(limited(many(limits::flagsPerMessage + 1)));
    EXPECT_FALSE(limited("(" + std::string(limits::flagLength, 'x') + ")"));
    EXPECT_TRUE(limited("(" + std::string(limits::flagLength + 1, 'x') + ")"));
}

TEST(ImapSequenceSet, ranges_are_read_and_never_expanded)
{
    const auto set = [](Scanner& scanner) {
        return parseSequenceRanges(scanner).map([](const auto& ranges) {
            NumberSet numbers;
            numbers.add(ranges);
            return numbers.toString();
        });
    };
    const struct {
        const char* text;
        const char* value;
    } rows[] = {
        { "1", "1|" },
        { "2:4 x", "2:4| x" },
        { "4:2", "2:4|" },
        { "5:*", "5:*|" },
        { "*:5", "5:*|" },
        { "*", "*|" },
        { "1,3:5,7:*", "1,3:5,7:*|" },
        { "1,3,2,5,4", "1:5|" },
        { "1,2,", "1:2|" },
        { "1,2,)", "1:2|)" },
        { "1:4294967295", "1:*|" },
        { "4294967296", "fault seq-number@0" },
        { "0", "fault seq-number@0" },
        { "1:0", "fault seq-number@2" },
        { "", "fault seq-number@0" },
        { ",", "fault seq-number@0" },
        { "1,,5", "fault seq-number@2" },
        { ":5", "fault seq-number@0" },
        { "1:", "fault seq-number@2" },
        { "a", "fault seq-number@0" },
        { "1:a", "fault seq-number@2" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(outcome(row.text, set), row.value) << row.text;
}

TEST(ImapDateTime, seconds_since_1970)
{
    const struct {
        const char* text;
        std::optional<std::int64_t> seconds;
    } rows[] = {
        { "01-Jan-1970 00:00:00 +0000", 0 },
        { " 1-Jan-1970 00:00:00 +0000", 0 },
        { "1-jan-1970 01:00:00 +0100", 0 },
        { "31-Dec-1969 16:00:00 -0800", 0 },
        { "19-Jan-2038 05:14:07 +0200", 2147483647 },
        { "08-Apr-6325 15:04:31 +0000", 137438953471 },
        { "29-Feb-2024 00:00:00 +0530", 1709145000 },
        { "31-Dec-1969 23:59:59 +0000", -1 },
        { "31-Dec-9999 23:59:59 -2359", 253402300799 + 86340 },
        { "01-Jan-2001 00:00:00", 978307200 },
        { "30-Jun-2015 23:59:60 +0000", 1435708800 },
        { "29-Feb-2023 00:00:00 +0000", {} },
        { "31-Apr-2023 00:00:00 +0000", {} },
        { "00-Jan-2023 00:00:00 +0000", {} },
        { "02-Jan-2023 24:00:00 +0000", {} },
        { "02-Jan-2023 23:60:00 +0000", {} },
        { "02-Jan-2023 23:00:61 +0000", {} },
        { "02-Foo-2023 23:00:00 +0000", {} },
        { "02-Jan-99999 23:00:00 +0000", {} },
        { "02-Jan-2023 23:00:00 +9999", {} },
        { "Mon, 2 Jan 2023", {} },
        { "", {} },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parseDateTime(row.text), row.seconds) << row.text;
}

TEST(ImapValue, any_value_can_be_passed_over)
{
    const auto skip
        = [](Scanner& s) { return skipValue(s).map([](auto) { return std::string("ok"); }); };
    EXPECT_EQ(outcome("12 x", skip), "ok| x");
    EXPECT_EQ(outcome("(a (b \"c )\" {2}\r\n)) NIL)) x", skip), "ok| x");
    EXPECT_EQ(outcome("() x", skip), "ok| x");
    EXPECT_EQ(outcome(")", skip), "fault value@0");
    EXPECT_EQ(outcome("((a)", skip), "fault value@4");
    EXPECT_EQ(outcome("", skip), "fault value@0");
}

TEST(ImapValue, nesting_is_limited)
{
    const auto nested = [](std::size_t depth) {
        Scanner scanner(std::string_view{});
        const std::string text = std::string(depth, '(') + std::string(depth, ')');
        scanner = Scanner(text);
        const auto value = skipValue(scanner);
        return value ? "ok" : value.error().limit ? "limit" : "fault";
    };
    EXPECT_STREQ(nested(limits::nestingDepth - 1), "ok");
    EXPECT_STREQ(nested(limits::nestingDepth), "ok");
    EXPECT_STREQ(nested(limits::nestingDepth + 1), "limit");
    EXPECT_STREQ(nested(1'000'000), "limit");
}

} // namespace
} // namespace fulmar::imap::testing
