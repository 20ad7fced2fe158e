// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"
#include "model/message.h"
#include "model/outbox_item.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar {

/// One change of a mail in the outbox, as it was recorded; never altered.
struct OutboxTransition {
    std::int64_t time = 0; ///< seconds since 1970 UTC
    OutboxState state = OutboxState::Queued;
    std::string serverText{};
    std::string queueId{};
    std::uint32_t tries = 0;
};

/// What a server, or the recipient's program, reported about one recipient.
enum class RecipientFate { Delayed, Relayed, Delivered, BouncedSoft, BouncedHard, Read };
/// "delayed", "relayed", "delivered", "bounced-soft", "bounced-hard", "read".
std::string recipientFateName(RecipientFate fate);
RecipientFate recipientFateFromName(const std::string& name);

struct RecipientReport {
    OutboxId item{};
    std::string address{};
    RecipientFate fate = RecipientFate::Delayed;
    std::string status{}; ///< "5.1.1", "" where the report has none
    std::string reason{}; ///< the server's words
    std::int64_t time = 0;
    MessageId report{}; ///< the message that told it
};

/// What a provider lets an account send; 0 = the provider's usual value, -1 = no limit.
struct SendLimit {
    std::int64_t messages = 0, recipients = 0; ///< in a rolling window
    std::int64_t perMessage = 0; ///< recipients of one message
    std::int64_t windowHours = 24;
    bool learned = false; ///< the server itself showed it by refusing
    std::int64_t heldUntil = 0; ///< the server takes no mail before; 0 = it takes
    std::string heldText{}; ///< its words
    bool stopped = false; ///< a person held the queue
    bool operator==(const SendLimit&) const = default;
};

/// A mail that counts against the limit.
struct SentMail {
    std::int64_t time = 0;
    std::uint32_t recipients = 0;
};

using IdentityId = Id<'i'>;
/// A sender address of an account besides its own.
struct Identity {
    IdentityId id{};
    AccountId account{}; ///< whose mail it belongs to
    Address from{};
    std::string replyTo{}; ///< "" = none
    std::string signature{};
    AccountId sendThrough{}; ///< whose SMTP server sends; none = the account's own
    std::string sentFolder{}; ///< path; "" = the account's Sent folder
    bool operator==(const Identity&) const = default;
};

using MergeId = Id<'g'>;
enum class MergeState { Running, Paused, Cancelled, Done };
/// "running", "paused", "cancelled", "done".
std::string mergeStateName(MergeState state);
MergeState mergeStateFromName(const std::string& name);

/// One template sent to many.
struct Merge {
    MergeId id{};
    AccountId account{};
    std::string name{}; ///< for people: the file's name
    std::string templateText{}; ///< `{{column}}` stands for a cell
    std::string subject{};
    std::string sender{}; ///< address of an identity; "" = the account's own
    std::vector<std::string> columns{};
    std::uint32_t perHour = 0; ///< 0 = as the budget allows
    std::uint32_t reserve = 0; ///< messages of the budget left for hand-written mail
    std::string unsubscribe{}; ///< https or mailto address for List-Unsubscribe; "" = none
    std::uint32_t stopPercent = 5; ///< bounces among the sent that pause it; 0 = never
    MergeState state = MergeState::Running;
    std::string reason{}; ///< why it is paused
    std::int64_t created = 0;
};

struct MergeRow {
    std::uint32_t number = 0; ///< from 1
    std::string address{};
    std::vector<std::string> cells{};
    std::string state = "waiting"; ///< "waiting", "queued", "skipped"; then the mail's own state
    std::string reason{};
    OutboxId item{};
    std::int64_t queued = 0; ///< when; 0 = not yet
};

/// Rows of a merge by what became of them.
struct MergeCounts {
    std::uint32_t rows = 0, waiting = 0, queued = 0, sent = 0, bounced = 0, refused = 0,
                  skipped = 0;
};

struct Suppression {
    std::string address{};
    std::string reason{};
    std::int64_t time = 0;
};

} // namespace fulmar
