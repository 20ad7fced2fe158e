// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/app_view_model.h"

#include "compose/draft_message.h"
#include "viewmodels/formats.h"
#include "viewmodels/notice_words.h"

#include <QDateTime>
#include <QQmlEngine>
#include <QUrlQuery>

#include <algorithm>

namespace fulmar::app {

AppViewModel::AppViewModel(Backend& backend, Appearance& appearance, QObject* parent)
    : QObject(parent)
    , m_backend(backend)
    , m_appearance(appearance)
    , m_mailboxes(backend)
    , m_messages(backend)
    , m_reader(backend)
    , m_actions(backend, m_mailboxes, m_messages)
    , m_folderActions(backend, m_mailboxes)
    , m_pending(backend)
    , m_outbox(backend)
    , m_drafts(backend)
    , m_status(backend)
{
    connect(&m_mailboxes, &MailboxTreeModel::currentChanged, this, &AppViewModel::placeFollowed);
    connect(&m_mailboxes, &MailboxTreeModel::loaded, this, [this] {
        m_status.setAccounts(m_mailboxes.accounts());
        m_ready = true;
        Q_EMIT readyChanged();
    });
    connect(
        &m_messages, &MessageListModel::selectionChanged, this, &AppViewModel::selectionFollowed);
    connect(&m_messages, &MessageListModel::dataChanged, this, &AppViewModel::selectionFollowed);
    connect(&m_outbox, &OutboxModel::countChanged, this,
        [this] { m_status.setOutbox(m_outbox.sending(), m_outbox.troubled()); });
    connect(&m_backend, &Backend::noticed, this, &AppViewModel::noticed);
    const auto bad = [this](const QString& sentence) { Q_EMIT notified(sentence, {}, true); };
    connect(&m_actions, &MessageActions::refused, this, bad);
    connect(&m_folderActions, &FolderActions::refused, this, bad);
    connect(&m_pending, &PendingActionsModel::failed, this, bad);
    const auto told = [this](const QString& sentence, bool undoable) {
        if (undoable)
            Q_EMIT undoOffered(sentence);
        else
            Q_EMIT notified(sentence, {}, false);
    };
    connect(&m_actions, &MessageActions::done, this, told);
    connect(&m_folderActions, &FolderActions::done, this, told);
    connect(&m_pending, &PendingActionsModel::countChanged, this,
        [this] { m_status.setPending(m_pending.count()); });
    connect(&m_outbox, &OutboxModel::failed, this, bad);
    m_reader.setAppearance(appearance);
    connect(&m_outbox, &OutboxModel::takenBack, this, &AppViewModel::openDraft);
    connect(&m_reader, &ReaderViewModel::saveFailed, this, bad);
    connect(&m_reader, &ReaderViewModel::unsubscribed, this,
        [this](const QString& sentence) { Q_EMIT notified(sentence, {}, false); });
    connect(&m_reader, &ReaderViewModel::mailtoRequested, this, &AppViewModel::composeTo);
    connect(&m_reader, &ReaderViewModel::linkRefused, this, [this](const QString& address) {
        Q_EMIT notified(tr("Fulmar opens only web and mail addresses."), address, true);
    });
    connect(&m_reader, &ReaderViewModel::saved, this, [this](const QString& place, int files) {
        Q_EMIT notified(files == 1 ? tr("Saved.") : tr("%1 files saved.").arg(files), place, false);
    });
}

void AppViewModel::start()
{
    m_mailboxes.reload();
    m_outbox.reload();
    m_drafts.reload();
    m_pending.reload();
}

void AppViewModel::setStartFailure(const QString& sentence)
{
    m_startFailure = sentence;
    m_ready = true;
    Q_EMIT readyChanged();
}

QString AppViewModel::version() const
{
    return QStringLiteral(FULMAR_VERSION);
}

void AppViewModel::placeFollowed()
{
    const MailboxRow* current = m_mailboxes.current();
    const auto kind = current ? static_cast<MailboxTreeModel::Kind>(current->kind)
                              : MailboxTreeModel::Kind::Folder;
    const Place next = kind == MailboxTreeModel::Kind::Outbox ? Place::Outbox
        : kind == MailboxTreeModel::Kind::Drafts              ? Place::Drafts
                                                              : Place::Mail;
    if (next == Place::Mail) {
        const bool outgoing
            = current && (current->role == FolderRole::Sent || current->role == FolderRole::Drafts);
        m_messages.setFolder(current ? std::optional(current->folder) : std::nullopt, outgoing);
    }
    if (next == m_place)
        return;
    m_place = next;
    Q_EMIT placeChanged();
}

void AppViewModel::selectionFollowed()
{
    const Message* current = m_messages.currentMessage();
    if (current && m_messages.selectedCount() == 1)
        m_reader.show(*current, m_messages.folder());
    else
        m_reader.clear();
}

std::vector<Account> AppViewModel::accounts() const
{
    std::vector<Account> all;
    for (const AccountRecord& record : m_mailboxes.accounts())
        all.push_back(record.account);
    return all;
}

void AppViewModel::compose()
{
    Draft draft;
    if (const MailboxRow* current = m_mailboxes.current())
        draft.account = current->account;
    openComposer(std::move(draft));
}

void AppViewModel::composeTo(const QUrl& mailto)
{
    if (mailto.scheme().compare(QLatin1String("mailto"), Qt::CaseInsensitive) != 0)
        return;
    const QUrlQuery query(mailto);
    const auto field = [&](const char* name) {
        for (const auto& [key, value] : query.queryItems(QUrl::FullyDecoded)) {
            if (key.compare(QLatin1String(name), Qt::CaseInsensitive) == 0)
                return value;
        }
        return QString();
    };
    Draft draft;
    if (const MailboxRow* current = m_mailboxes.current())
        draft.account = current->account;
    QStringList to{ mailto.path(QUrl::FullyDecoded), field("to") };
    to.removeAll(QString());
    draft.toText = displayText(to.join(QStringLiteral(", ")).toStdString()).toStdString();
    draft.ccText = displayText(field("cc").toStdString()).toStdString();
    draft.bccText = displayText(field("bcc").toStdString()).toStdString();
    draft.subject = displayText(field("subject").toStdString()).toStdString();
    draft.text = field("body").replace(QStringLiteral("\r\n"), QStringLiteral("\n")).toStdString();
    openComposer(std::move(draft));
}

void AppViewModel::openComposer(Draft draft)
{
    if (!hasAccounts())
        return;
    auto* composer = new ComposerViewModel(m_backend, std::move(draft), accounts(), this);
    m_composers.insert(composer);
    connect(composer, &ComposerViewModel::finished, this, [this, composer] {
        m_composers.erase(composer);
        composer->deleteLater();
        if (m_composers.empty())
            Q_EMIT composersClosed();
    });
    Q_EMIT composerOpened(composer);
}

void AppViewModel::closeComposers()
{
    const auto open = m_composers;
    for (ComposerViewModel* composer : open)
        composer->close();
}

void AppViewModel::answer(Answer kind)
{
    const Message* current = m_messages.currentMessage();
    if (!current || m_messages.selectedCount() != 1)
        return;
    m_backend.ask(
        this, [id = current->id](MailReader& reader) { return reader.raw(id); },
        [this, message = *current, kind](const Result<std::optional<std::string>>& raw) {
            if (!raw)
                Q_EMIT notified(wordingFor(raw.error()).sentence, {}, true);
            else if (!*raw)
                Q_EMIT notified(
                    tr("The message is not here yet. Try again when it is shown."), {}, true);
            else
                answerLoaded(message, **raw, kind);
        });
}

void AppViewModel::answerLoaded(const Message& message, const std::string& raw, Answer kind)
{
    compose::ReplyOptions options;
    for (const Account& account : accounts()) {
        options.ownAddresses.push_back(account.email);
        if (account.id == message.account)
            options.account = account;
    }
    options.htmlShown = m_reader.message().id == message.id && m_reader.showHtml();
    options.utcOffset = QDateTime::currentDateTime().offsetFromUtc();
    const compose::ReplyKind how = kind == Answer::Sender ? compose::ReplyKind::Sender
        : kind == Answer::All                             ? compose::ReplyKind::All
                                                          : compose::ReplyKind::Forward;
    m_backend.compute(
        this, [message, raw, how, options] { return compose::reply(message, raw, how, options); },
        [this](Draft draft) { openComposer(std::move(draft)); });
}

void AppViewModel::openDraft(const QString& key)
{
    const auto id = DraftId::parse(key.toStdString());
    if (!id)
        return;
    for (ComposerViewModel* open : m_composers) {
        if (open->draftId() == *id) {
            Q_EMIT composerOpened(open);
            return;
        }
    }
    m_backend.ask(
        this, [](MailReader& reader) { return reader.drafts(); },
        [this, id = *id](const Result<std::vector<Draft>>& drafts) {
            if (!drafts)
                return;
            const auto found = std::find_if(
                drafts->begin(), drafts->end(), [&](const Draft& d) { return d.id == id; });
            if (found != drafts->end())
                openComposer(*found);
        });
}

/// A draft as the server has it, and the one here that it is a copy of.
struct AppViewModel::ServerDraft {
    Draft draft{};
    DraftPosition position{};
    DraftId known{};
};

bool AppViewModel::openAsDraft()
{
    const Message* message = m_messages.currentMessage();
    const Folder* folder = m_messages.folder() ? m_mailboxes.folder(*m_messages.folder()) : nullptr;
    if (!message || !folder || folder->role != FolderRole::Drafts)
        return false;
    m_backend.ask(
        this,
        [id = message->id, account = message->account, folder = *folder](
            MailReader& reader) -> Result<std::optional<ServerDraft>> {
            const auto placed = reader.message(id, folder.id);
            const auto copies = reader.draftCopies();
            const auto raw = reader.raw(id);
            if (!placed || !copies || !raw || !*placed || !*raw)
                return std::optional<ServerDraft>{};
            ServerDraft found{ .position
                = { folder.id, folder.checkpoint.uidValidity, (*placed)->uid } };
            for (const DraftCopy& copy : *copies) {
                if (copy.position == found.position && copy.position.uid != 0)
                    found.known = copy.draft;
            }
            if (!found.known.isValid())
                found.draft = compose::draftFromBytes(**raw, account);
            return std::optional(std::move(found));
        },
        [this](const Result<std::optional<ServerDraft>>& found) {
            if (!found || !*found)
                Q_EMIT notified(
                    tr("The draft is not here yet. Try again when it is shown."), {}, true);
            else if ((*found)->known.isValid())
                openDraft(text((*found)->known.toString()));
            else
                adopt(**found);
        });
    return true;
}

void AppViewModel::adopt(const ServerDraft& found)
{
    Draft draft = found.draft;
    draft.changed = QDateTime::currentSecsSinceEpoch();
    m_backend.adoptDraft(draft, found.position, this, [this](const Result<DraftId>& id) {
        if (id)
            openDraft(text(id->toString()));
        else
            Q_EMIT notified(wordingFor(id.error()).sentence, {}, true);
    });
}

void AppViewModel::synchronise()
{
    m_backend.retryNow();
    m_backend.sync({});
}

void AppViewModel::offerMoveTargets()
{
    std::vector<PickerRow> choice;
    const auto from = m_messages.folder();
    const Folder* here = from ? m_mailboxes.folder(*from) : nullptr;
    for (const MailboxRow& row : m_mailboxes.rows()) {
        if (row.kind != static_cast<int>(MailboxTreeModel::Kind::Folder) || !row.selectable)
            continue;
        if (here && row.account == here->account && row.folder != here->id)
            choice.push_back(
                { row.key, row.name, text(m_mailboxes.folder(row.folder)->path), row.icon });
    }
    m_picker.setChoice(std::move(choice));
}

void AppViewModel::offerPlaces()
{
    std::vector<PickerRow> choice;
    QString account;
    for (const MailboxRow& row : m_mailboxes.rows()) {
        if (row.kind == static_cast<int>(MailboxTreeModel::Kind::AccountHead))
            account = row.name;
        else if (row.selectable)
            choice.push_back({ row.key, row.name, account, row.icon });
    }
    m_picker.setChoice(std::move(choice));
}

AccountForm* AppViewModel::newAccountForm()
{
    auto* form = new AccountForm(m_backend, {});
    QQmlEngine::setObjectOwnership(form, QQmlEngine::JavaScriptOwnership);
    return form;
}

AccountForm* AppViewModel::editAccountForm(const QString& accountKey)
{
    for (const Account& account : accounts()) {
        if (text(account.id.toString()) != accountKey)
            continue;
        auto* form = new AccountForm(m_backend, account);
        QQmlEngine::setObjectOwnership(form, QQmlEngine::JavaScriptOwnership);
        return form;
    }
    return nullptr;
}

AccountFolders* AppViewModel::accountFolders(const QString& accountKey)
{
    const auto id = AccountId::parse(accountKey.toStdString());
    auto* folders = new AccountFolders(m_backend, m_mailboxes, id.value_or(AccountId{}));
    connect(folders, &AccountFolders::refused, this,
        [this](const QString& sentence) { Q_EMIT notified(sentence, {}, true); });
    QQmlEngine::setObjectOwnership(folders, QQmlEngine::JavaScriptOwnership);
    return folders;
}

void AppViewModel::removeAccount(const QString& accountKey)
{
    const auto id = AccountId::parse(accountKey.toStdString());
    if (!id)
        return;
    m_backend.removeAccount(*id, this, [this](const Result<void>& done) {
        if (!done)
            Q_EMIT notified(wordingFor(done.error()).sentence, {}, true);
    });
}

void AppViewModel::noticed(const Notice& notice)
{
    const Wording words = noticeWords(notice);
    Q_EMIT notified(words.sentence, words.hint, notice.kind != Notice::Kind::CacheRebuilt);
}

} // namespace fulmar::app
