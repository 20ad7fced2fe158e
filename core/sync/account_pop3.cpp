// SPDX-License-Identifier: GPL-3.0-or-later
// The POP3 half of AccountWorker: sessions, batches, waiting times, Sent copies that stay here.
#include "sync/account_worker.h"

#include "sync/pop3_download.h"
#include "sync/pop3_mail.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace fulmar {
namespace {

constexpr std::size_t sourcePiece = 1024 * 1024; ///< bytes

Error tooEarly(std::int64_t seconds)
{
    return { .kind = ErrorKind::Rejected,
        .where = "sign-in / too early",
        .serverText = std::to_string(seconds) + " s",
        .code = "LOGIN-DELAY" };
}

Result<std::string> readAll(const MessageSource& source)
{
    std::string raw;
    for (;;) {
        auto piece = source.read(sourcePiece);
        if (!piece || piece->empty())
            return piece ? Result<std::string>(std::move(raw)) : piece;
        raw += *piece;
    }
}

} // namespace

struct AccountWorker::Pop3Run {
    std::unique_ptr<Pop3Download> session;
    std::optional<MessageId> only;
    std::uint32_t added = 0, refused = 0, postponed = 0;
    bool goesOn = false; ///< a batch of Gmail's came, the next one may be waiting
    transport::Traffic traffic{}; ///< of the sessions before
    std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

void AccountWorker::startPop3(std::optional<MessageId> only)
{
    setState(AccountState::Syncing);
    m_pop3 = std::make_shared<Pop3Run>();
    m_pop3->only = only;
    startPop3Session();
}

void AccountWorker::startPop3Session()
{
    const auto state = m_parts.store.local().pop3State(m_account.id);
    if (!state)
        return pop3Ended(Unexpected(state.error()));
    // Gmail announces a delay and hands out its batches all the same.
    const auto wait = waitForSignIn(*state, m_parts.clock.now());
    if (wait > 0 && !m_pop3->goesOn)
        return pop3Ended(Unexpected(tooEarly(wait)));
    m_passwords.get([this](const Result<Secret<std::string>>& password) {
        if (!m_pop3) // shut down meanwhile
            return;
        if (!password)
            return pop3Ended(Unexpected(password.error()));
        m_pop3->session = std::make_unique<Pop3Download>(
            Pop3Download::Parts{ m_parts.store.local(), m_parts.clock, m_parts.background },
            m_account,
            Pop3Download::Callbacks{
                .progress =
                    [this](std::uint32_t done, std::uint32_t total) {
                        showProgress("INBOX", m_pop3->added + done, m_pop3->added + total);
                    },
                .skipped =
                    [this](const Error& error) {
                        m_callbacks.notice({ .kind = Notice::Kind::Skipped,
                            .account = m_account.id,
                            .subject = {},
                            .error = error,
                            .serverText = error.serverText });
                    },
                .done =
                    [this](const Result<Pop3Outcome>& outcome) {
                        QTimer::singleShot(
                            0, &m_context, [this, outcome] { pop3SessionEnded(outcome); });
                    },
            });
        if (m_pop3->only)
            m_pop3->session->setOnly(*m_pop3->only);
        m_pop3->session->start(*password, &m_log, QStringLiteral("pop3#%1").arg(++m_pop3Sessions));
    });
}

void AccountWorker::pop3SessionEnded(const Result<Pop3Outcome>& outcome)
{
    if (!m_pop3)
        return;
    const auto traffic = m_pop3->session->traffic();
    m_pop3->traffic.bytesIn += traffic.bytesIn;
    m_pop3->traffic.bytesOut += traffic.bytesOut;
    m_pop3Traffic.bytesIn += traffic.bytesIn;
    m_pop3Traffic.bytesOut += traffic.bytesOut;
    m_pop3->session.reset();
    if (!outcome) {
        if (outcome.error().kind == ErrorKind::Authentication)
            m_passwords.forget();
        return pop3Ended(Unexpected(outcome.error()));
    }
    m_pop3->added += outcome->added;
    m_pop3->refused += outcome->refused;
    m_pop3->postponed += outcome->postponed;
    const bool more = outcome->isGmail && !m_account.pop3.recent && !m_pop3->only
        && outcome->postponed == 0 && outcome->added + outcome->recognised > 0;
    m_pop3->goesOn = more;
    if (more)
        return startPop3Session();
    pop3Ended(std::uint64_t{ m_pop3->refused + m_pop3->postponed });
}

void AccountWorker::pop3Ended(const Result<std::uint64_t>& result)
{
    if (!m_pop3->only)
        reportPop3();
    QTimer::singleShot(0, &m_context, [this, result] {
        if (m_stopped)
            return;
        m_pop3.reset();
        syncEnded(result);
    });
}

/// The folders that mail came to.
void AccountWorker::reportPop3()
{
    const AccountId owner = m_account.pop3.sharedInbox ? localAccount : m_account.id;
    const auto folders = m_parts.reader.folders(owner);
    const auto& report = m_syncQueue.front().folder;
    if (!folders || !report)
        return;
    for (const auto& folder : *folders) {
        const bool isInbox = folder.role == FolderRole::Inbox;
        const auto& wanted = m_syncQueue.front().request.folder;
        if (wanted ? folder.path != *wanted : !isInbox && folder.total == 0)
            continue;
        report({ .account = owner,
            .folder = folder.id,
            .path = folder.path,
            .added = isInbox ? m_pop3->added : 0,
            .total = folder.total,
            .unread = folder.unread,
            .bytesIn = isInbox ? m_pop3->traffic.bytesIn : 0,
            .bytesOut = isInbox ? m_pop3->traffic.bytesOut : 0,
            .seconds
            = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_pop3->start)
                  .count() });
    }
}

/// The next look at the mailbox: by the person's choice, never sooner than the server wants.
void AccountWorker::schedulePop3()
{
    m_pollTimer.stop();
    const auto state = m_parts.store.local().pop3State(m_account.id);
    if (m_account.pop3.checkMinutes == 0 || !state)
        return;
    const auto wait = std::max<std::int64_t>(
        std::int64_t{ m_account.pop3.checkMinutes } * 60, state->loginDelay + 1);
    m_pollTimer.start(std::chrono::seconds(wait));
}

void AccountWorker::stayConnectedPop3()
{
    if (m_account.pop3.checkOnStart)
        syncByItself(std::nullopt);
    else
        schedulePop3();
}

/// Whether the server wants a pause first; what nobody asked for is then done after it.
bool AccountWorker::waitsForSignIn()
{
    const auto state = m_parts.store.local().pop3State(m_account.id);
    const auto wait = state ? waitForSignIn(*state, m_parts.clock.now()) : 0;
    if (wait > 0)
        m_retryTimer.start(std::chrono::seconds(wait + 1));
    return wait > 0;
}

/// There is no Sent on the server: what was sent is kept here.
Result<void> AccountWorker::keepSentCopies(const std::deque<OutboxItem>& items)
{
    for (auto item : items) {
        if (item.sentCopy != SentCopyState::Owed || item.state != OutboxState::Accepted)
            continue;
        const auto source = m_parts.outbox.source(item.id);
        auto raw = source ? readAll(*source) : Unexpected(source.error());
        if (!raw)
            return Unexpected(raw.error());
        auto mail = arrivedMail(m_account, {}, *std::move(raw), false, false, m_parts.clock.now());
        mail.uidl.clear();
        mail.folder = FolderRole::Sent;
        mail.flags.set(Flag::Seen);
        // After a cut it is recognised, not doubled.
        const auto kept = m_parts.store.local().storeArrived(
            m_account.id, { mail }, [](const std::string&) { return false; });
        if (!kept)
            return Unexpected(kept.error());
        item.sentCopy = SentCopyState::Filed;
        if (auto updated = m_parts.outbox.update(item); !updated)
            return updated;
    }
    return {};
}

} // namespace fulmar
