// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/send_time.h"

#include <QTimeZone>

#include <gtest/gtest.h>

namespace fulmar::compose {
namespace {

/// Wednesday, 18 November 2026, 14:30.
const QDateTime now(QDate(2026, 11, 18), QTime(14, 30), QTimeZone("Europe/Berlin"));

QString said(const char* text)
{
    const auto time = parseSendTime(QString::fromUtf8(text), now);
    return time ? QDateTime::fromSecsSinceEpoch(*time, now.timeZone())
                      .toString(QStringLiteral("yyyy-MM-dd hh:mm"))
                : QString();
}

TEST(SendTime, is_read_as_people_say_it)
{
    const std::pair<const char*, const char*> rows[] = {
        { "18:00", "2026-11-18 18:00" },
        { "9:15", "2026-11-19 09:15" },
        { "6pm", "2026-11-18 18:00" },
        { "tomorrow", "2026-11-19 08:00" },
        { "Tomorrow at 9:30", "2026-11-19 09:30" },
        { "tomorrow morning", "2026-11-19 08:00" },
        { "tonight", "2026-11-18 18:00" },
        { "monday 8:00", "2026-11-23 08:00" },
        { "wed 14:00", "2026-11-25 14:00" },
        { "wednesday 15:00", "2026-11-18 15:00" },
        { "next week", "2026-11-23 08:00" },
        { "in 2 hours", "2026-11-18 16:30" },
        { "in an hour", "2026-11-18 15:30" },
        { "in 45 min", "2026-11-18 15:15" },
        { "2026-12-24 18:00", "2026-12-24 18:00" },
        { "24.12.2026 18:00", "2026-12-24 18:00" },
        { "2026-12-24", "2026-12-24 08:00" },
        { "2026-12-24T17:00:00Z", "2026-12-24 18:00" },
        { "2026-12-24T18:00:00+01:00", "2026-12-24 18:00" },
    };
    for (const auto& [text, expected] : rows)
        EXPECT_EQ(said(text), QString::fromUtf8(expected)) << text;
}

TEST(SendTime, what_is_no_time_is_refused)
{
    for (const char* text : { "", "soon", "5", "25:00", "tomorrow 26:00", "2026-13-01 10:00",
             "in hours", "monday someday", "13pm" })
        EXPECT_EQ(said(text), QString()) << text;
}

TEST(SendTime, the_menu_offers_what_makes_sense_now)
{
    EXPECT_EQ(offeredSendTimes(now).size(), 4U);
    EXPECT_EQ(offeredSendTimes(now.addSecs(6 * 3600)).size(), 3U) << "no evening in the evening";
    for (const auto& offer : offeredSendTimes(now))
        EXPECT_GT(offer.time, now.toSecsSinceEpoch());
}

} // namespace
} // namespace fulmar::compose
