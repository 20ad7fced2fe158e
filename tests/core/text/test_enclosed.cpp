// SPDX-License-Identifier: GPL-3.0-or-later
// Files inside of a part: uuencoded text and winmail.dat; what of a message is its text.
#include "mime/parse.h"
#include "text/charset.h"
#include "text/enclosed.h"
#include "text/part_text.h"
#include "text/tnef.h"

#include <gtest/gtest.h>

#include <random>

namespace fulmar::text {
namespace {

void append(std::string& out, std::uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out += static_cast<char>(value >> 8 * i & 255U);
}

std::string attribute(int level, std::uint32_t id, const std::string& data)
{
    std::string out(1, static_cast<char>(level));
    append(out, id, 4);
    append(out, static_cast<std::uint32_t>(data.size()), 4);
    std::uint32_t sum = 0;
    for (const char c : data)
        sum += static_cast<unsigned char>(c);
    out += data;
    append(out, sum, 2);
    return out;
}

/// A stream with one attachment, as Outlook writes it.
std::string winmail()
{
    std::string out;
    append(out, 0x223e9f78, 4);
    append(out, 1, 2);
    out += attribute(1, 0x00089006, std::string("\x00\x00\x01\x00", 4)); // version
    out += attribute(2, 0x00069002, std::string(14, '\0')); // how it is drawn: a new attachment
    out += attribute(2, 0x00018010, std::string("cat.txt\0", 8));
    out += attribute(2, 0x0006800f, "Cat");
    return out;
}

TEST(Tnef, the_file_inside_is_found)
{
    const auto files = readTnef(winmail());
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files.front().name, "cat.txt");
    EXPECT_EQ(files.front().content, "Cat");
}

TEST(Tnef, what_is_none_or_cut_gives_nothing_and_no_crash)
{
    EXPECT_TRUE(readTnef("").empty());
    EXPECT_TRUE(readTnef("no tnef at all").empty());
    const std::string whole = winmail();
    for (std::size_t length = 0; length < whole.size(); ++length)
        readTnef(std::string_view(whole).substr(0, length));
    std::mt19937 random(3);
    for (int i = 0; i < 2000; ++i) {
        std::string broken = whole;
        for (int k = 0; k < 3; ++k)
            broken[6 + random() % (broken.size() - 6)] = static_cast<char>(random());
        readTnef(broken);
    }
}

TEST(Enclosed, files_have_keys_of_their_own)
{
    const std::string raw
        = "From: a@b.example\r\n\r\nHere:\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n"
          "begin 600 cat2.txt\r\n#0V%T\r\n`\r\nend\r\nBye\r\n";
    const auto message = mime::parse(raw, charsetDecoder());
    const auto files = enclosedIn(raw, message.root);
    ASSERT_EQ(files.size(), 2U);
    EXPECT_EQ(files[1].key, "1!2");
    EXPECT_EQ(enclosedFile(raw, message, "1!2")->name, "cat2.txt");
    EXPECT_EQ(enclosedFile(raw, message, "1!2")->content, "Cat");
    EXPECT_FALSE(enclosedFile(raw, message, "1!3"));
    EXPECT_FALSE(enclosedFile(raw, message, "1"));
    EXPECT_EQ(plainTextOf(raw, message.root), "Here:\nBye\n");
}

TEST(Enclosed, a_letter_about_beginnings_is_only_text)
{
    for (const char* text : { "begin 644 a\nnot uuencoded at all, this line is far too long\nend\n",
             "begin again\nend\n", "begin 644 a\nend\n", "begin 999 a\n#0V%T\nend\n" }) {
        const std::string raw = "From: a@b.example\n\n" + std::string(text);
        const auto message = mime::parse(raw, charsetDecoder());
        EXPECT_TRUE(enclosedIn(raw, message.root).empty()) << text;
    }
}

TEST(Charsets, labels_that_lie_and_labels_that_are_missing_are_guessed)
{
    EXPECT_EQ(toUtf8("iso-8859-1", "M\xc3\xbcller"), "M\xc3\xbcller");
    EXPECT_EQ(toUtf8("iso-8859-1", "M\xfcller"), "M\xc3\xbcller");
    EXPECT_EQ(guessedToUtf8("\x1b$B$3$s\x1b(B"), "\xe3\x81\x93\xe3\x82\x93");
    EXPECT_EQ(
        charsetOfHtml("<html><META http-equiv=Content-Type content=\"text/html; charset=koi8-r\">"),
        "koi8-r");
    EXPECT_EQ(charsetOfHtml("<meta charset='Big5'>"), "big5");
    EXPECT_EQ(charsetOfHtml("<p>charset=x</p>"), "");
    const std::string raw
        = "Content-Type: text/html\n\n<meta charset=koi8-r><p>\xf0\xd2\xc9\xd7\xc5\xd4</p>";
    const auto message = mime::parse(raw, charsetDecoder());
    EXPECT_NE(htmlOf(raw, message.root).find("\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"),
        std::string::npos);
}

} // namespace
} // namespace fulmar::text
