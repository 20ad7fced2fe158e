// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "ports/clock.h"
#include "ports/mail_reader.h"
#include "ports/outbox_store.h"

#include <cstdint>
#include <optional>

namespace fulmar {

/// How many mails of a merge may be queued now, and when to ask again. Pure.
struct MergePace {
    std::uint32_t now = 0;
    std::optional<std::int64_t> again{};
};
MergePace mergePace(const Merge& merge, const MergeCounts& counts, std::uint32_t queuedThisHour,
    std::uint32_t budgetLeft, std::int64_t time);

/// Whether so many bounces pause it: from twenty sent mails on.
bool bouncesTooMuch(const Merge& merge, const MergeCounts& counts);

/// Queues the next mails of each running merge of an account, as many as its pace, the budget and
/// the reserve for hand-written mail allow; pauses one that bounces too much, ends one that is
/// through. Gives the time at which more may be queued. Engine thread.
std::optional<std::int64_t> feedMerges(
    const Account& account, OutboxStore& store, MailReader& reader, Clock& clock);

} // namespace fulmar
