// SPDX-License-Identifier: GPL-3.0-or-later
#include "describe.h"
#include "imap/parse_response.h"

#include <gtest/gtest.h>

#include <chrono>

namespace fulmar::imap::testing {
namespace {

std::string parsed(const std::string& text)
{
    const auto response = parseResponse({ text });
    return response ? describe(*response) : describe(response.error());
}

struct Row {
    std::string name, text, value;
};

void expectAll(const std::vector<Row>& rows)
{
    for (const auto& row : rows)
        EXPECT_EQ(parsed(row.text), row.value) << row.name;
}

TEST(ImapList, of_real_servers)
{
    expectAll({
        { "plain", R"(* LIST (\Noselect) "/" ~/Mail/foo)", R"(LIST (\Noselect) / ~/Mail/foo)" },
        { "nil-delimiter", R"(* LIST (\HasNoChildren) NIL INBOX)",
            R"(LIST (\HasNoChildren) NIL INBOX)" },
        { "backslash-delimiter", R"(* LIST () "\\" a)", R"(LIST () \ a)" },
        { "bare-delimiter", R"(* LIST () / a)", "LIST () / a" },
        { "empty-delimiter", R"(* LIST () "" a)", "LIST () NIL a" },
        { "multi-byte-delimiter", "* LIST () \"\xc3\xa4\" a", "LIST () NIL a" },
        { "quoted-name", R"(* LIST () "/" "[Gmail]/All \"Mail\"")",
            R"(LIST () / [Gmail]/All "Mail")" },
        { "empty-name", R"(* LIST (\Noselect) "/" "")", R"(LIST (\Noselect) / )" },
        { "literal-name", "* LIST () \"/\" {5}\r\na\r\n\"b", "LIST () / a\r\n\"b" },
        { "8-bit-name", "* LIST () \"/\" \"\xe4\xff\"", "LIST () / \xe4\xff" },
        { "extended-data", R"(* LIST () "." New ("OLDNAME" ("Old")))", "LIST () . New" },
        { "childinfo", R"(* LIST () "/" Foo (CHILDINFO ("SUBSCRIBED")))", "LIST () / Foo" },
        { "xlist-backslash", R"(* XLIST (\HasNoChildren \) "/" "x")",
            R"(LIST (\HasNoChildren) / x)" },
        { "lsub", R"(* LSUB () "." #news.comp)", "LSUB () . #news.comp" },
        { "trailing-blank", "* LIST () \"/\" INBOX ", "LIST () / INBOX" },
        { "traversal-is-just-a-name", R"(* LIST () "/" "../../etc/passwd")",
            "LIST () / ../../etc/passwd" },
        { "no-attributes", "* LIST \"/\" INBOX", "Protocol - at LIST / flag-list at byte 7" },
        { "no-name", "* LIST () \"/\"", "Protocol - at LIST / mailbox at byte 13" },
    });
}

TEST(ImapStatus, of_real_servers)
{
    expectAll({
        { "plain", "* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)",
            "STATUS blurdybloop messages=231 uidnext=44292" },
        { "all",
            "* STATUS \"x y\" (MESSAGES 1 RECENT 2 UIDNEXT 3 UIDVALIDITY 4 UNSEEN 5 HIGHESTMODSEQ "
            "18446744073709551615 SIZE 5000000000)",
            "STATUS x y messages=1 recent=2 uidnext=3 uidvalidity=4 unseen=5 "
            "modseq=18446744073709551615 size=5000000000" },
        { "163.com/empty", "* STATUS INBOX ()", "STATUS INBOX" },
        { "nothing", "* STATUS INBOX", "STATUS INBOX" },
        { "uidvalidity-zero", "* STATUS INBOX (UIDVALIDITY 0)", "STATUS INBOX uidvalidity=0" },
        { "gmail/highestmodseq-alone", "* STATUS INBOX (MESSAGES 1 HIGHESTMODSEQ)",
            "STATUS INBOX messages=1" },
        { "negative-and-too-large", "* STATUS INBOX (MESSAGES -1 UNSEEN 4294967296 RECENT 1)",
            "STATUS INBOX recent=1" },
        { "unknown-items", "* STATUS INBOX (MAILBOXID (27) X \"y\" MESSAGES 1)",
            "STATUS INBOX messages=1" },
        { "literal-name", "* STATUS {3}\r\na b (MESSAGES 1)", "STATUS a b messages=1" },
        { "cut", "* STATUS INBOX (MESSAGES 1", "Protocol - at STATUS / status-att at byte 26" },
    });
}

TEST(ImapSearch, both_forms)
{
    expectAll({
        { "plain", "* SEARCH 2 84 882 3", "SEARCH numbers=2:3,84,882" },
        { "none", "* SEARCH", "SEARCH numbers=" },
        { "trailing-blank", "* SEARCH 1 2 ", "SEARCH numbers=1:2" },
        { "zero", "* SEARCH 0 1", "SEARCH numbers=1" },
        { "modseq", "* SEARCH 2 5 (MODSEQ 917162500)", "SEARCH numbers=2,5 modseq=917162500" },
        { "largest", "* SEARCH 4294967295", "SEARCH numbers=*" },
        { "too-large", "* SEARCH 4294967296", "Protocol - at SEARCH / number at byte 9" },
        { "garbage", "* SEARCH a", "Protocol - at SEARCH / number at byte 9" },
        { "esearch", "* ESEARCH (TAG \"A285\") UID MIN 7 MAX 3800 COUNT 3 ALL 7,3:5",
            "ESEARCH A285 numbers=3:5,7 min=7 max=3800 count=3" },
        { "esearch-none", "* ESEARCH (TAG a)", "ESEARCH a numbers=" },
        { "esearch-without-tag", "* ESEARCH UID ALL 1:4294967295", "ESEARCH numbers=1:*" },
        { "esearch-partial", "* ESEARCH (TAG \"x\") UID PARTIAL (-1:-10 5:14) COUNT 2",
            "ESEARCH x numbers= count=2" },
        { "esearch-unknown", "* ESEARCH UID X-FOO (a (b)) COUNT 1 ALL 5",
            "ESEARCH numbers=5 count=1" },
        { "esearch-bad-set", "* ESEARCH UID ALL 1,,2",
            "Protocol - at ESEARCH / seq-number at byte 20" },
    });
}

TEST(ImapSearch, a_million_hits_in_the_worst_order_take_no_square_time)
{
    std::string text = "* SEARCH";
    for (std::uint32_t n = 2'000'000; n > 0; n -= 2)
        text += ' ' + std::to_string(n);
    const auto response = parseResponse({ text });
    ASSERT_TRUE(response);
    EXPECT_EQ(std::get<SearchResponse>(*response).result.numbers.count(), 1'000'000U);
}

TEST(ImapVanished, sets_and_earlier)
{
    expectAll({
        { "earlier", "* VANISHED (EARLIER) 41,43:116", "VANISHED 41,43:116 earlier" },
        { "now", "* VANISHED 405,407", "VANISHED 405,407" },
        { "range-bomb", "* VANISHED 1:4294967295", "VANISHED 1:*" },
        { "set-ending-in-a-comma", "* VANISHED 1,2,", "VANISHED 1:2" },
        { "nothing", "* VANISHED", "Protocol - at VANISHED / seq-number at byte 10" },
        { "other-word", "* VANISHED (LATER) 1",
            "Protocol - at VANISHED / expunged-resp at byte 17" },
    });
}

TEST(ImapNamespace, of_real_servers)
{
    expectAll({
        { "gmail", R"(* NAMESPACE (("" "/")) NIL NIL)", R"(NAMESPACE ("" /)()())" },
        { "three",
            R"(* NAMESPACE (("" "/")("#mh/" "/" "X-PARAM" ("FLAG1" "FLAG2"))) (("~" "/")) (("#shared/" "/") ("#news." ".")))",
            R"(NAMESPACE ("" /"#mh/" /)("~" /)("#shared/" /"#news." .))" },
        { "nil-delimiter", R"(* NAMESPACE (("" NIL)) NIL NIL)", R"(NAMESPACE ("" -)()())" },
        { "short", R"(* NAMESPACE (("" "/")))", R"(NAMESPACE ("" /)()())" },
        { "cut", R"(* NAMESPACE (("" "/") NIL NIL)",
            "Protocol - at NAMESPACE / Namespace at byte 22" },
    });
}

TEST(ImapId, is_made_fit_to_be_shown)
{
    expectAll({
        { "plain", R"(* ID ("name" "Dovecot" "version" NIL))", "ID name=Dovecot version=" },
        { "nil", "* ID NIL", "ID " },
        { "trailing-blank", R"(* ID ("name" "x" ) )", "ID name=x" },
        { "controls",
            "* ID (\"na\x1bme\" \"a\x07"
            "b\rc\")",
            "ID na me=a b c" },
        { "odd-count", R"(* ID ("name" "x" "y"))", "ID name=x" },
        { "cut", R"(* ID ("name" "x")", "Protocol - at ID / id_params_list at byte 16" },
    });
    std::string many = "* ID (";
    for (int i = 0; i < 100; ++i)
        many += "\"k\" \"" + std::string(2000, 'v') + "\" ";
    const auto response = parseResponse({ many + ")" });
    ASSERT_TRUE(response);
    const auto& fields = std::get<IdResponse>(*response).fields;
    EXPECT_EQ(fields.size(), 30U);
    EXPECT_EQ(fields[0].second.size(), 1024U);
}

} // namespace
} // namespace fulmar::imap::testing
