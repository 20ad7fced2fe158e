// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/ascii.h"
#include "common/base64.h"
#include "common/message_source.h"
#include "common/secret.h"

#include <gtest/gtest.h>

#include <sstream>

namespace fulmar {
namespace {

using namespace std::string_literals;

struct Base64Row {
    std::string bytes;
    std::string text;
};
const Base64Row rfc4648[] = {
    { "", "" },
    { "f", "Zg==" },
    { "fo", "Zm8=" },
    { "foo", "Zm9v" },
    { "foob", "Zm9vYg==" },
    { "fooba", "Zm9vYmE=" },
    { "foobar", "Zm9vYmFy" },
    { "\0\xff\xfe"s, "AP/+" },
};

TEST(Base64, both_ways_are_the_vectors_of_rfc_4648)
{
    for (const auto& row : rfc4648) {
        EXPECT_EQ(encodeBase64(row.bytes), row.text);
        const auto back = decodeBase64(row.text);
        ASSERT_TRUE(back) << row.text;
        EXPECT_EQ(*back, row.bytes);
    }
}

TEST(Base64, malformed_text_is_refused_at_its_offset)
{
    const std::pair<std::string, std::size_t> rows[]
        = { { "A", 1 }, { "AB", 2 }, { "ABC", 3 }, { "A===", 1 }, { "AB=C", 2 }, { "====", 0 },
              { "AB D", 2 }, { "AB\r\n", 2 }, { "A-_B", 1 } };
    for (const auto& [text, offset] : rows) {
        const auto result = decodeBase64(text);
        ASSERT_FALSE(result) << text;
        EXPECT_EQ(result.error(), offset) << text;
    }
}

TEST(Secret, streaming_gives_dots)
{
    std::ostringstream out;
    out << Secret("hunter2"s);
    EXPECT_EQ(out.str().find("hunter2"), std::string::npos);
    EXPECT_FALSE(out.str().empty());
}

TEST(MessageSource, gives_all_bytes_in_pieces_and_then_nothing)
{
    const std::string text(1000, 'x');
    const auto source = sourceFromString(text);
    EXPECT_EQ(source.size, 1000U);
    std::string read;
    for (;;) {
        const auto piece = source.read(333);
        ASSERT_TRUE(piece);
        ASSERT_LE(piece->size(), 333U);
        if (piece->empty())
            break;
        read += *piece;
    }
    EXPECT_EQ(read, text);
}

TEST(Ascii, case_follows_no_locale)
{
    EXPECT_EQ(ascii::lower("AZaz\xc3\x84"), "azaz\xc3\x84");
    EXPECT_TRUE(ascii::equalsIgnoreCase("inBOX", "INBOX"));
    EXPECT_FALSE(ascii::equalsIgnoreCase("\xc3\x84", "\xc3\xa4"));
    EXPECT_EQ(ascii::trim(" \t\r\nx y\n"), "x y");
}

} // namespace
} // namespace fulmar
