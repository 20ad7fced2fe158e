// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/formats.h"
#include "viewmodels/text_highlighter.h"

#include <gtest/gtest.h>

namespace fulmar::app {
namespace {

const QDateTime now(QDate(2026, 5, 20), QTime(12, 0)); // a Wednesday

std::int64_t at(int year, int month, int day, int hour = 9)
{
    return QDateTime(QDate(year, month, day), QTime(hour, 5)).toSecsSinceEpoch();
}

TEST(Formats, dates_are_as_short_as_they_can_be)
{
    EXPECT_EQ(shortDate(at(2026, 5, 20), now), QStringLiteral("09:05"));
    EXPECT_EQ(shortDate(at(2026, 5, 19), now), QStringLiteral("Yesterday"));
    EXPECT_EQ(shortDate(at(2026, 5, 16), now), QStringLiteral("Sat"));
    EXPECT_EQ(shortDate(at(2026, 5, 13), now), QStringLiteral("13 May"));
    EXPECT_EQ(shortDate(at(2024, 1, 2), now), QStringLiteral("02/01/2024"));
}

TEST(Formats, groups_are_days_then_weeks_then_months)
{
    EXPECT_EQ(dateGroup(at(2026, 5, 20), now), QStringLiteral("Today"));
    EXPECT_EQ(dateGroup(at(2026, 5, 25), now), QStringLiteral("Today"))
        << "a wrong clock is not a group of its own";
    EXPECT_EQ(dateGroup(at(2026, 5, 19), now), QStringLiteral("Yesterday"));
    EXPECT_EQ(dateGroup(at(2026, 5, 18), now), QStringLiteral("This week"));
    EXPECT_EQ(dateGroup(at(2026, 5, 17), now), QStringLiteral("Last week"));
    EXPECT_EQ(dateGroup(at(2026, 5, 2), now), QStringLiteral("May"));
    EXPECT_EQ(dateGroup(at(2025, 5, 2), now), QStringLiteral("May 2025"));
}

TEST(Formats, sizes)
{
    EXPECT_EQ(byteSize(0), QStringLiteral("0 bytes"));
    EXPECT_EQ(byteSize(1), QStringLiteral("1 byte"));
    EXPECT_EQ(byteSize(999), QStringLiteral("999 bytes"));
    EXPECT_EQ(byteSize(34'000), QStringLiteral("34 kB"));
    EXPECT_EQ(byteSize(1'240'000), QStringLiteral("1.2 MB"));
}

TEST(Formats, bidi_override_in_a_name_is_not_shown)
{
    EXPECT_EQ(displayText("safe\u202Egnp.exe"), QStringLiteral("safegnp.exe"));
    EXPECT_EQ(
        safeFileName(QStringLiteral("invoice\u202Efdp.exe")), QStringLiteral("invoicefdp.exe"));
}

TEST(Formats, filler_characters_do_not_push_the_address_out_of_view)
{
    EXPECT_EQ(displayText("Bank\u2800\u2800\u2800\u2800\u3164\u3164x"), QStringLiteral("Bank x"));
}

TEST(Formats, nul_and_line_feed_do_not_cut_a_sender)
{
    EXPECT_EQ(displayText(std::string("a\0b\nc", 5)), QStringLiteral("ab c"));
}

TEST(Formats, a_name_that_pretends_to_be_an_address_is_not_believed)
{
    EXPECT_EQ(displayName({ "boss@bank.example", "thief@evil.example" }),
        QStringLiteral("thief@evil.example"));
    EXPECT_EQ(displayName({ "boss\uFF20bank.example", "thief@evil.example" }),
        QStringLiteral("thief@evil.example"));
    EXPECT_EQ(displayName({ "", "a@b.example" }), QStringLiteral("a@b.example"));
}

TEST(Formats, file_names_stay_in_their_folder)
{
    EXPECT_EQ(safeFileName(QStringLiteral("../../etc/passwd")), QStringLiteral("passwd"));
    EXPECT_EQ(safeFileName(QStringLiteral("C:\\Windows\\x.dll")), QStringLiteral("x.dll"));
    EXPECT_EQ(safeFileName(QStringLiteral(".bashrc")), QStringLiteral("bashrc"));
    EXPECT_EQ(safeFileName(QStringLiteral("..")), QStringLiteral("attachment"));
    EXPECT_EQ(safeFileName(QString()), QStringLiteral("attachment"));
    EXPECT_TRUE(safeFileName(QString(500, QLatin1Char('x')) + QStringLiteral(".pdf"))
                    .endsWith(QLatin1String(".pdf")));
    EXPECT_LE(
        safeFileName(QString(500, QChar(0x4E2D)) + QStringLiteral(".pdf")).toUtf8().size(), 200);
}

TEST(Links, only_web_and_mail_addresses_are_links)
{
    EXPECT_EQ(linksIn(QStringLiteral("see https://example.org/a?b=c.")).value(0).url,
        QUrl(QStringLiteral("https://example.org/a?b=c")));
    EXPECT_EQ(linksIn(QStringLiteral("(http://example.org/x(1))")).value(0).url,
        QUrl(QStringLiteral("http://example.org/x(1)")));
    EXPECT_EQ(linksIn(QStringLiteral("mailto:a@b.example")).size(), 1);
    for (const char* bad : { "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x",
             "smb://host/x", "\\\\host\\x", "https://" })
        EXPECT_TRUE(linksIn(QString::fromUtf8(bad)).isEmpty()) << bad;
}

TEST(Formats, labels_of_the_system_are_no_chips_and_names_cannot_turn_the_line)
{
    Message message;
    message.labels = { "\\Inbox", "\\Important", "Work", "a\u202Eb" };
    EXPECT_EQ(labelNames(message), (QStringList{ QStringLiteral("Work"), QStringLiteral("ab") }));
}

} // namespace
} // namespace fulmar::app
