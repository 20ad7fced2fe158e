// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/merge_feed.h"

#include "common/ascii.h"
#include "compose/merge.h"
#include "send/send_budget.h"

#include <algorithm>
#include <set>
#include <utility>

namespace fulmar {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t recheck = 60; ///< seconds; mails of the merge are still on their way
constexpr std::uint32_t mailsAtOnce = 500; ///< composed and stored in one transaction
constexpr std::uint32_t sentBeforeJudging = 20;

/// The next rows as mails; a row that cannot be one is skipped with the reason.
std::vector<OutboxStore::MergeMail> composeRows(const Merge& merge, const Account& account,
    const Address& from, const std::vector<MergeRow>& rows, OutboxStore& store, Clock& clock)
{
    const auto mail = compose::parseMergeTemplate(merge.templateText);
    std::vector<OutboxStore::MergeMail> mails;
    for (const auto& row : rows) {
        auto made = compose::composeMergeMail(
            merge, mail, row, account, from, { clock.now(), clock.random() });
        if (!made) {
            static_cast<void>(store.skipMergeRow(
                merge.id, row.number, "cannot be composed: " + made.error().where));
            continue;
        }
        OutboxStore::MergeMail next{ .row = row.number };
        next.item.account = account.id;
        next.item.messageId = made->messageId;
        next.item.sender = made->sender;
        next.item.recipients = made->recipients;
        next.item.subject = made->subject;
        next.item.created = clock.now();
        next.item.sentCopy = account.sentCopy == SentCopy::ServerFiles
                || account.incomingKind != IncomingKind::Imap
            ? SentCopyState::NotNeeded
            : SentCopyState::Owed;
        next.item.key = merge.id.toString() + "-row-" + std::to_string(row.number);
        next.raw = std::move(made->raw);
        mails.push_back(std::move(next));
    }
    return mails;
}

Address senderOf(const Merge& merge, const Account& account, MailReader& reader)
{
    const auto identities = reader.identities();
    if (!merge.sender.empty() && identities) {
        for (const auto& identity : *identities) {
            if (ascii::equalsIgnoreCase(identity.from.address, merge.sender))
                return identity.from;
        }
    }
    if (!merge.sender.empty() && !ascii::equalsIgnoreCase(merge.sender, account.email))
        return { .name = {}, .address = merge.sender };
    return { .name = account.name, .address = account.email };
}

std::vector<MergeRow> withoutSuppressed(
    const Merge& merge, std::vector<MergeRow> rows, OutboxStore& store, MailReader& reader)
{
    const auto entries = reader.suppressions();
    std::set<std::string> suppressed;
    for (const auto& entry : entries ? *entries : std::vector<Suppression>())
        suppressed.insert(entry.address);
    std::erase_if(rows, [&](const MergeRow& row) {
        const bool gone = suppressed.count(ascii::lower(row.address)) > 0;
        if (gone)
            static_cast<void>(store.skipMergeRow(merge.id, row.number, "wants no mail"));
        return gone;
    });
    return rows;
}

} // namespace

MergePace mergePace(const Merge& merge, const MergeCounts& counts, std::uint32_t queuedThisHour,
    std::uint32_t budgetLeft, std::int64_t time)
{
    MergePace pace;
    if (counts.waiting == 0)
        return pace;
    // What is queued already will use up the budget too.
    const std::uint64_t spoken = std::uint64_t{ merge.reserve } + counts.queued;
    const auto free = budgetLeft > spoken ? budgetLeft - spoken : 0;
    auto most = std::min<std::uint64_t>({ counts.waiting, free, mailsAtOnce });
    if (merge.perHour > 0)
        most = std::min<std::uint64_t>(
            most, merge.perHour > queuedThisHour ? merge.perHour - queuedThisHour : 0);
    pace.now = static_cast<std::uint32_t>(most);
    if (counts.waiting > pace.now)
        pace.again = time + (pace.now > 0 ? 1 : recheck);
    return pace;
}

bool bouncesTooMuch(const Merge& merge, const MergeCounts& counts)
{
    // A reason on a running one is that of an earlier pause: a person has seen it and went on.
    const bool overruled = merge.state == MergeState::Running && !merge.reason.empty();
    const auto tried = counts.sent + counts.bounced + counts.refused;
    return !overruled && merge.stopPercent > 0 && tried >= sentBeforeJudging
        && (counts.bounced + counts.refused) * 100 >= merge.stopPercent * tried;
}

std::optional<std::int64_t> feedMerges(
    const Account& account, OutboxStore& store, MailReader& reader, Clock& clock)
{
    std::optional<std::int64_t> next;
    const auto merges = reader.merges();
    for (const auto& merge : merges ? *merges : std::vector<Merge>()) {
        if (merge.account != account.id || merge.state != MergeState::Running)
            continue;
        const auto counts = reader.mergeCounts(merge.id);
        const auto budget = budgetOf(reader, account, clock.now());
        const auto queued = reader.mergeQueuedSince(merge.id, clock.now() - hour);
        if (!counts || !budget || !queued)
            continue;
        if (bouncesTooMuch(merge, *counts)) {
            static_cast<void>(
                store.setMergeState(merge.id, MergeState::Paused, "too many mails came back"));
            continue;
        }
        if (counts->waiting == 0) {
            static_cast<void>(store.setMergeState(merge.id, MergeState::Done, {}));
            continue;
        }
        const auto pace = mergePace(merge, *counts, *queued, budget->messagesLeft(), clock.now());
        const auto rows = reader.waitingRows(merge.id, pace.now);
        if (pace.now > 0 && rows)
            static_cast<void>(store.enqueueMerge(merge.id,
                composeRows(merge, account, senderOf(merge, account, reader),
                    withoutSuppressed(merge, *rows, store, reader), store, clock)));
        if (pace.again)
            next = std::min(next.value_or(*pace.again), *pace.again);
    }
    return next;
}

} // namespace fulmar
