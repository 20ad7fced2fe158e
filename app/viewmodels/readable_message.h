// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/message.h"
#include "text/authentication_results.h"
#include "text/list_headers.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <map>
#include <string>
#include <vector>

namespace fulmar::app {

/// An attachment as it is listed; its bytes are decoded when it is saved.
struct AttachmentRow {
    QString key{}; ///< part number, or "1.2!1" for a file inside of a part
    QString name{}; ///< as shown: no control or bidi characters
    QString fileName{}; ///< safe for a disk
    QString icon{};
    QString size{};
    QString danger{}; ///< why not to open it lightly; empty for most
    bool canPreview = false; ///< pictures, texts and messages are shown in place
    bool operator==(const AttachmentRow&) const = default;
};

/// A picture inside the message that the HTML refers to by Content-ID.
struct InlinePart {
    QByteArray mediaType{};
    QByteArray content{};
};

/// A picture from elsewhere that the message wants.
struct RemotePictureRow {
    QString url{};
    QString host{};
    bool isPixel = false;
    bool operator==(const RemotePictureRow&) const = default;
};

/// How a message is wanted.
struct ReadOptions {
    bool dark = false;
    bool showPictures = false; ///< remote ones, by their place in `remotePictures`; pixels never
    std::vector<std::string> trustedDomains{}; ///< whose Authentication-Results count
};

/// What the reader pane shows of a message. A plain value, made on the thread pool.
struct ReadableMessage {
    QString text{}; ///< plain text, LF line ends; made from the HTML where there is no text part
    bool hasHtml = false;
    QByteArray html{}; ///< whole document: our head with the policy, then the sanitised body; UTF-8
    std::map<QString, InlinePart> inlineParts{}; ///< by Content-ID, pictures only
    int blockedRemote = 0; ///< remote pictures and styles that were left out
    std::vector<RemotePictureRow> remotePictures{};
    std::map<QString, QString> misleadingLinks{}; ///< address to the words that stand for it
    std::vector<AttachmentRow> attachments{};
    QString note{}; ///< what is odd about the message, one sentence; empty where nothing is
    QStringList warnings{}; ///< what is odd about its sender, one sentence each
    QString invitation{}; ///< lines of a calendar card; empty where there is none
    text::AuthenticationResults authentication{};
    text::ListHeaders list{};
};

/// The policy that stands in the head of every HTML message: the second of the four walls.
QByteArray bodyPolicy();

/// Parses, decodes and sanitises. Thread: any; pure. Text is cut at `readableTextLimit` characters,
/// with a note.
ReadableMessage readMessage(const std::string& raw, const ReadOptions& options = {});
inline constexpr qsizetype readableTextLimit
    = 1'000'000; ///< characters; a text document of more stalls the window

/// One part as a document of its own: a picture, a text, or a message in place of the one around
/// it. Nothing where there is no such part or it is none of these.
ReadableMessage previewPart(
    const std::string& raw, const std::string& part, const ReadOptions& options);

/// The decoded bytes of one part or of a file inside of one; empty where there is none.
std::string attachmentContent(const std::string& raw, const std::string& part);

/// Path of our scheme for the picture at that place of `remotePictures`.
QString remotePicturePath(std::size_t index);

} // namespace fulmar::app
