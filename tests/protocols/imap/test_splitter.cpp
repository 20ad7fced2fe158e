// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "imap/splitter.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>

namespace fulmar::imap {
namespace {

/// All items in order; pieces of one literal joined.
struct Cut {
    std::vector<std::string> items;
    std::string error;
    std::string chunk;

    void drain(Splitter& splitter)
    {
        while (error.empty()) {
            const auto item = splitter.next();
            if (!item) {
                error = (item.error().kind == ErrorKind::Limit ? "Limit " : "Protocol ")
                    + item.error().where;
            } else if (const auto* response = std::get_if<RawResponse>(&*item)) {
                items.emplace_back(response->text);
            } else if (const auto* piece = std::get_if<LiteralChunk>(&*item)) {
                EXPECT_EQ(piece->offset, chunk.size());
                chunk += piece->bytes;
                if (chunk.size() == piece->total) {
                    items.push_back("chunk [" + std::string(piece->section) + "] " + chunk);
                    chunk.clear();
                }
            } else {
                return;
            }
        }
    }
};

Cut cutWhole(std::string_view bytes)
{
    Splitter splitter;
    Cut cut;
    splitter.append(asBytes(bytes));
    cut.drain(splitter);
    return cut;
}

Cut cutPieces(std::string_view bytes, const std::function<std::size_t()>& length)
{
    Splitter splitter;
    Cut cut;
    while (!bytes.empty()) {
        const auto piece = bytes.substr(0, length());
        splitter.append(asBytes(piece));
        bytes.remove_prefix(piece.size());
        cut.drain(splitter);
    }
    return cut;
}

void expectChunkLaw(std::string_view bytes)
{
    const auto whole = cutWhole(bytes);
    const auto single = cutPieces(bytes, [] { return std::size_t{ 1 }; });
    EXPECT_EQ(whole.items, single.items);
    EXPECT_EQ(whole.error, single.error);
    std::mt19937 random(7);
    for (int i = 0; i < 20; ++i) {
        const auto some = cutPieces(bytes, [&] { return random() % 5000 + 1; });
        ASSERT_EQ(whole.items, some.items);
        ASSERT_EQ(whole.error, some.error);
    }
}

const std::string big(limits::imapSmallLiteral + 1, 'x');
const std::string bigHeader = "{" + std::to_string(big.size()) + "}\r\n";

TEST(ImapSplitter, cuts_lines_and_keeps_literals_in_place)
{
    const struct {
        std::string bytes;
        std::vector<std::string> items;
    } rows[] = {
        { "* OK a\r\n* OK b\r\n", { "* OK a", "* OK b" } },
        { "* OK a\n* OK b\n", { "* OK a", "* OK b" } },
        { "\r\n", { "" } },
        { "* OK half", {} },
        { "* LIST () NIL {3}\r\nabc\r\n", { "* LIST () NIL {3}\r\nabc" } },
        { "* LIST () NIL {4}\r\na\r\nb\r\n", { "* LIST () NIL {4}\r\na\r\nb" } },
        { "* LIST () NIL {0}\r\n\r\n* OK\r\n", { "* LIST () NIL {0}\r\n", "* OK" } },
        { "* X {1+}\r\na ~{2}\r\nbc d\r\n", { "* X {1+}\r\na ~{2}\r\nbc d" } },
        { "* X {5}\r\n* OK \r\n", { "* X {5}\r\n* OK " } },
        { "* X {}\r\n* OK\r\n", { "* X {}", "* OK" } },
        { "* X {abc}\r\n* OK\r\n", { "* X {abc}", "* OK" } },
        { "* X y}\r\n", { "* X y}" } },
        { "* X a\rb\r\n", { "* X a\rb" } },
    };
    for (const auto& row : rows) {
        EXPECT_EQ(cutWhole(row.bytes).items, row.items) << row.bytes;
        expectChunkLaw(row.bytes);
    }
}

TEST(ImapSplitter, text_of_status_responses_never_opens_a_literal)
{
    for (const std::string line : { "* OK see {5}", "A1 NO no such mailbox {5}", "* bye {5}",
             "+ go {5}", "* PREAUTH {5}", "* BAD {-1}" }) {
        const auto cut = cutWhole(line + "\r\n* OK\r\n");
        EXPECT_EQ(cut.items, (std::vector<std::string>{ line, "* OK" }));
    }
}

TEST(ImapSplitter, hands_out_large_body_sections)
{
    for (const std::string& name : { std::string("BODY[]"), std::string("body[1.2]<0>"),
             std::string("BODY[HEADER.FIELDS (SUBJECT \"a b\")]"), std::string("BINARY[1]"),
             std::string("RFC822"), std::string("UID 5 RFC822.TEXT"),
             std::string("FLAGS () BODY[TEXT]") }) {
        const auto bytes = "* 3 FETCH (" + name + ' ' + bigHeader + big + " UID 7)\r\n* OK\r\n";
        const auto cut = cutWhole(bytes);
        ASSERT_EQ(cut.items.size(), 3U) << name;
        EXPECT_EQ(cut.items[0].substr(0, 7), "chunk [") << name;
        EXPECT_EQ(cut.items[1], "* 3 FETCH (" + name + ' ' + bigHeader + " UID 7)");
        expectChunkLaw(bytes);
    }
}

TEST(ImapSplitter, section_of_a_chunk_is_the_one_of_the_answer)
{
    const auto section = [](const std::string& name) {
        const auto cut = cutWhole("* 3 FETCH (" + name + ' ' + bigHeader + big + ")\r\n");
        return cut.items.empty() ? cut.error : cut.items[0].substr(0, cut.items[0].find(']') + 1);
    };
    EXPECT_EQ(section("BODY[]"), "chunk []");
    EXPECT_EQ(section("X-A 5 BODY[1.2.HEADER]<100>"), "chunk [1.2.HEADER]");
    EXPECT_EQ(section("RFC822.HEADER"), "chunk [HEADER]");
    EXPECT_EQ(section("BODY[HEADER.FIELDS ({3}\r\nabc)]"), "chunk [HEADER.FIELDS ({3}\r\nabc)]");
}

TEST(ImapSplitter, keeps_large_literals_that_are_no_body)
{
    for (const std::string& start :
        { std::string("* LIST () NIL "), std::string("* 3 FETCH (ENVELOPE ("),
            std::string("* 3 FETCH (XBODY[] "), std::string("* SEARCH BODY[] ") }) {
        const auto cut = cutWhole(start + bigHeader + big + ")\r\n");
        ASSERT_EQ(cut.items.size(), 1U) << start;
        EXPECT_EQ(cut.items[0], start + bigHeader + big + ")");
    }
}

TEST(ImapSplitter, small_literals_after_a_streamed_one_stay_in_place)
{
    const auto bytes = "* 3 FETCH (BODY[1] " + bigHeader + big + " BODY[2] {3}\r\na\r\n BODY[3] "
        + bigHeader + big + ")\r\n* OK\r\n";
    const auto cut = cutWhole(bytes);
    ASSERT_EQ(cut.items.size(), 4U);
    EXPECT_EQ(cut.items[2],
        "* 3 FETCH (BODY[1] " + bigHeader + " BODY[2] {3}\r\na\r\n BODY[3] " + bigHeader + ")");
    expectChunkLaw(bytes);
}

TEST(ImapSplitter, line_limit)
{
    const auto line = [](std::size_t size) { return std::string(size, 'x'); };
    EXPECT_EQ(cutWhole(line(limits::imapLine - 1) + "\n").error, "");
    EXPECT_EQ(cutWhole(line(limits::imapLine) + "\n").error, "");
    EXPECT_EQ(cutWhole(line(limits::imapLine + 1) + "\n").error, "Limit response / line");
    EXPECT_EQ(cutWhole(line(limits::imapLine + 1)).error, "Limit response / line");
}

TEST(ImapSplitter, line_limit_counts_all_lines_of_a_response)
{
    const auto part = std::string(limits::imapLine / 2, 'x');
    EXPECT_EQ(cutWhole(part + "{1}\r\na" + part + "\r\n").error, "Limit response / line");
}

TEST(ImapSplitter, search_of_a_large_mailbox_may_be_longer)
{
    std::string line = "* SEARCH";
    while (line.size() < 8 * limits::imapLine)
        line += " 1234567";
    const auto cut = cutWhole(line + "\r\n");
    EXPECT_EQ(cut.error, "");
    EXPECT_EQ(cut.items.size(), 1U);
}

TEST(ImapSplitter, literal_limits)
{
    const auto error = [](const std::string& start, std::uint64_t size) {
        return cutWhole(start + " {" + std::to_string(size) + "}\r\n").error;
    };
    EXPECT_EQ(error("* LIST () NIL", limits::imapNonBodyLiteral - 1), "");
    EXPECT_EQ(error("* LIST () NIL", limits::imapNonBodyLiteral), "");
    EXPECT_EQ(error("* LIST () NIL", limits::imapNonBodyLiteral + 1), "Limit response / literal");
    EXPECT_EQ(error("* 1 FETCH (BODY[]", limits::imapBodyLiteral - 1), "");
    EXPECT_EQ(error("* 1 FETCH (BODY[]", limits::imapBodyLiteral), "");
    EXPECT_EQ(
        error("* 1 FETCH (BODY[]", limits::imapBodyLiteral + 1), "Limit FETCH / body literal");
}

TEST(ImapSplitter, absurd_literal_sizes)
{
    const struct {
        const char* header;
        const char* error;
    } rows[] = {
        { "{2147483648}", "Limit FETCH / body literal" },
        { "{4294967296}", "Limit FETCH / body literal" },
        { "{9223372036854775808}", "Limit FETCH / body literal" },
        { "{18446744073709551615}", "Limit FETCH / body literal" },
        { "{18446744073709551616}", "Limit response / literal" },
        { "{99999999999999999999999999999999}", "Limit response / literal" },
        { "{-1}", "Protocol response / literal" },
        { "{+}", "Protocol response / literal" },
        { "{1++}", "Protocol response / literal" },
        { "{1-1}", "Protocol response / literal" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(
            cutWhole(std::string("* 1 FETCH (BODY[] ") + row.header + "\r\n").error, row.error)
            << row.header;
}

TEST(ImapSplitter, count_of_literals_is_limited)
{
    std::string bytes = "* X ";
    for (std::size_t i = 0; i < limits::imapLiteralsPerResponse; ++i)
        bytes += "{0}\r\n";
    EXPECT_EQ(cutWhole(bytes + "\r\n").error, "");
    EXPECT_EQ(cutWhole(bytes + "{0}\r\n\r\n").error, "Limit response / literals");
}

TEST(ImapSplitter, bytes_of_one_response_are_limited)
{
    const std::string piece(limits::imapNonBodyLiteral, 'x');
    const auto header = "{" + std::to_string(piece.size()) + "}\r\n";
    std::string bytes = "* X ";
    for (int i = 0; i < 4; ++i)
        bytes += header + piece;
    EXPECT_EQ(cutWhole(bytes + "\r\n").error, "Limit response");
}

TEST(ImapSplitter, pending_counts_what_no_item_covers)
{
    Splitter splitter;
    splitter.append(asBytes("F1 OK\r\n* X"));
    ASSERT_TRUE(splitter.next());
    EXPECT_EQ(splitter.pending(), 3U);
    splitter.clear();
    EXPECT_EQ(splitter.pending(), 0U);
}

} // namespace
} // namespace fulmar::imap
