// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/composer_view_model.h"

#include "compose/compose.h"
#include "compose/recipients.h"
#include "viewmodels/formats.h"
#include "wording.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <chrono>

namespace fulmar::app {
namespace {

constexpr auto saveAfter = std::chrono::milliseconds(2000); ///< of quiet typing
constexpr qint64 largestFile = 512LL * 1024 * 1024; ///< bytes; no provider takes a tenth of it

Result<DraftAttachment> readFile(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Error error{ ErrorKind::Storage, file.errorString().toStdString(), {} };
        error.code = "unreadable";
        return Unexpected(error);
    }
    if (file.size() > largestFile)
        return Unexpected(Error{ ErrorKind::Limit, "attachment", {} });
    const QByteArray content = file.readAll();
    if (content.size() < file.size()) {
        Error error{ ErrorKind::Storage, file.errorString().toStdString(), {} };
        error.code = "unreadable";
        return Unexpected(error);
    }
    return compose::makeAttachment(QFileInfo(path).fileName().toStdString(), content.toStdString());
}

} // namespace

ComposerViewModel::ComposerViewModel(
    Backend& backend, Draft draft, std::vector<Account> accounts, QObject* parent)
    : QObject(parent)
    , m_backend(backend)
    , m_draft(std::move(draft))
    , m_accounts(std::move(accounts))
{
    const auto asTyped = [](std::string& typed, const std::vector<Address>& parsed) {
        if (typed.empty())
            typed = compose::formatRecipients(parsed);
    };
    asTyped(m_draft.toText, m_draft.to);
    asTyped(m_draft.ccText, m_draft.cc);
    asTyped(m_draft.bccText, m_draft.bcc);
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(saveAfter);
    m_saveTimer.callOnTimeout(this, &ComposerViewModel::save);
    if (!m_draft.account.isValid() && !m_accounts.empty())
        m_draft.account = m_accounts.front().id;
    showAttachments();
}

QStringList ComposerViewModel::accounts() const
{
    QStringList names;
    for (const Account& account : m_accounts)
        names += fullAddress({ account.name, account.email });
    return names;
}

int ComposerViewModel::accountIndex() const
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
        [&](const Account& a) { return a.id == m_draft.account; });
    return found == m_accounts.end() ? -1 : static_cast<int>(found - m_accounts.begin());
}

void ComposerViewModel::setAccountIndex(int index)
{
    if (index < 0 || index >= static_cast<int>(m_accounts.size()) || index == accountIndex())
        return;
    m_draft.account = m_accounts[static_cast<std::size_t>(index)].id;
    touched();
}

QString ComposerViewModel::to() const
{
    return text(m_draft.toText);
}
QString ComposerViewModel::cc() const
{
    return text(m_draft.ccText);
}
QString ComposerViewModel::bcc() const
{
    return text(m_draft.bccText);
}
QString ComposerViewModel::subject() const
{
    return text(m_draft.subject);
}
QString ComposerViewModel::bodyText() const
{
    return text(m_draft.text);
}
void ComposerViewModel::setTo(const QString& value)
{
    setField(m_draft.toText, value);
}
void ComposerViewModel::setCc(const QString& value)
{
    setField(m_draft.ccText, value);
}
void ComposerViewModel::setBcc(const QString& value)
{
    setField(m_draft.bccText, value);
}
void ComposerViewModel::setSubject(const QString& value)
{
    setField(m_draft.subject, value);
}
void ComposerViewModel::setBodyText(const QString& value)
{
    setField(m_draft.text, value);
}

void ComposerViewModel::setField(std::string& field, const QString& value)
{
    std::string next = value.toStdString();
    if (field == next)
        return;
    field = std::move(next);
    touched();
}

void ComposerViewModel::touched()
{
    m_edited = true;
    m_dirty = true;
    m_saveTimer.start();
    if (!m_problem.isEmpty())
        setStatus({});
    Q_EMIT edited();
}

QString ComposerViewModel::title() const
{
    const QString subject = displayText(m_draft.subject);
    return subject.isEmpty() ? tr("New message") : subject;
}

bool ComposerViewModel::isEmpty() const
{
    return m_draft.toText.empty() && m_draft.ccText.empty() && m_draft.bccText.empty()
        && m_draft.subject.empty() && m_draft.text.find_first_not_of(" \t\r\n") == std::string::npos
        && m_draft.attachments.empty();
}

bool ComposerViewModel::checkField(
    const std::string& typed, const char* field, std::vector<Address>& parsed, QString& error)
{
    auto list = compose::parseRecipients(typed, field);
    if (!list) {
        // "To / sam at example": the error stands under its field already.
        const auto slash = list.error().where.find(" / ");
        if (slash != std::string::npos)
            list.error().where.erase(0, slash + 3);
    }
    error = list ? QString() : wordingFor(list.error()).sentence;
    parsed = list ? std::move(*list) : std::vector<Address>{};
    return error.isEmpty();
}

bool ComposerViewModel::check()
{
    const bool to = checkField(m_draft.toText, "To", m_draft.to, m_toError);
    const bool cc = checkField(m_draft.ccText, "Cc", m_draft.cc, m_ccError);
    const bool bcc = checkField(m_draft.bccText, "Bcc", m_draft.bcc, m_bccError);
    Q_EMIT checked();
    return to && cc && bcc;
}

void ComposerViewModel::addFiles(const QList<QUrl>& files)
{
    for (const QUrl& url : files) {
        const QString path = url.toLocalFile();
        if (path.isEmpty())
            continue;
        ++m_reading;
        m_backend.compute(
            this, [path] { return readFile(path); },
            [this, path](Result<DraftAttachment> file) {
                --m_reading;
                if (file)
                    addFile(std::move(*file));
                else
                    setStatus({},
                        tr("“%1” could not be attached: %2")
                            .arg(QFileInfo(path).fileName(), wordingFor(file.error()).sentence));
                idle();
            });
    }
    setStatus(m_statusText, m_problem);
}

void ComposerViewModel::addFile(DraftAttachment file)
{
    m_draft.attachments.push_back(std::move(file));
    showAttachments();
    touched();
    setStatus(m_statusText);
}

void ComposerViewModel::removeAttachment(const QString& key)
{
    const int at = m_attachments.indexOfKey(key);
    if (at < 0)
        return;
    m_draft.attachments.erase(m_draft.attachments.begin() + at);
    showAttachments();
    touched();
}

void ComposerViewModel::showAttachments()
{
    std::vector<AttachmentRow> rows;
    int number = 0;
    for (const DraftAttachment& file : m_draft.attachments) {
        const auto slash = file.mediaType.find('/');
        rows.push_back({ QStringLiteral("%1-%2").arg(number++).arg(text(file.fileName)),
            displayText(file.fileName), {},
            mediaIcon(file.mediaType.substr(0, slash),
                slash == std::string::npos ? "" : file.mediaType.substr(slash + 1)),
            byteSize(file.size) });
    }
    m_attachments.show(std::move(rows));
    Q_EMIT attachmentsChanged();
}

QString ComposerViewModel::attachmentTotal() const
{
    std::uint64_t bytes = 0;
    for (const DraftAttachment& file : m_draft.attachments)
        bytes += file.size;
    return m_draft.attachments.empty() ? QString() : byteSize(bytes);
}

void ComposerViewModel::setStatus(const QString& text, const QString& problem)
{
    m_statusText = text;
    m_problem = problem;
    Q_EMIT statusChanged();
}

void ComposerViewModel::save()
{
    if (m_saving || m_gone)
        return;
    m_saveTimer.stop();
    m_dirty = false;
    m_saving = true;
    for (auto [typed, parsed, field] : { std::tuple{ &m_draft.toText, &m_draft.to, "To" },
             std::tuple{ &m_draft.ccText, &m_draft.cc, "Cc" },
             std::tuple{ &m_draft.bccText, &m_draft.bcc, "Bcc" } })
        *parsed = compose::parseRecipients(*typed, field).value_or(std::vector<Address>{});
    const bool newFiles = std::any_of(m_draft.attachments.begin(), m_draft.attachments.end(),
        [](const DraftAttachment& f) { return f.id == 0; });
    setStatus(tr("Saving…"), m_problem);
    m_backend.saveDraft(
        m_draft, this, [this, newFiles](Result<DraftId> id) { saved(std::move(id), newFiles); });
}

void ComposerViewModel::saved(Result<DraftId> id, bool hadNewFiles)
{
    if (!id) {
        m_saving = false;
        m_dirty = true;
        m_closing = m_sending = false;
        return setStatus({}, tr("The draft is not saved: %1").arg(wordingFor(id.error()).sentence));
    }
    m_draft.id = *id;
    if (!hadNewFiles) {
        m_saving = false;
        return idle();
    }
    // The store gave each new file an id; without it the next save would store the file once more.
    m_backend.ask(
        this, [](MailReader& reader) { return reader.drafts(); },
        [this](Result<std::vector<Draft>> drafts) { adoptAttachmentIds(std::move(drafts)); });
}

void ComposerViewModel::adoptAttachmentIds(Result<std::vector<Draft>> drafts)
{
    m_saving = false;
    if (drafts) {
        const auto stored = std::find_if(
            drafts->begin(), drafts->end(), [&](const Draft& d) { return d.id == m_draft.id; });
        std::vector<DraftAttachment> known;
        if (stored != drafts->end())
            known = stored->attachments;
        for (DraftAttachment& file : m_draft.attachments) {
            const auto match
                = std::find_if(known.begin(), known.end(), [&](const DraftAttachment& k) {
                      return file.id != 0 ? k.id == file.id
                                          : k.fileName == file.fileName && k.size == file.size;
                  });
            if (match == known.end())
                continue;
            file.id = match->id;
            file.content.clear();
            known.erase(match);
        }
    }
    idle();
}

/// Goes on with what waits for the store: a newer text, the sending, the closing.
void ComposerViewModel::idle()
{
    if (m_saving || m_reading > 0 || m_gone)
        return;
    if (m_dirty && (m_sending || m_closing || m_storing))
        return save();
    if (m_sending)
        return queueMail();
    if (m_closing || m_storing)
        storeOnServer();
    if (m_closing) {
        m_gone = true;
        Q_EMIT finished();
        return;
    }
    if (m_dirty)
        m_saveTimer.start();
    else if (m_draft.id.isValid())
        setStatus(tr("Saved on this computer"), m_problem);
}

/// What was written here since the last time goes to the Drafts folder of the account.
void ComposerViewModel::storeOnServer()
{
    m_storing = false;
    if (!m_draft.id.isValid() || !m_edited)
        return;
    m_edited = false;
    m_backend.storeDraft(m_draft.id, this, [](const Result<void>&) {});
}

void ComposerViewModel::store()
{
    if (m_sending || m_gone || isEmpty())
        return;
    m_storing = true;
    m_dirty = true;
    if (!m_saving)
        save();
}

void ComposerViewModel::send()
{
    if (m_sending || m_gone)
        return;
    if (!check())
        return setStatus({}, tr("One of the addresses is not complete."));
    if (m_draft.to.empty() && m_draft.cc.empty() && m_draft.bcc.empty()) {
        m_toError = tr("Say who shall get this message.");
        Q_EMIT checked();
        return setStatus({}, m_toError);
    }
    m_sending = true;
    m_dirty = true;
    setStatus(tr("Putting it into the outbox…"));
    idle();
}

void ComposerViewModel::queueMail()
{
    m_backend.sendDraft(m_draft.id, this, [this](Result<OutboxId> item) {
        m_sending = false;
        if (!item)
            return setStatus({}, wordingFor(item.error()).sentence);
        m_gone = true;
        Q_EMIT sent(*item);
        Q_EMIT finished();
    });
}

void ComposerViewModel::close()
{
    if (m_sending || m_gone)
        return;
    if (isEmpty())
        return discard();
    m_closing = true;
    if (!m_draft.id.isValid() && !m_saving)
        m_dirty = m_edited = true;
    idle();
}

void ComposerViewModel::discard()
{
    m_gone = true;
    m_saveTimer.stop();
    if (m_draft.id.isValid())
        m_backend.removeDraft(m_draft.id, this, [](const Result<void>&) {});
    Q_EMIT finished();
}

} // namespace fulmar::app
