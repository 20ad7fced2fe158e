// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/delivery_ledger.h"

#include "common/ascii.h"
#include "send/delivery_report.h"

#include <algorithm>

namespace fulmar {
namespace {

constexpr std::int64_t reportAge = 30 * 24 * 3600; ///< seconds; servers give up after days

/// The mail of ours that a report names, among those sent to one of its recipients where one
/// Message-ID went out in several envelopes.
std::optional<OutboxItem> mailOf(const DeliveryReport& report, MailReader& reader)
{
    for (const auto& id : report.messageIds) {
        if (auto found = reader.outboxByMessageId(id); found && *found)
            return **found;
    }
    return std::nullopt;
}

std::vector<RecipientReport> linesFor(
    const DeliveryReport& report, const OutboxItem& item, std::int64_t time)
{
    std::vector<RecipientReport> lines;
    for (const auto& recipient : report.recipients) {
        // Where the mail has one recipient, a forwarded address means that one.
        const bool known = std::any_of(item.recipients.begin(), item.recipients.end(),
            [&](const auto& r) { return ascii::equalsIgnoreCase(r, recipient.address); });
        lines.push_back({ .item = item.id,
            .address
            = !known && item.recipients.size() == 1 ? item.recipients.front() : recipient.address,
            .fate = recipient.fate,
            .status = recipient.status,
            .reason = recipient.reason,
            .time = time });
    }
    return lines;
}

} // namespace

std::vector<RecipientReport> readNewReports(
    AccountId account, OutboxStore& store, MailReader& reader, Clock& clock)
{
    std::vector<RecipientReport> all;
    const auto candidates = reader.possibleReports(account, clock.now() - reportAge);
    for (const auto id : candidates ? *candidates : std::vector<MessageId>()) {
        const auto raw = reader.raw(id);
        const auto message = reader.message(id);
        if (!raw || !*raw || !message || !*message)
            continue;
        std::vector<RecipientReport> lines;
        if (const auto report = parseDeliveryReport(**raw)) {
            if (const auto item = mailOf(*report, reader))
                lines = linesFor(*report, *item, (*message)->received);
        }
        if (store.saveReports(id, lines))
            all.insert(all.end(), lines.begin(), lines.end());
    }
    return all;
}

} // namespace fulmar
