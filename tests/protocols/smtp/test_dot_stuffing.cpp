// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/dot_stuffing.h"

#include <gtest/gtest.h>

#include <random>

namespace fulmar::smtp {
namespace {

std::string stuffed(std::string_view text, std::size_t pieceLength)
{
    DotStuffer stuffer;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += pieceLength)
        out += stuffer.feed(text.substr(i, pieceLength));
    return out + stuffer.finish();
}

struct Row {
    std::string_view message, wire;
};
// The first eight are the vectors of Dovecot's test-ostream-dot.c (MIT).
const Row rows[] = {
    { "foo\r\n.\r\n", "foo\r\n..\r\n.\r\n" },
    { "foo\n.\n", "foo\r\n..\r\n.\r\n" },
    { ".foo\r\n.\r\nfoo\r\n", "..foo\r\n..\r\nfoo\r\n.\r\n" },
    { ".foo\n.\nfoo\n", "..foo\r\n..\r\nfoo\r\n.\r\n" },
    { "foo.\r\nfoo\r\n.foo\r\n.", "foo.\r\nfoo\r\n..foo\r\n..\r\n.\r\n" },
    { "\r\n", "\r\n.\r\n" },
    { "\n", "\r\n.\r\n" },
    { "", "\r\n.\r\n" },
    { "a\r", "a\r\n.\r\n" },
    { "a\r\r\n.", "a\r\n\r\n..\r\n.\r\n" },
    { "\r.\r", "\r\n..\r\n.\r\n" },
    { "a\n\r.\n", "a\r\n\r\n..\r\n.\r\n" },
    { "a.b\r\n...", "a.b\r\n....\r\n.\r\n" },
};

TEST(DotStuffing, makes_the_wire_form_for_any_split)
{
    for (const auto& row : rows) {
        for (std::size_t length = 1; length <= row.message.size() + 1; ++length)
            EXPECT_EQ(stuffed(row.message, length), row.wire) << "pieces of " << length;
    }
}

/// What a server that takes CRLF.CRLF alone stores.
std::string unstuffed(std::string_view wire)
{
    std::string out;
    for (;;) {
        const std::size_t end = wire.find("\r\n");
        std::string_view line = wire.substr(0, end);
        if (line == ".")
            return wire.size() == 3 ? out : out + "<bytes behind the end of data>";
        if (line.starts_with('.'))
            line.remove_prefix(1);
        out.append(line).append("\r\n");
        wire.remove_prefix(end + 2);
    }
}

TEST(DotStuffing, bare_lf_dot_is_not_end_of_data)
{
    std::mt19937 random(7);
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (std::size_t i = 0, length = random() % 24; i < length; ++i)
            text += "\r\n.a"[random() % 4];
        const std::string wire = stuffed(text, 1 + random() % 5);
        for (std::size_t i = 0; i < wire.size(); ++i) {
            ASSERT_TRUE(wire[i] != '\r' || wire[i + 1] == '\n');
            ASSERT_TRUE(wire[i] != '\n' || wire[i - 1] == '\r');
        }
        ASSERT_EQ(unstuffed(wire).find('<'), std::string::npos) << wire;
        ASSERT_TRUE(wire.ends_with("\r\n.\r\n"));
    }
}

TEST(DotStuffing, clean_text_comes_back_as_it_was)
{
    const std::string text = ".leading\r\n\r\n..\r\nend.\r\n.\r\n";
    EXPECT_EQ(unstuffed(stuffed(text, 3)), text);
}

TEST(DotStuffing, can_be_used_again_after_finish)
{
    DotStuffer stuffer;
    (void)stuffer.feed("abc");
    (void)stuffer.finish();
    EXPECT_EQ(stuffer.feed(".") + stuffer.finish(), "..\r\n.\r\n");
}

} // namespace
} // namespace fulmar::smtp
