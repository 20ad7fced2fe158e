// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/utf7.h"

#include <gtest/gtest.h>

namespace fulmar::imap {
namespace {

TEST(ImapUtf7, text_goes_to_the_wire_and_back)
{
    const struct {
        const char* text;
        const char* wire;
    } rows[] = {
        { "", "" },
        { "INBOX", "INBOX" },
        { "&", "&-" },
        { "&&x&&", "&-&-x&-&-" },
        { "~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
        { "tietä&jä&", "tiet&AOQ-&-j&AOQ-&-" },
        { "Entwürfe", "Entw&APw-rfe" },
        { "Бизнес", "&BBEEOAQ3BD0ENQRB-" },
        { "[Gmail]/已加星標", "[Gmail]/&XfJSoGYfahk-" },
        { "😀", "&2D3eAA-" },
        { "a😀b", "a&2D3eAA-b" },
    };
    for (const auto& row : rows) {
        EXPECT_EQ(encodeMailboxName(row.text), row.wire);
        EXPECT_EQ(decodeMailboxName(row.wire), row.text);
    }
}

TEST(ImapUtf7, malformed_names_stay_as_they_are)
{
    for (const char* wire : { "&", // nothing behind the shift
             "&Jjo", // no end
             "&Jjo!", // no base64
             "&U,BTFw-&ZeVnLIqe-", // two shifts where one would do
             "&AGE-", // "a" needs no shift
             "&AAo-", // a line feed
             "&AAA-", // NUL
             "&2D0-", // lone high surrogate
             "&3gA-", // lone low surrogate
             "&2D0AYQ-", // high surrogate before a letter
             "&AOR-", // padding bits set
             "&A-", // not a whole unit
             "&AOQA-", // left-over bits of a unit
             "&A/w-", // base64 of MIME, not of IMAP
             "\xc3\xa4", // RFC 6855 names are text already
             "&AOQ-\xc3\xa4", "a\x01z", "\xff\xfe" })
        EXPECT_EQ(decodeMailboxName(wire), wire);
}

TEST(ImapUtf7, text_that_is_no_utf8_has_no_wire_name)
{
    for (const std::string& text :
        { std::string("p\xe4\xe4"), std::string("\xc3"), std::string("\xed\xa0\x80"),
            std::string("\xc0\x80"), std::string("\xf4\x90\x80\x80"), std::string("a\0b", 3) })
        EXPECT_FALSE(encodeMailboxName(text));
}

TEST(ImapUtf7, every_code_point_survives)
{
    for (char32_t code = 1; code <= 0x10ffff; code += code < 0x3000 ? 1 : 97) {
        if ((code >= 0xd800 && code < 0xe000) || code < 0x20 || code == 0x7f)
            continue;
        std::string text = "x";
        if (code < 0x80)
            text += static_cast<char>(code);
        else if (code < 0x800)
            text
                += { static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f)) };
        else if (code < 0x10000)
            text += { static_cast<char>(0xe0 | code >> 12),
                static_cast<char>(0x80 | (code >> 6 & 0x3f)),
                static_cast<char>(0x80 | (code & 0x3f)) };
        else
            text += { static_cast<char>(0xf0 | code >> 18),
                static_cast<char>(0x80 | (code >> 12 & 0x3f)),
                static_cast<char>(0x80 | (code >> 6 & 0x3f)),
                static_cast<char>(0x80 | (code & 0x3f)) };
        const auto wire = encodeMailboxName(text);
        ASSERT_TRUE(wire);
        ASSERT_EQ(decodeMailboxName(*wire), text) << static_cast<std::uint32_t>(code);
    }
}

} // namespace
} // namespace fulmar::imap
