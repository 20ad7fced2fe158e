// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/outbox_model.h"

#include "viewmodels/formats.h"
#include "wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>

namespace fulmar::app {
namespace {

struct StateWords {
    const char* name;
    OutboxModel::Tone tone;
    bool cancel, retry;
};

StateWords wordsFor(const OutboxItem& item)
{
    using Tone = OutboxModel::Tone;
    switch (item.state) {
    case OutboxState::Queued:
        return item.tries == 0
            ? StateWords{ QT_TRANSLATE_NOOP("Outbox", "Waiting"), Tone::Quiet, true, true }
            : StateWords{ QT_TRANSLATE_NOOP("Outbox", "Will try again"), Tone::Warning, true,
                  true };
    case OutboxState::Scheduled:
        return { QT_TRANSLATE_NOOP("Outbox", "Scheduled"), Tone::Quiet, true, true };
    case OutboxState::Transmitting:
        return { QT_TRANSLATE_NOOP("Outbox", "Sending"), Tone::Busy, false, false };
    case OutboxState::Accepted:
        return { QT_TRANSLATE_NOOP("Outbox", "Sent"), Tone::Good, false, false };
    case OutboxState::Unknown:
        return { QT_TRANSLATE_NOOP("Outbox", "May have been sent"), Tone::Warning, true, true };
    case OutboxState::Held:
        return { QT_TRANSLATE_NOOP("Outbox", "Held"), Tone::Warning, true, true };
    case OutboxState::Refused:
        return { QT_TRANSLATE_NOOP("Outbox", "Refused"), Tone::Bad, true, true };
    case OutboxState::SentSeen:
        return { QT_TRANSLATE_NOOP("Outbox", "Sent and filed"), Tone::Good, false, false };
    case OutboxState::Delivered:
        return { QT_TRANSLATE_NOOP("Outbox", "Delivered"), Tone::Good, false, false };
    case OutboxState::Bounced:
        return { QT_TRANSLATE_NOOP("Outbox", "Came back"), Tone::Bad, false, true };
    case OutboxState::Cancelled:
        return { QT_TRANSLATE_NOOP("Outbox", "Cancelled"), Tone::Quiet, false, false };
    }
    return { "", Tone::Quiet, false, false };
}

QString stateName(const OutboxItem& item)
{
    return QCoreApplication::translate("Outbox", wordsFor(item).name);
}

QString serverWords(const OutboxItem& item)
{
    QStringList lines;
    if (!item.serverText.empty())
        lines += displayText(item.serverText);
    for (const RecipientRefusal& refusal : item.refusals)
        lines += QStringLiteral("%1: %2").arg(
            displayText(refusal.address), displayText(refusal.serverText));
    return lines.join(QLatin1Char('\n'));
}

QString recipients(const OutboxItem& item)
{
    QStringList all;
    for (const std::string& address : item.recipients)
        all += displayText(address);
    return all.join(QStringLiteral(", "));
}

} // namespace

bool OutboxRow::operator==(const OutboxRow& other) const
{
    const OutboxItem &a = item, &b = other.item;
    return key == other.key && a.state == b.state && a.serverText == b.serverText
        && a.tries == b.tries && a.nextTry == b.nextTry && a.notBefore == b.notBefore
        && a.subject == b.subject && a.recipients == b.recipients
        && a.undoUntil == b.undoUntil && a.searched == b.searched && a.holdReason == b.holdReason
        && a.refusals.size() == b.refusals.size() && a.sentCopy == b.sentCopy;
}

OutboxModel::OutboxModel(Backend& backend, std::function<QDateTime()> now, QObject* parent)
    : KeyedListModel(parent)
    , m_backend(backend)
    , m_now(now ? std::move(now) : std::function<QDateTime()>(&QDateTime::currentDateTime))
{
    connect(&m_backend, &Backend::changed, this, [this](const ChangeSet& changes) {
        if (changes.outbox || changes.accounts)
            reload();
    });
    m_tick.callOnTimeout(this, [this] {
        if (rowCount() > 0) // "in 40 seconds" grows old
            Q_EMIT dataChanged(index(0), index(rowCount() - 1), { ExplanationRole, DateRole });
    });
    m_tick.start(std::chrono::seconds(10));
    m_second.setInterval(std::chrono::seconds(1));
    m_second.callOnTimeout(this, [this] {
        if (!undoable())
            m_second.stop();
        Q_EMIT undoChanged();
    });
}

QHash<int, QByteArray> OutboxModel::roleNames() const
{
    return { { KeyRole, "key" }, { SubjectRole, "subject" }, { RecipientsRole, "recipients" },
        { StateRole, "stateName" }, { ExplanationRole, "explanation" },
        { ServerTextRole, "serverText" }, { ToneRole, "tone" }, { CanCancelRole, "canCancel" },
        { CanRetryRole, "canRetry" }, { DateRole, "date" }, { DescriptionRole, "description" },
        { CanEditRole, "canEdit" }, { IsUnknownRole, "isUnknown" } };
}

QVariant OutboxModel::data(const QModelIndex& index, int role) const
{
    const OutboxRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    const OutboxItem& item = shown->item;
    const QString subject = displayText(item.subject);
    switch (role) {
    case KeyRole:
        return shown->key;
    case Qt::DisplayRole:
    case SubjectRole:
        return subject.isEmpty() ? tr("(no subject)") : subject;
    case RecipientsRole:
        return tr("To: %1").arg(recipients(item));
    case StateRole:
        return stateName(item);
    case ExplanationRole:
        return explanation(item);
    case ServerTextRole:
        return serverWords(item);
    case ToneRole:
        return static_cast<int>(wordsFor(item).tone);
    case CanCancelRole:
        return wordsFor(item).cancel;
    case CanRetryRole:
        return wordsFor(item).retry;
    case CanEditRole:
        return item.state == OutboxState::Queued || item.state == OutboxState::Scheduled
            || item.state == OutboxState::Held || item.state == OutboxState::Refused;
    case IsUnknownRole:
        return item.state == OutboxState::Unknown;
    case DateRole:
        return shortDate(item.created, m_now());
    case Qt::AccessibleTextRole:
    case DescriptionRole:
        return QStringList{ stateName(item), subject.isEmpty() ? tr("no subject") : subject,
            recipients(item), explanation(item), serverWords(item) }
            .join(QStringLiteral(", "));
    default:
        return {};
    }
}

QString OutboxModel::explanation(const OutboxItem& item) const
{
    switch (item.state) {
    case OutboxState::Queued:
        if (item.undoUntil > m_now().toSecsSinceEpoch())
            return tr("Leaves in a moment. It can be taken back until then.");
        if (item.tries == 0)
            return tr("Leaves as soon as the server can be reached.");
        return tr("The server did not take it yet. Next try %1.")
            .arg(timeUntil(item.nextTry, m_now()));
    case OutboxState::Scheduled:
        return tr("Leaves %1.").arg(longDate(item.notBefore));
    case OutboxState::Transmitting:
        return tr("On its way to the server.");
    case OutboxState::Accepted:
        return item.sentCopy == SentCopyState::Owed
            ? tr("The server took it. The copy for Sent follows.")
            : tr("The server took it.");
    case OutboxState::Unknown:
        if (item.searched > 0)
            return tr("The connection broke after the whole message had left, before the server "
                      "answered. Fulmar looked for it in Sent %1 and did not find it; a server "
                      "may file it later. Did it arrive? Sending again may deliver it twice.")
                .arg(longDate(item.searched));
        return tr("The connection broke after the whole message had left, before the server "
                  "answered. It may have been sent. Fulmar looks for it in Sent and does not send "
                  "it again by itself; sending again may deliver it twice.");
    case OutboxState::Held:
        if (item.holdReason == "limit")
            return tr("The provider's sending limit is reached. It leaves by itself when the "
                      "provider takes mail again; it was not sent back.");
        if (item.holdReason == "storage")
            return tr("It could not be read when it was to leave. It waits until you let it go.");
        return tr("Waits until you let it go.");
    case OutboxState::Refused:
        return tr(
            "The server does not take it. It stays here until you send it again or remove it.");
    case OutboxState::SentSeen:
        return tr("It is in the Sent folder.");
    case OutboxState::Delivered:
        return tr("The recipient's server has it.");
    case OutboxState::Bounced:
        return tr("The recipient's server sent it back.");
    case OutboxState::Cancelled:
        return tr("It was not sent.");
    }
    return {};
}

int OutboxModel::sending() const
{
    return static_cast<int>(std::count_if(rows().begin(), rows().end(), [](const OutboxRow& r) {
        return r.item.state == OutboxState::Queued || r.item.state == OutboxState::Transmitting;
    }));
}

int OutboxModel::troubled() const
{
    return static_cast<int>(std::count_if(rows().begin(), rows().end(), [](const OutboxRow& r) {
        return r.item.state == OutboxState::Refused || r.item.state == OutboxState::Unknown
            || r.item.state == OutboxState::Held || r.item.state == OutboxState::Bounced;
    }));
}

std::function<void(Result<void>)> OutboxModel::report()
{
    return [this](const Result<void>& done) {
        if (!done)
            Q_EMIT failed(wordingFor(done.error()).sentence);
    };
}

void OutboxModel::cancel(const QString& key)
{
    if (const auto id = OutboxId::parse(key.toStdString()))
        m_backend.cancelOutbox(*id, this, report());
}

void OutboxModel::retry(const QString& key)
{
    if (const auto id = OutboxId::parse(key.toStdString()))
        m_backend.retryOutbox(*id, this, report());
}

void OutboxModel::markSent(const QString& key)
{
    if (const auto id = OutboxId::parse(key.toStdString()))
        m_backend.markSent(*id, this, report());
}

void OutboxModel::takeBack(const QString& key)
{
    const auto id = OutboxId::parse(key.toStdString());
    if (!id)
        return;
    m_backend.takeBack(*id, this, [this](const Result<DraftId>& draft) {
        if (draft)
            Q_EMIT takenBack(text(draft->toString()));
        else if (draft.error().code == "wrong-state")
            Q_EMIT failed(tr("Too late: the mail is on its way."));
        else if (draft.error().code == "not-found")
            Q_EMIT failed(tr("This mail was not written here and cannot be changed."));
        else
            Q_EMIT failed(wordingFor(draft.error()).sentence);
    });
}

const OutboxItem* OutboxModel::undoable() const
{
    const auto now = m_now().toSecsSinceEpoch();
    for (const auto& entry : rows()) { // newest first
        if (entry.item.state == OutboxState::Queued && entry.item.undoUntil > now)
            return &entry.item;
    }
    return nullptr;
}

QString OutboxModel::undoKey() const
{
    const auto* item = undoable();
    return item ? text(item->id.toString()) : QString();
}

QString OutboxModel::undoText() const
{
    const auto* item = undoable();
    if (!item)
        return {};
    const auto seconds = item->undoUntil - m_now().toSecsSinceEpoch();
    const QString subject = displayText(item->subject);
    return subject.isEmpty() ? tr("The message leaves in %1 s.").arg(seconds)
                             : tr("“%1” leaves in %2 s.").arg(subject).arg(seconds);
}

void OutboxModel::reload()
{
    m_backend.ask(
        this, [](MailReader& reader) { return reader.outbox(); },
        [this](Result<std::vector<OutboxItem>> items) {
            if (!items)
                return;
            std::stable_sort(items->begin(), items->end(),
                [](const OutboxItem& a, const OutboxItem& b) { return a.id > b.id; });
            std::vector<OutboxRow> next;
            for (OutboxItem& item : *items)
                next.push_back({ text(item.id.toString()), std::move(item) });
            setRows(std::move(next));
            if (undoable())
                m_second.start();
            Q_EMIT countChanged();
            Q_EMIT undoChanged();
        });
}

} // namespace fulmar::app
