// SPDX-License-Identifier: GPL-3.0-or-later
#include "discovery/app_password.h"

#include <gtest/gtest.h>

#include <string>

using fulmar::discovery::normalisePassword;

namespace {

struct Row {
    const char* meaning;
    std::string given, sent;
};

TEST(AppPassword, four_groups_of_four_letters_lose_their_blanks)
{
    const std::string nbsp = "\xc2\xa0", narrow = "\xe2\x80\xaf";
    const Row rows[] = {
        { "spaces", "abcd efgh ijkl mnop", "abcdefghijklmnop" },
        { "no-break spaces of a web page", "abcd" + nbsp + "efgh" + nbsp + "ijkl" + nbsp + "mnop",
            "abcdefghijklmnop" },
        { "narrow no-break spaces", "abcd" + narrow + "efgh ijkl mnop", "abcdefghijklmnop" },
        { "copied with what stood around it", " abcd efgh ijkl mnop\t", "abcdefghijklmnop" },
        { "double blanks", "abcd  efgh ijkl mnop", "abcdefghijklmnop" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(normalisePassword(row.given), row.sent) << row.meaning;
}

TEST(AppPassword, every_other_password_is_taken_as_it_is)
{
    const Row rows[] = {
        { "no blanks", "abcdefghijklmnop", {} },
        { "a digit", "abcd efgh ijkl mn0p", {} },
        { "three groups", "abcd efgh ijkl", {} },
        { "five groups", "abcd efgh ijkl mnop qrst", {} },
        { "a group of five", "abcde fgh ijkl mnop", {} },
        { "a group of three", "abc defgh ijkl mnop", {} },
        { "a phrase", "correct horse battery staple", {} },
        { "blanks at the ends of another password", " secret ", {} },
        { "dashes, as Apple shows them", "abcd-efgh-ijkl-mnop", {} },
        { "non-ASCII letters", "äbcd efgh ijkl mnop", {} },
        { "a cut no-break space", "abcd\xc2 efgh ijkl mnop", {} },
        { "nothing", "", {} },
        { "blanks alone", "    ", {} },
        { "a line feed", "abcd efgh ijkl\nmnop", {} },
    };
    for (const auto& row : rows)
        EXPECT_EQ(normalisePassword(row.given), row.given) << row.meaning;
}

} // namespace
