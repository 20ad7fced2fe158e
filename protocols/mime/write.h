// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "mime/message.h"

#include <cstdint>

namespace fulmar::mime {

/// A file to attach. `content` is raw bytes.
struct OutgoingAttachment {
    std::string fileName; ///< UTF-8, no path
    std::string mediaType = "application/octet-stream";
    std::string content;
};

/// What a person wrote, before it becomes bytes. All texts are UTF-8; Bcc is not here, it never
/// reaches a message.
struct OutgoingMessage {
    std::vector<Address> from, replyTo, to, cc;
    std::string subject;
    std::string text; ///< body with LF line ends; written as format=flowed (RFC 3676)
    std::optional<std::string> html; ///< second alternative where given
    std::vector<OutgoingAttachment> attachments;
    std::string messageId; ///< without brackets
    std::int64_t date = 0; ///< seconds since 1970 UTC
    std::string inReplyTo; ///< without brackets, may be empty
    std::vector<std::string> references; ///< without brackets
    std::vector<std::pair<std::string, std::string>> extraFields; ///< name and one word: ASCII, never encoded
    std::string userAgent; ///< written where not empty
};

/// RFC 5322 bytes with CRLF line ends, lines of at most 78 characters where possible and 998
/// always, no 8-bit bytes in headers. `boundarySeed` makes the multipart boundaries (pass something
/// random). Error: CR, LF or NUL in an address, no sender, a malformed Message-ID:
/// `ErrorKind::Rejected` with the field in `where`.
Result<std::string> write(const OutgoingMessage& message, std::string_view boundarySeed);

} // namespace fulmar::mime
