// SPDX-License-Identifier: GPL-3.0-or-later
// The sending half of AccountWorker: due mails, Sent copies, mails of unknown fate.
#include "sync/account_worker.h"

#include "send/sent_copy.h"
#include "sync/remote_folders.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace fulmar {
namespace {

bool isWaiting(const OutboxItem& item)
{
    return item.state == OutboxState::Queued || item.state == OutboxState::Scheduled;
}

std::int64_t dueAt(const OutboxItem& item)
{
    return std::max(item.nextTry, item.notBefore);
}

bool isUnsettled(const OutboxItem& item)
{
    return item.state == OutboxState::Unknown
        || (item.sentCopy == SentCopyState::Owed
            && (item.state == OutboxState::Accepted || item.state == OutboxState::SentSeen));
}

} // namespace

void AccountWorker::flushSoon()
{
    if (!m_flushTimer.isActive())
        m_flushTimer.start(std::chrono::milliseconds(0));
}

std::vector<OutboxItem> AccountWorker::dueItems()
{
    std::vector<OutboxItem> due;
    const auto items = m_parts.reader.outbox();
    if (!items)
        return due;
    std::copy_if(
        items->begin(), items->end(), std::back_inserter(due), [&](const OutboxItem& item) {
            return item.account == m_account.id && isWaiting(item)
                && dueAt(item) <= m_parts.clock.now();
        });
    std::sort(due.begin(), due.end(),
        [](const OutboxItem& a, const OutboxItem& b) { return a.id < b.id; });
    return due;
}

void AccountWorker::flushOutbox(std::function<void(Result<void>)> done)
{
    if (m_stopped)
        return done(
            Unexpected(Error{ .kind = ErrorKind::Cancelled, .where = "outbox", .serverText = {} }));
    m_flushWaiters.push_back(std::move(done));
    if (!m_flushing)
        startFlush();
}

/// One round; who asks while it runs waits for the next, which sees what was queued meanwhile.
void AccountWorker::startFlush()
{
    m_flushing = true;
    auto waiters = std::make_shared<FlushWaiters>(std::exchange(m_flushWaiters, {}));
    sendDue([this, waiters](const Result<void>& sent) {
        settleSentCopies([this, waiters, sent](const Result<void>& settled) {
            m_flushing = false;
            scheduleOutbox();
            settleDraftCopies();
            const auto alive = m_alive;
            for (const auto& waiter : *waiters) {
                waiter(sent ? settled : sent);
                if (!*alive)
                    return;
            }
            if (!m_flushing && !m_flushWaiters.empty())
                startFlush();
        });
    });
}

void AccountWorker::sendDue(std::function<void(Result<void>)> done)
{
    auto due = dueItems();
    if (due.empty())
        return done({});
    m_passwords.get([this, due = std::move(due), done = std::move(done)](
                        const Result<Secret<std::string>>& password) mutable {
        if (!password)
            return done(Unexpected(password.error()));
        m_outboxRunner = std::make_unique<OutboxRunner>(m_account, m_parts.outbox, m_parts.reader,
            m_parts.clock, &m_log, QStringLiteral("smtp#%1").arg(++m_smtpConnections),
            OutboxRunner::Callbacks{
                .accepted = m_callbacks.accepted,
                .parked =
                    [this](const OutboxItem& item, const Error& error) {
                        const auto kind = item.state == OutboxState::Unknown
                            ? Notice::Kind::MailUnknown
                            : Notice::Kind::MailRefused;
                        m_callbacks.notice({ .kind = kind,
                            .account = m_account.id,
                            .subject = item.subject,
                            .error = error,
                            .serverText = item.serverText });
                    },
                .finished =
                    [this, done = std::move(done)](const std::optional<Error>& error) {
                        QTimer::singleShot(0, &m_context, [this, error, done] {
                            const auto traffic = m_outboxRunner->traffic();
                            m_smtpTraffic.bytesIn += traffic.bytesIn;
                            m_smtpTraffic.bytesOut += traffic.bytesOut;
                            m_outboxRunner.reset();
                            if (!error)
                                return done({});
                            if (error->kind == ErrorKind::Authentication) {
                                m_passwords.forget();
                                setState(AccountState::SignInAgain, error);
                            }
                            done(Unexpected(*error));
                        });
                    },
            });
        m_outboxRunner->start(*password, std::move(due));
    });
}

void AccountWorker::settleSentCopies(std::function<void(Result<void>)> done)
{
    const auto items = m_parts.reader.outbox();
    if (!items)
        return done(Unexpected(items.error()));
    auto unsettled = std::make_shared<std::deque<OutboxItem>>();
    std::copy_if(items->begin(), items->end(), std::back_inserter(*unsettled),
        [&](const OutboxItem& item) { return item.account == m_account.id && isUnsettled(item); });
    if (m_account.incomingKind != IncomingKind::Imap || unsettled->empty())
        return done({});
    const auto folders = m_parts.reader.folders(m_account.id);
    if (folders && !folders->empty())
        return settleNext(std::move(unsettled), false, std::move(done));
    // Never synchronised: which folder is Sent is only known from the server's list.
    m_imap.run(std::make_unique<FolderSync>(
                   m_parts.store, m_account.id, [](const FolderSync::Statuses&) {}),
        [this, unsettled, done = std::move(done)](const Result<void>& listed, ImapWorker::Scope) {
            if (listed)
                settleNext(unsettled, false, done);
            else
                done(listed);
        });
}

void AccountWorker::settleNext(std::shared_ptr<std::deque<OutboxItem>> items, bool anyFiled,
    std::function<void(Result<void>)> done)
{
    if (items->empty()) {
        if (anyFiled) {
            const auto sent = m_parts.reader.folderByRole(m_account.id, FolderRole::Sent);
            const auto path
                = sent && *sent ? std::optional<std::string>((*sent)->path) : std::nullopt;
            return sync({ .account = m_account.id, .folder = path }, {},
                [done = std::move(done)](const Result<std::uint64_t>&) { done({}); });
        }
        return done({});
    }
    auto item = std::move(items->front());
    items->pop_front();
    SentCopyTask::Places places;
    if (const auto sent = m_parts.reader.folderByRole(m_account.id, FolderRole::Sent); sent)
        places.sent = *sent;
    if (const auto all = m_parts.reader.folders(m_account.id); all && !places.sent) {
        const auto delimiter = all->empty() ? std::nullopt : all->front().delimiter;
        places.usualName
            = wireNameFor(usualPath(FolderRole::Sent, *all), delimiter).value_or("Sent");
    }
    for (const auto role : { FolderRole::Inbox, FolderRole::All }) {
        if (const auto folder = m_parts.reader.folderByRole(m_account.id, role); folder && *folder)
            places.others.push_back(**folder);
    }
    auto filed = std::make_shared<bool>(anyFiled);
    auto task = std::make_unique<SentCopyTask>(m_parts.outbox, std::move(item), std::move(places),
        [filed](const OutboxItem&) { *filed = true; });
    m_imap.run(std::move(task),
        [this, items, filed, done = std::move(done)](
            const Result<void>& result, ImapWorker::Scope scope) {
            if (!result && scope == ImapWorker::Scope::Connection)
                return done(result);
            settleNext(items, *filed, done);
        });
}

void AccountWorker::scheduleOutbox()
{
    if (!m_stayConnected || m_stopped || m_status.state == AccountState::SignInAgain)
        return;
    const auto items = m_parts.reader.outbox();
    if (!items)
        return;
    std::optional<std::int64_t> next;
    for (const auto& item : *items) {
        if (item.account == m_account.id && isWaiting(item))
            next = std::min(next.value_or(dueAt(item)), dueAt(item));
    }
    if (!next)
        return;
    // At least a second, so that a clock that was set back makes no busy loop; at most an hour, so
    // that a jump ahead is seen.
    const auto wait = std::clamp<std::int64_t>(*next - m_parts.clock.now(), 1, 3600);
    m_outboxTimer.start(std::chrono::seconds(wait));
}

} // namespace fulmar
