// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/reply.h"

#include "common/limits.h"
#include "smtp/ehlo.h"
#include "smtp/enhanced_status.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace fulmar::smtp {
namespace {

std::string describe(const Result<std::optional<Reply>>& reply)
{
    if (!reply)
        return "error " + reply.error().code;
    return *reply ? codePair(**reply) + " | " + (*reply)->text : "more";
}

/// Everything the parser gives for these bytes in pieces of that length.
std::vector<std::string> parsed(std::string_view bytes, std::size_t pieceLength)
{
    ReplyParser parser;
    std::vector<std::string> out;
    for (std::size_t i = 0; i < bytes.size(); i += pieceLength) {
        parser.receive(bytes.substr(i, pieceLength));
        for (auto reply = parser.next(); !reply || *reply; reply = parser.next()) {
            out.push_back(describe(reply));
            if (!reply)
                return out;
        }
    }
    return out;
}

struct Row {
    std::string_view name, bytes;
    std::vector<std::string> replies;
};
const Row rows[] = {
    { "one line", "250 ok\r\n", { "250 | ok" } },
    { "enhanced", "250 2.1.0 ok\r\n", { "250 2.1.0 | ok" } },
    { "code alone", "250\r\n", { "250 | " } },
    { "code and blank", "250 \r\n", { "250 | " } },
    { "two blanks", "354  Go ahead\r\n", { "354 |  Go ahead" } },
    { "several lines", "250-a\r\n250-b\r\n250 c\r\n", { "250 | a\nb\nc" } },
    { "empty lines", "250-\r\n250-\r\n250\r\n", { "250 | \n\n" } },
    { "enhanced on each line", "535-5.7.8 a\r\n535 5.7.8  b\r\n", { "535 5.7.8 | a\n b" } },
    { "another number later is text", "550-5.7.1 a\r\n550 5.7.2 b\r\n",
        { "550 5.7.1 | a\n5.7.2 b" } },
    { "enhanced alone", "550 5.7.1\r\n", { "550 5.7.1 | " } },
    { "bare line feed", "250-a\n250 b\n", { "250 | a\nb" } },
    { "two replies", "250 a\r\n354 b\r\n", { "250 | a", "354 | b" } },
    { "controls become blanks", "250 a\x1b[2Jb\x07\r\n", { "250 | a [2Jb " } },
    { "8-bit text is kept", "250 gr\xc3\xbc\xc3\x9f\r\n", { "250 | gr\xc3\xbc\xc3\x9f" } },
    { "no number", "hello\r\n", { "error malformed-reply" } },
    { "empty line", "\r\n", { "error malformed-reply" } },
    { "code too small", "199 a\r\n", { "error malformed-reply" } },
    { "code too big", "600 a\r\n", { "error malformed-reply" } },
    { "two digits", "25\r\n", { "error malformed-reply" } },
    { "four digits", "2500 a\r\n", { "error malformed-reply" } },
    { "tab behind the code", "250\ta\r\n", { "error malformed-reply" } },
    { "code changes", "250-a\r\n251 b\r\n", { "error malformed-reply" } },
    { "good then bad", "250 a\r\nxyz\r\n", { "250 | a", "error malformed-reply" } },
};

TEST(SmtpReply, is_read_the_same_for_any_split)
{
    for (const auto& row : rows) {
        for (std::size_t length = 1; length <= row.bytes.size(); ++length)
            EXPECT_EQ(parsed(row.bytes, length), row.replies)
                << row.name << ", pieces of " << length;
    }
}

TEST(SmtpReply, line_limit_holds_at_limit_and_not_beyond)
{
    for (const int over : { -1, 0, 1 }) {
        const auto length
            = static_cast<std::size_t>(static_cast<int>(limits::smtpReplyLine) + over);
        std::string line = "250 " + std::string(length - 5, 'x') + "\r";
        ReplyParser parser;
        parser.receive(line + '\n');
        EXPECT_EQ(parser.next().has_value(), over <= 0) << over;
        // Without its end it must not be collected for ever.
        ReplyParser endless;
        endless.receive(std::string(length, '2'));
        const auto reply = endless.next();
        EXPECT_EQ(reply.has_value(), over <= 0) << over;
        if (!reply) {
            EXPECT_EQ(reply.error().kind, ErrorKind::Limit);
        }
    }
}

TEST(SmtpReply, count_of_lines_is_limited)
{
    for (const int over : { -1, 0, 1 }) {
        const auto lines
            = static_cast<std::size_t>(static_cast<int>(limits::smtpReplyLines) + over);
        ReplyParser parser;
        for (std::size_t i = 1; i < lines; ++i)
            parser.receive("250-x\r\n");
        parser.receive("250 end\r\n");
        EXPECT_EQ(parser.next().has_value(), over <= 0) << over;
    }
}

TEST(SmtpReply, unread_bytes_are_known)
{
    ReplyParser parser;
    EXPECT_FALSE(parser.hasUnread());
    parser.receive("250-a\r\n");
    EXPECT_TRUE(parser.hasUnread());
    (void)parser.next();
    EXPECT_TRUE(parser.hasUnread()) << "half of a reply is unread";
    parser.receive("250 b\r\n");
    EXPECT_TRUE(parser.next().value());
    EXPECT_FALSE(parser.hasUnread());
    parser.receive("2");
    EXPECT_TRUE(parser.hasUnread());
    parser.clear();
    EXPECT_FALSE(parser.hasUnread());
}

TEST(EnhancedStatus, is_taken_only_in_its_form)
{
    const std::pair<std::string_view, std::string_view> table[]
        = { { "2.0.0 ok", "2.0.0" }, { "5.7.139 no", "5.7.139" }, { "4.7.0", "4.7.0" },
              { "5.123.456\tx", "5.123.456" }, { "3.0.0 x", "" }, { "5.7 x", "" }, { "5.7.8x", "" },
              { "5.7.1234 x", "" }, { "5..1 x", "" }, { "5.7. x", "" }, { "55.7.1 x", "" },
              { "", "" }, { "2", "" }, { "2.0.", "" }, { "2.0.0.1 x", "" } };
    for (const auto& [text, code] : table)
        EXPECT_EQ(enhancedStatusOf(text), code) << text;
}

TEST(Ehlo, keywords_are_read_in_any_case_and_unknown_ones_skipped)
{
    const Extensions extensions = parseExtensions({ .code = 250,
        .enhanced = {},
        .text = "PIPELINING host name\nstarttls\nSize 35882577\n8BitMime\nAUTH LOGIN plain "
                "LOGIN\nAUTH=CRAM-MD5 PLAIN\n"
                "X-EXPS GSSAPI\nDSN\nSMTPUTF8\nCHUNKING\nENHANCEDSTATUSCODES\n" });
    EXPECT_FALSE(extensions.pipelining) << "the first line is no keyword";
    EXPECT_TRUE(extensions.startTls && extensions.eightBitMime && extensions.dsn
        && extensions.smtpUtf8 && extensions.chunking && extensions.enhancedStatusCodes);
    EXPECT_EQ(extensions.size, 35882577U);
    EXPECT_EQ(
        extensions.authMechanisms, (std::vector<std::string>{ "LOGIN", "PLAIN", "CRAM-MD5" }));
}

TEST(Ehlo, size_without_a_usable_number_is_no_limit)
{
    for (const char* text :
        { "h\nSIZE", "h\nSIZE 0", "h\nSIZE lots", "h\nSIZE 99999999999999999999999" })
        EXPECT_EQ(parseExtensions({ .code = 250, .enhanced = {}, .text = text }).size, 0U) << text;
    EXPECT_FALSE(parseExtensions({ .code = 250, .enhanced = {}, .text = "h" }).size);
}

TEST(SmtpReply, transcripts_of_real_servers_are_read)
{
    const char* const configured = std::getenv("FULMAR_CORPORA");
    const std::filesystem::path corpora
        = configured ? configured : FULMAR_SOURCE_DIR "/../shared/corpora";
    const auto folder = corpora / "mailkit-transcripts/smtp";
    if (!std::filesystem::exists(folder))
        GTEST_SKIP() << "no corpora at " << corpora;
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        std::stringstream bytes;
        bytes << in.rdbuf();
        const auto replies = parsed(bytes.str(), 1);
        ASSERT_FALSE(replies.empty()) << entry.path();
        for (const auto& reply : replies)
            EXPECT_FALSE(reply.starts_with("error")) << entry.path() << ' ' << reply;
        ++count;
    }
    EXPECT_GE(count, 20);
}

} // namespace
} // namespace fulmar::smtp
