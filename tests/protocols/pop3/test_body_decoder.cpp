// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/body_decoder.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace fulmar::pop3 {
namespace {

struct Decoded {
    std::string bytes, rest;
    bool atEnd = false;
};

template <class NextLength>
Decoded decode(const std::string& wire, NextLength nextLength)
{
    BodyDecoder decoder;
    Decoded result;
    std::size_t at = 0;
    while (at < wire.size() && !decoder.atEnd()) {
        const auto piece = wire.substr(at, nextLength());
        const std::size_t taken = decoder.decode(piece, result.bytes);
        EXPECT_TRUE(taken == piece.size() || decoder.atEnd());
        at += taken;
    }
    result.rest = wire.substr(at);
    result.atEnd = decoder.atEnd();
    return result;
}

/// RFC 1939 as a server does it.
std::string stuffed(const std::string& message)
{
    std::string wire;
    bool lineStart = true;
    for (std::size_t i = 0; i < message.size(); ++i) {
        if (lineStart && message[i] == '.')
            wire += '.';
        wire += message[i];
        lineStart = message[i] == '\n' && i > 0 && message[i - 1] == '\r';
    }
    return wire + ".\r\n";
}

TEST(Pop3BodyDecoder, gives_every_message_back_byte_for_byte)
{
    const std::string messages[] = { "", "\r\n", ".\r\n", "..\r\n", "a\r\n.b\r\n", "a\n.\nb\r\n",
        "a\r.\rb\r\n", ".\r.\r\n", "\n.\n\r\n", "a\r\r\n.\r\n", ".\r\r\n", "..\r\n..\r\n",
        std::string("\0.\0\r\n", 5), "Subject: x\r\n\r\n.\r\n.\r\n.a\r\n" };
    for (const auto& message : messages) {
        const std::string wire = stuffed(message) + "+OK next";
        for (std::size_t length = 1; length <= wire.size(); ++length) {
            const auto decoded = decode(wire, [&] { return length; });
            EXPECT_EQ(decoded.bytes, message);
            EXPECT_TRUE(decoded.atEnd);
            EXPECT_EQ(decoded.rest, "+OK next");
        }
    }
}

TEST(Pop3BodyDecoder, gives_random_messages_of_dots_and_line_ends_back)
{
    std::mt19937 random(7);
    const std::string alphabet = "..\r\n\r\na";
    for (int round = 0; round < 5000; ++round) {
        std::string message;
        for (std::size_t i = random() % 30; i > 0; --i)
            message += alphabet[random() % alphabet.size()];
        message += "\r\n";
        const auto decoded = decode(stuffed(message), [&] { return 1 + random() % 7; });
        ASSERT_EQ(decoded.bytes, message) << round;
        ASSERT_TRUE(decoded.atEnd);
    }
}

TEST(Pop3BodyDecoder, bare_lf_dot_lf_is_not_the_end)
{
    const auto decoded = decode("a\n.\n-ERR gotcha\r\n.\r\n", [] { return 100; });
    EXPECT_EQ(decoded.bytes, "a\n.\n-ERR gotcha\r\n");
    EXPECT_TRUE(decoded.atEnd);
}

TEST(Pop3BodyDecoder, is_not_at_the_end_before_the_last_line_feed)
{
    const std::string wire = stuffed("Subject: x\r\n\r\n.text\r\n");
    for (std::size_t cut = 0; cut < wire.size(); ++cut)
        EXPECT_FALSE(decode(wire.substr(0, cut), [] { return 3; }).atEnd) << cut;
}

} // namespace
} // namespace fulmar::pop3
