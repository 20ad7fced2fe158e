// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "common/message_source.h"
#include "model/draft.h"
#include "model/draft_copy.h"
#include "model/outbox_item.h"
#include "model/sending.h"

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
    /// Several at once, in one transaction that outlives the program but not a power cut: for mails that are reserved.
    virtual Result<void> updateReserved(const std::vector<OutboxItem>& items) = 0;
    /// Before mails may go on the wire: their try counters rise and the store knows, power cut or not, that they may be
    /// out. Replaces the reservation of that account; an empty list ends it and makes all that was recorded durable.
    virtual Result<void> reserve(AccountId account, const std::vector<OutboxId>& items) = 0;
    /// After a crash: what was on the wire becomes `unknown`. Call before anything is sent.
    virtual Result<void> settleInterrupted() = 0;
    virtual Result<void> remove(OutboxId id) = 0;
    /// The draft that was sent comes back and its mail is gone, in one transaction. Error "wrong-state" once the mail may
    /// be on the wire, "not-found" where it was written elsewhere.
    virtual Result<DraftId> takeBack(OutboxId id) = 0;
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
    /// The draft becomes an outbox row and disappears, in one transaction; it is kept hidden until the server has the mail.
    virtual Result<OutboxId> sendDraft(DraftId draft, const OutboxItem& item, const std::string& raw) = 0;

    virtual Result<void> saveSendLimit(AccountId account, const SendLimit& limit) = 0;
    /// Stores reports and that `message` was read as one; the mail's state follows them. An empty list only marks it.
    virtual Result<void> saveReports(MessageId message, const std::vector<RecipientReport>& reports) = 0;
    virtual Result<IdentityId> saveIdentity(const Identity& identity) = 0;
    virtual Result<void> removeIdentity(IdentityId id) = 0;

    /// A new merge with its rows; rows of state "skipped" are only shown.
    virtual Result<MergeId> addMerge(const Merge& merge, const std::vector<MergeRow>& rows) = 0;
    virtual Result<void> setMergeState(MergeId id, MergeState state, const std::string& reason) = 0;
    /// Queues mails of a merge and ties each to its row, in one transaction; a row that has its mail already keeps it.
    struct MergeMail {
        std::uint32_t row = 0;
        OutboxItem item{};
        std::string raw{};
    };
    virtual Result<void> enqueueMerge(MergeId id, const std::vector<MergeMail>& mails) = 0;
    virtual Result<void> skipMergeRow(MergeId id, std::uint32_t row, const std::string& reason) = 0;
    virtual Result<void> saveSuppression(const Suppression& entry) = 0;
    virtual Result<void> removeSuppression(const std::string& address) = 0;
};

} // namespace fulmar
