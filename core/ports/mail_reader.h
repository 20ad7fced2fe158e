// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/account.h"
#include "model/action.h"
#include "model/draft.h"
#include "model/draft_copy.h"
#include "model/mailbox.h"
#include "model/message.h"
#include "model/server_limits.h"
#include "model/outbox_item.h"
#include "ports/sending_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fulmar {

/// Which messages, newest first (by time of receipt, then id).
struct MessageQuery {
    std::optional<AccountId> account {};
    std::optional<FolderId> folder {};
    bool unreadOnly = false;
    std::uint32_t limit = 100;
    std::uint32_t offset = 0;
};

/// An account with what the last synchronisation left behind.
struct AccountRecord {
    Account account {};
    std::optional<std::int64_t> lastSync {};
    std::string lastError {};
    DayTraffic traffic {}; ///< of the latest day that has any
    ServerPause pause {};
};

/// The reading side of the store. One instance per thread, each with its own connection; sees what is committed.
class MailReader : public SendingReader {
public:

    virtual Result<std::vector<AccountRecord>> accounts() = 0;
    /// All folders, accounts in order, inbox first, then by role, then by path without case. Pending changes of the tree and
    /// the roles that the person gave are in it.
    virtual Result<std::vector<Folder>> folders(std::optional<AccountId> account) = 0;
    /// Path with "/" between levels; INBOX in any case.
    virtual Result<std::optional<Folder>> folderByPath(AccountId account, const std::string& path) = 0;
    virtual Result<std::optional<Folder>> folderByRole(AccountId account, FolderRole role) = 0;

    virtual Result<std::vector<Message>> messages(const MessageQuery& query) = 0;
    virtual Result<std::uint32_t> count(const MessageQuery& query) = 0;
    /// Nothing = gone or never there. With `folder`, `uid` is filled.
    virtual Result<std::optional<Message>> message(MessageId id, std::optional<FolderId> folder = {}) = 0;
    /// Rows of that folder among `ids`, in list order: what a model needs to apply a ChangeSet.
    virtual Result<std::vector<Message>> messagesById(const std::vector<MessageId>& ids, std::optional<FolderId> folder) = 0;
    /// The conversation of a message, itself in it, oldest first: by X-GM-THRID on Gmail, else by the messages that it and
    /// its answers name. Empty where the message is gone.
    virtual Result<std::vector<Message>> conversation(MessageId id) = 0;
    /// The exact bytes; nothing where the body is not here.
    virtual Result<std::optional<std::string>> raw(MessageId id) = 0;
    /// The journal, oldest first.
    virtual Result<std::vector<PendingAction>> pendingActions() = 0;
    /// What `MailStore::undo` would take back.
    virtual Result<std::optional<UndoStep>> lastUndoStep() = 0;
    virtual Result<std::vector<MessageId>> byMessageIdHeader(AccountId account, const std::string& messageId) = 0;

    virtual Result<std::vector<OutboxItem>> outbox() = 0;
    virtual Result<std::optional<OutboxItem>> outboxItem(OutboxId id) = 0;
    virtual Result<std::optional<OutboxItem>> outboxByKey(const std::string& key) = 0;
    virtual Result<std::vector<Draft>> drafts() = 0; ///< attachments without content
    virtual Result<std::vector<DraftCopy>> draftCopies() = 0; ///< of drafts that are here
    virtual Result<std::optional<Draft>> draft(DraftId id) = 0; ///< attachments with content
};

} // namespace fulmar
