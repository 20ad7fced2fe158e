// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpora.h"
#include "mime/flowed.h"
#include "mime/parse.h"
#include "mime/transfer_encoding.h"

#include <gtest/gtest.h>

#include <random>

namespace fulmar::mime {
namespace {

using namespace std::string_literals;

std::string decoded(const std::string& encoding, const std::string& body)
{
    const std::string raw = "Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body;
    return decodedBody(raw, parse(raw, {}).root);
}

TEST(Base64Body, is_read_at_any_quality)
{
    const std::pair<std::string, std::string> rows[] = { { "Zm9v\r\nYmFy\r\n", "foobar" },
        { "Zm9vYg==", "foob" }, { "Zm9vYg", "foob" }, { "Zm9vYmE", "fooba" }, { "Zm9vY", "foo" },
        { "Z m!9\tv", "foo" }, { "Zg==Zm9v", "ffoo" }, { "====", "" }, { "", "" },
        { "{|}~\x7f\x80\xff", "" }, { "Zg==\r\n-- \r\nlist footer", "f" } };
    for (const auto& [text, bytes] : rows) {
        EXPECT_EQ(decoded("base64", text), bytes) << text;
        EXPECT_EQ(decodeBase64Leniently(text), bytes) << text;
    }
}

TEST(QuotedPrintableBody, is_read_at_any_quality)
{
    const std::pair<std::string, std::string> rows[]
        = { { "a=3Db", "a=b" }, { "a=\r\nb", "ab" }, { "a=\nb", "ab" }, { "a= \t\r\nb", "ab" },
              { "a  \r\nb", "a\r\nb" }, { "a\nb", "a\nb" }, { "=c3=a4", "ä" }, { "=ZZ", "=ZZ" },
              { "=C", "=C" }, { "a=", "a" }, { "", "" }, { "=", "" }, { "a\xff", "a\xff" } };
    for (const auto& [text, bytes] : rows)
        EXPECT_EQ(decoded("Quoted-Printable", text), bytes) << text;
}

TEST(TransferEncoding, kmime_vectors)
{
    FULMAR_REQUIRE_CORPORA();
    const auto folder = *testing::corpora() / "kmime";
    const auto file = [&](const std::string& name) { return testing::bytesOf(folder / name); };
    EXPECT_EQ(decoded("base64", file("codec_base64/basic-decode.base64")),
        file("codec_base64/basic-decode.base64.expected"));
    // KMime ends at the padding; ours goes on with what may be a second encoding.
    EXPECT_TRUE(decoded("base64", file("codec_base64/corrupt.base64"))
                    .starts_with(file("codec_base64/corrupt.base64.expected")));
    EXPECT_EQ(decoded("x-uuencode", file("codec_x-uuencode/basic-decode.x-uuencode")),
        file("codec_x-uuencode/basic-decode.x-uuencode.expected"));
    for (const char* name : { "basic-decode", "corrupt", "corrupt2", "corrupt3" }) {
        const std::string path = "codec_quoted-printable/"s + name + ".quoted-printable";
        std::string expected = file(path + ".expected");
        // A "=" as the last byte is a soft break for us: the line end behind it belongs to the
        // boundary.
        if (expected.ends_with('='))
            expected.pop_back();
        EXPECT_EQ(decoded("quoted-printable", file(path)), expected) << name;
    }
}

TEST(TransferEncoding, dovecot_quoted_printable_vectors)
{
    FULMAR_REQUIRE_CORPORA();
    int checked = 0;
    for (const QJsonValue row : testing::dovecotRows("qp-decoder.json", "tests")) {
        const std::string text = testing::bytesOf(row[0]);
        if (row[3].toInt() != 0 || text.find("WHITESPACE") != std::string::npos
            || text.ends_with(" "))
            continue; // refused by Dovecot's strict decoder, or with names of macros inside
        std::string bytes = testing::bytesOf(row[1]);
        // Dovecot writes CRLF for each line end; ours keeps what was there.
        std::string ours;
        for (const char c : decodeQuotedPrintable(text)) {
            if (c == '\n' && !ours.ends_with('\r'))
                ours += '\r';
            ours += c;
        }
        if (text.find("=0A") != std::string::npos)
            continue;
        EXPECT_EQ(ours, bytes) << text;
        ++checked;
    }
    EXPECT_GE(checked, 12);
}

TEST(QuotedPrintable, what_is_written_is_read_again_in_short_safe_lines)
{
    std::mt19937 random(11);
    const std::string characters[]
        = { "a", " ", "\t", "=", ".", "ä", "From ", "\r\n", "😀", std::string(80, 'x') };
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t i = 0, n = random() % 60; i < n; ++i)
            text += characters[random() % std::size(characters)];
        const std::string encoded = encodeQuotedPrintable(text);
        EXPECT_EQ(decodeQuotedPrintable(encoded), text);
        for (std::size_t begin = 0; begin < encoded.size();) {
            const std::size_t end = std::min(encoded.find("\r\n", begin), encoded.size());
            const std::string line = encoded.substr(begin, end - begin);
            EXPECT_LE(line.size(), 76U);
            EXPECT_FALSE(line.ends_with(' ') || line.ends_with('\t'));
            begin = end + 2;
        }
        EXPECT_FALSE(encoded.starts_with("From "));
    }
}

TEST(Flowed, soft_breaks_are_undone_within_one_quote_depth)
{
    const std::tuple<std::string, bool, std::string> rows[] = {
        { "one \ntwo\n", false, "one two\n" },
        { "one \ntwo\n", true, "onetwo\n" },
        { "> one \n> two\n", false, "> one two\n" },
        { "> one \n>> two\n", false, "> one \n>> two\n" },
        { "> one \ntwo\n", false, "> one \ntwo\n" },
        { " stuffed\n  two\n", false, "stuffed\n two\n" },
        { " > not a quote\n", false, "> not a quote\n" },
        { "text \n-- \nsignature\n", false, "text \n-- \nsignature\n" },
        { "> -- \n> signature\n", false, "> -- \n> signature\n" },
        { "a\n\nb", false, "a\n\nb" },
        { "", false, "" },
        { "one \r\ntwo\r\n", false, "one two\n" },
    };
    for (const auto& [text, delSp, expected] : rows)
        EXPECT_EQ(unflow(text, delSp), expected) << text;
}

TEST(Flowed, what_is_written_is_read_again)
{
    const std::string words = "A long paragraph of many words that has to be broken somewhere, "
                              "since it is longer than a line may be, ";
    for (const std::string& text :
        { "short"s, "two\nlines\n"s, words + words + words,
            "> " + words + words + "end\n> second\nmine"s, " indented\n  more"s,
            "From here\nFrom there"s, "text\n\n-- \nAnn"s, "日本語"s, words + "From there " + words,
            ""s, "\n\n"s, std::string(2000, 'x'), words + "> " + words + " -> "s + words }) {
        const std::string flowed = flow(text);
        EXPECT_EQ(
            unflow(flowed, false), text.ends_with(' ') ? text.substr(0, text.size() - 1) : text);
        for (std::size_t begin = 0; begin < flowed.size();) {
            const std::size_t end = std::min(flowed.find('\n', begin), flowed.size());
            const std::string line = flowed.substr(begin, end - begin);
            EXPECT_TRUE(line.size() <= 78 || line.find(' ') == std::string::npos) << line;
            EXPECT_FALSE(line.starts_with("From "));
            begin = end + 1;
        }
    }
}

} // namespace
} // namespace fulmar::mime
