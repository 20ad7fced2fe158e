// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/outbox_store.h"
#include "storage/store_session.h"

#include <memory>

namespace fulmar::storage {

/// Outbox and drafts in kept.db. Every change of an item also adds a row to kept.outbox_transition,
/// which outlives the item.
class SqliteOutboxStore final : public OutboxStore {
public:
    explicit SqliteOutboxStore(StoreSession& session);
    ~SqliteOutboxStore() override;

    Result<OutboxId> enqueue(const OutboxItem& item, const std::string& raw) override;
    Result<void> update(const OutboxItem& item) override;
    Result<void> updateReserved(const std::vector<OutboxItem>& items) override;
    Result<void> reserve(AccountId account, const std::vector<OutboxId>& items) override;
    Result<void> settleInterrupted() override;
    Result<void> remove(OutboxId id) override;
    Result<DraftId> takeBack(OutboxId id) override;
    Result<MessageSource> source(OutboxId id) override;

    Result<DraftId> saveDraft(const Draft& draft) override;
    Result<void> removeDraft(DraftId id) override;
    Result<void> wantDraftCopy(DraftId id) override;
    Result<DraftId> adoptDraft(const Draft& draft, const DraftPosition& position) override;
    Result<std::vector<DraftCopy>> owedDraftCopies(AccountId account) override;
    Result<void> draftCopyStored(
        std::int64_t copy, std::uint32_t version, const DraftPosition& position) override;
    Result<void> draftCopyRemoved(std::int64_t copy) override;
    Result<OutboxId> sendDraft(
        DraftId draft, const OutboxItem& item, const std::string& raw) override;

    Result<void> saveSendLimit(AccountId account, const SendLimit& limit) override;
    Result<void> saveReports(
        MessageId message, const std::vector<RecipientReport>& reports) override;
    Result<IdentityId> saveIdentity(const Identity& identity) override;
    Result<void> removeIdentity(IdentityId id) override;
    Result<MergeId> addMerge(const Merge& merge, const std::vector<MergeRow>& rows) override;
    Result<void> setMergeState(
        MergeId id, MergeState state, const std::string& reason) override;
    Result<void> enqueueMerge(MergeId id, const std::vector<MergeMail>& mails) override;
    Result<void> skipMergeRow(
        MergeId id, std::uint32_t row, const std::string& reason) override;
    Result<void> saveSuppression(const Suppression& entry) override;
    Result<void> removeSuppression(const std::string& address) override;

private:
    OutboxId insert(const OutboxItem& item, const std::string& raw, ChangeSet& changes);
    Result<void> store(const OutboxItem& item, ChangeSet& changes);
    void forgetSentDraft(OutboxId id);
    void noteTransition(OutboxId id, const OutboxItem& item);
    void storeAttachments(DraftId id, const std::vector<DraftAttachment>& attachments);
    bool deleteDraft(DraftId id, ChangeSet& changes);
    DraftId writeDraft(const Draft& draft, ChangeSet& changes);

    StoreSession& m_session;
    Database& m_database;
    std::string m_boot{}; ///< read when it is first needed
    /// Shared with every `MessageSource` that was given out; false = the connection is gone.
    std::shared_ptr<bool> m_alive;
};

} // namespace fulmar::storage
