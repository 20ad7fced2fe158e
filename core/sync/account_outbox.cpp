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

/// Limit holds end by themselves; all others want a person.
bool isWaiting(const OutboxItem& item)
{
    return item.state == OutboxState::Queued || item.state == OutboxState::Scheduled
        || (item.state == OutboxState::Held && item.holdReason == "limit");
}

std::int64_t dueAt(const OutboxItem& item)
{
    return std::max({ item.nextTry, item.notBefore, item.undoUntil });
}

bool isUnsettled(const OutboxItem& item)
{
    return item.state == OutboxState::Unknown
        || (item.sentCopy == SentCopyState::Owed
            && (item.state == OutboxState::Accepted || item.state == OutboxState::SentSeen));
}

AccountId filesFor(const OutboxItem& item)
{
    return item.sentAccount.isValid() ? item.sentAccount : item.account;
}

} // namespace

void AccountWorker::flushSoon()
{
    if (!m_flushTimer.isActive())
        m_flushTimer.start(std::chrono::milliseconds(0));
}

Result<Budget> AccountWorker::budget()
{
    return budgetOf(m_parts.reader, m_account, m_parts.clock.now());
}

/// What may leave now, oldest first, as far as the budget goes.
std::vector<OutboxId> AccountWorker::dueItems()
{
    std::vector<OutboxId> due;
    const auto items = m_parts.reader.outbox();
    const auto allowed = budget();
    if (!items || !allowed || allowed->limit.stopped)
        return due;
    auto messages = allowed->messagesLeft();
    std::uint64_t recipients = allowed->recipientsLeft();
    for (const auto& item : *items) {
        if (item.account != m_account.id || !isWaiting(item) || dueAt(item) > m_parts.clock.now())
            continue;
        // The first always goes: a mail with more recipients than any window holds is the
        // server's to judge.
        if (messages == 0 || (item.recipients.size() > recipients && !due.empty()))
            break;
        due.push_back(item.id);
        --messages;
        recipients -= std::min<std::uint64_t>(recipients, item.recipients.size());
    }
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
    m_refusal.reset();
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
    if (m_beforeSending)
        m_beforeSending();
    auto due = dueItems();
    if (due.empty() && m_refusal)
        return done(Unexpected(*m_refusal));
    if (due.empty())
        return done({});
    m_passwords.get(
        [this, due = std::move(due), done = std::move(done)](
            const Result<Secret<std::string>>& password) mutable {
            if (!password) {
                if (password.error().kind == ErrorKind::Authentication)
                    setState(AccountState::SignInAgain, password.error());
                return done(Unexpected(password.error()));
            }
            m_outboxRunner
                = std::make_unique<OutboxRunner>(m_account, m_parts.outbox, m_parts.reader,
                    m_parts.clock, &m_log, QStringLiteral("smtp#%1").arg(++m_smtpConnections),
                    OutboxRunner::Callbacks{
                        .accepted = m_callbacks.accepted,
                        .parked = [this](const OutboxItem& item,
                                      const Error& error) { tellParked(item, error); },
                        .limitReached = [this](const std::string& text) { limitReached(text); },
                        .finished =
                            [this, done = std::move(done)](const std::optional<Error>& error) {
                                QTimer::singleShot(0, &m_context,
                                    [this, error, done] { runnerFinished(error, done); });
                            },
                        .signedIn =
                            [this](const std::string& mechanism) {
                                m_passwords.accepted(mechanism, PasswordCache::Service::Sending);
                            },
                    });
            m_outboxRunner->start(
                *password, due, m_passwords.floor(PasswordCache::Service::Sending));
        },
        PasswordCache::Service::Sending);
}

void AccountWorker::tellParked(const OutboxItem& item, const Error& error)
{
    if (item.state == OutboxState::Refused && !m_refusal)
        m_refusal = error;
    const auto kind = item.state == OutboxState::Unknown ? Notice::Kind::MailUnknown
                                                         : Notice::Kind::MailRefused;
    m_callbacks.notice({ .kind = kind,
        .account = m_account.id,
        .subject = item.subject,
        .error = error,
        .serverText = item.serverText });
}

/// The true limit is what was sent until now.
void AccountWorker::limitReached(const std::string& serverText)
{
    const auto stored = m_parts.reader.sendLimit(m_account.id);
    const auto now = m_parts.clock.now();
    const auto allowed = budget();
    if (!stored || !allowed || stored->heldUntil > now)
        return;
    const auto sent
        = m_parts.reader.sentSince(m_account.id, now - allowed->limit.windowHours * 3600);
    if (!sent)
        return;
    const auto learned = afterLimitReached(*stored, *allowed, *sent, now, serverText);
    static_cast<void>(m_parts.outbox.saveSendLimit(m_account.id, learned));
    setState(AccountState::Held,
        Error{ .kind = ErrorKind::Rejected,
            .where = "outbox",
            .serverText = serverText,
            .code = "550 5.4.5" });
}

void AccountWorker::runnerFinished(
    const std::optional<Error>& error, const std::function<void(Result<void>)>& done)
{
    const auto traffic = m_outboxRunner->traffic();
    m_smtpTraffic.bytesIn += traffic.bytesIn;
    m_smtpTraffic.bytesOut += traffic.bytesOut;
    const bool progress = m_outboxRunner->taken() > 0;
    m_outboxRunner.reset();
    if (!error) {
        m_sendFailures = 0;
        // A merge goes on as long as its pace allows.
        if (progress && !m_stopped)
            return sendDue(done);
        if (m_refusal)
            return done(Unexpected(*m_refusal));
        return done({});
    }
    if (error->kind == ErrorKind::Authentication) {
        m_passwords.refused(*error, PasswordCache::Service::Sending);
        setState(AccountState::SignInAgain, error);
    } else if (error->kind == ErrorKind::Network && progress && !m_stopped) {
        // Many servers close after so many mails: the rest goes over the next connection.
        return sendDue(done);
    }
    m_sendFailures = progress ? 1 : m_sendFailures + 1;
    m_sendPauseUntil
        = m_parts.clock.now() + Backoff::after(m_sendFailures, m_parts.clock.random()).count();
    done(Unexpected(*error));
}

void AccountWorker::settleSentCopies(std::function<void(Result<void>)> done)
{
    const auto items = m_parts.reader.outbox();
    if (!items)
        return done(Unexpected(items.error()));
    // One Message-ID in several envelopes: finding it says nothing about one of them.
    const auto isShared = [&](const OutboxItem& item) {
        return std::count_if(items->begin(), items->end(), [&](const OutboxItem& other) {
            return other.messageId == item.messageId;
        }) > 1;
    };
    auto unsettled = std::make_shared<std::deque<OutboxItem>>();
    std::copy_if(
        items->begin(), items->end(), std::back_inserter(*unsettled), [&](const OutboxItem& item) {
            return filesFor(item) == m_account.id && isUnsettled(item)
                && (item.state != OutboxState::Unknown || !isShared(item));
        });
    if (isPop3())
        return done(keepSentCopies(*unsettled));
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
    const auto named = item.sentFolder.empty()
        ? Result<std::optional<Folder>>(std::nullopt)
        : m_parts.reader.folderByPath(m_account.id, item.sentFolder);
    if (named && *named)
        places.sent = *named;
    else if (const auto sent = m_parts.reader.folderByRole(m_account.id, FolderRole::Sent); sent)
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
        m_parts.clock.now(), [filed](const OutboxItem&) { *filed = true; });
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
    const auto allowed = budget();
    if (!allowed || allowed->limit.stopped)
        return;
    std::optional<std::int64_t> next = m_nextMergeTime;
    for (const auto& item : *items) {
        if (item.account == m_account.id && isWaiting(item))
            next = std::min(next.value_or(dueAt(item)), dueAt(item));
    }
    if (!next)
        return;
    next = std::max({ *next, allowed->nextFree, m_sendPauseUntil });
    // At least a second, so that a clock that was set back makes no busy loop; at most an hour, so
    // that a jump ahead is seen.
    const auto wait = std::clamp<std::int64_t>(*next - m_parts.clock.now(), 1, 3600);
    m_outboxTimer.start(std::chrono::seconds(wait));
}

} // namespace fulmar
