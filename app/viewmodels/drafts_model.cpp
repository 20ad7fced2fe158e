// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/drafts_model.h"

#include "compose/recipients.h"
#include "viewmodels/formats.h"

#include <QDateTime>

#include <algorithm>

namespace fulmar::app {
namespace {

constexpr std::size_t previewLength = 400; ///< bytes; more than a line ever shows

DraftRow toRow(const Draft& draft)
{
    std::string to = draft.toText.empty() ? compose::formatRecipients(draft.to) : draft.toText;
    return { text(draft.id.toString()), displayText(draft.subject), displayText(to),
        displayText(draft.text.substr(0, previewLength)), draft.changed,
        static_cast<int>(draft.attachments.size()) };
}

} // namespace

Result<std::vector<Draft>> draftsOnlyHere(MailReader& reader)
{
    auto drafts = reader.drafts();
    const auto copies = reader.draftCopies();
    if (!drafts || !copies)
        return drafts;
    std::erase_if(*drafts, [&](const Draft& draft) {
        return std::any_of(copies->begin(), copies->end(), [&](const DraftCopy& copy) {
            return copy.draft == draft.id && copy.isSettled();
        });
    });
    return drafts;
}

DraftsModel::DraftsModel(Backend& backend, QObject* parent)
    : KeyedListModel(parent), m_backend(backend)
{
    connect(&m_backend, &Backend::changed, this, [this](const ChangeSet& changes) {
        // News of a folder may be the copy of a draft, which is shown there from then on.
        if (changes.drafts || changes.accounts || !changes.folders.empty())
            reload();
    });
}

QHash<int, QByteArray> DraftsModel::roleNames() const
{
    return { { KeyRole, "key" }, { SubjectRole, "subject" }, { RecipientsRole, "recipients" },
        { PreviewRole, "preview" }, { DateRole, "date" }, { AttachmentRole, "attachment" },
        { DescriptionRole, "description" } };
}

QVariant DraftsModel::data(const QModelIndex& index, int role) const
{
    const DraftRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    const QString subject = shown->subject.isEmpty() ? tr("(no subject)") : shown->subject;
    const QString to
        = shown->recipients.isEmpty() ? tr("(no recipient)") : tr("To: %1").arg(shown->recipients);
    switch (role) {
    case KeyRole:
        return shown->key;
    case Qt::DisplayRole:
    case SubjectRole:
        return subject;
    case RecipientsRole:
        return to;
    case PreviewRole:
        return shown->preview;
    case DateRole:
        return shortDate(shown->changed, QDateTime::currentDateTime());
    case AttachmentRole:
        return shown->attachments > 0;
    case Qt::AccessibleTextRole:
    case DescriptionRole:
        return QStringList{ tr("Draft"), to, subject,
            shortDate(shown->changed, QDateTime::currentDateTime()) }
            .join(QStringLiteral(", "));
    default:
        return {};
    }
}

void DraftsModel::remove(const QString& key)
{
    if (const auto id = DraftId::parse(key.toStdString()))
        m_backend.removeDraft(*id, this, [](const Result<void>&) {});
}

void DraftsModel::reload()
{
    m_backend.ask(
        this, [](MailReader& reader) { return draftsOnlyHere(reader); },
        [this](Result<std::vector<Draft>> drafts) {
            if (!drafts)
                return;
            std::stable_sort(drafts->begin(), drafts->end(),
                [](const Draft& a, const Draft& b) { return a.changed > b.changed; });
            std::vector<DraftRow> next;
            for (const Draft& draft : *drafts)
                next.push_back(toRow(draft));
            setRows(std::move(next));
            Q_EMIT countChanged();
        });
}

} // namespace fulmar::app
