// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/json.h"

#include "model/flags.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QRegularExpression>

namespace fulmar::ctl {
namespace {

template <class Strings>
QJsonArray arrayOf(const Strings& strings)
{
    QJsonArray array;
    for (const auto& string : strings)
        array += text(string);
    return array;
}

QJsonValue number(std::uint64_t value)
{
    return static_cast<qint64>(value);
}

} // namespace

QString timeText(std::int64_t seconds)
{
    const auto time = QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC);
    const int year = time.date().year();
    return year < 0 || year > 9999 ? QString() : time.toString(Qt::ISODate);
}

QJsonValue timeValue(std::optional<std::int64_t> seconds)
{
    const QString written = seconds ? timeText(*seconds) : QString();
    return written.isEmpty() ? QJsonValue() : QJsonValue(written);
}

std::optional<std::int64_t> parseTime(const QString& written)
{
    static const QRegularExpression form(QStringLiteral(
        "^\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)$"));
    if (!form.match(written).hasMatch())
        return std::nullopt;
    const auto time
        = QDateTime::fromString(written.toUpper().replace(u' ', u'T'), Qt::ISODateWithMs);
    return time.isValid() ? std::optional<std::int64_t>(time.toSecsSinceEpoch()) : std::nullopt;
}

QJsonArray addressesJson(const std::vector<Address>& addresses)
{
    QJsonArray array;
    for (const auto& entry : addresses)
        array += QJsonObject{ { QStringLiteral("name"), text(entry.name) },
            { QStringLiteral("address"), text(entry.address) } };
    return array;
}

QJsonArray stringsJson(const std::vector<std::string>& strings)
{
    return arrayOf(strings);
}
QJsonArray stringsJson(const std::set<std::string>& strings)
{
    return arrayOf(strings);
}

QString threadOf(const Message& message)
{
    // Gmail's own identity of a conversation, as its address line shows it.
    if (message.gmailThread != 0)
        return QStringLiteral("tg%1-%2").arg(
            text(message.account.toString()), QString::number(message.gmailThread, 16));
    const auto& summary = message.summary;
    const std::string& root = !summary.references.empty() ? summary.references.front()
        : !summary.inReplyTo.empty()                      ? summary.inReplyTo
                                                          : summary.messageId;
    if (root.empty())
        return QStringLiteral("t-") + text(message.id.toString());
    const QByteArray scope = QByteArray::fromStdString(message.account.toString() + '/' + root);
    return u't'
        + QString::fromLatin1(
            QCryptographicHash::hash(scope, QCryptographicHash::Sha256).toHex().left(16));
}

QJsonObject messageJson(const Message& message, const std::vector<std::string>& folders)
{
    const auto& summary = message.summary;
    QJsonObject json{
        { QStringLiteral("id"), text(message.id.toString()) },
        { QStringLiteral("account"), text(message.account.toString()) },
        { QStringLiteral("folders"), stringsJson(folders) },
        { QStringLiteral("from"), addressesJson(summary.from) },
        { QStringLiteral("to"), addressesJson(summary.to) },
        { QStringLiteral("cc"), addressesJson(summary.cc) },
        { QStringLiteral("bcc"), addressesJson(summary.bcc) },
        { QStringLiteral("replyTo"), addressesJson(summary.replyTo) },
        { QStringLiteral("subject"), text(summary.subject) },
        { QStringLiteral("date"), timeValue(summary.date) },
        { QStringLiteral("received"), timeText(message.received) },
        { QStringLiteral("size"), number(message.size) },
        { QStringLiteral("flags"), stringsJson(flagNames(message.flags)) },
        { QStringLiteral("labels"), stringsJson(message.labels) },
        { QStringLiteral("thread"), threadOf(message) },
        { QStringLiteral("messageId"), text(summary.messageId) },
        { QStringLiteral("inReplyTo"), text(summary.inReplyTo) },
        { QStringLiteral("hasAttachments"), summary.hasAttachments },
        { QStringLiteral("preview"), text(message.preview) },
        { QStringLiteral("pending"), message.pending },
        { QStringLiteral("hasBody"), message.hasBody },
    };
    if (!message.uidl.empty())
        json.insert(QStringLiteral("uidl"), text(message.uidl));
    else if (message.uid != 0)
        json.insert(QStringLiteral("uid"), static_cast<qint64>(message.uid));
    return json;
}

QJsonObject outboxJson(const OutboxItem& item)
{
    QJsonArray refusals;
    for (const auto& refusal : item.refusals)
        refusals += QJsonObject{ { QStringLiteral("address"), text(refusal.address) },
            { QStringLiteral("server"), text(refusal.serverText) } };
    const auto timeOrNull
        = [](std::int64_t seconds) { return seconds == 0 ? QJsonValue() : timeValue(seconds); };
    return {
        { QStringLiteral("outbox"), text(item.id.toString()) },
        { QStringLiteral("account"), text(item.account.toString()) },
        { QStringLiteral("messageId"), text(item.messageId) },
        { QStringLiteral("from"), text(item.sender) },
        { QStringLiteral("recipients"), stringsJson(item.recipients) },
        { QStringLiteral("subject"), text(item.subject) },
        { QStringLiteral("size"), number(item.size) },
        { QStringLiteral("state"), text(outboxStateName(item.state)) },
        { QStringLiteral("server"), text(item.serverText) },
        { QStringLiteral("refused"), refusals },
        { QStringLiteral("key"), text(item.key) },
        { QStringLiteral("created"), timeOrNull(item.created) },
        { QStringLiteral("notBefore"), timeOrNull(item.notBefore) },
        { QStringLiteral("nextTry"), timeOrNull(item.nextTry) },
        { QStringLiteral("tries"), static_cast<qint64>(item.tries) },
        { QStringLiteral("queueId"), text(item.queueId) },
        { QStringLiteral("holdReason"), text(item.holdReason) },
        { QStringLiteral("searched"), timeOrNull(item.searched) },
        { QStringLiteral("partOf"),
            item.partOf.isValid() ? QJsonValue(text(item.partOf.toString())) : QJsonValue() },
    };
}

} // namespace fulmar::ctl
