// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/imap_worker.h"

#include "net/compression_rule.h"
#include "net/session_options.h"

#include <chrono>
#include <utility>

namespace fulmar {
namespace {

/// A server counts connections over all devices (Gmail: 15), so an unused one is given back soon.
constexpr std::chrono::seconds idleBeforeLogout{ 45 };

} // namespace

ImapWorker::ImapWorker(
    const Account& account, PasswordCache& passwords, transport::WireLog* log, Callbacks callbacks)
    : m_account(account), m_passwords(passwords), m_log(log), m_callbacks(std::move(callbacks))
{
    m_idleTimer.setSingleShot(true);
    m_idleTimer.setInterval(idleBeforeLogout);
    QObject::connect(&m_idleTimer, &QTimer::timeout, &m_context, [this] {
        if (m_client && !isBusy()) {
            m_client->logout();
            retireClient();
        }
    });
}

ImapWorker::~ImapWorker()
{
    *m_alive = false;
    if (m_client)
        m_client->logout();
}

void ImapWorker::run(std::unique_ptr<ImapTask> task, Done done, Order order)
{
    Job job{ .task = std::move(task), .done = std::move(done) };
    if (order == Order::First)
        m_queue.push_front(std::move(job));
    else
        m_queue.push_back(std::move(job));
    m_idleTimer.stop();
    if (m_client && m_client->isReady())
        runNext();
    else
        connect();
}

void ImapWorker::connect()
{
    if (m_client || m_connecting)
        return;
    const auto refused = m_callbacks.refuseToConnect ? m_callbacks.refuseToConnect() : std::nullopt;
    if (refused)
        return failAll(*refused);
    m_connecting = true;
    m_passwords.get([this](const Result<Secret<std::string>>& password) {
        m_connecting = false;
        if (!password)
            return failAll(password.error());
        if (!m_queue.empty())
            openConnection(*password);
    });
}

void ImapWorker::openConnection(const Secret<std::string>& password)
{
    const auto name = QStringLiteral("imap#%1").arg(++m_connections);
    auto options
        = imapOptions(m_account, password, wantsCompression(m_account) && !m_compressionFailed);
    options.credentials.floor = m_passwords.floor();
    m_client = std::make_unique<ImapClient>(m_account.incoming, std::move(options), m_log, name,
        ImapClient::Callbacks{
            .ready =
                [this] {
                    m_passwords.accepted(m_client->mechanism());
                    runNext();
                },
            .failed = [this](const Error& error) { connectionFailed(error); },
            .alert = m_callbacks.alert,
            .skipped = m_callbacks.skipped,
            .limited = [this](const Error& error) { limited(error); },
        });
    m_client->open();
}

void ImapWorker::connectionFailed(const Error& error)
{
    if (error.kind == ErrorKind::Authentication)
        m_passwords.refused(error);
    if (error.where == "COMPRESS")
        m_compressionFailed = true;
    retireClient();
    if (m_callbacks.limited)
        m_callbacks.limited(error);
    failAll(error);
}

/// A command of the running task was refused for the account as a whole, so nothing else may be
/// asked: the connection is given back from the event loop, the task is still on the stack.
void ImapWorker::limited(const Error& error)
{
    if (m_callbacks.limited)
        m_callbacks.limited(error);
    QTimer::singleShot(0, &m_context, [this, error] {
        if (!m_client || !m_callbacks.refuseToConnect || !m_callbacks.refuseToConnect())
            return;
        m_client->logout();
        retireClient();
        failAll(error);
    });
}

void ImapWorker::runNext()
{
    if (m_current.task || !m_client)
        return;
    if (m_queue.empty()) {
        m_idleTimer.start();
        return;
    }
    m_current = std::move(m_queue.front());
    m_queue.pop_front();
    m_client->setObserver(m_current.task.get());
    m_current.task->start(
        *m_client, [this](Result<void> result) { finishCurrent(std::move(result)); });
}

/// The task is still on the stack below us, so it is destroyed from the event loop.
void ImapWorker::finishCurrent(Result<void> result)
{
    if (!m_current.task)
        return;
    if (m_client)
        m_client->setObserver(nullptr);
    auto job = std::make_shared<Job>(std::exchange(m_current, {}));
    QTimer::singleShot(0, &m_context, [this, job, result = std::move(result)] {
        job->task.reset();
        const auto alive = m_alive;
        job->done(result, Scope::Task);
        if (*alive)
            runNext();
    });
}

void ImapWorker::failAll(const Error& error)
{
    std::deque<Job> ended = std::exchange(m_queue, {});
    if (m_current.task)
        ended.push_front(std::exchange(m_current, {}));
    auto jobs = std::make_shared<std::deque<Job>>(std::move(ended));
    QTimer::singleShot(0, &m_context, [jobs, error, alive = std::weak_ptr<bool>(m_alive)] {
        for (auto& job : *jobs) {
            job.task.reset();
            job.done(Unexpected(error), Scope::Connection);
            if (alive.expired())
                return;
        }
    });
}

void ImapWorker::retireClient()
{
    const auto traffic = m_client->traffic();
    m_pastTraffic.bytesIn += traffic.bytesIn;
    m_pastTraffic.bytesOut += traffic.bytesOut;
    std::shared_ptr<ImapClient> gone = std::move(m_client);
    QTimer::singleShot(0, &m_context, [gone] {});
}

void ImapWorker::shutDown()
{
    m_idleTimer.stop();
    if (m_client) {
        m_client->logout();
        retireClient();
    }
    failAll({ .kind = ErrorKind::Cancelled, .where = "shutting down", .serverText = {} });
}

transport::Traffic ImapWorker::traffic() const
{
    auto all = m_pastTraffic;
    if (m_client) {
        const auto now = m_client->traffic();
        all.bytesIn += now.bytesIn;
        all.bytesOut += now.bytesOut;
    }
    return all;
}

} // namespace fulmar
