// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/message.h"
#include "model/outbox_item.h"
#include "transport/endpoint.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fulmar::ctl {

inline QString text(const std::string& utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

/// RFC 3339 in UTC: "2026-11-21T20:15:00Z"; empty outside of the years 0000 to 9999.
QString timeText(std::int64_t seconds);
/// The same as a JSON value; null for nothing and for times that cannot be written.
QJsonValue timeValue(std::optional<std::int64_t> seconds);
/// Reads RFC 3339 with "Z" or an offset; nothing for any other text.
std::optional<std::int64_t> parseTime(const QString& text);

QJsonArray addressesJson(const std::vector<Address>& addresses);
QJsonArray stringsJson(const std::vector<std::string>& strings);
QJsonArray stringsJson(const std::set<std::string>& strings);

/// One message of `list` and `show`; `folders` are the paths of its folders.
QJsonObject messageJson(const Message& message, const std::vector<std::string>& folders);
QJsonObject outboxJson(const OutboxItem& item);

/// The conversation that a message belongs to by its own header: the same for all that reference
/// one root.
QString threadOf(const Message& message);

} // namespace fulmar::ctl
