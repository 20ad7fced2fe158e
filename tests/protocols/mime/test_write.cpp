// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/flowed.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "mime/write.h"
#include "text/charset.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>

namespace fulmar::mime {
namespace {

using namespace std::string_literals;

#ifdef __OPTIMIZE__
constexpr double slowness = 1;
#else
constexpr double slowness = 20; ///< of an unoptimised build on a busy machine
#endif

OutgoingMessage aMessage()
{
    OutgoingMessage message;
    message.from = { { "Tim", "tim@example.org" } };
    message.to = { { "", "ann@example.net" } };
    message.subject = "Hello";
    message.text = "Hi Ann\n";
    message.messageId = "1.2@fulmar.invalid";
    message.date = 1'795'000'000;
    return message;
}

std::string written(const OutgoingMessage& message)
{
    const auto bytes = write(message, "seed");
    EXPECT_TRUE(bytes) << bytes.error().where;
    return bytes.value_or("");
}

/// What every message of ours must keep: 7-bit, CRLF only, no line over 998, header lines of at
/// most 78 where they can be folded.
void expectClean(const std::string& raw)
{
    std::size_t line = 0, longest = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto c = static_cast<unsigned char>(raw[i]);
        ASSERT_LT(c, 0x80U) << "8-bit at " << i;
        ASSERT_NE(c, 0U);
        ASSERT_TRUE(c != '\n' || raw[i - 1] == '\r') << "bare LF at " << i;
        ASSERT_TRUE(c != '\r' || raw[i + 1] == '\n') << "bare CR at " << i;
        line = c == '\n' ? 0 : line + 1;
        longest = std::max(longest, line);
    }
    EXPECT_LE(longest, 999U);
    EXPECT_TRUE(raw.ends_with("\r\n"));
}

const std::string_view awkwardTexts[]
    = { "", "plain", "a\n", "accents: äöü é ñ", "emoji 😀 👩‍👩‍👧‍👦",
          "日本語のテキスト", ".", ".leading dot\n..two\n.\n", "From the start\n From indented\n",
          ">not a quote by me", "> quoted line\n> another\n\nanswer", "line\n\n\nline",
          " leading blank", "-- \nsignature", "=?utf-8?q?no?=", "a=b =3D", "tab\there" };

TEST(Write, what_is_written_is_read_again)
{
    const std::string longLine(5000, 'x');
    std::string longWords;
    for (int i = 0; i < 500; ++i)
        longWords += "word" + std::to_string(i) + (i % 7 == 0 ? " ünï " : " ");
    std::vector<std::string> texts(std::begin(awkwardTexts), std::end(awkwardTexts));
    texts.push_back(longLine);
    texts.push_back(longWords.substr(0, longWords.size() - 1));
    for (const std::string& text : texts) {
        OutgoingMessage message = aMessage();
        message.text = text;
        const std::string raw = written(message);
        expectClean(raw);
        const Message back = parse(raw, text::charsetDecoder());
        const Part* part = back.find("1");
        ASSERT_TRUE(part);
        std::string read = unflow(decodedText(raw, *part, text::charsetDecoder()), false);
        if (!text.ends_with('\n') && read.ends_with('\n'))
            read.pop_back();
        if (text == ">not a quote by me")
            EXPECT_EQ(read, "> not a quote by me");
        else
            EXPECT_EQ(read, text);
        EXPECT_TRUE(back.defects.empty());
    }
}

TEST(Write, subjects_and_names_survive)
{
    const std::string words[] = { "", "a", "Re: x", "ä",
        "日本語の長い件名がここにあります。もっともっと長くなければなりません。", "😀",
        "=?utf-8?q?x?=", "a  b", " leading", "trailing ", "quote\" back\\slash",
        "comma, semicolon; colon: <at@b.c>", "(paren)", std::string(300, 'w'),
        std::string(1500, 'w'),
        "mixed ä words and ASCII words ö that go on and on, so that folding must happen somewhere "
        "ü in the middle" };
    for (const auto& text : words) {
        OutgoingMessage message = aMessage();
        message.subject = text;
        message.to = { { text, "ann@example.net" }, { "B", "b@c.d" } };
        const std::string raw = written(message);
        expectClean(raw);
        const Message back = parse(raw, text::charsetDecoder());
        const std::string trimmed(text.starts_with(' ') ? text.substr(1)
                : text.ends_with(' ')                   ? text.substr(0, text.size() - 1)
                                                        : text);
        EXPECT_EQ(
            decodeUnstructured(*headerValue(back.root.headers, "Subject"), text::charsetDecoder()),
            trimmed);
        const auto to
            = parseAddressList(*headerValue(back.root.headers, "To"), text::charsetDecoder());
        ASSERT_EQ(to.size(), 2U) << raw;
        EXPECT_EQ(to[0], (Address{ trimmed, "ann@example.net" }));
        EXPECT_EQ(to[1], (Address{ "B", "b@c.d" }));
    }
}

TEST(Write, header_lines_are_folded_at_78)
{
    OutgoingMessage message = aMessage();
    for (int i = 0; i < 200; ++i) {
        message.cc.push_back(
            { i % 3 ? "Person Number " + std::to_string(i) : "Jörg " + std::to_string(i),
                "p" + std::to_string(i) + "@example.org" });
        message.references.push_back("reference." + std::to_string(i) + "@example.org");
    }
    message.inReplyTo = "reference.199@example.org";
    const std::string raw = written(message);
    const std::string header = raw.substr(0, raw.find("\r\n\r\n"));
    for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 2) {
        end = header.find("\r\n", begin);
        EXPECT_LE(header.substr(begin, end == std::string::npos ? end : end - begin).size(), 78U);
    }
    const Message back = parse(raw, text::charsetDecoder());
    EXPECT_EQ(parseAddressList(*headerValue(back.root.headers, "Cc"), text::charsetDecoder()),
        message.cc);
    const auto references = parseMessageIds(*headerValue(back.root.headers, "References"));
    EXPECT_EQ(references.front(), "reference.0@example.org");
    EXPECT_EQ(references.back(), "reference.199@example.org");
    EXPECT_LE(references.size(), 60U);
    EXPECT_EQ(parseMessageIds(*headerValue(back.root.headers, "In-Reply-To")),
        std::vector{ message.inReplyTo });
    EXPECT_EQ(parseDate(*headerValue(back.root.headers, "Date")), message.date);
}

TEST(Write, attachments_come_back_byte_for_byte)
{
    std::mt19937 random(1);
    std::string binary;
    for (int i = 0; i < 100'000; ++i)
        binary += static_cast<char>(random());
    OutgoingMessage message = aMessage();
    message.html = "<p>Hällo</p>\n<p>From here</p>";
    message.attachments = { { "photo.png", "image/png", binary },
        { "Übersicht – Jänner.pdf", "application/pdf", "" },
        { "a \"b\" c.txt", "text/plain", "line\nline\r\n\xe4" }, { "", "nonsense", "x" },
        { std::string(200, 'n') + ".txt", "text/x", "y" } };
    const std::string raw = written(message);
    expectClean(raw);
    const Message back = parse(raw, text::charsetDecoder());
    EXPECT_TRUE(back.defects.empty());
    ASSERT_EQ(back.root.children.size(), 6U);
    EXPECT_EQ(back.root.subtype, "mixed");
    EXPECT_EQ(back.root.children[0].subtype, "alternative");
    EXPECT_EQ(decodedText(raw, *back.find("1.2"), text::charsetDecoder()), *message.html + "\n");
    for (std::size_t i = 0; i < message.attachments.size(); ++i) {
        const Part& part = back.root.children[i + 1];
        EXPECT_EQ(part.fileName, message.attachments[i].fileName);
        EXPECT_EQ(decodedBody(raw, part), message.attachments[i].content) << i;
        EXPECT_TRUE(part.isAttachment());
    }
    EXPECT_EQ(back.root.children[4].type, "application");
}

TEST(Write, a_message_is_attached_as_a_message_and_never_in_base64)
{
    OutgoingMessage message = aMessage();
    message.attachments = { { "a.eml", "message/rfc822", "Subject: in\n\nhello\n" },
        { "b.eml", "message/rfc822", "Subject: in\n\nh\xe4llo\n" } };
    const std::string raw = written(message);
    expectClean(raw);
    const Message back = parse(raw, text::charsetDecoder());
    ASSERT_EQ(back.root.children.size(), 3U);
    EXPECT_EQ(back.root.children[1].subtype, "rfc822");
    EXPECT_EQ(back.root.children[1].encoding, "7bit");
    EXPECT_EQ(back.find("2.1")->type, "text");
    EXPECT_EQ(back.root.children[2].subtype, "octet-stream")
        << "8-bit content keeps its bytes as a file";
    EXPECT_EQ(decodedBody(raw, back.root.children[2]), message.attachments[1].content);
}

TEST(Write, boundaries_occur_in_no_part)
{
    OutgoingMessage message = aMessage();
    message.attachments = { { "a", "application/octet-stream", "x" } };
    const std::string first = written(message);
    const std::size_t begin = first.find("boundary=\"") + 10;
    message.text = "--" + first.substr(begin, first.find('"', begin) - begin) + "\n";
    const std::string raw = written(message);
    const Message back = parse(raw, text::charsetDecoder());
    ASSERT_EQ(back.root.children.size(), 2U);
    EXPECT_EQ(decodedText(raw, back.root.children[0], {}), message.text);
}

TEST(Write, twenty_megabytes_take_less_than_two_seconds)
{
    OutgoingMessage message = aMessage();
    message.attachments
        = { { "big.bin", "application/octet-stream", std::string(20 * 1024 * 1024, '\xa5') } };
    const std::clock_t begin = std::clock();
    const std::string raw = written(message);
    const Message back = parse(raw, text::charsetDecoder());
    const std::string content = decodedBody(raw, back.root.children.at(1));
    const double taken = static_cast<double>(std::clock() - begin)
        / CLOCKS_PER_SEC; // of the processor: the machine may be busy
    EXPECT_EQ(content, message.attachments[0].content);
    EXPECT_LT(taken, 2.0 * slowness);
    RecordProperty("milliseconds", static_cast<int>(taken * 1000));
    std::cout << "20 MB written, parsed and decoded in " << taken << " s\n";
}

TEST(Write, header_injection_is_refused)
{
    const auto refusedAt = [](auto change) {
        OutgoingMessage message = aMessage();
        change(message);
        const auto result = write(message, "seed");
        return result
            ? std::string("accepted")
            : (result.error().kind == ErrorKind::Rejected ? result.error().where : "another kind");
    };
    for (const std::string& evil : { "a@b.c\r\nBcc: x@y.z"s, "a@b.c\nX: y"s, "a\0@b.c"s,
             "a@b.c>, <x@y.z"s, "a@b.c, x@y.z"s, "a b@c.d"s, "ä@b.c"s, "nobody"s, ""s, "a@"s,
             "@b.c"s, "a@b..c"s, "a@b.c x"s, "\"a@b.c"s })
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) { m.to = { { "x", evil } }; }), "To") << evil;
    for (const std::string& evil : { "x\r\nBcc: a@b.c"s, "x\ny"s, "x\ry"s, "x\0y"s }) {
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) { m.subject = evil; }), "Subject");
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) { m.from[0].name = evil; }), "From");
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) {
            m.replyTo = { { evil, "a@b.c" } };
        }),
            "Reply-To");
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) { m.messageId = evil + "@b"; }), "Message-ID");
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) { m.userAgent = evil; }), "User-Agent");
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) {
            m.attachments = { { evil, "a/b", "" } };
        }),
            "Content-Disposition");
        EXPECT_EQ(refusedAt([&](OutgoingMessage& m) {
            m.references = { evil + "@b" };
            m.inReplyTo = evil + "@b";
        }),
            "accepted")
            << "foreign ids are left out instead";
    }
    EXPECT_EQ(refusedAt([](OutgoingMessage& m) { m.from.clear(); }), "From");
    EXPECT_EQ(refusedAt([](OutgoingMessage& m) { m.messageId = "no-at-sign"; }), "Message-ID");
    EXPECT_EQ(refusedAt([](OutgoingMessage& m) {
        m.attachments = { { "a", "text/plain\r\nX: y", "" } };
    }),
        "accepted")
        << "a wrong type becomes octet-stream";
    EXPECT_EQ(refusedAt([](OutgoingMessage& m) {
        m.to = { { "x", "\"john smith\"@example.org" }, { "y", "a@[192.0.2.1]" } };
    }),
        "accepted");
}

} // namespace
} // namespace fulmar::mime
