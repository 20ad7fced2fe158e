// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpora.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"
#include "text/threading.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace fulmar::text {
namespace {

/// Tree in the notation of RFC 5256 section 4 with numbers from 1: "(1 (2)(3 4))"; what nobody has
/// is left out.
std::string describeThread(const Thread& thread)
{
    // RFC 5256 section 4: an only child follows its parent, several stand in parentheses each.
    std::string out = "(";
    std::vector<int> open; // depths at which a parenthesis was opened
    for (std::size_t i = 0; i < thread.size(); ++i) {
        const int depth = thread[i].depth;
        if (i > 0 && depth <= thread[i - 1].depth) {
            while (!open.empty() && open.back() >= depth) {
                out += ')';
                open.pop_back();
            }
        }
        std::size_t siblings = 0;
        if (i > 0) {
            std::size_t first = i;
            while (first > 0 && thread[first].depth >= depth)
                --first;
            for (std::size_t k = first + 1; k < thread.size() && thread[k].depth >= depth; ++k)
                siblings += thread[k].depth == depth ? 1 : 0;
        }
        if (siblings > 1) {
            if (out.back() != '(' && out.back() != ')')
                out += ' ';
            out += '(';
            open.push_back(depth);
        } else if (out.back() != '(' && thread[i].message) {
            out += ' ';
        }
        if (thread[i].message)
            out += std::to_string(*thread[i].message + 1);
    }
    return out + std::string(open.size() + 1, ')');
}

struct Row {
    const char* law;
    std::vector<ThreadMessage> messages;
    std::string trees;
    SubjectRule rule = SubjectRule::Never;
};

ThreadMessage message(std::string id, std::vector<std::string> references, std::string subject = "",
    std::int64_t date = 0)
{
    return { std::move(id), std::move(references), std::move(subject), date };
}

std::string trees(const std::vector<ThreadMessage>& messages, SubjectRule rule)
{
    std::string out;
    for (const Thread& thread : threadByReferences(messages, rule))
        out += describeThread(thread);
    return out;
}

TEST(Threading, references_make_the_trees_of_rfc_5256)
{
    const Row rows[] = {
        { "an answer stands below its message",
            { message("1", {}), message("2", { "1" }), message("3", { "1", "2" }) }, "(1 2 3)" },
        { "two answers are siblings in the order of their dates",
            { message("1", {}, "", 1), message("2", { "1" }, "", 9), message("3", { "1" }, "", 5) },
            "(1 (3)(2))" },
        { "answers may come before the message", { message("2", { "1" }), message("1", {}) },
            "(2 1)" },
        { "a message that nobody has lets its answers move up",
            { message("1", {}), message("2", { "1" }), message("4", { "1", "2", "3" }) },
            "(1 2 3)" },
        { "a message that nobody has holds its answers together",
            { message("2", { "1" }), message("3", { "1" }) }, "((1)(2))" },
        { "the chain is completed by what others refer to",
            { message("4", { "1", "2", "3" }), message("1", {}), message("2", { "1" }) },
            "(2 3 1)" },
        { "a circle is cut", { message("1", { "2" }), message("2", { "1" }) }, "(2 1)" },
        { "a message that answers itself stands alone", { message("1", { "1" }) }, "(1)" },
        { "an identifier used twice is that of the first",
            { message("1", {}), message("1", {}), message("2", { "1" }) }, "(1 3)(2)" },
        { "messages without identifier are threads of their own",
            { message("", {}), message("", {}) }, "(1)(2)" },
    };
    for (const Row& row : rows)
        EXPECT_EQ(trees(row.messages, row.rule), row.trees) << row.law;
}

TEST(Threading, equal_subjects_join_what_no_reference_does)
{
    const Row rows[] = {
        { "an answer without references finds its message",
            { message("1", {}, "Lunch", 1), message("2", {}, "Re: Lunch", 2) }, "(1 2)",
            SubjectRule::Answers },
        { "two invoices stay two",
            { message("1", {}, "Invoice", 1), message("2", {}, "Invoice", 2) }, "(1)(2)",
            SubjectRule::Answers },
        { "RFC 5256 joins equal subjects as siblings",
            { message("1", {}, "Invoice", 1), message("2", {}, "invoice", 2),
                message("3", {}, "Invoice", 3) },
            "((1)(2)(3))", SubjectRule::Always },
        { "an answer in a thread of its own stays there",
            { message("1", {}, "Lunch", 1), message("2", { "x" }, "Re: Lunch", 2) }, "(1)(2)",
            SubjectRule::Answers },
        { "no subject joins nothing", { message("1", {}, "", 1), message("2", {}, "Re:", 2) },
            "(1)(2)", SubjectRule::Always },
        { "two answers whose message is missing are siblings",
            { message("1", {}, "Re: a", 1), message("2", {}, "Re: a", 2) }, "((1)(2))",
            SubjectRule::Always },
        { "threads below missing messages are joined",
            { message("1", { "x" }, "a", 1), message("2", { "x" }, "a", 2),
                message("3", { "y" }, "a", 3), message("4", { "y" }, "a", 4) },
            "((1)(2)(3)(4))", SubjectRule::Always },
    };
    for (const Row& row : rows)
        EXPECT_EQ(trees(row.messages, row.rule), row.trees) << row.law;
}

TEST(Threading, the_base_subject_is_that_of_rfc_5256)
{
    const std::tuple<const char*, const char*, bool> rows[] = { { "Lunch", "Lunch", false },
        { "Re: Lunch", "Lunch", true }, { "RE : re: Lunch", "Lunch", true },
        { "Re[2]: Lunch", "Lunch", true }, { "Re(2): Lunch", "Lunch", true },
        { "[list] Re: Lunch", "Lunch", true }, { "Re: [list] Lunch", "Lunch", true },
        { "[Fwd: Lunch]", "Lunch", true }, { "Lunch (fwd)", "Lunch", true },
        { "Fw: Lunch", "Lunch", true }, { "AW: WG: Lunch", "Lunch", true },
        { "  Lunch\t at  eight ", "Lunch at eight", false }, { "[list]", "[list]", false },
        { "Re:", "", true }, { "", "", false }, { "Reply: no", "Reply: no", false },
        { "\xe5\x9b\x9e\xe5\xa4\x8d\xef\xbc\x9aLunch", "Lunch", true } };
    for (const auto& [subject, text, isAnswer] : rows) {
        const BaseSubject base = baseSubject(subject);
        EXPECT_EQ(base.text, text) << subject;
        EXPECT_EQ(base.isAnswer, isAnswer) << subject;
    }
}

TEST(Threading, a_hundred_thousand_answers_in_a_row_cost_no_stack)
{
    std::vector<ThreadMessage> chain;
    for (int i = 0; i < 100'000; ++i)
        chain.push_back(message(std::to_string(i), { std::to_string(i - 1) }, "", i));
    EXPECT_EQ(threadByReferences(chain).size(), 1U);
    std::reverse(chain.begin(), chain.end());
    EXPECT_EQ(threadByReferences(chain).size(), 1U);
}

ThreadMessage read(const std::filesystem::path& file)
{
    const std::string raw = testing::bytesOf(file);
    const auto decoder = charsetDecoder();
    const auto message = mime::parse(raw, decoder);
    const auto header = [&](const char* name) {
        return mime::headerValue(message.root.headers, name).value_or("");
    };
    auto ids = mime::parseMessageIds(header("Message-ID"));
    auto references = mime::parseMessageIds(header("References"));
    if (references.empty())
        references = mime::parseMessageIds(header("In-Reply-To"));
    return { ids.empty() ? "" : ids.front(), references,
        mime::decodeUnstructured(header("Subject"), decoder),
        mime::parseDate(header("Date")).value_or(0) };
}

TEST(Threading, every_message_of_a_mailing_list_is_in_one_thread_once)
{
    FULMAR_REQUIRE_CORPORA();
    std::vector<ThreadMessage> messages;
    for (const auto& file :
        std::filesystem::recursive_directory_iterator(*testing::corpora() / "notmuch/lkml")) {
        if (file.is_regular_file())
            messages.push_back(read(file.path()));
    }
    ASSERT_GT(messages.size(), 200U);
    const auto threads = threadByReferences(messages);
    std::multiset<std::size_t> seen;
    std::size_t largest = 0;
    for (const Thread& thread : threads) {
        largest = std::max(largest, thread.size());
        for (const ThreadEntry& entry : thread) {
            if (entry.message)
                seen.insert(*entry.message);
        }
    }
    EXPECT_EQ(seen.size(), messages.size());
    EXPECT_EQ(std::set<std::size_t>(seen.begin(), seen.end()).size(), messages.size());
    EXPECT_LT(threads.size(), messages.size() / 3);
    EXPECT_GT(largest, 10U);
    // Who refers to a message that is here stands in its thread.
    std::map<std::string, std::size_t> threadOf;
    for (std::size_t t = 0; t < threads.size(); ++t) {
        for (const ThreadEntry& entry : threads[t]) {
            if (entry.message)
                threadOf[messages[*entry.message].messageId] = t;
        }
    }
    for (const ThreadMessage& one : messages) {
        if (!one.references.empty() && threadOf.count(one.references.back()) > 0) {
            EXPECT_EQ(threadOf[one.references.back()], threadOf[one.messageId]) << one.messageId;
        }
    }
}

} // namespace
} // namespace fulmar::text
