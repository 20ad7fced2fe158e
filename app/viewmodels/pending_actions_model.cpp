// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/pending_actions_model.h"

#include "model/stored_error.h"
#include "viewmodels/change_words.h"
#include "viewmodels/formats.h"
#include "viewmodels/mailbox_tree_model.h"
#include "wording.h"

#include <algorithm>
#include <map>

namespace fulmar::app {
namespace {

constexpr std::size_t mostRows
    = 500; ///< a person does not read more; the rest is in the count of none

QString nameOf(const PendingAction& pending, const std::map<FolderId, const Folder*>& folders)
{
    if (const auto* rename = std::get_if<RenameFolder>(&pending.action))
        return displayText(rename->path);
    if (const auto* create = std::get_if<CreateFolder>(&pending.action))
        return displayText(create->path);
    const auto id
        = arrivalOf(pending.action).value_or(folderActedOn(pending.action).value_or(FolderId{}));
    const auto found = folders.find(id);
    return found == folders.end() ? QString() : MailboxTreeModel::folderName(*found->second);
}

} // namespace

struct PendingActionsModel::Snapshot {
    std::vector<PendingAction> actions;
    std::vector<Folder> folders;
    std::vector<AccountRecord> accounts;
};

PendingActionsModel::PendingActionsModel(Backend& backend, QObject* parent)
    : KeyedListModel(parent), m_backend(backend)
{
    connect(&m_backend, &Backend::changed, this, [this](const ChangeSet& changes) {
        if (changes.actions || changes.accounts)
            reload();
    });
}

QHash<int, QByteArray> PendingActionsModel::roleNames() const
{
    return { { KeyRole, "key" }, { SentenceRole, "sentence" }, { DetailRole, "detail" },
        { TroubledRole, "troubled" }, { DescriptionRole, "description" } };
}

QVariant PendingActionsModel::data(const QModelIndex& index, int role) const
{
    const PendingActionRow* shown = row(index.row());
    if (!index.isValid() || !shown)
        return {};
    switch (role) {
    case KeyRole:
        return shown->key;
    case Qt::DisplayRole:
    case SentenceRole:
        return shown->sentence;
    case DetailRole:
        return shown->detail;
    case TroubledRole:
        return shown->troubled;
    case Qt::AccessibleTextRole:
    case DescriptionRole:
        return QStringList{ shown->sentence, shown->detail }.join(QStringLiteral(", "));
    default:
        return {};
    }
}

bool PendingActionsModel::troubled() const
{
    return std::any_of(
        rows().begin(), rows().end(), [](const PendingActionRow& r) { return r.troubled; });
}

std::vector<PendingActionRow> PendingActionsModel::rowsOf(const Snapshot& all)
{
    std::map<FolderId, const Folder*> folders;
    for (const Folder& folder : all.folders)
        folders[folder.id] = &folder;
    std::map<AccountId, QString> emails;
    for (const AccountRecord& record : all.accounts)
        emails[record.account.id] = displayText(record.account.email);
    std::vector<PendingActionRow> next;
    for (const PendingAction& pending : all.actions) {
        if (next.size() >= mostRows)
            break;
        const auto error = decodeError(pending.lastError);
        PendingActionRow row{ .key = text(pending.id.toString()),
            .sentence = pendingSentence(actionName(pending.action),
                static_cast<int>(pending.targets.size()), nameOf(pending, folders)),
            .account = emails[pending.account] };
        row.detail = error ? wordingFor(*error).sentence : row.account;
        row.troubled = error.has_value();
        next.push_back(std::move(row));
    }
    return next;
}

void PendingActionsModel::reload()
{
    m_backend.ask(
        this,
        [](MailReader& reader) -> Result<Snapshot> {
            auto actions = reader.pendingActions();
            auto folders = reader.folders({});
            auto accounts = reader.accounts();
            if (!actions || !folders || !accounts)
                return Unexpected(!actions ? actions.error()
                        : !folders         ? folders.error()
                                           : accounts.error());
            return Snapshot{ std::move(*actions), std::move(*folders), std::move(*accounts) };
        },
        [this](const Result<Snapshot>& all) {
            if (!all)
                return;
            setRows(rowsOf(*all));
            Q_EMIT countChanged();
        });
}

void PendingActionsModel::retry()
{
    m_backend.retryNow();
    m_backend.retryActions();
}

void PendingActionsModel::drop(const QString& key)
{
    if (const auto id = ActionId::parse(key.toStdString()))
        m_backend.dropAction(*id, this, [this](const Result<void>& dropped) {
            if (!dropped)
                Q_EMIT failed(wordingFor(dropped.error()).sentence);
        });
}

} // namespace fulmar::app
