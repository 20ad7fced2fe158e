// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/delivery_ledger.h"

#include "common/ascii.h"
#include "send/delivery_report.h"

#include <algorithm>
#include <map>

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

void noteSeenMails(AccountId account, OutboxStore& store, MailReader& reader)
{
    const auto items = reader.outbox();
    if (!items)
        return;
    std::map<std::string, int> envelopes;
    for (const auto& item : *items)
        ++envelopes[item.messageId];
    std::vector<OutboxItem> seen;
    for (const auto& item : *items) {
        const auto owner = item.sentAccount.isValid() ? item.sentAccount : item.account;
        const bool open = item.state == OutboxState::Accepted
            || (item.state == OutboxState::Unknown && envelopes[item.messageId] == 1);
        // A copy that is still owed is searched for and filed by its own task.
        if (owner != account || !open || item.sentCopy == SentCopyState::Owed
            || item.messageId.empty())
            continue;
        const auto found = reader.byMessageIdHeader(account, item.messageId);
        if (!found || found->empty())
            continue;
        seen.push_back(item);
        seen.back().state = OutboxState::SentSeen;
    }
    if (!seen.empty())
        static_cast<void>(store.updateReserved(seen)); // what a power cut takes is found again
}

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
