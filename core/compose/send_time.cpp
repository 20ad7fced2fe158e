// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/send_time.h"

#include <QRegularExpression>
#include <QStringList>
#include <QTimeZone>

namespace fulmar::compose {
namespace {

const QTime morning(8, 0);
const QTime evening(18, 0);

std::optional<QTime> timeOf(const QString& word)
{
    static const QRegularExpression clock(
        QStringLiteral("^(\\d{1,2})(?:[:.h](\\d{2}))?\\s*(am|pm)?$"));
    if (word.isEmpty() || word == QStringLiteral("morning"))
        return morning;
    if (word == QStringLiteral("noon"))
        return QTime(12, 0);
    if (word == QStringLiteral("afternoon"))
        return QTime(14, 0);
    if (word == QStringLiteral("evening"))
        return evening;
    const auto match = clock.match(word);
    // A lone number is no time: "in 5" or "5" could be anything.
    if (!match.hasMatch() || (match.captured(2).isEmpty() && match.captured(3).isEmpty()))
        return std::nullopt;
    int hour = match.captured(1).toInt();
    const QString half = match.captured(3);
    if (!half.isEmpty() && (hour < 1 || hour > 12))
        return std::nullopt;
    if (half == QStringLiteral("pm") && hour < 12)
        hour += 12;
    if (half == QStringLiteral("am") && hour == 12)
        hour = 0;
    const QTime time(hour, match.captured(2).toInt());
    return time.isValid() ? std::optional(time) : std::nullopt;
}

std::int64_t at(const QDateTime& now, const QDate& day, const QTime& time)
{
    return QDateTime(day, time, now.timeZone()).toSecsSinceEpoch();
}

int weekdayOf(const QString& word)
{
    static const QStringList days{ QStringLiteral("monday"), QStringLiteral("tuesday"),
        QStringLiteral("wednesday"), QStringLiteral("thursday"), QStringLiteral("friday"),
        QStringLiteral("saturday"), QStringLiteral("sunday") };
    for (int i = 0; i < days.size(); ++i) {
        if (word == days.at(i) || (word.size() == 3 && days.at(i).startsWith(word)))
            return i + 1;
    }
    return 0;
}

std::optional<std::int64_t> fromNow(const QString& text, const QDateTime& now)
{
    static const QRegularExpression span(
        QStringLiteral("^in\\s+(a|an|\\d{1,4})\\s*(minute|min|m|hour|h|day|d|week|w)s?$"));
    const auto match = span.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto count = match.captured(1).startsWith(u'a') ? 1 : match.captured(1).toInt();
    const QChar unit = match.captured(2).at(0);
    const std::int64_t seconds = unit == u'm' ? 60
        : unit == u'h'                        ? 3600
        : unit == u'd'                        ? 86400
                                              : 604800;
    return now.toSecsSinceEpoch() + count * seconds;
}

std::optional<std::int64_t> onDate(const QString& text, const QDateTime& now)
{
    static const QRegularExpression date(QStringLiteral(
        "^(?:(\\d{4})-(\\d{2})-(\\d{2})|(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4}))(?:[ t](.+))?$"));
    const auto match = date.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const bool iso = !match.captured(1).isEmpty();
    const QDate day(match.captured(iso ? 1 : 6).toInt(), match.captured(iso ? 2 : 5).toInt(),
        match.captured(iso ? 3 : 4).toInt());
    const auto time = timeOf(match.captured(7).trimmed());
    if (!day.isValid() || !time)
        return std::nullopt;
    return at(now, day, *time);
}

} // namespace

std::optional<std::int64_t> parseSendTime(const QString& given, const QDateTime& now)
{
    const QString text = given.simplified().toLower();
    static const QRegularExpression rfc3339(QStringLiteral(
        "^\\d{4}-\\d{2}-\\d{2}[t ]\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(z|[+-]\\d{2}:\\d{2})$"));
    if (rfc3339.match(text).hasMatch()) {
        const auto time = QDateTime::fromString(given.simplified().toUpper(), Qt::ISODate);
        return time.isValid() ? std::optional(time.toSecsSinceEpoch()) : std::nullopt;
    }
    if (text == QStringLiteral("now"))
        return now.toSecsSinceEpoch();
    if (text == QStringLiteral("tonight"))
        return at(now, now.time() < evening ? now.date() : now.date().addDays(1), evening);
    if (text == QStringLiteral("next week"))
        return at(now, now.date().addDays(8 - now.date().dayOfWeek()), morning);
    if (auto time = fromNow(text, now))
        return time;
    if (auto time = onDate(text, now))
        return time;
    const QString first = text.section(u' ', 0, 0);
    QString rest = text.section(u' ', 1);
    if (rest.startsWith(QStringLiteral("at ")))
        rest = rest.mid(3);
    if (first == QStringLiteral("tomorrow") || first == QStringLiteral("today")) {
        const auto time = timeOf(rest);
        if (!time)
            return std::nullopt;
        return at(now, now.date().addDays(first == QStringLiteral("today") ? 0 : 1), *time);
    }
    if (const int weekday = weekdayOf(first)) {
        const auto time = timeOf(rest);
        if (!time)
            return std::nullopt;
        int days = (weekday - now.date().dayOfWeek() + 7) % 7;
        if (days == 0 && *time <= now.time())
            days = 7;
        return at(now, now.date().addDays(days), *time);
    }
    const auto time = text.isEmpty()
        ? std::nullopt
        : timeOf(text.startsWith(QStringLiteral("at ")) ? text.mid(3) : text);
    if (!time)
        return std::nullopt;
    return at(now, *time > now.time() ? now.date() : now.date().addDays(1), *time);
}

std::vector<OfferedTime> offeredSendTimes(const QDateTime& now)
{
    std::vector<OfferedTime> times{ { SendTimeChoice::InOneHour, now.toSecsSinceEpoch() + 3600 } };
    if (now.time() < evening.addSecs(-3600))
        times.push_back({ SendTimeChoice::ThisEvening, at(now, now.date(), evening) });
    times.push_back({ SendTimeChoice::TomorrowMorning, at(now, now.date().addDays(1), morning) });
    if (now.date().dayOfWeek() != 7)
        times.push_back({ SendTimeChoice::MondayMorning,
            at(now, now.date().addDays(8 - now.date().dayOfWeek()), morning) });
    return times;
}

} // namespace fulmar::compose
