// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/readable_message.h"

#include "compose/quote.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/calendar_card.h"
#include "text/charset.h"
#include "text/enclosed.h"
#include "text/html_sanitizer.h"
#include "text/part_text.h"
#include "viewmodels/body_document.h"
#include "viewmodels/dark_colour.h"
#include "viewmodels/file_danger.h"
#include "viewmodels/formats.h"
#include "viewmodels/sender_check.h"

#include <QCoreApplication>
#include <QUrl>

#include <set>

namespace fulmar::app {
namespace {

QString tr(const char* source)
{
    return QCoreApplication::translate("ReadableMessage", source);
}

/// Pictures that a view may decode. SVG is a program, not a picture.
bool isPicture(const mime::Part& part)
{
    static const std::set<std::string> kinds{ "png", "jpeg", "jpg", "pjpeg", "gif", "webp", "bmp",
        "x-png" };
    return part.type == "image" && kinds.count(part.subtype) > 0;
}

/// Puts the texts of a message one below the other into one document.
class DocumentMaker {
public:
    DocumentMaker(const std::string& raw, const text::BodyPlan& plan, const ReadOptions& options,
        ReadableMessage& out)
        : m_raw(raw), m_plan(plan), m_options(options), m_out(out)
    {
    }

    void run()
    {
        int number = 0;
        for (const mime::Part* const part : m_plan.shown) {
            const std::string name = "p" + std::to_string(++number);
            m_fragment += "<div class=\"fulmar-body " + name + "\">";
            if (part->type == "text" && part->subtype == "html")
                addHtml(*part, "." + name);
            else
                m_fragment += plainFragment(text::plainTextOf(m_raw, *part));
            m_fragment += "</div>";
        }
        m_out.hasHtml = true;
        m_out.html = bodyDocument(m_fragment, m_sheets, m_options.dark);
    }

    /// Content-IDs and locations that were used.
    [[nodiscard]] const std::set<const mime::Part*>& used() const { return m_used; }

private:
    void addHtml(const mime::Part& part, const std::string& scope)
    {
        text::SanitizerOptions options;
        options.scope = scope;
        options.quoteLabel = tr("Earlier messages").toStdString();
        options.inlineImageUrl = [this](std::string_view id) { return inlineUrl(id); };
        if (m_options.dark)
            options.mapColour = darkColour;
        const std::size_t first = m_out.remotePictures.size();
        std::vector<std::string> asked;
        if (m_options.showPictures)
            options.remoteImageUrl = [&](std::string_view url) {
                asked.emplace_back(url);
                return "fulmar-cid:" + remotePicturePath(first + asked.size() - 1).toStdString();
            };
        const auto sanitized = text::sanitizeHtml(text::htmlOf(m_raw, part), options);
        keepRemote(sanitized, asked);
        m_fragment += sanitized.html;
        m_sheets += sanitized.styleSheet;
    }

    /// Pictures that may be shown come first, in the order in which the sanitiser asked for them.
    void keepRemote(const text::SanitizedHtml& sanitized, const std::vector<std::string>& asked)
    {
        const auto add = [this](const std::string& url, bool pixel) {
            const QUrl address(text(url.starts_with("//") ? "https:" + url : url));
            m_out.remotePictures.push_back(
                { QString::fromLatin1(address.toEncoded()), address.host().toLower(), pixel });
        };
        if (m_options.showPictures) {
            for (const std::string& url : asked)
                add(url, false);
        }
        for (const auto& picture : sanitized.pictures) {
            if (!m_options.showPictures || picture.isPixel)
                add(picture.url, picture.isPixel);
        }
        m_out.blockedRemote += sanitized.remoteContentCount;
        for (const auto& link : sanitized.misleading)
            m_out.misleadingLinks[QUrl(text(link.url)).toString(QUrl::FullyEncoded)]
                = text(link.words);
    }

    std::string inlineUrl(std::string_view id)
    {
        if (id.empty())
            return {};
        for (const mime::Part* const part : m_plan.files) {
            const auto location = mime::headerValue(part->headers, "Content-Location").value_or("");
            if ((part->contentId != id && location != id) || !isPicture(*part))
                continue;
            m_used.insert(part);
            const QString key
                = part->contentId.empty() ? text(part->number) : text(part->contentId);
            if (m_out.inlineParts.count(key) == 0)
                m_out.inlineParts[key]
                    = { QByteArray::fromStdString(part->type + "/" + part->subtype),
                          QByteArray::fromStdString(mime::decodedBody(m_raw, *part)) };
            return "fulmar-cid:" + QUrl::toPercentEncoding(key).toStdString();
        }
        return {};
    }

    const std::string& m_raw;
    const text::BodyPlan& m_plan;
    const ReadOptions& m_options;
    ReadableMessage& m_out;
    std::string m_fragment, m_sheets;
    std::set<const mime::Part*> m_used;
};

AttachmentRow row(const QString& key, const std::string& sentName, const std::string& type,
    const std::string& subtype, std::uint64_t size)
{
    const bool message = type == "message";
    QString name = app::text(sentName);
    if (name.isEmpty())
        name = message ? tr("Attached message.eml") : tr("Unnamed %1").arg(app::text(type));
    const QString safe = safeFileName(name);
    return { key, displayText(name.toStdString()), safe, mediaIcon(type, subtype), byteSize(size),
        fileDanger(safe) };
}

void addFiles(const std::string& raw, const mime::Part& part, std::vector<AttachmentRow>& rows)
{
    // Three bytes come out of four in base64; exact numbers would mean decoding everything to list
    // it.
    const std::size_t size = part.encoding == "base64"
        ? part.bodyLength / 78 * 57 + part.bodyLength % 78 * 3 / 4
        : part.bodyLength;
    const auto inside
        = text::isTnef(part) ? text::enclosedIn(raw, part) : std::vector<text::EnclosedFile>();
    if (inside.empty()) {
        rows.push_back(row(app::text(part.number), part.fileName, part.type, part.subtype, size));
        rows.back().canPreview = isPicture(part) || part.type == "text"
            || (part.type == "message" && !part.children.empty());
    }
    for (const auto& file : inside)
        rows.push_back(row(
            app::text(file.key), file.name, "application", "octet-stream", file.content.size()));
}

QString cardOf(const text::CalendarCard& card)
{
    if (card.isEmpty())
        return {};
    QStringList lines;
    const auto add = [&](const QString& line, const std::string& value) {
        if (!value.empty())
            lines += line.arg(displayText(value));
    };
    const bool cancelled = card.method == "CANCEL";
    add(cancelled ? tr("Cancelled: %1") : tr("Event: %1"), card.summary);
    add(tr("Begins: %1"), card.begin);
    add(tr("Ends: %1"), card.end);
    add(tr("Where: %1"), card.location);
    add(tr("Organiser: %1"), card.organiser);
    if (card.repeats)
        lines += tr("It repeats.");
    return lines.join(QLatin1Char('\n'));
}

QString noteOf(const mime::Message& message, ReadableMessage& out)
{
    if (message.root.headers.empty())
        return tr("This is not a proper e-mail message; it is shown as it came.");
    if (out.text.size() <= readableTextLimit)
        return {};
    out.text.truncate(readableTextLimit);
    return tr("This message is very long; only its beginning is shown.");
}

ReadableMessage present(
    const std::string& raw, const mime::Message& message, const ReadOptions& options)
{
    ReadableMessage out;
    out.text = app::text(compose::readableText(raw, message));
    out.note = noteOf(message, out);
    out.authentication = text::authenticationResults(message.root.headers, options.trustedDomains);
    out.warnings = senderWarnings(message.root.headers, out.authentication);
    out.list = text::readListHeaders(message.root.headers);
    const auto plan = text::planBody(message, text::BodyForm::Html);
    std::set<const mime::Part*> used;
    if (plan.hasHtml()) {
        DocumentMaker maker(raw, plan, options, out);
        maker.run();
        used = maker.used();
    }
    for (const mime::Part* const part : plan.files) {
        if (used.count(part) == 0)
            addFiles(raw, *part, out.attachments);
    }
    for (const mime::Part* const part : plan.shown) {
        for (const auto& file : text::enclosedIn(raw, *part))
            out.attachments.push_back(row(app::text(file.key), file.name, "application",
                "octet-stream", file.content.size()));
    }
    if (plan.calendar != nullptr)
        out.invitation = cardOf(
            text::readCalendar(mime::decodedText(raw, *plan.calendar, text::charsetDecoder())));
    return out;
}

} // namespace

QByteArray bodyPolicy()
{
    return "default-src 'none'; img-src fulmar-cid:; style-src 'unsafe-inline'; form-action "
           "'none'; base-uri 'none'; "
           "frame-src 'none'; object-src 'none'; script-src 'none'";
}

QString remotePicturePath(std::size_t index)
{
    return QStringLiteral("remote/%1").arg(index);
}

ReadableMessage readMessage(const std::string& raw, const ReadOptions& options)
{
    return present(raw, mime::parse(raw, text::charsetDecoder()), options);
}

ReadableMessage previewPart(
    const std::string& raw, const std::string& number, const ReadOptions& options)
{
    const mime::Message message = mime::parse(raw, text::charsetDecoder());
    const mime::Part* const part = message.find(number);
    if (part == nullptr || number.empty())
        return {};
    if (part->type == "message" && !part->children.empty())
        return readMessage(mime::decodedBody(raw, *part), options);
    ReadableMessage out;
    if (isPicture(*part)) {
        const QString key = text(part->number);
        out.inlineParts[key] = { QByteArray::fromStdString(part->type + "/" + part->subtype),
            QByteArray::fromStdString(mime::decodedBody(raw, *part)) };
        out.html = bodyDocument(
            "<img alt=\"\" src=\"fulmar-cid:" + key.toStdString() + "\">", {}, options.dark);
        out.hasHtml = true;
    } else if (part->type == "text") {
        out.text = text(text::plainTextOf(raw, *part)).left(readableTextLimit);
    }
    return out;
}

std::string attachmentContent(const std::string& raw, const std::string& number)
{
    const mime::Message message = mime::parse(raw, text::charsetDecoder());
    if (auto file = text::enclosedFile(raw, message, number))
        return std::move(file->content);
    const mime::Part* const part = message.find(number);
    return part != nullptr ? mime::decodedBody(raw, *part) : std::string();
}

} // namespace fulmar::app
