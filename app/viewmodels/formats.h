// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/message.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <string>
#include <vector>

/// Values as people read them. Pure but for the locale of the program; times in seconds since 1970
/// UTC.
namespace fulmar::app {

QString text(const std::string& utf8);
std::string utf8(const QString& text);

/// Short, for a row: "14:05", "Yesterday", "Mon", "5 May", "5/5/24".
QString shortDate(std::int64_t time, const QDateTime& now);
/// Long, for the head of a message: "Monday, 5 May 2025, 14:05".
QString longDate(std::int64_t time);
/// Heading of a group of rows: "Today", "Yesterday", "This week", "Last week", "May", "May 2024".
QString dateGroup(std::int64_t time, const QDateTime& now);
/// When something is tried again: "in 40 seconds", "at 14:05".
QString timeUntil(std::int64_t time, const QDateTime& now);
/// "12 bytes", "34 KB", "1.2 MB": powers of ten, as mail providers count.
QString byteSize(std::uint64_t bytes);

/// One line without control, bidi-override, zero-width and filler characters; runs of blanks become
/// one.
QString displayText(const std::string& utf8);
/// The name, or the address where there is none or where the name pretends to be another address.
QString displayName(const Address& address);
/// "Anna Berger <anna@example.org>"; the true address is always in it.
QString fullAddress(const Address& address);
/// Names, joined: "Anna Berger, Bob".
QString displayNames(const std::vector<Address>& addresses);
QString fullAddresses(const std::vector<Address>& addresses);
/// Labels of Gmail that people gave, in order of their names; those of the system are shown as
/// folders, star and importance.
QStringList labelNames(const Message& message);
/// Whether the first strong character reads right to left.
bool readsRightToLeft(const QString& text);

/// A safe name for a file on this disk: one component, no control or bidi characters, the true
/// extension kept, at most 200 bytes.
QString safeFileName(const QString& suggested);
/// Name of the icon for a media type: "file-image", "file-text", ….
QString mediaIcon(const std::string& type, const std::string& subtype);

} // namespace fulmar::app
