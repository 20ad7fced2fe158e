// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/formats.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace fulmar::app {
namespace {

QString tr(const char* source)
{
    return QCoreApplication::translate("Formats", source);
}

QDateTime local(std::int64_t time)
{
    return QDateTime::fromSecsSinceEpoch(time);
}

// The C locale, which a bare session has, writes seconds: noise in a list.
QString timeOfDay(const QTime& time)
{
    const QLocale locale;
    return locale.language() == QLocale::C ? time.toString(QStringLiteral("HH:mm"))
                                           : locale.toString(time, QLocale::ShortFormat);
}

// U+2800 and the Hangul fillers look like blanks and have pushed true addresses out of view
// (CVE-2022-1834).
bool isFiller(char32_t c)
{
    return c == 0x2800 || c == 0x3164 || c == 0x115F || c == 0x1160 || c == 0xFFA0 || c == 0x00AD
        || c == 0x034F;
}

bool isHidden(char32_t c)
{
    const auto category = QChar::category(c);
    if (c == 0x200D) // joins emoji and Indic letters
        return false;
    return category == QChar::Other_Control || category == QChar::Other_Format || isFiller(c);
}

bool looksLikeAddress(const QString& name)
{
    return name.contains(QLatin1Char('@')) || name.contains(QChar(0xFE6B))
        || name.contains(QChar(0xFF20));
}

} // namespace

QString text(const std::string& utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string utf8(const QString& text)
{
    return text.toStdString();
}

QString shortDate(std::int64_t time, const QDateTime& now)
{
    const QDateTime when = local(time);
    const QLocale locale;
    const auto days = when.date().daysTo(now.date());
    if (days == 0)
        return timeOfDay(when.time());
    if (days == 1)
        return tr("Yesterday");
    if (days > 1 && days < 7)
        return locale.dayName(when.date().dayOfWeek(), QLocale::ShortFormat);
    if (when.date().year() == now.date().year())
        return locale.toString(when.date(), tr("d MMM"));
    return locale.toString(when.date(), QLocale::ShortFormat);
}

QString longDate(std::int64_t time)
{
    const QDateTime when = local(time);
    const QLocale locale;
    return tr("%1, %2").arg(
        locale.toString(when.date(), QLocale::LongFormat), timeOfDay(when.time()));
}

QString dateGroup(std::int64_t time, const QDateTime& now)
{
    const QDate when = local(time).date();
    const QDate today = now.date();
    const QLocale locale;
    const auto days = when.daysTo(today);
    if (days <= 0)
        return tr("Today");
    if (days == 1)
        return tr("Yesterday");
    const QDate monday = today.addDays(1 - today.dayOfWeek());
    if (when >= monday)
        return tr("This week");
    if (when >= monday.addDays(-7))
        return tr("Last week");
    const QString month = locale.standaloneMonthName(when.month());
    return when.year() == today.year() ? month
                                       : tr("%1 %2").arg(month, QString::number(when.year()));
}

QString timeUntil(std::int64_t time, const QDateTime& now)
{
    const auto seconds = time - now.toSecsSinceEpoch();
    if (seconds <= 1)
        return tr("now");
    if (seconds < 90)
        return tr("in %1 seconds").arg(seconds);
    if (seconds < 3600)
        return tr("in %1 minutes").arg((seconds + 30) / 60);
    return tr("at %1").arg(timeOfDay(local(time).time()));
}

QString byteSize(std::uint64_t bytes)
{
    if (bytes < 1000)
        return bytes == 1 ? tr("1 byte") : tr("%1 bytes").arg(bytes);
    return QLocale().formattedDataSize(
        static_cast<qint64>(bytes), bytes < 1000 * 1000 ? 0 : 1, QLocale::DataSizeSIFormat);
}

QString displayText(const std::string& bytes)
{
    QString out;
    bool blank = false;
    for (const char32_t c : text(bytes).toUcs4()) {
        const bool space = QChar::isSpace(c) || c == 0x2800 || c == 0x3164;
        if (!space && isHidden(c))
            continue;
        if (space) {
            blank = !out.isEmpty();
            continue;
        }
        if (blank)
            out += QLatin1Char(' ');
        blank = false;
        out += QString::fromUcs4(&c, 1);
    }
    return out;
}

QString displayName(const Address& address)
{
    const QString name = displayText(address.name);
    return name.isEmpty() || looksLikeAddress(name) ? displayText(address.address) : name;
}

QString fullAddress(const Address& address)
{
    const QString name = displayText(address.name);
    const QString spec = displayText(address.address);
    return name.isEmpty() || name == spec ? spec : tr("%1 <%2>").arg(name, spec);
}

QString displayNames(const std::vector<Address>& addresses)
{
    QStringList names;
    for (const Address& a : addresses)
        names += displayName(a);
    return names.join(QStringLiteral(", "));
}

QString fullAddresses(const std::vector<Address>& addresses)
{
    QStringList names;
    for (const Address& a : addresses)
        names += fullAddress(a);
    return names.join(QStringLiteral(", "));
}

QStringList labelNames(const Message& message)
{
    QStringList names;
    for (const auto& label : message.labels) {
        if (label.empty() || label.front() == '\\')
            continue;
        names += displayText(label);
    }
    return names;
}

bool readsRightToLeft(const QString& text)
{
    return text.isRightToLeft();
}

QString safeFileName(const QString& suggested)
{
    QString name = displayText(suggested.toStdString());
    const auto slash
        = std::max(name.lastIndexOf(QLatin1Char('/')), name.lastIndexOf(QLatin1Char('\\')));
    name = name.mid(slash + 1);
    for (QChar& c : name) {
        if (QStringLiteral("<>:\"|?*").contains(c))
            c = QLatin1Char('_');
    }
    while (name.startsWith(QLatin1Char('.')) || name.startsWith(QLatin1Char(' ')))
        name.remove(0, 1);
    while (name.endsWith(QLatin1Char('.')) || name.endsWith(QLatin1Char(' ')))
        name.chop(1);
    const auto dot = name.lastIndexOf(QLatin1Char('.'));
    const QString extension = dot > 0 && name.size() - dot <= 16 ? name.mid(dot) : QString();
    QString stem = extension.isEmpty() ? name : name.left(dot);
    while ((stem + extension).toUtf8().size() > 200)
        stem.chop(1);
    if (stem.isEmpty())
        stem = tr("attachment");
    return stem + extension;
}

QString mediaIcon(const std::string& type, const std::string& subtype)
{
    if (type == "image" || type == "audio" || type == "video")
        return QStringLiteral("file-") + text(type);
    for (const char* archive :
        { "zip", "gzip", "x-tar", "x-7z-compressed", "x-rar", "vnd.rar", "x-xz", "x-bzip2" }) {
        if (subtype == archive)
            return QStringLiteral("file-archive");
    }
    if (type == "message")
        return QStringLiteral("mail");
    if (type == "text" || subtype == "pdf" || subtype.find("document") != std::string::npos)
        return QStringLiteral("file-text");
    return QStringLiteral("file");
}

} // namespace fulmar::app
