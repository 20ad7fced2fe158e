// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/sending.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fulmar {

/// What the store knows of mails that were sent: histories, reports, limits, identities, merges.
/// Each has an answer for a store that keeps none of it.
class SendingReader {
public:
    virtual ~SendingReader() = default;

    /// Oldest first; still there when the mail itself is gone.
    virtual Result<std::vector<OutboxTransition>> outboxHistory(OutboxId) { return none<OutboxTransition>(); }
    virtual Result<std::vector<RecipientReport>> reportsOf(OutboxId) { return none<RecipientReport>(); }
    /// Of one address over all mails, newest first.
    virtual Result<std::vector<RecipientReport>> reportsAbout(const std::string&) { return none<RecipientReport>(); }
    /// The mail a report names by Message-ID or ENVID; nothing where it is none of ours.
    virtual Result<std::optional<OutboxItem>> outboxByMessageId(const std::string&) { return std::optional<OutboxItem>{}; }
    /// Messages since `since` that may be reports and were not read as such yet.
    virtual Result<std::vector<MessageId>> possibleReports(AccountId, std::int64_t) { return none<MessageId>(); }

    virtual Result<SendLimit> sendLimit(AccountId) { return SendLimit{}; }
    /// What counts against the limit since then, oldest first: our own mails, and those in the Sent
    /// folder that another program sent.
    virtual Result<std::vector<SentMail>> sentSince(AccountId, std::int64_t) { return none<SentMail>(); }

    virtual Result<std::vector<Identity>> identities() { return none<Identity>(); }

    virtual Result<std::vector<Merge>> merges() { return none<Merge>(); }
    virtual Result<std::optional<Merge>> merge(MergeId) { return std::optional<Merge>{}; }
    virtual Result<MergeCounts> mergeCounts(MergeId) { return MergeCounts{}; }
    virtual Result<std::vector<MergeRow>> mergeRows(MergeId) { return none<MergeRow>(); }
    /// The next rows that are still to be queued.
    virtual Result<std::vector<MergeRow>> waitingRows(MergeId, std::uint32_t) { return none<MergeRow>(); }
    /// Rows queued since then.
    virtual Result<std::uint32_t> mergeQueuedSince(MergeId, std::int64_t) { return std::uint32_t{ 0 }; }
    virtual Result<std::vector<Suppression>> suppressions() { return none<Suppression>(); }

private:
    template <class T>
    static Result<std::vector<T>> none()
    {
        return std::vector<T>{};
    }
};

} // namespace fulmar
