// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "viewmodels/backend.h"

#include <algorithm>
#include <map>

namespace fulmar::app::testing {

/// A reader over plain vectors; order and filters are those of the contract.
class FakeReader : public MailReader {
public:
    std::vector<AccountRecord> accountList{};
    std::vector<Folder> folderList{};
    std::vector<Message> messageList{}; ///< any order
    std::map<MessageId, std::string> bodies{};
    std::vector<OutboxItem> outboxList{};
    std::vector<Draft> draftList{};
    std::optional<Error> failure{}; ///< every question fails with it

    Result<std::vector<AccountRecord>> accounts() override { return answer(accountList); }
    Result<std::vector<Folder>> folders(std::optional<AccountId>) override
    {
        return answer(folderList);
    }
    Result<std::optional<Folder>> folderByPath(AccountId, const std::string&) override
    {
        return std::optional<Folder>{};
    }
    Result<std::optional<Folder>> folderByRole(AccountId, FolderRole) override
    {
        return std::optional<Folder>{};
    }
    Result<std::vector<Message>> messages(const MessageQuery& query) override;
    Result<std::uint32_t> count(const MessageQuery& query) override;
    Result<std::optional<Message>> message(MessageId id, std::optional<FolderId>) override;
    Result<std::vector<Message>> messagesById(
        const std::vector<MessageId>& ids, std::optional<FolderId> folder) override;
    Result<std::optional<std::string>> raw(MessageId id) override;
    Result<std::vector<MessageId>> byMessageIdHeader(AccountId, const std::string&) override
    {
        return std::vector<MessageId>{};
    }
    Result<std::vector<Message>> conversation(MessageId) override
    {
        return std::vector<Message>{};
    }
    std::vector<PendingAction> actionList{};
    std::optional<UndoStep> undoStep{};
    Result<std::vector<PendingAction>> pendingActions() override { return answer(actionList); }
    Result<std::optional<UndoStep>> lastUndoStep() override { return answer(undoStep); }
    Result<std::vector<OutboxItem>> outbox() override { return answer(outboxList); }
    Result<std::optional<OutboxItem>> outboxItem(OutboxId) override
    {
        return std::optional<OutboxItem>{};
    }
    Result<std::optional<OutboxItem>> outboxByKey(const std::string&) override
    {
        return std::optional<OutboxItem>{};
    }
    std::vector<DraftCopy> copyList{};
    Result<std::vector<DraftCopy>> draftCopies() override { return answer(copyList); }
    Result<std::vector<Draft>> drafts() override;
    Result<std::optional<Draft>> draft(DraftId id) override;

    [[nodiscard]] Message* find(MessageId id);

private:
    template <class T>
    Result<T> answer(const T& value)
    {
        if (failure)
            return Unexpected(*failure);
        return value;
    }
    [[nodiscard]] std::vector<Message> sorted(
        std::optional<FolderId> folder, bool unreadOnly) const;
};

/// What a view model ordered.
struct Acted {
    Action action{};
    std::vector<MessageId> messages{};
    std::optional<FolderId> from{};
};

/// A backend without threads: answers come through the event loop, as in the program.
class FakeBackend : public Backend {
    Q_OBJECT
public:
    FakeReader reader{};
    std::vector<Acted> acted{};
    std::vector<Draft> savedDrafts{};
    std::vector<DraftId> removedDrafts{}, sentDrafts{};
    std::vector<MessageId> fetched{};
    std::vector<Account> checked{}, added{}, updated{};
    std::vector<OutboxId> cancelled{}, retried{}, markedSent{}, takenBack{};
    std::vector<CheckStep> checkSteps{};
    std::vector<ChangeRequest> changes{};
    std::vector<ActionId> dropped{};
    std::vector<std::pair<FolderRole, std::string>> roles{};
    Undone undone{};
    int undos = 0, actionRetries = 0;
    int retries = 0;
    std::optional<Error> orderFailure{}; ///< every order fails with it
    std::function<void(const Acted&)> onAct{};
    std::function<void(MessageId)> onFetch{};

    void act(const Action& action, const std::vector<MessageId>& messages,
        std::optional<FolderId> from, QObject* receiver, Answer<void> done) override;
    /// Each action is in `acted` too.
    void change(const ChangeRequest& request, QObject* receiver, Answer<void> done) override;
    void undo(QObject* receiver, Answer<Undone> done) override;
    void retryActions() override { ++actionRetries; }
    void dropAction(ActionId action, QObject* receiver, Answer<void> done) override;
    void setFolderRole(AccountId, FolderRole role, const std::string& path, QObject* receiver,
        Answer<void> done) override;
    void fetchBody(MessageId message, QObject* receiver, Answer<void> done) override;
    void fetchPictures(const std::vector<QUrl>& urls, QObject* receiver,
        Answer<std::vector<QByteArray>> done) override;
    void postForm(
        const QUrl& url, const QByteArray& form, QObject* receiver, Answer<void> done) override;
    std::vector<QUrl> fetchedPictures{};
    std::vector<std::pair<QUrl, QByteArray>> posted{};
    QByteArray picture{ "\x89PNG\r\n\x1a\n" }; ///< what every address gives
    void sync(const SyncRequest&) override { }
    void retryNow() override { ++retries; }
    void checkAccount(const Account& account, const Secret<std::string>& password,
        QObject* receiver, Steps progress, Steps done) override;
    void addAccount(const Account& account, const Secret<std::string>&, QObject* receiver,
        Answer<AccountId> done) override;
    void updateAccount(const Account& account, const Secret<std::string>&, QObject* receiver,
        Answer<void> done) override;
    void removeAccount(AccountId, QObject* receiver, Answer<void> done) override;
    void saveDraft(const Draft& draft, QObject* receiver, Answer<DraftId> done) override;
    void removeDraft(DraftId draft, QObject* receiver, Answer<void> done) override;
    std::vector<DraftId> storedDrafts{};
    std::vector<DraftPosition> adopted{};
    void storeDraft(DraftId draft, QObject* receiver, Answer<void> done) override
    {
        storedDrafts.push_back(draft);
        reply<void>(receiver, done, {});
    }
    void adoptDraft(const Draft& draft, const DraftPosition& position, QObject* receiver,
        Answer<DraftId> done) override
    {
        adopted.push_back(position);
        Draft kept = draft;
        kept.id = { 77 };
        reader.draftList.push_back(kept);
        reply<DraftId>(receiver, done, kept.id);
    }
    void sendDraft(DraftId draft, QObject* receiver, Answer<OutboxId> done) override;
    void cancelOutbox(OutboxId item, QObject* receiver, Answer<void> done) override;
    void retryOutbox(OutboxId item, QObject* receiver, Answer<void> done) override;
    void markSent(OutboxId item, QObject* receiver, Answer<void> done) override
    {
        markedSent.push_back(item);
        reply<void>(receiver, done, {});
    }
    void takeBack(OutboxId item, QObject* receiver, Answer<DraftId> done) override
    {
        takenBack.push_back(item);
        reply<DraftId>(receiver, done, DraftId{ 1 });
    }

protected:
    void runOnReader(std::function<void(MailReader&)> query) override { query(reader); }

private:
    template <class T>
    void reply(QObject* receiver, const std::function<void(Result<T>)>& done, Result<T> value)
    {
        if (orderFailure)
            value = Unexpected(*orderFailure);
        deliver(QPointer<QObject>(receiver), std::make_shared<Result<T>>(std::move(value)), done);
    }
};

/// Builds one message of a list.
class MessageBuilder {
public:
    explicit MessageBuilder(std::int64_t id)
    {
        m_message.id = { id };
        m_message.received = 1'700'000'000 + id * 60;
    }
    MessageBuilder& in(FolderId folder)
    {
        m_message.folders.push_back(folder);
        return *this;
    }
    MessageBuilder& from(const char* name, const char* address)
    {
        m_message.summary.from = { { name, address } };
        return *this;
    }
    MessageBuilder& to(const char* name, const char* address)
    {
        m_message.summary.to.push_back({ name, address });
        return *this;
    }
    MessageBuilder& subject(const char* text)
    {
        m_message.summary.subject = text;
        return *this;
    }
    MessageBuilder& preview(const char* text)
    {
        m_message.preview = text;
        return *this;
    }
    MessageBuilder& at(std::int64_t time)
    {
        m_message.received = time;
        return *this;
    }
    MessageBuilder& with(Flag flag)
    {
        m_message.flags.set(flag);
        return *this;
    }
    MessageBuilder& read() { return with(Flag::Seen); }
    MessageBuilder& attached()
    {
        m_message.summary.hasAttachments = true;
        return *this;
    }
    MessageBuilder& pending()
    {
        m_message.pending = true;
        return *this;
    }
    operator Message() const { return m_message; } // NOLINT: a builder is its value

private:
    Message m_message{};
};

inline MessageBuilder aMessage(std::int64_t id)
{
    return MessageBuilder(id);
}

} // namespace fulmar::app::testing
