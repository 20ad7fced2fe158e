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
};

/// Decides by the refusal alone: try again later, or park it until a person acts.
///
/// 4xx is tried again with growing pauses; 5xx is parked, except that "550 5.4.5" and the quota
/// form of "550 5.7.1" are daily limits in disguise: those wait an hour. A mail that could not be
/// read or does not fit is parked.
AfterRefusal afterRefusal(const smtp::Refused& refused, std::uint32_t tries, std::uint64_t random);

/// "250 2.0.0 Ok: queued as 4F1" again from its parts, for the record.
std::string replyText(const smtp::Reply& reply);

} // namespace fulmar
