// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with the message that is shown: links, files, the list it came by, its source.
#include "viewmodels/file_saving.h"
#include "viewmodels/formats.h"
#include "viewmodels/link_check.h"
#include "viewmodels/message_source.h"
#include "viewmodels/reader_view_model.h"
#include "viewmodels/sender_check.h"
#include "wording.h"

#include <QDesktopServices>
#include <QDir>
#include <QFile>

#include <algorithm>

namespace fulmar::app {
namespace {

constexpr qsizetype shortestFold = 6; ///< quoted lines; fewer are not worth a click

} // namespace

void ReaderViewModel::openLink(const QUrl& url)
{
    const auto misleading = m_body.misleadingLinks.find(url.toString(QUrl::FullyEncoded));
    const QString words
        = misleading == m_body.misleadingLinks.end() ? QString() : misleading->second;
    const LinkVerdict verdict = judgeLink(url, words);
    switch (verdict.what) {
    case LinkVerdict::What::Compose:
        Q_EMIT mailtoRequested(url);
        return;
    case LinkVerdict::What::Open:
        QDesktopServices::openUrl(url);
        return;
    case LinkVerdict::What::Ask:
        Q_EMIT linkDoubted(url, linkText(url), verdict.reason);
        return;
    case LinkVerdict::What::Refuse:
        Q_EMIT linkRefused(linkText(url));
    }
}

void ReaderViewModel::openLinkAnyway(const QUrl& url)
{
    const auto what = judgeLink(url, {}).what;
    if (what == LinkVerdict::What::Open || what == LinkVerdict::What::Ask)
        QDesktopServices::openUrl(url);
}

void ReaderViewModel::hoverLink(const QUrl& url)
{
    const QString shown = url.isEmpty() ? QString() : linkText(url);
    if (shown == m_hoveredLink)
        return;
    m_hoveredLink = shown;
    Q_EMIT hoveredLinkChanged();
}

ReaderViewModel::Proof ReaderViewModel::proof() const
{
    return static_cast<Proof>(senderProof(m_body.authentication, {}).state);
}

QString ReaderViewModel::proofWords() const
{
    const auto& from = m_message.summary.from;
    const QString address = from.empty() ? QString() : displayText(from.front().address);
    return senderProof(
        m_body.authentication, address.mid(address.lastIndexOf(QLatin1Char('@')) + 1))
        .words;
}

QString ReaderViewModel::listName() const
{
    return displayText(m_body.list.name.empty() ? m_body.list.id : m_body.list.name);
}

bool ReaderViewModel::canUnsubscribe() const
{
    const auto& list = m_body.list;
    return !list.unsubscribePost.empty() || !list.unsubscribeMail.empty()
        || !list.unsubscribeWeb.empty();
}

void ReaderViewModel::unsubscribe()
{
    const auto& list = m_body.list;
    // RFC 8058 section 4: only with a valid signature; a forged mail must not make us send
    // anything.
    const bool signedMail = m_body.authentication.dkim == "pass";
    if (!list.unsubscribePost.empty() && signedMail) {
        m_backend.postForm(QUrl(text(list.unsubscribePost)), "List-Unsubscribe=One-Click", this,
            [this](const Result<void>& done) {
                if (done)
                    Q_EMIT unsubscribed(tr("The list was told that you leave it."));
                else
                    Q_EMIT saveFailed(tr("The list's server did not take the request."));
            });
    } else if (!list.unsubscribeMail.empty()) {
        Q_EMIT mailtoRequested(QUrl(text(list.unsubscribeMail)));
    } else if (!list.unsubscribeWeb.empty()) {
        const QUrl url(text(list.unsubscribeWeb));
        Q_EMIT linkDoubted(url, linkText(url), tr("This page of the list lets you leave it."));
    }
}

QString ReaderViewModel::bodyText() const
{
    return quoteFolded() ? m_body.text.left(m_quoteStart) : m_body.text;
}

void ReaderViewModel::setQuoteFolded(bool folded)
{
    if (m_quoteFolded == folded)
        return;
    m_quoteFolded = folded;
    Q_EMIT bodyChanged();
}

/// Finds the quote at the end of the text, its attribution left in sight.
void ReaderViewModel::foldQuote()
{
    m_quoteStart = -1;
    qsizetype end = m_body.text.size(), lines = 0, start = -1;
    while (end > 0) {
        const qsizetype begin = m_body.text.lastIndexOf(QLatin1Char('\n'), end - 2) + 1;
        const QStringView line = QStringView(m_body.text).mid(begin, end - begin).trimmed();
        if (line.startsWith(QLatin1Char('>'))) {
            ++lines;
            start = begin;
        } else if (!line.isEmpty()) {
            break;
        }
        end = begin;
    }
    if (lines >= shortestFold && end > 0)
        m_quoteStart = start;
}

void ReaderViewModel::preview(const QString& part)
{
    ReadOptions options;
    options.dark = m_appearance && m_appearance->dark();
    m_backend.ask(
        this, [id = m_message.id](MailReader& reader) { return reader.raw(id); },
        [this, part, options, generation = m_generation](
            const Result<std::optional<std::string>>& raw) {
            if (generation != m_generation || !raw || !*raw)
                return;
            m_backend.compute(
                this,
                [bytes = **raw, number = part.toStdString(), options] {
                    return previewPart(bytes, number, options);
                },
                [this, generation](ReadableMessage body) {
                    if (generation != m_generation)
                        return;
                    m_previewing = true;
                    m_body = std::move(body);
                    ++m_revision;
                    m_quoteStart = -1;
                    Q_EMIT bodyChanged();
                });
        });
}

void ReaderViewModel::closePreview()
{
    if (m_previewing)
        load();
}

void ReaderViewModel::saveTargets(std::vector<PartTarget> targets, bool replace)
{
    const FileOrigin origin{ m_message.summary.messageId,
        m_message.summary.from.empty() ? std::string() : m_message.summary.from.front().address };
    m_backend.ask(
        this,
        [id = m_message.id, targets = std::move(targets), replace, origin](
            MailReader& reader) -> Result<SavedFiles> {
            const auto raw = reader.raw(id);
            if (!raw)
                return Unexpected(raw.error());
            return saveParts(raw->value_or(std::string()), targets, replace, origin);
        },
        [this](const Result<SavedFiles>& done) {
            if (done)
                Q_EMIT saved(done->place, done->files);
            else
                Q_EMIT saveFailed(wordingFor(done.error()).sentence);
        });
}

void ReaderViewModel::saveAttachment(const QString& part, const QUrl& file, bool replace)
{
    saveTargets({ { part.toStdString(), file.toLocalFile() } }, replace);
}

void ReaderViewModel::saveAll(const QUrl& folder)
{
    std::vector<PartTarget> targets;
    for (const AttachmentRow& row : m_attachments.rows())
        targets.push_back(
            { row.key.toStdString(), folder.toLocalFile() + QLatin1Char('/') + row.fileName });
    saveTargets(std::move(targets), false);
}

void ReaderViewModel::saveMessage(const QUrl& file)
{
    saveTargets({ { wholeMessage, file.toLocalFile() } }, true);
}

void ReaderViewModel::openAttachment(const QString& part, const QString& fileName)
{
    // A folder of this user alone; the copy is read-only, so that nobody edits what will be gone.
    if (!m_opened)
        m_opened = std::make_unique<QTemporaryDir>();
    if (!m_opened->isValid() || fileName.contains(QLatin1Char('/')))
        return Q_EMIT saveFailed(tr("The file cannot be opened."));
    const QString path = m_opened->filePath(fileName);
    m_backend.ask(
        this,
        [id = m_message.id, part = part.toStdString(), path](
            MailReader& reader) -> Result<SavedFiles> {
            const auto raw = reader.raw(id);
            if (!raw)
                return Unexpected(raw.error());
            return saveParts(raw->value_or(std::string()), { { part, path } }, false);
        },
        [this](const Result<SavedFiles>& done) {
            if (!done)
                return Q_EMIT saveFailed(wordingFor(done.error()).sentence);
            QFile::setPermissions(done->place, QFileDevice::ReadOwner);
            if (!QDesktopServices::openUrl(QUrl::fromLocalFile(done->place)))
                Q_EMIT saveFailed(tr("No program on this computer opens such a file."));
        });
}

void ReaderViewModel::showSource()
{
    m_backend.ask(
        this, [id = m_message.id](MailReader& reader) { return reader.raw(id); },
        [this](const Result<std::optional<std::string>>& raw) {
            if (!raw || !*raw)
                return;
            m_backend.compute(
                this, [bytes = **raw] { return messageSource(bytes); },
                [this](const MessageSource& source) {
                    Q_EMIT sourceShown(source.headers, source.folded);
                });
        });
}

} // namespace fulmar::app
