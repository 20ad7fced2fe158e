// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace fulmar::compose {

/// A time as people say it, in the time zone of `now`: "18:00" (today, or tomorrow where that has
/// passed), "tomorrow", "tomorrow 9:30", "tonight", "monday 8:00", "next week", "in 2 hours",
/// "2026-12-24 18:00", "24.12.2026 18:00", RFC 3339. Days without a time mean eight in the morning.
/// Seconds since 1970 UTC; nothing for any other text.
std::optional<std::int64_t> parseSendTime(const QString& text, const QDateTime& now);

/// The choices of a menu.
enum class SendTimeChoice { InOneHour, ThisEvening, TomorrowMorning, MondayMorning };
struct OfferedTime {
    SendTimeChoice choice = SendTimeChoice::InOneHour;
    std::int64_t time = 0; ///< seconds since 1970 UTC
};
/// Those that make sense now: no evening in the evening, no Monday on a Sunday.
std::vector<OfferedTime> offeredSendTimes(const QDateTime& now);

} // namespace fulmar::compose
