// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/merge.h"

#include <gmock/gmock.h>

namespace fulmar::compose {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Csv, reads_quotes_line_ends_and_doubled_quotes_in_cells)
{
    const auto table
        = parseCsv("email,name\r\na@b.c,\"Ann \"\"A\"\", Berg\r\nof Bo\"\r\n\r\nd@e.f\n");
    ASSERT_TRUE(table);
    EXPECT_THAT(table->columns, ElementsAre("email", "name"));
    ASSERT_EQ(table->rows.size(), 2U);
    EXPECT_EQ(table->rows[0][1], "Ann \"A\", Berg\r\nof Bo");
    EXPECT_EQ(table->rows[1][1], "") << "a short row";
}

TEST(Csv, takes_semicolons_tabs_and_the_encodings_of_spreadsheets)
{
    EXPECT_EQ(parseCsv("email;name\na@b.c;x,y\n")->rows[0][1], "x,y");
    EXPECT_EQ(parseCsv("email\tname\na@b.c\tx\n")->rows[0][1], "x");
    EXPECT_EQ(parseCsv("\xef\xbb\xbf"
                       "email,n\na@b.c,\xc3\xbc\n")
                  ->rows[0][1],
        "\xc3\xbc");
    EXPECT_EQ(parseCsv("email,n\na@b.c,\xfc\n")->rows[0][1], "\xc3\xbc") << "windows-1252";
    EXPECT_EQ(parseCsv(std::string_view("\xff\xfe"
                                        "e\0,\0n\0\n\0a\0,\0\xfc\0\n\0",
                           18))
                  ->rows[0][1],
        "\xc3\xbc");
}

TEST(Csv, says_in_which_line_something_is_wrong)
{
    EXPECT_THAT(parseCsv("email,n\na@b.c,\"open\n").error().where, HasSubstr("line 2"));
    EXPECT_THAT(parseCsv("email\na@b.c\nd@e.f,2\n").error().where, HasSubstr("line 3"));
    EXPECT_THAT(parseCsv(std::string_view("email\na\0b\n", 10)).error().where, HasSubstr("NUL"));
    EXPECT_FALSE(parseCsv("email,EMAIL\na,b\n"));
    EXPECT_FALSE(parseCsv("email\n"));
}

TEST(Merge, cells_fill_the_template_and_are_escaped_in_html)
{
    const std::vector<std::string> columns{ "email", "Name" };
    const std::vector<std::string> cells{ "a@b.c", "<b>Ann</b>" };
    EXPECT_EQ(fillIn("Dear {{name}}, {{ NAME }}", columns, cells), "Dear <b>Ann</b>, <b>Ann</b>");
    EXPECT_EQ(fillIn("{{name}}", columns, cells, true), "&lt;b&gt;Ann&lt;/b&gt;");
    EXPECT_EQ(fillIn("{{name|friend}}", columns, { "a@b.c", "" }), "friend");
    EXPECT_EQ(unknownColumn({ .subject = "{{city}}" }, columns), "city");
    EXPECT_EQ(unknownColumn({ .subject = "{{name}}" }, columns), "");
}

TEST(Merge, the_same_address_is_written_to_once_and_who_wants_none_not_at_all)
{
    const auto table
        = parseCsv("email\nann@example.org\nANN@example.org\nno address\nbo@example.org\n\" \"\n");
    const auto rows = planMergeRows(*table, *addressColumn(*table), { "bo@example.org" });
    ASSERT_EQ(rows.size(), 5U);
    EXPECT_EQ(rows[0].state, "waiting");
    for (std::size_t i = 1; i < rows.size(); ++i)
        EXPECT_EQ(rows[i].state, "skipped") << i;
}

Submission mailFor(const std::string& name, Merge merge = {})
{
    merge.columns = { "email", "name" };
    merge.subject = "News for {{name}}";
    Account account;
    account.email = "shop@example.org";
    MergeRow row{ .number = 1, .address = "ann@example.org", .cells = { "ann@example.org", name } };
    auto made = composeMergeMail(merge, parseMergeTemplate("Hello {{name}}\n"), row, account,
        { .name = "Shop", .address = "shop@example.org" }, { 1'700'000'000, 7 });
    return made ? *made : Submission{};
}

TEST(Merge, line_ends_and_turned_writing_in_a_cell_never_make_a_header)
{
    const auto mail = mailFor("Ann\r\nBcc: evil@example.org\xe2\x80\xae"
                              "gpj.exe");
    const auto header = mail.raw.substr(0, mail.raw.find("\r\n\r\n"));
    EXPECT_THAT(header, Not(HasSubstr("\r\nBcc:")));
    EXPECT_THAT(mail.subject, Not(HasSubstr("\xe2\x80\xae")));
    EXPECT_THAT(mail.recipients, ElementsAre("ann@example.org"));
}

TEST(Merge, one_click_unsubscribe_has_both_fields_and_encodes_its_cell)
{
    Merge merge;
    merge.unsubscribe = "https://example.org/u?who={{email}}&n={{name}}";
    const auto mail = mailFor("A&B >", merge);
    EXPECT_THAT(mail.raw, HasSubstr("who=ann%40example.org&n=A%26B%20%3E>"));
    EXPECT_THAT(mail.raw, HasSubstr("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    merge.unsubscribe = "mailto:leave@example.org";
    EXPECT_THAT(mailFor("x", merge).raw, Not(HasSubstr("List-Unsubscribe-Post")));
}

TEST(Merge, a_template_may_begin_with_its_subject_or_be_a_whole_message)
{
    EXPECT_EQ(parseMergeTemplate("Subject: Hi\n\nText").subject, "Hi");
    EXPECT_EQ(parseMergeTemplate("Dear: friend\n\nText").text, "Dear: friend\n\nText");
    const auto whole = parseMergeTemplate("Subject: Hi\r\nMIME-Version: 1.0\r\nContent-Type: "
                                          "text/html\r\n\r\n<p>{{name}}</p>");
    ASSERT_TRUE(whole.html);
    EXPECT_THAT(*whole.html, HasSubstr("<p>{{name}}</p>"));
}

} // namespace
} // namespace fulmar::compose
