// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/outbox_item.h"
#include "smtp/session.h"

#include <chrono>
#include <cstdint>

namespace fulmar {

/// What becomes of a mail that was not taken.
struct AfterRefusal {
    OutboxState state = OutboxState::Queued;
    std::chrono::seconds wait{ 0 }; ///< before the next try; only for `Queued`
    bool limitReached = false; ///< the account may send no more for now: nobody's mail goes
    bool everyMail = false; ///< the server is busy with us: the whole queue waits
};

/// Decides by the refusal alone: try again later, or park it until a person acts.
///
/// 4xx is tried again with growing pauses; 5xx is parked, except that "550 5.4.5" and its relatives
/// are daily limits in disguise: those hold the queue and are nobody's bounce. A mail that could
/// not be read or does not fit is parked.
AfterRefusal afterRefusal(const smtp::Refused& refused, std::uint32_t tries, std::uint64_t random);

/// True for the replies by which providers say that an account's quota is used up, whatever class
/// their code has.
bool isLimitReached(const smtp::Reply& reply);

/// "452 4.5.3": so many recipients at once are not taken; the others go in an envelope of their
/// own.
bool isTooManyRecipients(const smtp::Reply& reply);

/// "250 2.0.0 Ok: queued as 4F1" again from its parts, for the record.
std::string replyText(const smtp::Reply& reply);

/// The server's name for a mail it took, from its reply to the final dot: "4F1" of the above, ""
/// where it gave none.
std::string queueIdOf(const smtp::Reply& reply);

} // namespace fulmar
