// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "corpora.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <thread>

namespace fulmar::mime {
namespace {

#ifdef __OPTIMIZE__
constexpr double slowness = 1;
#else
constexpr double slowness = 20; ///< of an unoptimised build on a busy machine
#endif

Message parsed(std::string_view raw)
{
    return parse(raw, text::charsetDecoder());
}

/// "multipart/mixed(1:text/plain 2:image/png)": types and numbers of the tree.
std::string shape(const Part& part)
{
    std::string out
        = (part.number.empty() ? "" : part.number + ':') + part.type + '/' + part.subtype;
    if (part.children.empty())
        return out;
    out += '(';
    for (const Part& child : part.children)
        out += (out.ends_with('(') ? "" : " ") + shape(child);
    return out + ')';
}

std::string bodyOf(std::string_view raw, const Part& part)
{
    return std::string(raw.substr(part.bodyOffset, part.bodyLength));
}

struct Row {
    std::string_view what, raw, shape;
};
const Row rows[] = {
    { "no header", "\r\nhello\r\n", "1:text/plain" },
    { "no MIME at all", "hello world, this is no mail\r\n", "1:text/plain" },
    { "empty", "", "1:text/plain" },
    { "header alone", "Subject: x", "1:text/plain" },
    { "leading blank line", "\r\nContent-Type: text/html\r\n\r\n<p>", "1:text/html" },
    { "mbox line", "From a@b Sat\nContent-Type: text/html\n\n<p>", "1:text/html" },
    { "type without subtype", "Content-Type: text\r\n\r\nx", "1:text/plain" },
    { "malformed type", "Content-Type: ;;;\r\n\r\nx", "1:text/plain" },
    { "missing separator", "Content-Type: text/html charset=utf-8\r\n\r\nx", "1:text/html" },
    { "mixed",
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: "
        "image/png\r\n\r\ntwo\r\n--b--\r\n",
        "multipart/mixed(1:text/plain 2:image/png)" },
    { "bare line feeds",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n",
        "multipart/mixed(1:text/plain 2:text/plain)" },
    { "nested",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; "
        "boundary=c\n\n--c\n\nx\n--c\nContent-Type: "
        "text/html\n\ny\n--c--\n\n--b\nContent-Type: application/pdf\n\nz\n--b--\n",
        "multipart/mixed(1:multipart/alternative(1.1:text/plain 1.2:text/html) "
        "2:application/pdf)" },
    { "never closed", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n",
        "multipart/mixed(1:text/plain 2:text/plain)" },
    { "inner never closed",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; "
        "boundary=c\n\n--c\n\nx\n--b\n\ny\n--b--\n",
        "multipart/mixed(1:multipart/alternative(1.1:text/plain) 2:text/plain)" },
    { "boundary that begins another one",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; "
        "boundary=bc\n\n--bc\n\nx\n--bc\n\ny\n--bc--\n--b\n\nz\n--b--\n",
        "multipart/mixed(1:multipart/alternative(1.1:text/plain 1.2:text/plain) 2:text/plain)" },
    { "dashes are no boundary",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--bb\n-- b\n --b\nx--b\n--b--\n",
        "multipart/mixed(1:text/plain)" },
    { "padding behind a boundary",
        "Content-Type: multipart/mixed; boundary=b\n\n--b \t\n\none\n--b-- \n",
        "multipart/mixed(1:text/plain)" },
    { "epilogue",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\nepilogue\n--b\n\nnot a "
        "part\n",
        "multipart/mixed(1:text/plain)" },
    { "no boundary given", "Content-Type: multipart/mixed\n\n--b\n\none\n--b--\n", "1:text/plain" },
    { "boundary that never comes", "Content-Type: multipart/mixed; boundary=b\n\none\n",
        "1:text/plain" },
    { "digest",
        "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nhi\n--b\nContent-Type: "
        "text/html\n\nno message\n--b--\n",
        "multipart/digest(1:message/rfc822(1.1:text/plain) 2:text/html)" },
    { "message with one part", "Content-Type: message/rfc822\n\nSubject: in\n\nhi\n",
        "1:message/rfc822(1.1:text/plain)" },
    { "message with parts",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\nContent-Type: "
        "message/rfc822\n\nContent-Type: multipart/mixed; "
        "boundary=c\n\n--c\n\nx\n--c\n\ny\n--c--\n--b--\n",
        "multipart/mixed(1:text/plain 2:message/rfc822(multipart/mixed(2.1:text/plain "
        "2.2:text/plain)))" },
    { "encoded message is a leaf",
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKaGk=\n",
        "1:message/rfc822" },
};

TEST(Structure, is_found_whatever_the_quality)
{
    for (const auto& row : rows)
        EXPECT_EQ(shape(parsed(row.raw).root), row.shape) << row.what;
}

TEST(Structure, bodies_are_told_by_exact_offsets)
{
    const std::string raw = "Content-Type: multipart/mixed; "
                            "boundary=b\r\n\r\npreamble\r\n--b\r\n\r\none\r\n\r\n--b\r\nX: "
                            "y\r\n\r\n\r\n--b\r\n\r\n--b--\r\nend\r\n";
    const Message message = parsed(raw);
    ASSERT_EQ(message.root.children.size(), 3U);
    EXPECT_EQ(bodyOf(raw, message.root.children[0]), "one\r\n");
    EXPECT_EQ(bodyOf(raw, message.root.children[1]), "");
    EXPECT_EQ(bodyOf(raw, message.root.children[2]), "");
    EXPECT_EQ(bodyOf(raw, message.root), raw.substr(raw.find("preamble")));
    EXPECT_EQ(message.find("2")->headers.at(0).value, "y");
    EXPECT_EQ(message.find(""), &message.root);
    EXPECT_EQ(message.find("4"), nullptr);
}

TEST(Structure, offsets_never_leave_the_message_and_children_stay_in_their_parent)
{
    std::mt19937 random(9);
    const std::string tokens[] = { "--b\n", "--c\n", "--b--\n", "--c--\n", "\n", "\r\n",
        "Content-Type: multipart/mixed; boundary=b\n",
        "Content-Type: multipart/digest; boundary=c\n", "Content-Type: message/rfc822\n", "text\n",
        " fold\n", "Subject: x\n", "--", "\r", ":" };
    const std::function<void(const Part&, std::size_t, std::size_t)> check
        = [&](const Part& part, std::size_t begin, std::size_t end) {
              ASSERT_GE(part.bodyOffset, begin);
              ASSERT_LE(part.bodyOffset + part.bodyLength, end);
              for (const Part& child : part.children)
                  check(child, part.bodyOffset, part.bodyOffset + part.bodyLength);
          };
    for (int round = 0; round < 5000; ++round) {
        std::string raw = "Content-Type: multipart/mixed; boundary=b\n\n";
        for (std::size_t i = 0, n = random() % 30; i < n; ++i)
            raw += tokens[random() % std::size(tokens)];
        const Message message = parsed(raw);
        check(message.root, 0, raw.size());
    }
}

TEST(Headers, dirt_between_fields_is_skipped_and_fields_are_unfolded)
{
    const Message message = parsed("A: one\r\n two\r\n\tthree\r\nno field at all\r\n with a "
                                   "fold\r\nB : 2\r\nC:\r\nd:4\r\n\r\nbody");
    std::string fields;
    for (const HeaderField& field : message.root.headers)
        fields += field.name + '=' + field.value + '|';
    EXPECT_EQ(fields, "A=one two three|B=2|C=|d=4|");
    EXPECT_FALSE(message.defects.empty());
}

TEST(Headers, bytes_are_kept_and_nul_does_not_end_a_value)
{
    const std::string raw("Subject: a\0b \xe4\r\n\r\n", 18);
    EXPECT_EQ(parsed(raw).root.headers.at(0).value, "a b \xe4");
}

TEST(Headers, field_limit_holds_at_limit_and_not_beyond)
{
    for (const int over : { -1, 0, 1 }) {
        const std::size_t length = limits::mimeHeaderField + static_cast<std::size_t>(over) - 3;
        const Message message
            = parsed("X: " + std::string(length, 'x') + "\r\nSubject: behind\r\n\r\nbody");
        EXPECT_EQ(
            message.root.headers.at(0).value.size(), std::min(length, limits::mimeHeaderField - 3));
        EXPECT_EQ(headerValue(message.root.headers, "Subject"), "behind");
        EXPECT_EQ(message.defects.empty(), over <= 0) << over;
    }
}

TEST(Headers, block_limit_leaves_out_fields_and_keeps_the_body)
{
    std::string raw;
    while (raw.size() < 2 * limits::mimeHeaderBlock)
        raw += "Received: from somewhere by something\r\n";
    raw += "Subject: far behind\r\n\r\nbody";
    const Message message = parsed(raw);
    EXPECT_FALSE(headerValue(message.root.headers, "Subject"));
    EXPECT_EQ(bodyOf(raw, message.root), "body");
    EXPECT_EQ(message.defects.size() <= 101, true);
}

TEST(Parts, names_dispositions_and_ids_are_read)
{
    const auto part = [](const std::string& header) { return parsed(header + "\r\n\r\nx").root; };
    EXPECT_EQ(part("Content-Disposition: ATTACHMENT; filename=a.pdf").disposition, "attachment");
    EXPECT_EQ(part("Content-Disposition: weird").disposition, "attachment");
    EXPECT_EQ(part("Content-Disposition: inline; filename=a.pdf").fileName, "a.pdf");
    EXPECT_EQ(part("Content-Type: a/b; name=\"=?utf-8?q?=C3=A4?=\"").fileName, "ä");
    EXPECT_EQ(
        part("Content-Type: a/b; name=x\r\nContent-Disposition: inline; filename=y").fileName, "y");
    EXPECT_EQ(part("Content-ID: <a@b>").contentId, "a@b");
    EXPECT_EQ(part("Content-ID: bare").contentId, "bare");
    EXPECT_EQ(part("Content-Transfer-Encoding: BASE64 (c)").encoding, "base64");
    EXPECT_EQ(part("Subject: x").encoding, "7bit");
    EXPECT_EQ(part("Content-Type: text/plain; charset=\"UTF-8\"").charset, "utf-8");
}

TEST(Parts, attachments_are_what_a_reader_lists)
{
    const std::pair<std::string, bool> table[] = { { "Content-Type: text/plain", false },
        { "Content-Type: text/plain; name=a.txt", true },
        { "Content-Type: text/plain\r\nContent-Disposition: inline; filename=a.txt", false },
        { "Content-Type: text/plain\r\nContent-Disposition: attachment", true },
        { "Content-Type: text/calendar", true },
        { "Content-Type: image/png\r\nContent-ID: <x>", false },
        { "Content-Type: image/png", true },
        { "Content-Type: image/png\r\nContent-ID: <x>\r\nContent-Disposition: attachment; "
          "filename=a.png",
            true },
        { "Content-Type: application/pdf\r\nContent-ID: <x>\r\nContent-Disposition: inline", true },
        { "Content-Type: message/rfc822\r\nContent-Disposition: inline", true },
        { "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n--b--", false } };
    for (const auto& [header, listed] : table)
        EXPECT_EQ(parsed(header + "\r\n\r\nx").root.isAttachment(), listed) << header;
}

TEST(Text, is_utf8_with_line_feeds_in_any_charset)
{
    const std::tuple<std::string, std::string, std::string> table[] = {
        { "Content-Type: text/plain; charset=iso-8859-1", "\xe4\r\n\x80", "ä\n€" },
        { "Content-Type: text/plain; charset=utf-8", "ä\r\n\rx\xff", "ä\n\nx\xef\xbf\xbd" },
        { "Content-Type: text/plain", "ä", "ä" },
        { "Content-Type: text/plain", "\xe4", "ä" },
        { "Content-Type: text/plain; charset=unheard-of", "ä", "ä" },
        { "Content-Type: text/plain; charset=iso-2022-jp", "\x1b$B%F%9\x1b(B", "テス" },
        { "Content-Type: text/plain; charset=koi8-r", "\xd4\xc5\xd3\xd4", "тест" },
        { "Content-Type: text/plain; charset=gb2312", "\xd6\xd0", "中" },
    };
    for (const auto& [header, body, text] : table) {
        const std::string raw = header + "\r\n\r\n" + body;
        EXPECT_EQ(decodedText(raw, parsed(raw).root, text::charsetDecoder()), text) << header;
    }
}

// ---- attacks

std::string nestedMultiparts(int levels)
{
    std::string raw;
    for (int i = 0; i < levels; ++i)
        raw += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\r\n\r\n--b"
            + std::to_string(i) + "\r\n";
    return raw + "\r\ndeep text\r\n";
}

double secondsFor(const std::function<void()>& work)
{
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin)
        / CLOCKS_PER_SEC; // of the processor: the machine may be busy
}

int depthOf(const Part& part)
{
    int deepest = 0;
    for (const Part& child : part.children)
        deepest = std::max(deepest, depthOf(child));
    return deepest + 1;
}

TEST(Attack, multiparts_nested_60000_deep_stay_opaque_beyond_the_limit)
{
    const std::string raw = nestedMultiparts(60'000);
    EXPECT_LT(secondsFor([&] {
        const Message message = parsed(raw);
        EXPECT_EQ(depthOf(message.root), static_cast<int>(limits::mimeDepth) + 1);
        EXPECT_FALSE(message.defects.empty());
    }),
        2.0 * slowness);
}

TEST(Attack, depth_limit_holds_at_limit_and_not_beyond)
{
    for (const int over : { -1, 0, 1 }) {
        const Message message
            = parsed(nestedMultiparts(static_cast<int>(limits::mimeDepth) + over));
        const Part* leaf = &message.root;
        while (!leaf->children.empty())
            leaf = &leaf->children.front();
        EXPECT_EQ(leaf->type, over <= 0 ? "text" : "application") << over;
    }
}

TEST(Attack, messages_nested_100000_deep)
{
    std::string raw;
    for (int i = 0; i < 100'000; ++i)
        raw += "Content-Type: message/rfc822\r\n\r\n";
    EXPECT_LE(depthOf(parsed(raw).root), static_cast<int>(limits::mimeDepth) + 1);
}

TEST(Attack, header_line_of_10_megabytes)
{
    const std::string raw = "Subject: " + std::string(10'000'000, 'x') + "\r\nTo: a@b\r\n\r\nbody";
    EXPECT_LT(secondsFor([&] {
        const Message message = parsed(raw);
        EXPECT_EQ(headerValue(message.root.headers, "To"), "a@b");
        EXPECT_EQ(bodyOf(raw, message.root), "body");
    }),
        1.0 * slowness);
}

TEST(Attack, header_of_10_megabytes_of_folds)
{
    std::string raw = "Subject: x";
    for (int i = 0; i < 1'000'000; ++i)
        raw += "\r\n yyyyyyy";
    raw += "\r\n\r\nbody";
    EXPECT_LT(
        secondsFor([&] { EXPECT_EQ(bodyOf(raw, parsed(raw).root), "body"); }), 3.0 * slowness);
}

TEST(Attack, a_hundred_thousand_parts)
{
    std::string raw = "Content-Type: multipart/mixed; boundary=b\n\n";
    for (int i = 0; i < 100'000; ++i)
        raw += "--b\n\nx\n";
    EXPECT_LT(secondsFor([&] {
        const Message message = parsed(raw);
        EXPECT_LE(message.root.children.size(), limits::mimeParts);
        EXPECT_LE(message.defects.size(), 101U);
    }),
        2.0 * slowness);
}

TEST(Attack, five_megabytes_of_dash_lines_under_many_boundaries)
{
    std::string raw = nestedMultiparts(99);
    for (int i = 0; i < 1'200'000; ++i)
        raw += "--b\n";
    EXPECT_LT(secondsFor([&] { (void)parsed(raw); }), 3.0 * slowness);
}

TEST(Attack, encodings_of_nothing_but_noise)
{
    for (const std::string& noise : { std::string(2'000'000, ' '), std::string(2'000'000, '='),
             std::string(2'000'000, '\n') }) {
        for (const char* encoding : { "base64", "quoted-printable", "x-uuencode" }) {
            const std::string raw
                = "Content-Transfer-Encoding: " + std::string(encoding) + "\n\n" + noise;
            EXPECT_LT(secondsFor([&] { (void)decodedBody(raw, parsed(raw).root); }), 2.0 * slowness)
                << encoding;
        }
    }
    std::string padded;
    for (int i = 0; i < 500'000; ++i)
        padded += "Zg==";
    EXPECT_LT(secondsFor([&] {
        EXPECT_EQ(decodedBody("Content-Transfer-Encoding: base64\n\n" + padded,
                      parsed("Content-Transfer-Encoding: base64\n\n" + padded).root)
                      .size(),
            500'000U);
    }),
        2.0 * slowness);
}

TEST(Corpora, no_message_crashes_and_every_leaf_can_be_read)
{
    FULMAR_REQUIRE_CORPORA();
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*testing::corpora())) {
        if (!entry.is_regular_file() || entry.file_size() > 4'000'000)
            continue;
        const std::string raw = testing::bytesOf(entry.path());
        const Message message = parsed(raw);
        const std::function<void(const Part&)> read = [&](const Part& part) {
            if (part.children.empty())
                (void)decodedText(raw, part, text::charsetDecoder());
            for (const Part& child : part.children)
                read(child);
        };
        read(message.root);
        ++files;
    }
    EXPECT_GT(files, 1000);
}

} // namespace
} // namespace fulmar::mime
