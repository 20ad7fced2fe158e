// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platform/profile.h"
#include "platform/profile_lock.h"
#include "viewmodels/backend.h"

#include <QThread>

#include <memory>

namespace fulmar::app {

class EngineSide;
class ReaderSide;

/// The real `Backend`: an engine thread and a reader thread over one profile. Made, used and
/// destroyed on the GUI thread.
class EngineBackend : public Backend {
    Q_OBJECT
public:
    explicit EngineBackend(const Profile& profile, QObject* parent = nullptr);
    ~EngineBackend() override;

    /// Opens the profile on the engine thread under a lock that the caller took; `opened` or
    /// `openFailed` follows.
    void start(ProfileLock lock);
    /// Says goodbye to the servers; `stopped` follows within some seconds. Then this may be
    /// destroyed.
    void stop();

    void act(const Action& action, const std::vector<MessageId>& messages,
        std::optional<FolderId> from, QObject* receiver, Answer<void> done) override;
    void change(const ChangeRequest& request, QObject* receiver, Answer<void> done) override;
    void undo(QObject* receiver, Answer<Undone> done) override;
    void retryActions() override;
    void dropAction(ActionId action, QObject* receiver, Answer<void> done) override;
    void setFolderRole(AccountId account, FolderRole role, const std::string& path,
        QObject* receiver, Answer<void> done) override;
    void fetchBody(MessageId message, QObject* receiver, Answer<void> done) override;
    void fetchPictures(const std::vector<QUrl>& urls, QObject* receiver,
        Answer<std::vector<QByteArray>> done) override;
    void postForm(
        const QUrl& url, const QByteArray& form, QObject* receiver, Answer<void> done) override;
    void sync(const SyncRequest& request) override;
    void retryNow() override;
    void checkAccount(const Account& account, const Secret<std::string>& password,
        QObject* receiver, Steps progress, Steps done) override;
    void addAccount(const Account& account, const Secret<std::string>& password, QObject* receiver,
        Answer<AccountId> done) override;
    void updateAccount(const Account& account, const Secret<std::string>& password,
        QObject* receiver, Answer<void> done) override;
    void removeAccount(AccountId account, QObject* receiver, Answer<void> done) override;
    void saveDraft(const Draft& draft, QObject* receiver, Answer<DraftId> done) override;
    void removeDraft(DraftId draft, QObject* receiver, Answer<void> done) override;
    void storeDraft(DraftId draft, QObject* receiver, Answer<void> done) override;
    void adoptDraft(const Draft& draft, const DraftPosition& position, QObject* receiver,
        Answer<DraftId> done) override;
    void sendDraft(DraftId draft, QObject* receiver, Answer<OutboxId> done) override;
    void cancelOutbox(OutboxId item, QObject* receiver, Answer<void> done) override;
    void retryOutbox(OutboxId item, QObject* receiver, Answer<void> done) override;
    void markSent(OutboxId item, QObject* receiver, Answer<void> done) override;
    void takeBack(OutboxId item, QObject* receiver, Answer<DraftId> done) override;

Q_SIGNALS:
    void opened();
    void openFailed(const QString& sentence);
    void stopped();
    /// Another start of the program wants this window in front.
    void raiseRequested();

protected:
    void runOnReader(std::function<void(MailReader&)> query) override;

private:
    friend class EngineSide;
    void onEngine(std::function<void(EngineSide&)> work);
    /// A callback for the engine thread that brings its value to `done` on the GUI thread.
    template <class Value>
    std::function<void(Value)> toGui(QObject* receiver, std::function<void(Value)> done)
    {
        return [this, guard = QPointer<QObject>(receiver), done = std::move(done)](Value value) {
            deliver(guard, std::make_shared<Value>(std::move(value)), done);
        };
    }

    QThread m_engineThread{}, m_readerThread{};
    EngineSide* m_engineSide;
    ReaderSide* m_readerSide;
};

} // namespace fulmar::app
