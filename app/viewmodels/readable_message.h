// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/message.h"

#include <QByteArray>
#include <QString>

#include <map>
#include <string>
#include <vector>

namespace fulmar::app {

/// An attachment as it is listed; its bytes are decoded when it is saved.
struct AttachmentRow {
    QString key{}; ///< part number
    QString name{}; ///< as shown: no control or bidi characters
    QString fileName{}; ///< safe for a disk
    QString icon{};
    QString size{};
    bool operator==(const AttachmentRow&) const = default;
};

/// A picture inside the message that the HTML refers to by Content-ID.
struct InlinePart {
    QByteArray mediaType{};
    QByteArray content{};
};

/// What the reader pane shows of a message. A plain value, made on the thread pool.
struct ReadableMessage {
    QString text{}; ///< plain text, LF line ends; made from the HTML where there is no text part
    bool hasHtml = false;
    QByteArray html{}; ///< whole document: our head with the policy, then the sanitised body; UTF-8
    std::map<QString, InlinePart> inlineParts{}; ///< by Content-ID, pictures only
    int blockedRemote = 0; ///< remote pictures and styles that were left out
    std::vector<AttachmentRow> attachments{};
    QString note{}; ///< what is odd about the message, one sentence; empty where nothing is
};

/// The policy that stands in the head of every HTML message: the second of the four walls.
QByteArray bodyPolicy();

/// Parses, decodes and sanitises. Thread: any; pure. Text is cut at `readableTextLimit` characters,
/// with a note.
ReadableMessage readMessage(const std::string& raw);
inline constexpr qsizetype readableTextLimit
    = 1'000'000; ///< characters; a text document of more stalls the window

/// The decoded bytes of one part; empty where there is no such part.
QByteArray attachmentContent(const std::string& raw, const std::string& part);

} // namespace fulmar::app
