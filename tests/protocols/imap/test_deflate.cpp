// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "describe.h"
#include "imap/deflate.h"
#include "imap/session.h"

#include <gtest/gtest.h>

#include <random>

namespace fulmar::imap::testing {
namespace {

std::string inflated(Inflater& inflater, std::string* error = nullptr)
{
    std::string out;
    while (true) {
        const auto piece = inflater.next();
        if (!piece && error)
            *error = describe(piece.error());
        if (!piece || piece->empty())
            return out;
        out += *piece;
    }
}

TEST(ImapDeflate, each_flush_can_be_read_at_once)
{
    Deflater deflater;
    Inflater inflater;
    std::mt19937 random(1);
    for (const std::size_t size : { 1U, 2U, 255U, 256U, 257U, 65536U, 1'000'000U }) {
        std::string text(size, 'x');
        for (auto& c : text)
            c = static_cast<char>(random() % (size % 2 == 0 ? 256 : 3));
        inflater.append(deflater.compress(text));
        EXPECT_EQ(inflated(inflater), text) << size;
    }
    EXPECT_EQ(deflater.compress(""), "");
}

TEST(ImapDeflate, pieces_of_any_size_give_the_same)
{
    const auto bytes = Deflater().compress(std::string(300'000, 'x') + "end");
    Inflater inflater;
    std::string all;
    for (const char byte : bytes) {
        inflater.append(std::string(1, byte));
        all += inflated(inflater);
    }
    EXPECT_EQ(all, std::string(300'000, 'x') + "end");
}

TEST(ImapDeflate, a_deflate_bomb_is_one_clean_error)
{
    Deflater deflater;
    Inflater inflater;
    std::string error;
    std::uint64_t made = 0;
    const std::string zeros(8 * 1024 * 1024, '\0');
    for (int i = 0; i < 64 && error.empty(); ++i) {
        inflater.append(deflater.compress(zeros));
        made += inflated(inflater, &error).size();
    }
    EXPECT_EQ(error, "Limit deflate-bomb at COMPRESS");
    EXPECT_LE(made, limits::imapInflateSlack * 2);
    EXPECT_GE(made, limits::imapInflateSlack);
    inflater.append(deflater.compress("more"));
    error.clear();
    EXPECT_EQ(inflated(inflater, &error), "");
    EXPECT_FALSE(error.empty());
}

TEST(ImapDeflate, a_large_file_of_zeros_between_mail_is_no_bomb)
{
    Deflater deflater;
    Inflater inflater;
    std::string error;
    inflater.append(deflater.compress(std::string(48 * 1024 * 1024, '\0')));
    inflated(inflater, &error);
    EXPECT_EQ(error, "");
}

TEST(ImapDeflate, what_is_no_deflate_stream_is_an_error)
{
    for (const std::string& bytes :
        { std::string("* BYE in clear text\r\n"), std::string("\xff\xff\xff\xff"),
            std::string("\x03\x00", 2) + "behind the end of the stream" }) {
        Inflater inflater;
        std::string error;
        inflater.append(bytes);
        inflated(inflater, &error);
        EXPECT_EQ(error, "Protocol deflate-corrupt at COMPRESS");
    }
}

/// A session that has just been answered OK to COMPRESS, by `last` in one piece.
std::vector<std::string> stepsAfter(const std::string& last)
{
    Session session({ .credentials = { .user = "joe", .password = Secret<std::string>("secret") },
        .compress = true });
    std::vector<std::string> steps;
    const auto feed = [&](const std::string& bytes) {
        session.receive(asBytes(bytes));
        steps.clear();
        for (auto step = session.next(); !std::holds_alternative<NeedInput>(step);
             step = session.next()) {
            if (!std::holds_alternative<Inflated>(step))
                steps.push_back(describe(step));
            if (std::holds_alternative<Failure>(step))
                return;
        }
    };
    feed("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\r\n");
    feed("F1 OK [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] in\r\n");
    feed(last);
    return steps;
}

TEST(ImapDeflate, what_comes_in_one_piece_with_the_OK_is_compressed_already)
{
    Deflater server;
    const auto steps = stepsAfter("F2 OK\r\n" + server.compress("* OK [ALERT] hello\r\n"));
    EXPECT_EQ(steps,
        (std::vector<std::string>{ "Ready (COMPRESS=DEFLATE IMAP4rev1)", "Alert hello" }));
}

TEST(ImapDeflate, clear_text_behind_the_OK_ends_the_connection)
{
    const auto steps = stepsAfter("F2 OK\r\n* OK [ALERT] hello\r\n");
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[1], "Failure Protocol deflate-corrupt at COMPRESS");
}

TEST(ImapDeflate, the_log_gets_what_was_said)
{
    Session session({ .credentials = { .user = "joe", .password = Secret<std::string>("secret") },
        .compress = true });
    Deflater server;
    const auto feed = [&](const std::string& bytes) { session.receive(asBytes(bytes)); };
    feed("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\r\n");
    while (!std::holds_alternative<NeedInput>(session.next())) { }
    feed("F1 OK [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] in\r\n");
    while (!std::holds_alternative<NeedInput>(session.next())) { }
    feed("F2 OK\r\n");
    while (!std::holds_alternative<NeedInput>(session.next())) { }
    ASSERT_TRUE(session.isCompressed());
    session.enqueue(Noop{});
    const auto output = std::get<Output>(session.next());
    EXPECT_EQ(output.plain, "F3 NOOP\r\n");
    Inflater client;
    client.append(output.bytes);
    EXPECT_EQ(inflated(client), "F3 NOOP\r\n");
    feed(server.compress("F3 OK\r\n"));
    EXPECT_EQ(std::get<Inflated>(session.next()).plainText, "F3 OK\r\n");
}

} // namespace
} // namespace fulmar::imap::testing
