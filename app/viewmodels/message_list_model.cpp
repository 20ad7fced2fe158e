// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/message_list_model.h"

#include "viewmodels/formats.h"
#include "wording.h"

#include <chrono>
#include <tuple>

namespace fulmar::app {
namespace {

constexpr std::uint32_t pageSize = 100; ///< rows; some ten screens
constexpr std::size_t reloadAbove = 400; ///< changed rows; more are cheaper to read again as pages

bool isNewer(const Message& a, const Message& b)
{
    return std::tie(a.received, a.id) > std::tie(b.received, b.id);
}

} // namespace

bool MessageRow::operator==(const MessageRow& other) const
{
    const Message &a = message, &b = other.message;
    return key == other.key && selected == other.selected && a.flags == b.flags
        && a.preview == b.preview && a.pending == b.pending && a.hasBody == b.hasBody
        && a.received == b.received && a.folders == b.folders && a.uid == b.uid
        && a.labels == b.labels && a.summary == b.summary;
}

MessageListModel::MessageListModel(Backend& backend, Now now, QObject* parent)
    : KeyedListModel(parent)
    , m_backend(backend)
    , m_now(now ? std::move(now) : Now(&QDateTime::currentDateTime))
    , m_today(m_now().date())
{
    connect(&m_backend, &Backend::changed, this, &MessageListModel::apply);
    m_midnight.callOnTimeout(this, &MessageListModel::dayPassed);
    m_midnight.start(std::chrono::minutes(1));
}

QHash<int, QByteArray> MessageListModel::roleNames() const
{
    return { { KeyRole, "key" }, { SenderRole, "sender" }, { SubjectRole, "subject" },
        { PreviewRole, "preview" }, { DateRole, "date" }, { SectionRole, "section" },
        { UnreadRole, "unread" }, { FlaggedRole, "flagged" }, { AttachmentRole, "attachment" },
        { AnswerRole, "answer" }, { PendingRole, "pending" }, { SelectedRole, "selected" },
        { LabelsRole, "labels" }, { DescriptionRole, "description" } };
}

QVariant MessageListModel::data(const QModelIndex& index, int role) const
{
    const MessageRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    const Message& m = shown->message;
    switch (role) {
    case KeyRole:
        return shown->key;
    case SenderRole:
        return people(m);
    case Qt::DisplayRole:
    case SubjectRole: {
        const QString subject = displayText(m.summary.subject);
        return subject.isEmpty() ? tr("(no subject)") : subject;
    }
    case PreviewRole:
        return displayText(m.preview);
    case DateRole:
        return shortDate(m.received, m_now());
    case SectionRole:
        return dateGroup(m.received, m_now());
    case UnreadRole:
        return !m.flags.has(Flag::Seen);
    case FlaggedRole:
        return m.flags.has(Flag::Flagged);
    case AttachmentRole:
        return m.summary.hasAttachments;
    case AnswerRole:
        return m.flags.has(Flag::Answered) ? QStringLiteral("reply")
            : m.flags.has(Flag::Forwarded) ? QStringLiteral("forward")
                                           : QString();
    case PendingRole:
        return m.pending;
    case SelectedRole:
        return shown->selected;
    case LabelsRole:
        return labelNames(m);
    case Qt::AccessibleTextRole:
    case DescriptionRole:
        return description(*shown);
    default:
        return {};
    }
}

QString MessageListModel::people(const Message& message) const
{
    if (m_outgoing) {
        const QString to = displayNames(message.summary.to);
        return to.isEmpty() ? tr("(no recipient)") : tr("To: %1").arg(to);
    }
    const QString from = displayNames(message.summary.from);
    return from.isEmpty() ? tr("(no sender)") : from;
}

QString MessageListModel::description(const MessageRow& row) const
{
    const Message& m = row.message;
    QStringList words;
    if (!m.flags.has(Flag::Seen))
        words += tr("Unread");
    if (m.flags.has(Flag::Flagged))
        words += tr("flagged");
    words += people(m);
    const QString subject = displayText(m.summary.subject);
    words += subject.isEmpty() ? tr("no subject") : subject;
    if (m.summary.hasAttachments)
        words += tr("with attachments");
    if (const QStringList labels = labelNames(m); !labels.isEmpty())
        words += tr("labels: %1").arg(labels.join(QStringLiteral(", ")));
    if (m.flags.has(Flag::Answered))
        words += tr("answered");
    if (m.pending)
        words += tr("change waiting for the server");
    words += shortDate(m.received, m_now());
    return words.join(QStringLiteral(", "));
}

bool MessageListModel::canFetchMore(const QModelIndex& parent) const
{
    return !parent.isValid() && m_folder && !m_complete && !m_loading;
}

void MessageListModel::fetchMore(const QModelIndex& parent)
{
    if (canFetchMore(parent))
        loadPage();
}

void MessageListModel::setFolder(std::optional<FolderId> folder, bool outgoing)
{
    if (m_folder == folder && m_outgoing == outgoing)
        return;
    m_folder = folder;
    m_outgoing = outgoing;
    reload();
}

void MessageListModel::setUnreadOnly(bool on)
{
    if (m_unreadOnly == on)
        return;
    m_unreadOnly = on;
    Q_EMIT unreadOnlyChanged();
    reload();
}

void MessageListModel::reload()
{
    ++m_generation;
    m_loading = false;
    m_dirty = false;
    m_complete = !m_folder.has_value();
    clearRows();
    clearSelection();
    setState(m_folder ? State::Loading : State::Nothing);
    if (m_folder)
        loadPage();
}

void MessageListModel::loadPage()
{
    m_loading = true;
    m_dirty = false;
    const MessageQuery query{ .folder = m_folder,
        .unreadOnly = m_unreadOnly,
        .limit = pageSize,
        .offset = static_cast<std::uint32_t>(rowCount()) };
    m_backend.ask(
        this, [query](MailReader& reader) { return reader.messages(query); },
        [this, generation = m_generation, limit = query.limit](Result<std::vector<Message>> page) {
            if (generation == m_generation)
                pageLoaded(std::move(page), limit);
        });
}

void MessageListModel::pageLoaded(Result<std::vector<Message>> page, std::uint32_t asked)
{
    m_loading = false;
    if (!page)
        return setState(State::Failed, wordingFor(page.error()).sentence);
    const bool first = m_state == State::Loading;
    std::vector<MessageRow> fresh;
    for (const Message& message : *page) {
        MessageRow next = toRow(message);
        if (indexOfKey(next.key) < 0)
            fresh.push_back(std::move(next));
    }
    // Rows that changed while the page was on its way may have moved its offset: what is doubled
    // was left out above, what was missed comes when the next page is asked for at the right place.
    m_complete = page->size() < asked && !m_dirty;
    appendRows(std::move(fresh));
    settle();
    if (first)
        Q_EMIT firstPageLoaded();
}

MessageRow MessageListModel::toRow(const Message& message) const
{
    MessageRow next{ text(message.id.toString()), message, false };
    next.selected = m_selected.count(next.key) > 0;
    return next;
}

void MessageListModel::apply(const ChangeSet& changes)
{
    if (!m_folder || m_state == State::Nothing)
        return;
    std::vector<MessageId> ids;
    const bool ours = changes.folders.count(*m_folder) > 0;
    const auto take = [&](const std::set<MessageId>& set) {
        for (const MessageId id : set) {
            if (ours || indexOfKey(text(id.toString())) >= 0)
                ids.push_back(id);
        }
    };
    take(changes.added);
    take(changes.changed);
    take(changes.removed);
    if (m_loading)
        m_dirty = true;
    if (ids.empty()
        && !(ours && changes.added.empty() && changes.changed.empty() && changes.removed.empty()))
        return;
    const bool whole = ids.empty() || ids.size() > reloadAbove;
    MessageQuery query{ .folder = m_folder,
        .unreadOnly = m_unreadOnly,
        .limit = std::max<std::uint32_t>(pageSize, static_cast<std::uint32_t>(rowCount())) };
    m_backend.ask(
        this,
        [whole, query, ids](MailReader& reader) {
            return whole ? reader.messages(query) : reader.messagesById(ids, query.folder);
        },
        [this, whole, ids, limit = query.limit, generation = m_generation](
            Result<std::vector<Message>> found) {
            if (generation != m_generation || !found)
                return;
            const int oldRow = currentRow();
            if (whole) {
                std::vector<MessageRow> next;
                for (const Message& message : *found)
                    next.push_back(toRow(message));
                m_complete = found->size() < limit;
                setRows(std::move(next));
            } else {
                applyRows(ids, *found);
            }
            keepSelectionValid(oldRow);
            settle();
        });
}

void MessageListModel::applyRows(
    const std::vector<MessageId>& asked, const std::vector<Message>& found)
{
    std::set<MessageId> here;
    for (const Message& message : found)
        here.insert(message.id);
    for (const MessageId id : asked) {
        const int at = here.count(id) ? -1 : indexOfKey(text(id.toString()));
        if (at >= 0)
            removeRowAt(at);
    }
    for (const Message& message : found)
        upsert(message);
}

void MessageListModel::upsert(const Message& message)
{
    MessageRow next = toRow(message);
    const int at = indexOfKey(next.key);
    if (at >= 0 && row(at)->message.received == message.received)
        return replaceRow(at, std::move(next));
    if (at >= 0)
        removeRowAt(at);
    // A row that was read while it is shown stays; one that never was unread does not come in.
    if (at < 0 && m_unreadOnly && message.flags.has(Flag::Seen))
        return;
    const auto& all = rows();
    const auto place = std::lower_bound(all.begin(), all.end(), message,
        [](const MessageRow& a, const Message& b) { return isNewer(a.message, b); });
    if (place == all.end() && !m_complete)
        return; // below what is loaded: comes with its page
    insertRow(static_cast<int>(place - all.begin()), std::move(next));
}

void MessageListModel::settle()
{
    setState(rowCount() > 0 ? State::Ready : m_complete ? State::Empty : State::Loading);
    if (rowCount() == 0 && !m_complete && !m_loading)
        loadPage();
}

void MessageListModel::setState(State state, const QString& error)
{
    if (m_state == state && m_errorText == error)
        return;
    m_state = state;
    m_errorText = error;
    Q_EMIT stateChanged();
}

void MessageListModel::dayPassed()
{
    if (m_now().date() == m_today)
        return;
    m_today = m_now().date();
    if (rowCount() > 0)
        Q_EMIT dataChanged(
            index(0), index(rowCount() - 1), { DateRole, SectionRole, DescriptionRole });
}

} // namespace fulmar::app
