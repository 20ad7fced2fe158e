// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/message_table.h"

#include "ctl/json.h"

#include <QCoreApplication>
#include <QDateTime>

namespace fulmar::ctl {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Ctl", text);
}

QString senderOf(const Message& message)
{
    if (message.summary.from.empty())
        return {};
    const auto& from = message.summary.from.front();
    return text(from.name.empty() ? from.address : from.name);
}

QString flagLetters(const Message& message)
{
    QString letters;
    letters += message.flags.has(Flag::Seen) ? u' ' : u'N';
    letters += message.flags.has(Flag::Flagged) ? u'*' : u' ';
    letters += message.flags.has(Flag::Answered) ? u'r' : u' ';
    letters += message.summary.hasAttachments ? u'@' : u' ';
    letters += message.pending ? u'+' : u' ';
    return letters;
}

} // namespace

MessageTable::MessageTable()
    : m_table({ tr("Id"), tr("Flags"), tr("Received"), tr("From"), tr("Subject") })
{
}

void MessageTable::add(const Message& message)
{
    m_table.add({ text(message.id.toString()), flagLetters(message),
        QDateTime::fromSecsSinceEpoch(message.received)
            .toString(QStringLiteral("yyyy-MM-dd hh:mm")),
        shortened(senderOf(message), 24), shortened(text(message.summary.subject), 70) });
}

} // namespace fulmar::ctl
