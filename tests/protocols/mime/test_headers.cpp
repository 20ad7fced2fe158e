// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpora.h"
#include "mime/dates.h"
#include "mime/headers.h"
#include "mime/rfc2047.h"
#include "mime/rfc2231.h"
#include "text/charset.h"

#include <gtest/gtest.h>

#include <random>

namespace fulmar::mime {
namespace {

using namespace std::string_literals;

TEST(Unstructured, encoded_words_are_decoded)
{
    const std::pair<std::string, std::string> rows[] = {
        { "plain", "plain" },
        { "=?utf-8?q?=C3=A4?=", "ä" },
        { "=?UTF-8?B?w6Q=?=", "ä" },
        { "=?iso-8859-1?Q?=E4_=E4?=", "ä ä" },
        { "=?utf-8*en?q?=C3=A4?=", "ä" },
        { "a =?utf-8?q?b?= c", "a b c" },
        { "=?utf-8?q?a?= =?utf-8?q?b?=", "ab" },
        { "=?utf-8?q?a?=\r\n =?iso-8859-1?q?=E4?=", "aä" },
        { "=?utf-8?q?=C3?= =?utf-8?q?=A4?=", "ä" },
        { "=?iso-2022-jp?b?GyRCJUYbKEI=?= =?iso-2022-jp?b?GyRCJTkbKEI=?=", "テス" },
        { "=?utf-8?q?a b?=", "a b" },
        { "x=?utf-8?q?b?=y", "xby" },
        { "=?utf-8?q?=ZZ=?=", "=ZZ=" },
        { "=?utf-8?q?\?=", "" },
        { "=?utf-8?x?abc?=", "=?utf-8?x?abc?=" },
        { "=?utf-8?q?abc", "=?utf-8?q?abc" },
        { "=?nonsense?q?=C3=A4?=", "ä" },
        { "=??q?a?=", "=??q?a?=" },
        { "=?utf-8?q?=0D=0AFrom:_evil?=", "From: evil" },
        { "a\r\n\t b", "a b" },
        { "a\0b\x7f\x1b"s, "ab" },
        { "raw \xe4", "raw ä" },
        { "raw \xc3\xa4", "raw ä" },
    };
    for (const auto& [value, expected] : rows) {
        const std::string got = decodeUnstructured(value, text::charsetDecoder());
        EXPECT_EQ(got, expected) << value;
    }
}

TEST(Unstructured, dovecot_vectors)
{
    FULMAR_REQUIRE_CORPORA();
    const QJsonArray table = testing::dovecotRows("message-header-decode.json", "data");
    ASSERT_GE(table.size(), 16);
    for (qsizetype i = 0; i + 1 < table.size(); i += 2) {
        const std::string value = testing::bytesOf(table[i]),
                          expected = testing::bytesOf(table[i + 1]);
        if (expected.find("UNICODE_REPLACEMENT") != std::string::npos
            || value.find("utf-9") != std::string::npos)
            continue; // how many U+FFFD stand for malformed bytes is a matter of taste
        const std::string got = decodeEncodedWords(value, text::charsetDecoder());
        EXPECT_EQ(got.substr(got.find_first_not_of(" \t")), expected) << value;
    }
}

TEST(EncodedWords, dovecot_encoder_vectors_decode_to_what_was_encoded)
{
    FULMAR_REQUIRE_CORPORA();
    const QJsonArray table = testing::dovecotRows("message-header-encode.json", "data");
    int checked = 0;
    for (qsizetype i = 0; i + 1 < table.size(); i += 2) {
        const std::string plain = testing::bytesOf(table[i]);
        if (table[i].isObject() || plain.find("TEXT") != std::string::npos
            || plain.find_first_of("\r\n") != std::string::npos)
            continue;
        EXPECT_EQ(
            decodeEncodedWords(testing::bytesOf(table[i + 1]), text::charsetDecoder()), plain);
        ++checked;
    }
    EXPECT_GE(checked, 12);
}

TEST(EncodedWords, never_split_a_character_and_fit_their_line)
{
    std::mt19937 random(3);
    const std::string characters[] = { "a", " ", "ä", "€", "😀", "=", "?", "_", "日" };
    for (int round = 0; round < 500; ++round) {
        std::string text;
        for (std::size_t i = 0, n = 1 + random() % 200; i < n; ++i)
            text += characters[random() % std::size(characters)];
        const std::size_t used = random() % 40;
        std::string encoded = encodeWords(text, used);
        EXPECT_EQ(decodeEncodedWords(encoded, text::charsetDecoder()), text);
        bool first = true;
        for (std::size_t end = 0; end != std::string::npos; first = false) {
            end = encoded.find("\r\n");
            const std::string line = encoded.substr(0, end);
            EXPECT_LE(line.size() + (first ? used : 0), 78U);
            const std::size_t begin = line.find("=?");
            if (begin != std::string::npos) {
                const std::string word = line.substr(begin);
                EXPECT_LE(word.size(), 75U);
                // Alone it must be valid too.
                EXPECT_EQ(decodeEncodedWords(word, text::charsetDecoder()).find("\xef\xbf\xbd"),
                    std::string::npos);
            }
            encoded.erase(0, end == std::string::npos ? encoded.size() : end + 2);
        }
    }
}

TEST(Parameters, are_read_leniently)
{
    struct Row {
        std::string_view field;
        std::string value;
        std::vector<std::pair<std::string, std::string>> parameters;
    };
    const Row rows[] = {
        { "text/plain", "text/plain", {} },
        { "Text/Plain; Charset=UTF-8", "text/plain", { { "charset", "UTF-8" } } },
        { "text/plain; charset=\"utf-8\" (comment)", "text/plain", { { "charset", "utf-8" } } },
        { "text/plain (c); (d) charset (e) = (f) utf-8 (g)", "text/plain",
            { { "charset", "utf-8" } } },
        { "multipart/mixed; boundary=\"a;b=c\"; x=y", "multipart/mixed",
            { { "boundary", "a;b=c" }, { "x", "y" } } },
        { "a/b; name=my file.pdf; x=1", "a/b", { { "name", "my file.pdf" }, { "x", "1" } } },
        { "a/b; name=report (final).pdf", "a/b", { { "name", "report (final).pdf" } } },
        { "a/b; name=report (final)", "a/b", { { "name", "report" } } },
        { "a/b; name=a(1).pdf", "a/b", { { "name", "a(1).pdf" } } },
        { "a/b; name=\"a\\\"b\"", "a/b", { { "name", "a\"b" } } },
        { "a/b; name=\"C:\\dir\\f\"", "a/b", { { "name", "C:\\dir\\f" } } },
        { "a/b; name=\"unterminated", "a/b", { { "name", "unterminated" } } },
        { "a/b; name=\"x\" other=y", "a/b", { { "name", "x" }, { "other", "y" } } },
        { "a/b;;;x=1;", "a/b", { { "x", "1" } } },
        { "a/b; x; y=2", "a/b", { { "y", "2" } } },
        { "a/b; x=1; X=2", "a/b", { { "x", "1" } } },
        { "attachment; filename*=utf-8''%E2%82%AC%20rates", "attachment",
            { { "filename", "€ rates" } } },
        { "attachment; filename*=iso-8859-1'en'%A3%20rates", "attachment",
            { { "filename", "£ rates" } } },
        { "attachment; filename=plain; filename*=utf-8''%C3%A4", "attachment",
            { { "filename", "ä" } } },
        { "message/external-body; access-type=URL; URL*0=\"ftp://\"; URL*1=\"cs.utk.edu/x\"",
            "message/external-body",
            { { "access-type", "URL" }, { "url", "ftp://cs.utk.edu/x" } } },
        { "application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; "
          "title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"",
            "application/x-stuff", { { "title", "This is even more ***fun*** isn't it!" } } },
        { "a/b; n*1*=%C3%A4; n*0*=utf-8''x", "a/b", { { "n", "xä" } } },
        { "a/b; n*0=a; n*2=c", "a/b", { { "n", "a" } } },
        { "a/b; n*1=a", "a/b", {} },
        { "a/b; n*999999999=a", "a/b", { { "n*999999999", "a" } } },
        { "a/b; n*=no-charset", "a/b", { { "n", "no-charset" } } },
        { "a/b; n*=utf-8''%zz%C3", "a/b", { { "n", "%zz\xef\xbf\xbd" } } },
        { "a/b; name=\"=?utf-8?q?=C3=A4?=\"", "a/b", { { "name", "ä" } } },
        { "a/b; name==?utf-8?q?=C3=A4?=", "a/b", { { "name", "ä" } } },
        { "a/b; name=\"\xe4\"", "a/b", { { "name", "ä" } } },
        { "", "", {} },
        { "; a=b", "", { { "a", "b" } } },
    };
    for (const auto& row : rows) {
        const auto got = parseParameterised(row.field, text::charsetDecoder());
        EXPECT_EQ(got.value, row.value) << row.field;
        EXPECT_EQ(got.parameters, row.parameters) << row.field;
    }
}

TEST(Parameters, what_is_written_is_read_again)
{
    for (const std::string& value :
        { "a.txt"s, "a b.txt"s, "ä.txt"s, "a\"b\\c.txt"s, "'%*.txt"s, std::string(300, 'x'),
            "日本語のファイル名がとても長いとき.pdf"s, "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀.png"s, ""s }) {
        const std::string field = "attachment" + encodeParameter("filename", value);
        for (const char c : field)
            EXPECT_FALSE(static_cast<unsigned char>(c) >= 0x80) << value;
        for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 2) {
            end = field.find("\r\n", begin);
            EXPECT_LE(
                field.substr(begin, end == std::string::npos ? end : end - begin).size(), 78U);
        }
        const auto got = parseParameterised(field, text::charsetDecoder());
        ASSERT_EQ(got.parameters.size(), 1U) << field;
        EXPECT_EQ(got.parameters[0].second, value);
    }
}

TEST(Dates, are_read_in_all_their_forms)
{
    const std::pair<std::string_view, std::optional<std::int64_t>> rows[] = {
        { "Fri, 21 Nov 1997 09:55:06 -0600", 880127706 },
        { "21 Nov 97 09:55:06 GMT", 880106106 },
        { "Fri, 21 Nov 1997 09:55 EST", 880124100 },
        { "Fri, 21 Nov 1997 09:55:06 Z", 880106106 },
        { "Fri, 21 Nov 1997 09:55:06 A", 880106106 },
        { "Fri, 21 Nov 1997 09:55:06 (no zone)", 880106106 },
        { "Fri Nov 21 09:55:06 1997", 880106106 },
        { "Fri Nov 21 09:55:06 PST 1997", 880134906 },
        { "1997-11-21 09:55:06 +0000", 880106106 },
        { "1997-11-21T09:55:06Z", 880106106 },
        { "1997-11-21T09:55:06.123+01:00", 880102506 },
        { "21-Nov-1997 09:55:06 +0000", 880106106 },
        { "Fri, 21 Nov 1997 09:55:06 GMT+0200", 880098906 },
        { "Fri, 21 Nov 1997 09:55:06 +02:00", 880098906 },
        { "Fri, 21 Nov 1997 09:55:06 +0200 (CEST)", 880098906 },
        { "Fri, 21 November 1997 9:55:06 UT", 880106106 },
        { "Thu, 29 Feb 2024 00:00:00 +0000", 1709164800 },
        { "Wed, 29 Feb 2023 00:00:00 +0000", std::nullopt },
        { "Fri, 31 Dec 9999 23:59:59 +0000", 253402300799 },
        { "Fri, 21 Nov 1899 00:00:00 +0000", std::nullopt },
        { "Fri, 32 Nov 1997 09:55:06 +0000", std::nullopt },
        { "Fri, 21 Nov 1997 24:00:00 +0000", std::nullopt },
        { "Fri, 21 Nov 1997 09:60:00 +0000", std::nullopt },
        { "Fri, 21 Nov 1997", std::nullopt },
        { "yesterday", std::nullopt },
        { "", std::nullopt },
        { "Fri, 21 Nov 1997 09:55:06 +9999", 880106106 },
    };
    for (const auto& [text, seconds] : rows) {
        EXPECT_EQ(parseDate(text), seconds) << text;
    }
}

TEST(Dates, dovecot_vectors)
{
    FULMAR_REQUIRE_CORPORA();
    const QJsonArray table = testing::dovecotRows("message-date.json", "tests");
    ASSERT_GE(table.size(), 15);
    for (const QJsonValue row : table) {
        const std::optional<std::int64_t> expected = row[3].toBool()
            ? std::optional(static_cast<std::int64_t>(row[1].toDouble()))
            : std::nullopt;
        EXPECT_EQ(parseDate(testing::bytesOf(row[0])), expected) << testing::bytesOf(row[0]);
    }
}

TEST(Dates, what_is_written_is_read_again)
{
    std::mt19937_64 random(5);
    for (int i = 0; i < 20000; ++i) {
        const auto seconds = static_cast<std::int64_t>(random() % 255611289600ULL) - 2208988800;
        const auto text = formatDate(seconds);
        ASSERT_TRUE(text);
        EXPECT_EQ(parseDate(*text), seconds) << *text;
    }
    EXPECT_EQ(formatDate(0), "Thu, 1 Jan 1970 00:00:00 +0000");
    EXPECT_EQ(formatDate(-2208988800), "Mon, 1 Jan 1900 00:00:00 +0000");
    EXPECT_FALSE(formatDate(-2208988801));
    EXPECT_FALSE(formatDate(253402300800));
}

TEST(MessageIds, are_taken_out_of_their_brackets)
{
    using Ids = std::vector<std::string>;
    const std::pair<std::string, Ids> rows[] = {
        { "<a@b>", { "a@b" } },
        { "<a@b> <c@d>\r\n <e@f>", { "a@b", "c@d", "e@f" } },
        { "<a@b><c@d>", { "a@b", "c@d" } },
        { "<foo@bar>,skipped,<foo2@bar2>", { "foo@bar", "foo2@bar2" } },
        { "(c) < (c) foo (c) @ (c) bar (c) > (c)", { "foo@bar" } },
        { "<\"foo 2\"@bar>", { "\"foo 2\"@bar" } },
        { "<a\r\n b@c>", { "ab@c" } },
        { "a@b", { "a@b" } },
        { "12345", { "12345" } },
        { "Your message of Fri, a@b", { "a@b" } },
        { "<unclosed@b", { "unclosed@b" } },
        { "<a@b <c@d>", { "a@b", "c@d" } },
        { "<>", {} },
        { "", {} },
    };
    for (const auto& [value, ids] : rows)
        EXPECT_EQ(parseMessageIds(value), ids) << value;
    EXPECT_LE(parseMessageIds(std::string(100'000, '<')).size(), 10'000U);
}

TEST(HeaderValue, takes_the_first_in_any_case)
{
    const std::vector<HeaderField> headers{ { "subject", "one" }, { "Subject", "two" } };
    EXPECT_EQ(headerValue(headers, "SUBJECT"), "one");
    EXPECT_FALSE(headerValue(headers, "To"));
}

} // namespace
} // namespace fulmar::mime
