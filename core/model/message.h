// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"
#include "model/body_place.h"
#include "model/flags.h"
#include "model/ids.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fulmar {

using Address = mime::Address;

/// Header fields that lists, replies and threads need; decoded UTF-8.
struct MessageSummary {
    std::vector<Address> from{}, to{}, cc{}, bcc{}, replyTo{};
    std::string subject{};
    std::optional<std::int64_t> date{}; ///< Date header, seconds since 1970 UTC
    std::string messageId{}; ///< without brackets
    std::string inReplyTo{};
    std::vector<std::string> references{};
    bool hasAttachments = false;
    bool operator==(const MessageSummary&) const = default;
};

/// What Gmail tells of a message beside IMAP (X-GM-EXT-1).
struct GmailFields {
    std::uint64_t message = 0; ///< X-GM-MSGID: the same in every mailbox, for life
    std::uint64_t thread = 0; ///< X-GM-THRID
    /// All labels, decoded; those of the system as "\\Inbox". Nothing = they were not told.
    std::optional<std::set<std::string>> labels{};
};

/// A message as one server mailbox holds it; the input of storing headers.
struct RemoteMessage {
    std::uint32_t uid = 0;
    Flags flags{};
    std::int64_t received = 0; ///< INTERNALDATE, seconds since 1970 UTC
    std::uint64_t size = 0; ///< RFC822.SIZE
    MessageSummary summary{};
    std::optional<GmailFields> gmail{};
};

/// A row of a list. Flags and folders are effective: the server's truth with the pending actions on
/// top.
struct Message {
    MessageId id{};
    AccountId account{};
    std::vector<FolderId> folders{};
    std::uint32_t uid = 0; ///< in the folder asked for; 0 where none was named
    std::string uidl{}; ///< of mail that came by POP3, where a folder was named
    MessageSummary summary{};
    std::int64_t received = 0;
    std::uint64_t size = 0;
    Flags flags{};
    std::string preview{}; ///< first words of the text; "" until the body is here
    bool pending = false; ///< an action of ours has not reached the server yet
    bool hasBody = false;
    std::set<std::string> labels{}; ///< Gmail's, effective; those of the system as "\\Inbox"
    std::uint64_t gmailThread = 0; ///< X-GM-THRID; 0 elsewhere
};

/// The body of a message with what is derived from it for lists.
struct ReceivedBody {
    MessageId message{};
    std::string raw{}; ///< exactly the bytes of the server
    std::string preview{};
    MessageSummary summary{}; ///< parsed from the raw headers: replaces what ENVELOPE told
    std::optional<BodyPlace> place{}; ///< set: `raw` was written there already and is empty here
};

} // namespace fulmar
