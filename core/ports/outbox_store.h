// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "common/message_source.h"
#include "model/draft.h"
#include "model/draft_copy.h"
#include "model/outbox_item.h"

#include <optional>
#include <string>
#include <vector>

namespace fulmar {

/// Mail on its way out and mail being written: all in kept.db with `synchronous=FULL`. Engine thread only; each call is one
/// transaction, durable when it returns.
class OutboxStore {
public:
    virtual ~OutboxStore() = default;

    /// Queues a whole message. With a `key` that is already there nothing is stored and the old id comes back.
    virtual Result<OutboxId> enqueue(const OutboxItem& item, const std::string& raw) = 0;
    /// Stores state, serverText, refusals, tries, nextTry, notBefore and sentCopy of the item.
    virtual Result<void> update(const OutboxItem& item) = 0;
    virtual Result<void> remove(OutboxId id) = 0;
    /// Reads the message piece by piece; several at a time may be open, each fails once its row is removed.
    virtual Result<MessageSource> source(OutboxId id) = 0;

    /// Inserts or replaces; returns the id. Attachments with id 0 are added, missing ones removed.
    virtual Result<DraftId> saveDraft(const Draft& draft) = 0;
    virtual Result<void> removeDraft(DraftId id) = 0;
    /// The person saved: the draft as it is now is owed to the Drafts folder of its server.
    virtual Result<void> wantDraftCopy(DraftId id) = 0;
    /// Stores a draft that another device left at a server position, bound to it: it is replaced there with the next version.
    virtual Result<DraftId> adoptDraft(const Draft& draft, const DraftPosition& position) = 0;
    /// Copies of an account that are not as they should be.
    virtual Result<std::vector<DraftCopy>> owedDraftCopies(AccountId account) = 0;
    /// The server has this version at this position and no other.
    virtual Result<void> draftCopyStored(std::int64_t copy, std::uint32_t version, const DraftPosition& position) = 0;
    /// The server has none any more, and none is wanted.
    virtual Result<void> draftCopyRemoved(std::int64_t copy) = 0;
    /// The draft becomes an outbox row and disappears, in one transaction.
    virtual Result<OutboxId> sendDraft(DraftId draft, const OutboxItem& item, const std::string& raw) = 0;
};

} // namespace fulmar
