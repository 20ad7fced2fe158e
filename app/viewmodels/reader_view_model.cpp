// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/reader_view_model.h"

#include "viewmodels/formats.h"
#include "wording.h"

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
    : QObject(parent), m_backend(backend), m_pictures(backend)
{
    connect(&m_pictures, &RemotePictures::wanted, this, &ReaderViewModel::readAgain);
    connect(&m_pictures, &RemotePictures::arrived, this, [this] {
        ++m_revision;
        Q_EMIT bodyChanged();
    });
    m_readTimer.setSingleShot(true);
    m_readTimer.setInterval(readAfter);
    m_readTimer.callOnTimeout(this, &ReaderViewModel::markRead);
}

void ReaderViewModel::setAppearance(Appearance& appearance)
{
    m_appearance = &appearance;
    m_pictures.setAppearance(&appearance);
    connect(&appearance, &Appearance::darkChanged, this, &ReaderViewModel::readAgain);
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
    m_previewing = false;
    m_quoteStart = -1;
    m_quoteFolded = true;
    m_keepUnread = false;
    m_pictures.reset({}, false);
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
    m_previewing = false;
    m_quoteStart = -1;
    m_pictures.reset({}, false);
    m_readTimer.stop();
    m_attachments.show({});
    setState(State::Nothing);
    Q_EMIT messageChanged();
    Q_EMIT bodyChanged();
}

Result<ReaderViewModel::Stored> ReaderViewModel::stored(MailReader& reader, const Message& message)
{
    Stored found;
    auto raw = reader.raw(message.id);
    if (!raw)
        return Unexpected(raw.error());
    found.raw = std::move(*raw);
    const auto accounts = reader.accounts();
    for (const AccountRecord& record : accounts ? *accounts : std::vector<AccountRecord>()) {
        if (record.account.id == message.account)
            found.trustedDomains
                = text::trustedDomainsFor(record.account.incoming.host, record.account.email);
    }
    return found;
}

void ReaderViewModel::load()
{
    m_backend.ask(
        this, [message = m_message](MailReader& reader) { return stored(reader, message); },
        [this, generation = m_generation](Result<Stored> found) {
            if (generation == m_generation)
                loaded(std::move(found));
        });
}

void ReaderViewModel::loaded(Result<Stored> found)
{
    if (!found)
        return fail(found.error());
    if (!found->raw)
        return download();
    ReadOptions options;
    options.dark = m_appearance && m_appearance->dark();
    options.showPictures = m_pictures.state() == RemotePictures::State::Loading
        || m_pictures.state() == RemotePictures::State::Shown;
    options.trustedDomains = std::move(found->trustedDomains);
    m_backend.compute(
        this, [raw = std::move(*found->raw), options] { return readMessage(raw, options); },
        [this, generation = m_generation](ReadableMessage body) {
            if (generation == m_generation)
                present(std::move(body));
        });
}

/// The same message with pictures or in other colours.
void ReaderViewModel::readAgain()
{
    if (m_state == State::Ready && !m_previewing)
        load();
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
    const bool first = m_state != State::Ready;
    m_body = std::move(body);
    ++m_revision;
    m_previewing = false;
    m_attachments.show(m_body.attachments);
    foldQuote();
    setState(State::Ready);
    startPictures();
    Q_EMIT bodyChanged();
    Q_EMIT messageChanged();
    if (first && unread())
        m_readTimer.start();
}

void ReaderViewModel::startPictures()
{
    using Choice = RemotePictures::State;
    if (m_pictures.state() == Choice::None) {
        const auto& from = m_message.summary.from;
        m_pictures.reset(
            from.size() == 1 ? text(from.front().address) : QString(), m_body.warnings.isEmpty());
    }
    m_pictures.offer(m_body.remotePictures, m_body.blockedRemote);
    if (m_pictures.state() == Choice::Loading)
        m_pictures.fetch();
    else if (m_pictures.state() == Choice::Blocked && m_pictures.allowedBefore())
        m_pictures.showOnce();
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
    return QUrl(QStringLiteral("fulmar-cid:message/%1").arg(m_revision));
}

QByteArray ReaderViewModel::resourceType(const QUrl& url) const
{
    if (url == htmlUrl())
        return "text/html";
    const QString path = url.path(QUrl::FullyDecoded);
    if (const InlinePart* picture = m_pictures.content(path))
        return picture->mediaType;
    const auto found = m_body.inlineParts.find(path);
    return found == m_body.inlineParts.end() ? QByteArray() : found->second.mediaType;
}

QByteArray ReaderViewModel::resourceContent(const QUrl& url) const
{
    if (url == htmlUrl())
        return m_body.html;
    const QString path = url.path(QUrl::FullyDecoded);
    if (const InlinePart* picture = m_pictures.content(path))
        return picture->content;
    const auto found = m_body.inlineParts.find(path);
    return found == m_body.inlineParts.end() ? QByteArray() : found->second.content;
}

} // namespace fulmar::app
