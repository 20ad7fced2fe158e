// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"
#include "ports/mail_reader.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <QUrl>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace fulmar::app {

/// What the view models know of the rest of the program: questions to the reader thread, orders to
/// the engine thread.
///
/// GUI thread only. Every answer comes later, on the GUI thread, and never after its receiver died.
/// The program has `EngineBackend`; tests have one without threads.
class Backend : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    template <class T>
    using Answer = std::function<void(Result<T>)>;

    /// Runs `query` with the reader of the reader thread and hands what it returned to `done`.
    template <class Query, class Done>
    void ask(QObject* receiver, Query query, Done done)
    {
        using Value = std::invoke_result_t<Query, MailReader&>;
        runOnReader([this, guard = QPointer<QObject>(receiver), query = std::move(query),
                        done = std::move(done)](MailReader& reader) {
            deliver(guard, std::make_shared<Value>(query(reader)), done);
        });
    }

    /// Runs a pure function on the thread pool and hands its value to `done`.
    template <class Function, class Done>
    void compute(QObject* receiver, Function function, Done done)
    {
        using Value = std::invoke_result_t<Function>;
        QThreadPool::globalInstance()->start(
            [this, guard = QPointer<QObject>(receiver), function = std::move(function),
                done = std::move(done)] {
                deliver(guard, std::make_shared<Value>(function()), done);
            });
    }

    // Orders to the engine; each is durable when its answer comes without an error.
    virtual void act(const Action& action, const std::vector<MessageId>& messages,
        std::optional<FolderId> from, QObject* receiver, Answer<void> done)
        = 0;
    /// Several actions as one step that can be taken back.
    virtual void change(const ChangeRequest& request, QObject* receiver, Answer<void> done) = 0;
    /// Takes the last step back.
    virtual void undo(QObject* receiver, Answer<Undone> done) = 0;
    /// Tries what is queued for the servers now.
    virtual void retryActions() = 0;
    virtual void dropAction(ActionId action, QObject* receiver, Answer<void> done) = 0;
    virtual void setFolderRole(AccountId account, FolderRole role, const std::string& path,
        QObject* receiver, Answer<void> done)
        = 0;
    virtual void fetchBody(MessageId message, QObject* receiver, Answer<void> done) = 0;
    /// Fetches pictures of a message after the reader's choice, without cookie or referrer; the
    /// answer has one entry for each address, empty where it failed or was too large.
    virtual void fetchPictures(
        const std::vector<QUrl>& urls, QObject* receiver, Answer<std::vector<QByteArray>> done)
        = 0;
    /// Sends the form of a one-click unsubscription (RFC 8058).
    virtual void postForm(
        const QUrl& url, const QByteArray& form, QObject* receiver, Answer<void> done)
        = 0;
    virtual void sync(const SyncRequest& request) = 0;
    virtual void retryNow() = 0;
    using Steps = std::function<void(const std::vector<CheckStep>&)>;
    /// Tries settings without storing them; `progress` gets the steps so far, `done` all of them,
    /// once. An empty password means the one that is stored.
    virtual void checkAccount(const Account& account, const Secret<std::string>& password,
        QObject* receiver, Steps progress, Steps done)
        = 0;
    virtual void addAccount(const Account& account, const Secret<std::string>& password,
        QObject* receiver, Answer<AccountId> done)
        = 0;
    /// An empty password keeps the stored one.
    virtual void updateAccount(const Account& account, const Secret<std::string>& password,
        QObject* receiver, Answer<void> done)
        = 0;
    virtual void removeAccount(AccountId account, QObject* receiver, Answer<void> done) = 0;
    virtual void saveDraft(const Draft& draft, QObject* receiver, Answer<DraftId> done) = 0;
    virtual void removeDraft(DraftId draft, QObject* receiver, Answer<void> done) = 0;
    /// The person saved: the stored draft goes to its server too.
    virtual void storeDraft(DraftId draft, QObject* receiver, Answer<void> done) = 0;
    /// Takes over a draft that another device left on the server.
    virtual void adoptDraft(
        const Draft& draft, const DraftPosition& position, QObject* receiver, Answer<DraftId> done)
        = 0;
    /// Makes the stored draft a mail and queues it; the draft disappears with it.
    virtual void sendDraft(DraftId draft, QObject* receiver, Answer<OutboxId> done) = 0;
    virtual void cancelOutbox(OutboxId item, QObject* receiver, Answer<void> done) = 0;
    virtual void retryOutbox(OutboxId item, QObject* receiver, Answer<void> done) = 0;
    /// A mail of unknown fate did go out.
    virtual void markSent(OutboxId item, QObject* receiver, Answer<void> done) = 0;
    /// The draft of a mail that has not left, to be changed or thrown away.
    virtual void takeBack(OutboxId item, QObject* receiver, Answer<DraftId> done) = 0;

Q_SIGNALS:
    void changed(const fulmar::ChangeSet& changes);
    void accountStatusChanged(const fulmar::AccountStatus& status);
    void mailArrived(fulmar::AccountId account, const std::vector<fulmar::MessageId>& messages);
    void noticed(const fulmar::Notice& notice);

protected:
    /// Posts to the reader thread; returns at once.
    virtual void runOnReader(std::function<void(MailReader&)> query) = 0;

    /// Brings a value to the GUI thread. A pool task may outlive this object only as long as the
    /// destructor of the derived class waits for the pool.
    template <class Value, class Done>
    void deliver(const QPointer<QObject>& guard, std::shared_ptr<Value> value, const Done& done)
    {
        QMetaObject::invokeMethod(
            this,
            [guard, value = std::move(value), done] {
                if (guard)
                    done(std::move(*value));
            },
            Qt::QueuedConnection);
    }
};

} // namespace fulmar::app
