// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/readable_message.h"

#include "compose/quote.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"
#include "text/html_sanitizer.h"
#include "viewmodels/formats.h"

#include <QCoreApplication>
#include <QUrl>

#include <set>

namespace fulmar::app {
namespace {

QString tr(const char* source)
{
    return QCoreApplication::translate("ReadableMessage", source);
}

/// Leaves of this message, in order; a message inside it is one leaf of its own.
void collectLeaves(const mime::Part& part, std::vector<const mime::Part*>& leaves)
{
    if (!part.isMultipart()) {
        leaves.push_back(&part);
        return;
    }
    for (const mime::Part& child : part.children)
        collectLeaves(child, leaves);
}

/// Pictures that a view may decode. SVG is a program, not a picture.
bool isPicture(const mime::Part& part)
{
    static const std::set<std::string> kinds{ "png", "jpeg", "jpg", "pjpeg", "gif", "webp", "bmp",
        "x-png" };
    return part.type == "image" && kinds.count(part.subtype) > 0;
}

const mime::Part* htmlPart(const std::vector<const mime::Part*>& leaves)
{
    for (const mime::Part* part : leaves) {
        if (part->type == "text" && part->subtype == "html" && part->disposition != "attachment")
            return part;
    }
    return nullptr;
}

QByteArray document(const std::string& fragment)
{
    // The colours stand here because a message without its own must not fall back to those of a
    // dark desktop.
    return "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><meta "
           "http-equiv=\"Content-Security-Policy\" content=\""
        + bodyPolicy()
        + "\"><meta name=\"referrer\" "
          "content=\"no-referrer\"><style>html{background:#fff;color:#182023}"
          "body{margin:16px 24px 32px;font:14px/1.5 Inter,sans-serif;overflow-wrap:anywhere}"
          "img{max-width:100%;height:auto}pre{white-space:pre-wrap}"
          "blockquote{margin:8px 0 8px 4px;padding-left:12px;border-left:2px solid "
          "#c3ccd0;color:#4b575d}"
          "a{color:#0c6a81}.fulmar-blocked{background:#f2f4f5;min-width:16px;min-height:16px}"
          "</style></head><body>"
        + QByteArray::fromStdString(fragment) + "</body></html>";
}

/// Makes the HTML of a message showable; fills in what it refers to and returns the Content-IDs
/// that were used.
std::set<std::string> presentHtml(const std::string& raw, const mime::Part& html,
    const std::vector<const mime::Part*>& leaves, ReadableMessage& out)
{
    std::set<std::string> used;
    text::SanitizerOptions options;
    options.inlineImageUrl = [&](std::string_view contentId) -> std::string {
        for (const mime::Part* part : leaves) {
            if (part->contentId != contentId || contentId.empty() || !isPicture(*part))
                continue;
            used.insert(part->contentId);
            const QString id = app::text(part->contentId);
            out.inlineParts[id] = { QByteArray::fromStdString(part->type + "/" + part->subtype),
                QByteArray::fromStdString(mime::decodedBody(raw, *part)) };
            return "fulmar-cid:" + QUrl::toPercentEncoding(id).toStdString();
        }
        return {};
    };
    const auto sanitized
        = text::sanitizeHtml(mime::decodedText(raw, html, text::charsetDecoder()), options);
    out.hasHtml = true;
    out.html = document(sanitized.html);
    out.blockedRemote = sanitized.remoteContentCount;
    return used;
}

AttachmentRow attachmentRow(const mime::Part& part)
{
    const bool message = part.type == "message";
    QString name = app::text(part.fileName);
    if (name.isEmpty())
        name = message ? tr("Attached message.eml") : tr("Unnamed %1").arg(app::text(part.type));
    // Three bytes come out of four in base64; exact numbers would mean decoding everything to list
    // it.
    const std::size_t size = part.encoding == "base64"
        ? part.bodyLength / 78 * 57 + part.bodyLength % 78 * 3 / 4
        : part.bodyLength;
    return { app::text(part.number), displayText(name.toStdString()), safeFileName(name),
        mediaIcon(part.type, part.subtype), byteSize(size) };
}

} // namespace

QByteArray bodyPolicy()
{
    return "default-src 'none'; img-src fulmar-cid:; style-src 'unsafe-inline'; form-action "
           "'none'; base-uri 'none'; "
           "frame-src 'none'; object-src 'none'; script-src 'none'";
}

ReadableMessage readMessage(const std::string& raw)
{
    const mime::Message message = mime::parse(raw, text::charsetDecoder());
    ReadableMessage out;
    out.text = app::text(compose::readableText(raw, message));
    if (out.text.size() > readableTextLimit) {
        out.text.truncate(readableTextLimit);
        out.note = tr("This message is very long; only its beginning is shown.");
    }
    if (message.root.headers.empty())
        out.note = tr("This is not a proper e-mail message; it is shown as it came.");
    std::vector<const mime::Part*> leaves;
    collectLeaves(message.root, leaves);
    std::set<std::string> used;
    if (const mime::Part* html = htmlPart(leaves))
        used = presentHtml(raw, *html, leaves, out);
    for (const mime::Part* part : leaves) {
        const bool shown = !part->contentId.empty() && used.count(part->contentId) > 0;
        if (!shown && (part->isAttachment() || part->type == "message" || isPicture(*part)))
            out.attachments.push_back(attachmentRow(*part));
    }
    return out;
}

QByteArray attachmentContent(const std::string& raw, const std::string& number)
{
    const mime::Message message = mime::parse(raw, text::charsetDecoder());
    const mime::Part* part = message.find(number);
    return part ? QByteArray::fromStdString(mime::decodedBody(raw, *part)) : QByteArray();
}

} // namespace fulmar::app
