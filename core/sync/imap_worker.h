// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/imap_client.h"
#include "net/password_cache.h"
#include "sync/imap_task.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace fulmar {

/// The working connection of one account: connects when there is a task, runs one task at a time,
/// leaves when idle for long.
///
/// When the connection fails, the running task and everything that waits end with that error.
/// Engine thread.
class ImapWorker {
public:
    struct Callbacks {
        std::function<void(const std::string&)> alert;
        std::function<void(const Error&)> skipped;
        /// The error that a task gets instead of a connection, or nothing.
        std::function<std::optional<Error>()> refuseToConnect = {};
        /// The server restrains the whole account; may be told several times.
        std::function<void(const Error&)> limited = {};
    };

    ImapWorker(const Account& account, PasswordCache& passwords, transport::WireLog* log,
        Callbacks callbacks);
    ~ImapWorker();

    enum class Order { Last, First };
    /// Whether an error came from the task itself or ended the whole connection.
    enum class Scope { Task, Connection };
    using Done = std::function<void(const Result<void>&, Scope)>;
    /// `done` comes exactly once, unless this object is destroyed before.
    void run(std::unique_ptr<ImapTask> task, Done done, Order order = Order::Last);
    /// Leaves politely; waiting tasks end with `ErrorKind::Cancelled`.
    void shutDown();
    /// Bytes over all connections so far.
    [[nodiscard]] transport::Traffic traffic() const;
    [[nodiscard]] bool isBusy() const { return m_current.task || !m_queue.empty(); }

private:
    struct Job {
        std::unique_ptr<ImapTask> task;
        Done done;
    };

    void connect();
    void openConnection(const Secret<std::string>& password);
    void runNext();
    void finishCurrent(Result<void> result);
    void limited(const Error& error);
    void connectionFailed(const Error& error);
    void failAll(const Error& error);
    void retireClient();

    Account m_account;
    PasswordCache& m_passwords;
    transport::WireLog* m_log;
    Callbacks m_callbacks;
    std::deque<Job> m_queue;
    Job m_current;
    std::unique_ptr<ImapClient> m_client;
    transport::Traffic m_pastTraffic;
    QTimer m_idleTimer;
    int m_connections = 0;
    bool m_connecting = false;
    bool m_compressionFailed = false; ///< a compressed connection broke: go on without
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    QObject m_context; // deferred deletions and calls die with the worker
};

} // namespace fulmar
