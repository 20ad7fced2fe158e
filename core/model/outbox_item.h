// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar {

/// States of a mail on its way out; stored by their words (`outboxStateName`).
enum class OutboxState {
    Queued,
    Scheduled,
    Transmitting,
    Accepted,
    Unknown, ///< cut after the final dot: may have been sent
    Held,
    Refused,
    SentSeen,
    Delivered,
    Bounced,
    Cancelled,
};
/// "queued", "scheduled", …, "sent-seen", ….
std::string outboxStateName(OutboxState state);
OutboxState outboxStateFromName(const std::string& name);

/// Whether the copy for the Sent folder is still owed.
enum class SentCopyState { NotNeeded, Owed, Filed };

/// One recipient's own answer, where it differs from the mail's.
struct RecipientRefusal {
    std::string address;
    std::string serverText;
};

/// One mail in the outbox; `raw` stays in the store and is read when it is sent.
struct OutboxItem {
    OutboxId id {};
    AccountId account {};
    std::string messageId {}; ///< without brackets; one for life
    std::string sender {};
    std::vector<std::string> recipients {}; ///< envelope: to, cc and bcc
    std::string subject {};
    std::uint64_t size = 0; ///< bytes of the message
    OutboxState state = OutboxState::Queued;
    std::string serverText {}; ///< last word of the server about it
    std::vector<RecipientRefusal> refusals {};
    std::string key {}; ///< idempotency key of scripts; unique where not empty
    std::int64_t created = 0, notBefore = 0, nextTry = 0; ///< seconds since 1970 UTC
    std::uint32_t tries = 0; ///< rises before each try
    SentCopyState sentCopy = SentCopyState::NotNeeded;
    MessageId answeredMessage {}; ///< gets \Answered or $Forwarded once accepted
    bool forwarded = false;
    std::string queueId {}; ///< the server's name for it, from its last reply
    std::int64_t undoUntil = 0; ///< until then the window offers to take it back
    bool eightBit = false; ///< has bytes over 127: needs 8BITMIME
    bool utf8Header = false; ///< has them in a header field: needs SMTPUTF8
    std::string holdReason {}; ///< of `Held`: "limit", "person", "merge", "account", "storage"
    std::int64_t searched = 0; ///< of `Unknown`: last looked for without finding it
    AccountId sentAccount {}; ///< whose Sent folder gets the copy; none = `account`
    std::string sentFolder {}; ///< path; "" = the account's Sent folder
    OutboxId partOf {}; ///< the first part, where the recipients did not fit in one envelope
};

} // namespace fulmar
