// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "describe.h"
#include "imap/parse_envelope.h"

#include <gtest/gtest.h>

namespace fulmar::imap::testing {
namespace {

std::string parsed(std::string_view text)
{
    Scanner scanner(text);
    const auto envelope = parseEnvelope(scanner);
    if (!envelope)
        return std::string("fault ") + envelope.error().rule + '@'
            + std::to_string(envelope.error().at);
    return describe(*envelope) + '|' + std::string(scanner.rest());
}

const std::string nothing = "date=NIL subject=NIL from=[] sender=[] reply-to=[] to=[] cc=[] bcc=[] "
                            "in-reply-to=NIL message-id=NIL|";

TEST(ImapEnvelope, example_of_rfc_3501)
{
    const std::string terry = R"x((("Terry Gray" NIL "gray" "cac.washington.edu")) )x";
    const std::string told = R"x(["Terry Gray"|NIL|"gray"|"cac.washington.edu"])x";
    EXPECT_EQ(
        parsed(R"x(("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev1 WG mtg summary" )x" + terry
            + terry + terry + R"x(((NIL NIL "imap" "cac.washington.edu")) )x"
            + R"x(((NIL NIL "minutes" "CNRI.Reston.VA.US") ("John Klensin" NIL "KLENSIN" "MIT.EDU")) )x"
            + R"x(NIL NIL "<B27397-0100000@cac.washington.edu>"))x"),
        R"x(date="Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" subject="IMAP4rev1 WG mtg summary" from=)x"
            + told + " sender=" + told + " reply-to=" + told
            + R"x( to=[NIL|NIL|"imap"|"cac.washington.edu"] cc=[NIL|NIL|"minutes"|"CNRI.Reston.VA.US", )x"
            + R"x("John Klensin"|NIL|"KLENSIN"|"MIT.EDU"] bcc=[] in-reply-to=NIL )x"
            + R"x(message-id="<B27397-0100000@cac.washington.edu>"|)x");
}

TEST(ImapEnvelope, odd_ones_of_real_servers)
{
    const struct {
        std::string name, text, value;
    } rows[] = {
        { "all-nil", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) x", nothing + " x" },
        { "empty-list-in-place-of-nil", "(NIL NIL () () () () () () NIL NIL)", nothing },
        { "string-in-place-of-list", "(NIL NIL \"\" \"\" NIL NIL NIL NIL NIL NIL)", nothing },
        { "fields-missing-at-the-end", "(NIL NIL NIL NIL)", nothing },
        { "nothing-at-all", "()", nothing },
        { "fields-too-many", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL (x y) 5)", nothing },
        { "double-blanks", "( NIL  NIL NIL NIL NIL NIL NIL NIL NIL  NIL )", nothing },
        { "no-blanks-between-addresses",
            R"((NIL NIL (("a" NIL "b" "c")(NIL NIL "d" "e")) NIL NIL NIL NIL NIL NIL NIL))",
            R"(date=NIL subject=NIL from=["a"|NIL|"b"|"c", NIL|NIL|"d"|"e"] sender=[] reply-to=[] to=[] cc=[] bcc=[] )"
            R"(in-reply-to=NIL message-id=NIL|)" },
        { "short-and-nil-addresses",
            R"((NIL NIL (("a") NIL (NIL NIL "d" "e" "f")) NIL NIL NIL NIL NIL NIL NIL))",
            R"(date=NIL subject=NIL from=["a"|NIL|NIL|NIL, NIL|NIL|"d"|"e"] sender=[] reply-to=[] to=[] cc=[] bcc=[] )"
            R"(in-reply-to=NIL message-id=NIL|)" },
        { "raw-8-bit-and-literals", "(\"\xe4\" {3}\r\na\"b NIL NIL NIL NIL NIL NIL NIL <atom@id>)",
            "date=\"\xe4\" subject=\"a\"b\" from=[] sender=[] reply-to=[] to=[] cc=[] bcc=[] "
            "in-reply-to=NIL "
            "message-id=\"<atom@id>\"|" },
        { "group", R"((NIL NIL NIL NIL NIL ((NIL NIL "g" NIL)(NIL NIL NIL NIL)) NIL NIL NIL NIL))",
            R"(date=NIL subject=NIL from=[] sender=[] reply-to=[] to=[NIL|NIL|"g"|NIL, NIL|NIL|NIL|NIL] cc=[] bcc=[] )"
            R"(in-reply-to=NIL message-id=NIL|)" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed(row.text), row.value) << row.name;
}

TEST(ImapEnvelope, faults_name_the_rule_and_the_place)
{
    EXPECT_EQ(parsed("NIL"), "fault envelope@0");
    EXPECT_EQ(parsed("(\"x"), "fault env-date@3");
    EXPECT_EQ(parsed("(NIL NIL NIL"), "fault env-sender@12");
    EXPECT_EQ(parsed("(NIL NIL ((\"a"), "fault addr-name@13");
    EXPECT_EQ(parsed("(NIL NIL ((NIL NIL NIL NIL"), "fault value@26");
}

TEST(ImapEnvelope, addresses_over_the_limit_are_dropped_and_the_mail_stays)
{
    for (const auto count :
        { limits::mimeAddresses - 1, limits::mimeAddresses, limits::mimeAddresses + 1 }) {
        std::string text = "(NIL NIL (";
        for (std::size_t i = 0; i < count; ++i)
            text += "(NIL NIL \"a\" \"b\")";
        text += ") NIL NIL NIL NIL NIL NIL \"<id>\")";
        Scanner scanner(text);
        const auto envelope = parseEnvelope(scanner);
        ASSERT_TRUE(envelope);
        EXPECT_EQ(envelope->from.size(), std::min(count, limits::mimeAddresses));
        EXPECT_EQ(envelope->messageId, "<id>");
    }
}

TEST(ImapEnvelope, deep_nesting_ends_in_a_fault)
{
    for (const std::size_t depth : { 100U, 10'000U, 1'000'000U }) {
        for (const char* start :
            { "(", "(NIL NIL ", "(NIL NIL ((", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL " }) {
            const auto text = start + std::string(depth, '(');
            EXPECT_EQ(parsed(text).substr(0, 5), "fault");
        }
    }
}

} // namespace
} // namespace fulmar::imap::testing
