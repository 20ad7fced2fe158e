// SPDX-License-Identifier: GPL-3.0-or-later
// Who a mail is from and where it leads: domains, list headers, misleading links, invitations.
#include "corpora.h"
#include "text/calendar_card.h"
#include "text/confusable.h"
#include "text/html_sanitizer.h"
#include "text/list_headers.h"

#include <gtest/gtest.h>

namespace fulmar::text {
namespace {

TEST(Confusable, a_domain_of_one_script_keeps_its_letters_and_a_mixed_one_does_not)
{
    const std::tuple<const char*, const char*, bool> rows[] = {
        { "example.org", "example.org", false },
        { "m\xc3\xbcller.de", "m\xc3\xbcller.de", false },
        { "xn--mller-kva.de", "m\xc3\xbcller.de", false },
        { "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84",
            "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84", false },
        { "p\xd0\xb0ypal.com", "xn--pypal-4ve.com", true }, // one Cyrillic letter
        { "xn--pypal-4ve.com", "xn--pypal-4ve.com", true },
        { "\xd1\x80\xd0\xb0\xd1\x83\xd1\x80\xd0\xb0\xd3\x8f.com", "xn--80aa0cbo65f.com", true },
    };
    for (const auto& [domain, shown, suspicious] : rows) {
        EXPECT_EQ(displayDomain(domain), shown) << domain;
        EXPECT_EQ(isSuspiciousDomain(domain), suspicious) << domain;
    }
}

TEST(Confusable, the_owner_of_a_host_is_told_below_shared_suffixes_too)
{
    EXPECT_EQ(organisationOf("Mail.Example.ORG"), "example.org");
    EXPECT_EQ(organisationOf("a.b.example.co.uk"), "example.co.uk");
    EXPECT_NE(organisationOf("good.co.uk"), organisationOf("evil.co.uk"));
    EXPECT_EQ(organisationOf("localhost"), "localhost");
    EXPECT_EQ(organisationOf(""), "");
}

TEST(Confusable, characters_without_ink_are_found)
{
    EXPECT_TRUE(hasHiddenCharacters("a\xe2\x80\xae"
                                    "b"));
    EXPECT_TRUE(hasHiddenCharacters("a\xe2\x80\x8b"
                                    "b"));
    EXPECT_TRUE(hasHiddenCharacters("a\xe2\xa0\x80"));
    EXPECT_FALSE(hasHiddenCharacters("M\xc3\xbcller \xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9"));
}

TEST(MisleadingLinks, words_that_name_another_owner_are_told)
{
    const auto told = [](const std::string& href, const std::string& words) {
        return !sanitizeHtml("<a href=\"" + href + "\">" + words + "</a>").misleading.empty();
    };
    EXPECT_TRUE(told("https://evil.example/x",
        "https://www.bank.example"
        "bank.com/login"));
    EXPECT_TRUE(told("https://evil.test/x", "www.bank.com"));
    EXPECT_TRUE(told("https://bank.com@evil.test/x", "<b>bank.com</b>"));
    EXPECT_FALSE(told("https://click.bank.com/x", "www.bank.com/offers"));
    EXPECT_FALSE(told("https://evil.test/x", "Click here"));
    EXPECT_FALSE(told("https://evil.test/x", "Version 2.5"));
    EXPECT_FALSE(told("https://evil.test/x", "anna@bank.com"));
}

std::vector<mime::HeaderField> fields(
    std::initializer_list<std::pair<const char*, const char*>> list)
{
    std::vector<mime::HeaderField> out;
    for (const auto& [name, value] : list)
        out.push_back({ name, value });
    return out;
}

TEST(ListHeaders, one_click_needs_https_and_the_exact_post_field)
{
    const auto post = "List-Unsubscribe=One-Click";
    const auto full = readListHeaders(fields({ { "List-Id", "The \"List\" <l.example.org>" },
        { "List-Unsubscribe", "<mailto:u@e.org?subject=x>,\t<https://e.org/u?a=1>" },
        { "List-Unsubscribe-Post", post } }));
    EXPECT_EQ(full.unsubscribePost, "https://e.org/u?a=1");
    EXPECT_EQ(full.unsubscribeMail, "mailto:u@e.org?subject=x");
    EXPECT_EQ(full.id, "l.example.org");
    EXPECT_EQ(readListHeaders(fields({ { "List-Unsubscribe", "<http://e.org/u>" },
                                  { "List-Unsubscribe-Post", post } }))
                  .unsubscribePost,
        "");
    EXPECT_EQ(
        readListHeaders(fields({ { "List-Unsubscribe", "<https://e.org/u>" } })).unsubscribePost,
        "");
    EXPECT_EQ(readListHeaders(fields({ { "List-Unsubscribe", "<https://e.org/u>" },
                                  { "List-Unsubscribe", "<https://evil.test/u>" },
                                  { "List-Unsubscribe-Post", post } }))
                  .unsubscribePost,
        "");
    EXPECT_EQ(
        readListHeaders(fields({ { "List-Unsubscribe", "<file:///etc/passwd>, <javascript:1>" } }))
            .unsubscribeWeb,
        "");
}

TEST(CalendarCard, the_first_event_is_read_and_nothing_is_expanded)
{
    const auto card
        = readCalendar("BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\n"
                       "BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nEND:STANDARD\r\n"
                       "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY:Lunch\\, at\r\n  noon\r\n"
                       "DTSTART;TZID=Europe/Berlin:20261128T120000\r\n"
                       "DTEND:20261128T130000Z\r\nRRULE:FREQ=SECONDLY;COUNT=1000000000\r\n"
                       "ORGANIZER;CN=\"Bo: B\":mailto:bo@example.org\r\n"
                       "BEGIN:VALARM\r\nSUMMARY:alarm\r\nEND:VALARM\r\nEND:VEVENT\r\n"
                       "END:VCALENDAR\r\n");
    EXPECT_EQ(card.method, "REQUEST");
    EXPECT_EQ(card.summary, "Lunch, at noon");
    EXPECT_EQ(card.begin, "2026-11-28 12:00 (Europe/Berlin)");
    EXPECT_EQ(card.end, "2026-11-28 13:00 (UTC)");
    EXPECT_EQ(card.organiser, "Bo: B <bo@example.org>");
    EXPECT_TRUE(card.repeats);
}

TEST(CalendarCard, hostile_calendars_are_survived)
{
    FULMAR_REQUIRE_CORPORA();
    int files = 0;
    for (const auto& file : std::filesystem::directory_iterator(*testing::corpora() / "libical")) {
        readCalendar(testing::bytesOf(file.path()));
        ++files;
    }
    EXPECT_GT(files, 30);
}

} // namespace
} // namespace fulmar::text
