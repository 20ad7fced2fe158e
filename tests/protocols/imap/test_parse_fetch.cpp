// SPDX-License-Identifier: GPL-3.0-or-later
#include "describe.h"
#include "imap/parse_response.h"

#include <gtest/gtest.h>

namespace fulmar::imap::testing {
namespace {

std::string parsed(const RawResponse& raw)
{
    const auto response = parseResponse(raw);
    return response ? describe(*response) : describe(response.error());
}

TEST(ImapFetch, items)
{
    const struct {
        std::string name, text, value;
    } rows[] = {
        { "flags", R"(* 12 FETCH (FLAGS (\Seen) UID 4827313))",
            R"(FETCH 12 uid=4827313 flags=(\Seen))" },
        { "date-and-size",
            R"(* 1 FETCH (INTERNALDATE " 9-Sep-2001 01:46:40 +0000" RFC822.SIZE 4294967296))",
            "FETCH 1 date=1000000000 size=4294967296" },
        { "modseq", "* 1 FETCH (MODSEQ (624140003))", "FETCH 1 modseq=624140003" },
        { "body-section", "* 1 FETCH (BODY[1.2.MIME] \"abc\")", "FETCH 1 [1.2.MIME]=\"abc\"" },
        { "body-empty-literal", "* 1 FETCH (BODY[] {0}\r\n)", "FETCH 1 []=\"\"" },
        { "body-nil", "* 1 FETCH (BODY[TEXT] NIL)", "FETCH 1 [TEXT]=NIL" },
        { "body-partial", "* 1 FETCH (BODY[]<1024> {3}\r\na\r\n UID 2)",
            "FETCH 1 uid=2 []<1024>=\"a\r\n\"" },
        { "header-fields", "* 1 FETCH (BODY[HEADER.FIELDS (REFERENCES \"x]y\")] {2}\r\n\r\n)",
            "FETCH 1 [HEADER.FIELDS (REFERENCES x]y)]=\"\r\n\"" },
        { "header-field-as-literal", "* 1 FETCH (BODY[HEADER.FIELDS ({2}\r\nab)] NIL)",
            "FETCH 1 [HEADER.FIELDS (ab)]=NIL" },
        { "rfc822", "* 1 FETCH (RFC822 {1}\r\nx RFC822.HEADER NIL RFC822.TEXT \"t\")",
            "FETCH 1 []=\"x\" [HEADER]=NIL [TEXT]=\"t\"" },
        { "binary", "* 1 FETCH (BINARY[1] ~{3}\r\na\r\n)", "FETCH 1 [1]=\"a\r\n\"" },
        { "body-structure", R"(* 1 FETCH (BODY ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)))",
            "FETCH 1 body<1 text/plain enc=7bit octets=1 lines=1>" },
        { "lower-case", "* 1 fetch (uid 5 flags ())", "FETCH 1 uid=5 flags=()" },
        { "empty", "* 1 FETCH ()", "FETCH 1" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed({ row.text }), row.value) << row.name;
}

TEST(ImapFetch, odd_ones_of_real_servers)
{
    const struct {
        std::string name, text, value;
    } rows[] = {
        { "zoho/negative-modseq", R"(* 40 FETCH (MODSEQ (-1) FLAGS (\Recent) UID 336))",
            R"(FETCH 40 uid=336 flags=(\Recent))" },
        { "domino/extra-parentheses", "* 2 FETCH (UID 14935 (ENVELOPE NIL) FLAGS ())",
            "FETCH 2 uid=14935 flags=()" },
        { "gmail/unquoted-bracket-flag", R"(* 2 FETCH (FLAGS (\Seen [x] a]b)))",
            R"(FETCH 2 flags=([x] \Seen a]b))" },
        { "gmail/labels", R"(* 2 FETCH (X-GM-LABELS ("\\Inbox" \Sent NIL "Muy Importante" a]b)))",
            R"(FETCH 2 labels=<\Inbox><\Sent><Muy Importante><a]b>)" },
        { "gmail/lone-backslash-in-quotes", R"(* 2 FETCH (X-GM-LABELS ("\Inbox")))",
            R"(FETCH 2 labels=<\Inbox>)" },
        { "gmail/no-labels", "* 2 FETCH (X-GM-LABELS ())", "FETCH 2 labels=" },
        { "gmail/nil-labels", "* 2 FETCH (X-GM-LABELS NIL)", "FETCH 2 labels=" },
        { "gmail/ids-of-64-bits",
            "* 2 FETCH (X-GM-MSGID 18446744073709551615 X-GM-THRID 1266894439832287888)",
            "FETCH 2 msgid=18446744073709551615 thrid=1266894439832287888" },
        { "uid-zero", "* 2 FETCH (UID 0 FLAGS ())", "FETCH 2 flags=()" },
        { "uid-too-large", "* 2 FETCH (UID 4294967296)", "FETCH 2" },
        { "nil-values",
            "* 2 FETCH (FLAGS NIL INTERNALDATE NIL RFC822.SIZE NIL ENVELOPE NIL BODYSTRUCTURE NIL "
            "MODSEQ NIL)",
            "FETCH 2 flags=()" },
        { "date-that-is-none", "* 2 FETCH (INTERNALDATE \"yesterday\" UID 1)", "FETCH 2 uid=1" },
        { "item-without-value", "* 2 FETCH (UID 1 XAOL)", "FETCH 2 uid=1" },
        { "trailing-blank", "* 2 FETCH (UID 1 ) ", "FETCH 2 uid=1" },
        { "double-blanks", "*  2  FETCH  (UID  1  FLAGS  ())", "FETCH 2 uid=1 flags=()" },
        { "aol-nested-values",
            "* 1 FETCH (UID 1 XAOL-PAREN-LIST (A B C {2}\r\n)( D (E F)) X \"a ) b\" PREVIEW "
            "~{1}\r\n) FLAGS ())",
            "FETCH 1 uid=1 flags=()" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed({ row.text }), row.value) << row.name;
}

TEST(ImapFetch, a_streamed_section_has_no_bytes_left_in_the_response)
{
    const std::string text = "* 1 FETCH (BODY[] {70000}\r\n UID 5)";
    EXPECT_EQ(parsed({ .text = text, .streamedAt = { text.find('\n') + 1 } }),
        "FETCH 1 uid=5 []=streamed");
}

TEST(ImapFetch, content_is_never_read_as_items)
{
    // The literal stands where no section is expected, so its size must be believed, not its bytes.
    const std::string inside = " UID 666 BODY[] NIL)";
    const auto text
        = "* 1 FETCH (X-A {" + std::to_string(inside.size()) + "}\r\n" + inside + " UID 5)";
    EXPECT_EQ(parsed({ text }), "FETCH 1 uid=5");
}

TEST(ImapFetch, faults_name_the_path)
{
    const struct {
        std::string text, where;
    } rows[] = {
        { "* 1 FETCH oops", "Protocol - at FETCH / msg-att at byte 10" },
        { "* 0 FETCH (UID 1)", "Protocol - at FETCH / nz-number at byte 2" },
        { "* 4294967296 FETCH (UID 1)", "Protocol - at FETCH / nz-number at byte 2" },
        { "* 1 FETCH (UID 1", "Protocol - at FETCH / msg-att at byte 16" },
        { "* 1 FETCH (UID ()", "Protocol - at FETCH / UID / number at byte 15" },
        { "* 1 FETCH (FLAGS (\\Seen", "Protocol - at FETCH / FLAGS / flag at byte 23" },
        { "* 1 FETCH (ENVELOPE (\"x", "Protocol - at FETCH / ENVELOPE / env-date at byte 23" },
        { "* 1 FETCH (BODYSTRUCTURE (\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" \"a",
            "Protocol - at FETCH / BODYSTRUCTURE / body-fld-octets at byte 62" },
        { "* 1 FETCH (BODY[1 NIL)", "Protocol - at FETCH / BODY[] / section at byte 22" },
        { "* 1 FETCH (BODY[] {5}\r\nab)", "Protocol - at FETCH / BODY[] / literal at byte 18" },
        { "* 1 FETCH (X " + std::string(100, '(') + ")", "Limit - at FETCH / nesting at byte 78" },
        { "* 1 FETCH (" + std::string(100, '(') + ")", "Limit - at FETCH / msg-att at byte 75" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed({ row.text }), row.where) << row.text;
}

} // namespace
} // namespace fulmar::imap::testing
