// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/mail_reader.h"
#include "storage/database.h"
#include "storage/profile_files.h"
#include "storage/store_session.h"

#include <memory>
#include <utility>

namespace fulmar::storage {

/// The reading side on a read-only connection of its own. Each call sees one state of both files.
class SqliteMailReader final : public MailReader {
public:
    static Result<std::unique_ptr<MailReader>> open(
        const ProfileFiles& files, std::shared_ptr<StoreSignals> signals);

    Result<std::vector<AccountRecord>> accounts() override;
    Result<std::vector<Folder>> folders(std::optional<AccountId> account) override;
    Result<std::optional<Folder>> folderByPath(AccountId account, const std::string& path) override;
    Result<std::optional<Folder>> folderByRole(AccountId account, FolderRole role) override;

    Result<std::vector<Message>> messages(const MessageQuery& query) override;
    Result<std::uint32_t> count(const MessageQuery& query) override;
    Result<std::optional<Message>> message(MessageId id, std::optional<FolderId> folder) override;
    Result<std::vector<Message>> messagesById(
        const std::vector<MessageId>& ids, std::optional<FolderId> folder) override;
    Result<std::vector<Message>> conversation(MessageId id) override;
    Result<std::optional<std::string>> raw(MessageId id) override;
    Result<std::vector<PendingAction>> pendingActions() override;
    Result<std::optional<UndoStep>> lastUndoStep() override;
    Result<std::vector<MessageId>> byMessageIdHeader(
        AccountId account, const std::string& messageId) override;

    Result<std::vector<OutboxItem>> outbox() override;
    Result<std::optional<OutboxItem>> outboxItem(OutboxId id) override;
    Result<std::optional<OutboxItem>> outboxByKey(const std::string& key) override;
    Result<std::vector<DraftCopy>> draftCopies() override;
    Result<std::vector<Draft>> drafts() override;
    Result<std::optional<Draft>> draft(DraftId id) override;

    Result<std::vector<OutboxTransition>> outboxHistory(OutboxId id) override;
    Result<std::vector<RecipientReport>> reportsOf(OutboxId id) override;
    Result<std::vector<RecipientReport>> reportsAbout(const std::string& address) override;
    Result<std::optional<OutboxItem>> outboxByMessageId(const std::string& messageId) override;
    Result<std::vector<MessageId>> possibleReports(AccountId account, std::int64_t since) override;
    Result<SendLimit> sendLimit(AccountId account) override;
    Result<std::vector<SentMail>> sentSince(AccountId account, std::int64_t since) override;
    Result<std::vector<Identity>> identities() override;
    Result<std::vector<Merge>> merges() override;
    Result<std::optional<Merge>> merge(MergeId id) override;
    Result<MergeCounts> mergeCounts(MergeId id) override;
    Result<std::vector<MergeRow>> mergeRows(MergeId id) override;
    Result<std::vector<MergeRow>> waitingRows(MergeId id, std::uint32_t most) override;
    Result<std::uint32_t> mergeQueuedSince(MergeId id, std::int64_t since) override;
    Result<std::vector<Suppression>> suppressions() override;

private:
    SqliteMailReader(ProfileFiles files, std::shared_ptr<StoreSignals> signals);
    Result<void> reopen();

    /// Runs `body()` on one snapshot.
    template <class Body>
    auto read(Body body) -> std::invoke_result_t<Body>
    {
        if (auto begun = begin(); !begun)
            return Unexpected(std::move(begun.error()));
        auto result = body();
        if (auto error = end())
            return Unexpected(std::move(*error));
        return result;
    }
    Result<void> begin();
    std::optional<Error> end();

    /// With its effective folders and flags; nothing where it is gone or shown nowhere.
    std::optional<Message> loadMessage(MessageId id, std::optional<FolderId> folder);
    void loadLabels(Message& message);
    void loadPlaces(Message& message, std::optional<FolderId> folder);
    std::vector<DraftAttachment> loadAttachments(DraftId draft, bool withContent);

    ProfileFiles m_files;
    std::shared_ptr<StoreSignals> m_signals;
    std::uint64_t m_generation = 0;
    Database m_database{};
};

} // namespace fulmar::storage
