// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/outbox_runner.h"

#include "net/backoff.h"
#include "net/session_options.h"
#include "send/retry.h"

#include <algorithm>
#include <utility>

namespace fulmar {
namespace {

/// RFC 5321 section 4.5.3.2.6 asks for ten minutes after the final dot; giving up earlier makes
/// doubles.
constexpr std::chrono::milliseconds replyTimeout{ 10 * 60 * 1000 };

std::optional<std::string> readAll(const MessageSource& source)
{
    std::string all;
    for (;;) {
        auto piece = source.read(1024 * 1024);
        if (!piece)
            return std::nullopt;
        if (piece->empty())
            return all;
        all += *piece;
    }
}

} // namespace

OutboxRunner::OutboxRunner(const Account& account, OutboxStore& store, MailReader& reader,
    Clock& clock, transport::WireLog* log, const QString& logName, Callbacks callbacks)
    : m_account(account)
    , m_store(store)
    , m_reader(reader)
    , m_clock(clock)
    , m_log(log)
    , m_logName(logName)
    , m_callbacks(std::move(callbacks))
{
}

void OutboxRunner::start(const Secret<std::string>& password, std::vector<OutboxItem> due)
{
    m_waiting.assign(std::make_move_iterator(due.begin()), std::make_move_iterator(due.end()));
    m_connection = std::make_unique<Connection<SmtpProtocol>>(m_account.smtp,
        smtp::Session(smtpOptions(m_account, password)), m_log, m_logName,
        Connection<SmtpProtocol>::Callbacks{
            .event = [this](smtp::Event event) { take(std::move(event)); },
            .failed = [this](const smtp::Failure& failure) { connectionFailed(failure); },
        });
    m_connection->setReplyTimeout(replyTimeout);
    m_connection->open();
}

void OutboxRunner::shutDown()
{
    m_callbacks = {};
    if (m_connection)
        m_connection->close();
}

void OutboxRunner::take(smtp::Event event)
{
    if (std::holds_alternative<smtp::Ready>(event))
        sendNext();
    else if (auto* refusal = std::get_if<smtp::RecipientRefused>(&event))
        m_refusals.push_back(std::move(*refusal));
    else if (std::holds_alternative<smtp::DataStarted>(event))
        dataStarted();
    else if (const auto* taken = std::get_if<smtp::Accepted>(&event))
        accepted(*taken);
    else if (const auto* no = std::get_if<smtp::Refused>(&event))
        refused(*no);
    else if (const auto* closed = std::get_if<smtp::Closed>(&event); closed && !closed->expected)
        connectionFailed({ .error = { .kind = ErrorKind::Network,
                               .where = "SMTP session",
                               .serverText = replyText(closed->reply),
                               .code = "closed-by-server" },
            .unknown = {} });
}

void OutboxRunner::sendNext()
{
    // Read again: a person may have cancelled it while others were sent.
    while (!m_current && !m_waiting.empty()) {
        const auto fresh = m_reader.outboxItem(m_waiting.front().id);
        m_waiting.pop_front();
        if (!fresh)
            return finish(fresh.error());
        if (*fresh
            && ((*fresh)->state == OutboxState::Queued
                || (*fresh)->state == OutboxState::Scheduled))
            m_current = **fresh;
    }
    if (!m_current)
        return finish(std::nullopt);
    m_refusals.clear();
    ++m_current->tries;
    if (!store(*m_current))
        return;
    auto source = m_store.source(m_current->id);
    if (!source)
        return finish(source.error());
    m_connection->session().enqueue({ .sender = m_current->sender,
        .recipients = m_current->recipients,
        .message = std::move(*source),
        .eightBit = true });
    m_connection->pump();
}

void OutboxRunner::dataStarted()
{
    m_current->state = OutboxState::Transmitting;
    store(*m_current);
}

void OutboxRunner::accepted(const smtp::Accepted& accepted)
{
    auto item = std::move(*m_current);
    m_current.reset();
    item.state = OutboxState::Accepted;
    item.serverText = replyText(accepted.reply);
    item.nextTry = 0;
    item.refusals.clear();
    splitTransientRefusals(item);
    const bool files = m_account.sentCopy == SentCopy::ServerFiles
        || m_account.incomingKind != IncomingKind::Imap;
    item.sentCopy = files ? SentCopyState::NotNeeded : SentCopyState::Owed;
    if (!store(item))
        return;
    m_callbacks.accepted(item);
    sendNext();
}

/// Recipients refused for now get a row of their own that is tried again; those refused for good
/// are shown on the mail.
void OutboxRunner::splitTransientRefusals(OutboxItem& item)
{
    std::vector<std::string> later;
    for (const auto& refusal : m_refusals) {
        if (refusal.reply.transient())
            later.push_back(refusal.recipient);
        else
            item.refusals.push_back(
                { .address = refusal.recipient, .serverText = replyText(refusal.reply) });
    }
    if (later.empty())
        return;
    const auto source = m_store.source(item.id);
    const auto raw = source ? readAll(*source) : std::nullopt;
    OutboxItem rest = item;
    rest.id = {};
    rest.recipients = later;
    rest.state = OutboxState::Queued;
    rest.serverText = replyText(m_refusals.front().reply);
    rest.refusals.clear();
    // The key makes this harmless when it is done again after a crash.
    rest.key = "rest-of-" + item.id.toString() + "-try-" + std::to_string(item.tries);
    rest.nextTry = m_clock.now() + Backoff::after(item.tries, m_clock.random()).count();
    rest.answeredMessage = {};
    if (raw && m_store.enqueue(rest, *raw))
        return;
    for (const auto& address : later)
        item.refusals.push_back({ .address = address, .serverText = rest.serverText });
}

void OutboxRunner::refused(const smtp::Refused& refused)
{
    auto item = std::move(*m_current);
    m_current.reset();
    const auto next = afterRefusal(refused, item.tries, m_clock.random());
    item.state = next.state;
    item.nextTry = next.state == OutboxState::Queued ? m_clock.now() + next.wait.count() : 0;
    item.serverText = refused.reply.code != 0 ? replyText(refused.reply) : refused.error.serverText;
    item.refusals.clear();
    for (const auto& refusal : m_refusals)
        item.refusals.push_back(
            { .address = refusal.recipient, .serverText = replyText(refusal.reply) });
    if (!store(item))
        return;
    if (item.state != OutboxState::Queued)
        m_callbacks.parked(item, refused.error);
    sendNext();
}

void OutboxRunner::connectionFailed(const smtp::Failure& failure)
{
    if (m_current) {
        auto item = std::move(*m_current);
        m_current.reset();
        // A temporary refusal of the whole session counts like one of the mail.
        const bool unknown = !failure.unknown.empty();
        item.state = unknown ? OutboxState::Unknown : OutboxState::Queued;
        item.serverText = failure.error.serverText;
        item.nextTry
            = unknown ? 0 : m_clock.now() + Backoff::after(item.tries, m_clock.random()).count();
        if (!store(item))
            return;
        if (unknown)
            m_callbacks.parked(item, failure.error);
    }
    finish(failure.error);
}

bool OutboxRunner::store(const OutboxItem& item)
{
    const auto stored = m_store.update(item);
    if (stored)
        return true;
    // What cannot be recorded must not go on: the cut leaves the mail as it was recorded last.
    m_current.reset();
    finish(stored.error());
    return false;
}

void OutboxRunner::finish(std::optional<Error> error)
{
    if (m_connection) {
        if (!error)
            m_connection->session().quit();
        m_connection->pump();
        m_connection->close();
    }
    if (const auto finished = std::exchange(m_callbacks, {}).finished)
        finished(std::move(error));
}

} // namespace fulmar
