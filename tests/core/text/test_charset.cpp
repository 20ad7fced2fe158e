// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/charset.h"

#include <gtest/gtest.h>

#include <tuple>

namespace fulmar::text {
namespace {

TEST(Charset, names_are_taken_as_mail_writes_them)
{
    const std::tuple<const char*, const char*, const char*> rows[] = { { "utf-8", "ä", "ä" },
        { "UTF8", "ä", "ä" }, { "utf_8", "ä", "ä" }, { "iso-8859-1", "\xe4\x80", "ä€" },
        { "ISO_8859-1", "\xe4", "ä" }, { "iso8859-15", "\xa4", "€" }, { "latin1", "\xe4", "ä" },
        { "windows-1252", "\x80", "€" }, { "cp-1252", "\x80", "€" }, { "cp1252", "\x80", "€" },
        { "win-1251", "\xe4", "д" }, { "windows1251", "\xe4", "д" }, { "us-ascii", "\xe4", "ä" },
        { "us-ascii", "ä", "ä" }, { "ansi_x3.4-1968", "a", "a" }, { "", "ä", "ä" },
        { "unknown-8bit", "\xe4", "ä" }, { "ks_c_5601-1987", "\xb0\xa1", "가" },
        { "euc-kr", "\xb0\xa1", "가" }, { "x-sjis", "\x83\x65", "テ" },
        { "shift_jis", "\x83\x65", "テ" }, { "iso-2022-jp", "\x1b$B%F\x1b(B", "テ" },
        { "iso-2022-jp", "\x1b(B\x1b$B%F\x1b(B\x1b(B", "テ" }, { "euc-jp", "\xa5\xc6", "テ" },
        { "gb2312", "\xd6\xd0", "中" }, { "gbk", "\x81\x40", "丂" },
        { "gb18030", "\x81\x30\x89\x38", "ß" }, { "big5", "\xa4\xa4", "中" },
        { "hz-gb-2312", "~{VP~}", "中" }, { "koi8-r", "\xd4", "т" }, { "koi8-u", "\xa4", "є" },
        { "utf-16le", "a\0", "a" }, { "macintosh", "\x8a", "ä" }, { "tis-620", "\xa1", "ก" },
        { "iso-8859-8-i", "\xe0", "א" }, { "utf-7", "+AOQ-", "ä" }, { "iso-8859-2", "\xb1", "ą" },
        { "\"utf-8\"", "ä", "ä" } };
    for (const auto& [name, bytes, text] : rows) {
        const std::string_view in
            = std::string_view(name) == "utf-16le" ? std::string_view("a\0", 2) : bytes;
        EXPECT_EQ(toUtf8(name, in), text) << name;
    }
}

TEST(Charset, unknown_names_give_nothing)
{
    for (const std::string& name : { std::string("utf-9"), std::string("x-user-defined-nonsense"),
             std::string(5000, 'a'), std::string("a\nb"), std::string("\xff") })
        EXPECT_FALSE(toUtf8(name, "x")) << name;
}

TEST(Charset, malformed_bytes_become_replacement_characters)
{
    EXPECT_EQ(toUtf8("utf-8",
                  "a\xff"
                  "b"),
        "a\xef\xbf\xbd"
        "b");
    EXPECT_EQ(toUtf8("utf-8", "\xed\xa0\x80")->find("\xed\xa0"), std::string::npos)
        << "no surrogates";
    EXPECT_NE(toUtf8("big5", "\xa4")->find("\xef\xbf\xbd"), std::string::npos);
}

TEST(Charset, byte_order_marks_go)
{
    EXPECT_EQ(toUtf8("utf-8", "\xef\xbb\xbfx"), "x");
    EXPECT_EQ(toUtf8("utf-16", std::string_view("\xff\xfex\0", 4)), "x");
    EXPECT_EQ(guessedToUtf8("\xef\xbb\xbfx"), "x");
}

} // namespace
} // namespace fulmar::text
