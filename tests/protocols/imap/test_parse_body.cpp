// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "describe.h"
#include "imap/parse_body.h"

#include <gtest/gtest.h>

namespace fulmar::imap::testing {
namespace {

std::string parsed(std::string_view text)
{
    Scanner scanner(text);
    const auto body = parseBodyStructure(scanner);
    if (!body)
        return std::string(body.error().limit ? "limit " : "fault ") + body.error().rule + '@'
            + std::to_string(body.error().at);
    return describe(*body) + '|' + std::string(scanner.rest());
}

TEST(ImapBodyStructure, plain_forms)
{
    const struct {
        std::string name, text, value;
    } rows[] = {
        { "text-without-extension",
            R"(("TEXT" "PLAIN" ("CHARSET" "US-ASCII") NIL NIL "7BIT" 3028 92) x)",
            "<1 text/plain {CHARSET=US-ASCII} enc=7bit octets=3028 lines=92>| x" },
        { "text-with-extension",
            R"(("text" "html" NIL "<id>" "desc" "QUOTED-PRINTABLE" 5 1 "md5" ("inline" ("a" "b")) ("en" "de") "loc" (1 (2)) "ext"))",
            "<1 text/html id=<id> desc=desc enc=quoted-printable md5=md5 lang=en, de loc=loc "
            "disp=inline{a=b} "
            "octets=5 lines=1>|" },
        { "basic",
            R"(("APPLICATION" "PDF" ("NAME" "a b.pdf") NIL NIL "BASE64" 4294967296 NIL ("ATTACHMENT" ("FILENAME" "a")) NIL NIL))",
            "<1 application/pdf {NAME=a b.pdf} enc=base64 disp=attachment{FILENAME=a} "
            "octets=4294967296>|" },
        { "multipart",
            R"((("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)("TEXT" "HTML" NIL NIL NIL "7BIT" 2 1) "ALTERNATIVE"))",
            "< multipart/alternative <1 text/plain enc=7bit octets=1 lines=1> <2 text/html "
            "enc=7bit octets=2 lines=1>>|" },
        { "nested-multipart",
            R"(((("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1) "RELATED" ("BOUNDARY" "x") NIL NIL) ("IMAGE" "PNG" NIL NIL NIL "BASE64" 9) "MIXED" NIL ("inline" NIL) "en" "loc"))",
            "< multipart/mixed lang=en loc=loc disp=inline <1 multipart/related {BOUNDARY=x} <1.1 "
            "text/plain enc=7bit "
            "octets=1 lines=1>> <2 image/png enc=base64 octets=9>>|" },
        { "message-with-a-single-part",
            R"((("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 9 (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) ("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1) 5 NIL NIL NIL NIL) "MIXED"))",
            "< multipart/mixed <1 message/rfc822 enc=7bit octets=9 lines=5 envelope(date=NIL "
            "subject=\"s\" from=[] sender=[] "
            "reply-to=[] to=[] cc=[] bcc=[] in-reply-to=NIL message-id=NIL) <1.1 text/plain "
            "enc=7bit octets=1 lines=1>>>|" },
        { "message-with-a-multipart",
            R"((("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 9 () (("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1) "MIXED") 5) "MIXED"))",
            "< multipart/mixed <1 text/plain enc=7bit octets=1 lines=1> <2 message/rfc822 enc=7bit "
            "octets=9 lines=5 "
            "envelope(date=NIL subject=NIL from=[] sender=[] reply-to=[] to=[] cc=[] bcc=[] "
            "in-reply-to=NIL message-id=NIL) "
            "<2.TEXT multipart/mixed <2.1 text/plain enc=7bit octets=1 lines=1>>>>|" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed(row.text), row.value) << row.name;
}

TEST(ImapBodyStructure, malformed_ones_of_real_servers)
{
    const struct {
        std::string name, text, value;
    } rows[] = {
        { "gmail/multipart-without-children", R"(("ALTERNATIVE" ("BOUNDARY" "x") NIL NIL))",
            "< multipart/alternative {BOUNDARY=x}>|" },
        { "gmail/related-with-disposition", R"(("RELATED" NIL ("ATTACHMENT" NIL) NIL))",
            "< multipart/related disp=attachment>|" },
        { "gmail/bare-alternative", R"(("ALTERNATIVE"))", "< multipart/alternative>|" },
        { "gmail/as-a-child",
            R"((("ALTERNATIVE" ("BOUNDARY" "x") NIL NIL)("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1) "MIXED"))",
            "< multipart/mixed <1 multipart/alternative {BOUNDARY=x}> <2 text/plain enc=7bit "
            "octets=1 lines=1>>|" },
        { "gmail/encoded-message-as-basic-part",
            R"(("MESSAGE" "RFC822" ("NAME" "m") NIL NIL "BASE64" 99 NIL ("attachment" NIL) NIL))",
            "<1 message/rfc822 {NAME=m} enc=base64 disp=attachment octets=99>|" },
        { "message/delivery-status",
            R"(("MESSAGE" "DELIVERY-STATUS" NIL NIL NIL "7BIT" 99 NIL NIL NIL))",
            "<1 message/delivery-status enc=7bit octets=99>|" },
        { "domino/text-without-lines", R"(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0 NIL))",
            "<1 text/plain enc=7bit lines=0>|" },
        { "nil-octets", R"(("TEXT" "PLAIN" NIL NIL NIL "7BIT" NIL NIL))",
            "<1 text/plain enc=7bit>|" },
        { "negative-octets", R"(("IMAGE" "PNG" NIL NIL NIL "7BIT" -1))",
            "<1 image/png enc=7bit>|" },
        { "text-without-subtype", R"(("TEXT" NIL NIL NIL NIL "7BIT" 5 1))",
            "<1 text/plain enc=7bit octets=5 lines=1>|" },
        { "nil-type", R"((NIL NIL NIL NIL NIL "7BIT" 5 1))",
            "<1 text/plain enc=7bit octets=5 lines=1>|" },
        { "empty", "()", "<1 text/plain>|" },
        { "multipart-without-subtype", R"((("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1)))",
            "< multipart/mixed <1 text/plain enc=7bit octets=1 lines=1>>|" },
        { "parameter-without-value", R"(("TEXT" "PLAIN" ("CHARSET" NIL "X") NIL NIL "7BIT" 1 1))",
            "<1 text/plain {CHARSET=;X=} enc=7bit octets=1 lines=1>|" },
        { "disposition-as-string", R"(("IMAGE" "PNG" NIL NIL NIL "7BIT" 1 NIL "INLINE" NIL))",
            "<1 image/png enc=7bit disp=inline octets=1>|" },
        { "disposition-with-nil-type",
            R"(("IMAGE" "PNG" NIL NIL NIL "7BIT" 1 NIL (NIL ("FILENAME" "x"))))",
            "<1 image/png enc=7bit{FILENAME=x} octets=1>|" },
        { "raw-8-bit-and-literal",
            "(\"TEXT\" \"PLAIN\" (\"NAME\" \"\xe4\" \"FN\" {3}\r\na)b) NIL NIL \"8BIT\" 1 1)",
            "<1 text/plain {NAME=\xe4;FN=a)b} enc=8bit octets=1 lines=1>|" },
    };
    for (const auto& row : rows)
        EXPECT_EQ(parsed(row.text), row.value) << row.name;
}

TEST(ImapBodyStructure, faults_name_the_rule_and_the_place)
{
    EXPECT_EQ(parsed("oops"), "fault body@0");
    EXPECT_EQ(
        parsed("(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" \"a\nb\""), "fault body-fld-octets@37");
    EXPECT_EQ(
        parsed(R"((("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1) "MIXED" NIL)").substr(0, 6), "fault ");
}

TEST(ImapBodyStructure, depth_limit)
{
    const auto nested = [](std::size_t depth) {
        std::string text(depth - 1, '(');
        text += R"(("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1))";
        for (std::size_t i = 1; i < depth; ++i)
            text += R"( "MIXED"))";
        return parsed(text);
    };
    EXPECT_EQ(nested(limits::nestingDepth - 1).back(), '|');
    EXPECT_EQ(nested(limits::nestingDepth).back(), '|');
    EXPECT_EQ(nested(limits::nestingDepth + 1), "limit body@65");
}

TEST(ImapBodyStructure, a_million_parentheses_end_in_a_fault)
{
    EXPECT_EQ(parsed(std::string(1'000'000, '(')).substr(0, 6), "limit ");
    EXPECT_EQ(parsed("(\"TEXT\" \"PLAIN\" " + std::string(1'000'000, '(')).substr(0, 6), "limit ");
    EXPECT_EQ(parsed("(\"TEXT\" \"PLAIN\" NIL NIL NIL \"7BIT\" 1 1 NIL NIL NIL NIL "
                  + std::string(1'000'000, '('))
                  .substr(0, 6),
        "limit ");
}

TEST(ImapBodyStructure, part_limit)
{
    const auto parts = [](std::size_t count) {
        std::string text = "(";
        for (std::size_t i = 1; i < count; ++i)
            text += "(\"a\")";
        return parsed(text + "\"MIXED\")").substr(0, 10);
    };
    EXPECT_EQ(parts(limits::mimeParts - 1), "< multipar");
    EXPECT_EQ(parts(limits::mimeParts), "< multipar");
    EXPECT_EQ(parts(limits::mimeParts + 1), "limit body");
}

} // namespace
} // namespace fulmar::imap::testing
