// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/flowed.h"

#include <gtest/gtest.h>

using fulmar::compose::unflowed;

namespace {

TEST(Flowed, paragraphs_become_lines)
{
    struct Row {
        const char* meaning;
        const char* given;
        const char* read;
    };
    const Row rows[] = {
        { "nothing", "", "" },
        { "fixed lines stay", "one\ntwo\n", "one\ntwo\n" },
        { "a soft line end joins", "one \ntwo\n", "one two\n" },
        { "a blank line ends a paragraph", "one \n\ntwo\n", "one \n\ntwo\n" },
        { "space-stuffing goes", " From here\n", "From here\n" },
        { "a stuffed quote mark is text", " > not quoted\n", "> not quoted\n" },
        { "the signature line is never soft", "bye\n-- \nAnna\n", "bye\n-- \nAnna\n" },
        { "nothing flows into the signature line", "bye \n-- \nAnna\n", "bye \n-- \nAnna\n" },
        { "quotes join at one depth", "> one \n> two\n", "> one two\n" },
        { "another depth ends a paragraph", ">> one \n> two\n", "> > one \n> two\n" },
        { "no line end at the end", "one \ntwo", "one two\n" },
        { "soft at the very end", "one ", "one \n" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(unflowed(row.given, false), row.read) << row.meaning;
}

TEST(Flowed, delsp_takes_the_blank_away)
{
    EXPECT_EQ(unflowed("auto \nmobil\n", true), "automobil\n");
    EXPECT_EQ(unflowed("auto  \nmobil\n", true), "auto mobil\n");
}

} // namespace
