// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/reader_view_model.h"

#include "viewmodels/file_saving.h"
#include "viewmodels/formats.h"
#include "wording.h"

#include <QDesktopServices>

#include <chrono>

namespace fulmar::app {
namespace {

constexpr auto readAfter = std::chrono::milliseconds(1000); ///< shown this long = read

FlagChange seen()
{
    FlagChange change;
    change.add.set(Flag::Seen);
    return change;
}

} // namespace

ReaderViewModel::ReaderViewModel(Backend& backend, QObject* parent)
    : QObject(parent), m_backend(backend)
{
    m_readTimer.setSingleShot(true);
    m_readTimer.setInterval(readAfter);
    m_readTimer.callOnTimeout(this, &ReaderViewModel::markRead);
}

void ReaderViewModel::show(const Message& message, std::optional<FolderId> folder)
{
    if (message.id == m_message.id) {
        m_keepUnread = m_keepUnread || (!unread() && !message.flags.has(Flag::Seen));
        m_message = message;
        Q_EMIT messageChanged();
        return;
    }
    ++m_generation;
    m_message = message;
    m_folder = folder;
    m_body = {};
    m_keepUnread = false;
    m_readTimer.stop();
    m_attachments.show({});
    setState(State::Loading);
    Q_EMIT messageChanged();
    Q_EMIT bodyChanged();
    load();
}

void ReaderViewModel::clear()
{
    if (m_state == State::Nothing)
        return;
    ++m_generation;
    m_message = {};
    m_body = {};
    m_readTimer.stop();
    m_attachments.show({});
    setState(State::Nothing);
    Q_EMIT messageChanged();
    Q_EMIT bodyChanged();
}

void ReaderViewModel::load()
{
    m_backend.ask(
        this, [id = m_message.id](MailReader& reader) { return reader.raw(id); },
        [this, generation = m_generation](Result<std::optional<std::string>> raw) {
            if (generation == m_generation)
                loaded(std::move(raw));
        });
}

void ReaderViewModel::loaded(Result<std::optional<std::string>> raw)
{
    if (!raw)
        return fail(raw.error());
    if (!*raw)
        return download();
    m_backend.compute(
        this, [raw = std::move(**raw)] { return readMessage(raw); },
        [this, generation = m_generation](ReadableMessage body) {
            if (generation == m_generation)
                present(std::move(body));
        });
}

void ReaderViewModel::download()
{
    if (m_state == State::Downloading) {
        setState(State::Failed);
        m_errorText = tr("The server does not have this message any more.");
        Q_EMIT stateChanged();
        return;
    }
    setState(State::Downloading);
    m_backend.fetchBody(m_message.id, this, [this, generation = m_generation](Result<void> done) {
        if (generation != m_generation)
            return;
        if (!done)
            return fail(done.error());
        load();
    });
}

void ReaderViewModel::present(ReadableMessage body)
{
    m_body = std::move(body);
    m_attachments.show(m_body.attachments);
    setState(State::Ready);
    Q_EMIT bodyChanged();
    Q_EMIT messageChanged();
    if (unread())
        m_readTimer.start();
}

void ReaderViewModel::fail(const Error& error)
{
    const Wording words = wordingFor(error);
    m_errorText = words.sentence;
    m_errorHint = words.hint;
    setState(State::Failed);
}

void ReaderViewModel::setState(State state)
{
    m_state = state;
    if (state != State::Failed) {
        m_errorText.clear();
        m_errorHint.clear();
    }
    Q_EMIT stateChanged();
}

void ReaderViewModel::retry()
{
    if (m_state != State::Failed)
        return;
    ++m_generation;
    setState(State::Loading);
    load();
}

void ReaderViewModel::markRead()
{
    if (m_state != State::Ready || !unread() || m_keepUnread)
        return;
    // Without a name: reading is no step that a person would take back.
    m_backend.change({ .name = {},
                         .actions = { ChangeFlags{ seen() } },
                         .messages = { m_message.id },
                         .from = m_folder },
        this, [](const Result<void>&) {});
}

QString ReaderViewModel::key() const
{
    return m_message.id.isValid() ? text(m_message.id.toString()) : QString();
}

QString ReaderViewModel::subject() const
{
    const QString subject = displayText(m_message.summary.subject);
    return subject.isEmpty() ? tr("(no subject)") : subject;
}

QString ReaderViewModel::senderName() const
{
    const QString names = displayNames(m_message.summary.from);
    return names.isEmpty() ? tr("(no sender)") : names;
}

QString ReaderViewModel::senderAddress() const
{
    QStringList addresses;
    for (const Address& a : m_message.summary.from)
        addresses += displayText(a.address);
    const QString all = addresses.join(QStringLiteral(", "));
    return all == senderName() ? QString() : all;
}

QString ReaderViewModel::initials() const
{
    QString out;
    const auto words = senderName().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString& word : words) {
        const auto first = word.toUcs4().front();
        if (QChar::isLetterOrNumber(first) && out.size() < 2)
            out += QString::fromUcs4(reinterpret_cast<const char32_t*>(&first), 1).toUpper();
    }
    return out.isEmpty() ? QStringLiteral("?") : out;
}

QString ReaderViewModel::to() const
{
    return fullAddresses(m_message.summary.to);
}

QString ReaderViewModel::cc() const
{
    return fullAddresses(m_message.summary.cc);
}

QString ReaderViewModel::replyTo() const
{
    const auto& replyTo = m_message.summary.replyTo;
    const auto& from = m_message.summary.from;
    if (replyTo.empty()
        || (!from.empty() && replyTo.size() == 1
            && replyTo.front().address == from.front().address))
        return {};
    return fullAddresses(replyTo);
}

QString ReaderViewModel::date() const
{
    return longDate(m_message.summary.date.value_or(m_message.received));
}

QStringList ReaderViewModel::labels() const
{
    return labelNames(m_message);
}

void ReaderViewModel::setShowHtml(bool on)
{
    if (m_showHtml == on)
        return;
    m_showHtml = on;
    Q_EMIT bodyChanged();
}

QUrl ReaderViewModel::htmlUrl() const
{
    if (!m_body.hasHtml)
        return {};
    return QUrl(QStringLiteral("fulmar-cid:message/%1").arg(m_generation));
}

QByteArray ReaderViewModel::resourceType(const QUrl& url) const
{
    if (url == htmlUrl())
        return "text/html";
    const auto found = m_body.inlineParts.find(url.path(QUrl::FullyDecoded));
    return found == m_body.inlineParts.end() ? QByteArray() : found->second.mediaType;
}

QByteArray ReaderViewModel::resourceContent(const QUrl& url) const
{
    if (url == htmlUrl())
        return m_body.html;
    const auto found = m_body.inlineParts.find(url.path(QUrl::FullyDecoded));
    return found == m_body.inlineParts.end() ? QByteArray() : found->second.content;
}

void ReaderViewModel::openLink(const QUrl& url)
{
    const QString scheme = url.scheme().toLower();
    if (scheme == QLatin1String("mailto"))
        Q_EMIT mailtoRequested(url);
    else if (scheme == QLatin1String("http") || scheme == QLatin1String("https"))
        QDesktopServices::openUrl(url);
    else
        Q_EMIT linkRefused(displayText(url.toDisplayString().toStdString()));
}

void ReaderViewModel::saveAttachment(const QString& part, const QUrl& file, bool replace)
{
    const QString path = file.toLocalFile();
    m_backend.ask(
        this,
        [id = m_message.id, part = part.toStdString(), path, replace](
            MailReader& reader) -> Result<SavedFiles> {
            const auto raw = reader.raw(id);
            if (!raw)
                return Unexpected(raw.error());
            return saveParts(raw->value_or(std::string()), { { part, path } }, replace);
        },
        [this](const Result<SavedFiles>& done) {
            if (done)
                Q_EMIT saved(done->place, done->files);
            else
                Q_EMIT saveFailed(wordingFor(done.error()).sentence);
        });
}

void ReaderViewModel::saveAll(const QUrl& folder)
{
    std::vector<PartTarget> targets;
    for (const AttachmentRow& row : m_attachments.rows())
        targets.push_back(
            { row.key.toStdString(), folder.toLocalFile() + QLatin1Char('/') + row.fileName });
    m_backend.ask(
        this,
        [id = m_message.id, targets](MailReader& reader) -> Result<SavedFiles> {
            const auto raw = reader.raw(id);
            if (!raw)
                return Unexpected(raw.error());
            return saveParts(raw->value_or(std::string()), targets, false);
        },
        [this](const Result<SavedFiles>& done) {
            if (done)
                Q_EMIT saved(done->place, done->files);
            else
                Q_EMIT saveFailed(wordingFor(done.error()).sentence);
        });
}

} // namespace fulmar::app
