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

/// Mails that one durable commit reserves: a disk confirms in some milliseconds, a server takes a
/// mail in two; and so many may be of unknown fate after a power cut.
constexpr std::size_t reservedMails = 32;
/// The one on the wire and the one whose commands leave with its final dot.
constexpr std::size_t mailsInFlight = 2;

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
    // Replies that came together are recorded together, those that came alone at once.
    m_recordTimer.setSingleShot(true);
    QObject::connect(&m_recordTimer, &QTimer::timeout, &m_recordTimer, [this] { record(); });
}

void OutboxRunner::start(
    const Secret<std::string>& password, const std::vector<OutboxId>& due, sasl::Strength floor)
{
    m_waiting.assign(due.begin(), due.end());
    auto options = smtpOptions(m_account, password);
    options.credentials.floor = floor;
    m_connection = std::make_unique<Connection<SmtpProtocol>>(m_account.smtp,
        smtp::Session(std::move(options)), m_log, m_logName,
        Connection<SmtpProtocol>::Callbacks{
            .event = [this](smtp::Event event) { take(std::move(event)); },
            .failed = [this](const smtp::Failure& failure) { connectionFailed(failure); },
        });
    m_connection->setReplyTimeout(replyTimeout);
    m_connection->open();
}

void OutboxRunner::shutDown()
{
    record();
    m_recordTimer.stop();
    m_callbacks = {};
    if (m_connection)
        m_connection->close();
}

void OutboxRunner::take(smtp::Event event)
{
    if (const auto* ready = std::get_if<smtp::Ready>(&event)) {
        if (m_callbacks.signedIn)
            m_callbacks.signedIn(ready->mechanism);
        fill();
    } else if (auto* refusal = std::get_if<smtp::RecipientRefused>(&event)) {
        if (const auto flight = m_flights.find(refusal->transaction); flight != m_flights.end())
            flight->second.refusals.push_back(std::move(*refusal));
    } else if (const auto* started = std::get_if<smtp::DataStarted>(&event)) {
        dataStarted(started->transaction);
    } else if (const auto* taken = std::get_if<smtp::Accepted>(&event)) {
        accepted(*taken);
    } else if (const auto* no = std::get_if<smtp::Refused>(&event)) {
        refused(*no);
    } else if (const auto* closed = std::get_if<smtp::Closed>(&event);
               closed && !closed->expected) {
        closedByServer(*closed);
    }
}

/// Gives the session as many mails as it can use; ends the run where nothing is left.
void OutboxRunner::fill()
{
    while (!m_draining && m_flights.size() < mailsInFlight) {
        if (m_reserved.empty() && !m_waiting.empty() && !reserveNext())
            return;
        if (m_reserved.empty())
            break;
        if (!enqueueNext())
            return;
    }
    if (m_flights.empty())
        return finish(std::exchange(m_drainError, std::nullopt));
    m_connection->pump();
}

bool OutboxRunner::reserveNext()
{
    while (!m_waiting.empty() && m_reserved.size() < reservedMails) {
        m_reserved.push_back(m_waiting.front());
        m_waiting.pop_front();
    }
    const auto stored = m_store.reserve(m_account.id, { m_reserved.begin(), m_reserved.end() });
    if (!stored)
        finish(stored.error());
    return stored.has_value();
}

bool OutboxRunner::enqueueNext()
{
    // Read again: a person may have cancelled it while others were sent.
    const auto fresh = m_reader.outboxItem(m_reserved.front());
    m_reserved.pop_front();
    if (!fresh) {
        finish(fresh.error());
        return false;
    }
    const bool leaves = *fresh
        && ((*fresh)->state == OutboxState::Queued || (*fresh)->state == OutboxState::Scheduled
            || ((*fresh)->state == OutboxState::Held && (*fresh)->holdReason == "limit"));
    if (!leaves)
        return true;
    auto source = m_store.source((*fresh)->id);
    if (!source) {
        finish(source.error());
        return false;
    }
    const auto handle = m_connection->session().enqueue({ .sender = (*fresh)->sender,
        .recipients = (*fresh)->recipients,
        .message = std::move(*source),
        .eightBit = (*fresh)->eightBit,
        .utf8Header = (*fresh)->utf8Header,
        .envelopeId = (*fresh)->messageId });
    m_flights.emplace(handle, Flight{ .item = std::move(**fresh), .refusals = {} });
    return true;
}

void OutboxRunner::dataStarted(smtp::TransactionHandle handle)
{
    const auto flight = m_flights.find(handle);
    if (flight == m_flights.end())
        return;
    auto& item = flight->second.item;
    item.state = OutboxState::Transmitting;
    item.holdReason.clear();
    if (record({ item }))
        fill();
}

void OutboxRunner::accepted(const smtp::Accepted& accepted)
{
    const auto found = m_flights.find(accepted.transaction);
    if (found == m_flights.end())
        return;
    auto flight = std::move(found->second);
    m_flights.erase(found);
    auto& item = flight.item;
    item.state = OutboxState::Accepted;
    item.serverText = replyText(accepted.reply);
    item.queueId = queueIdOf(accepted.reply);
    item.nextTry = 0;
    item.refusals.clear();
    splitTransientRefusals(item, flight.refusals);
    ++m_taken;
    m_unrecorded.push_back(std::move(item));
    if (m_flights.empty()) {
        if (record())
            fill();
    } else {
        m_recordTimer.start(0);
    }
}

/// Recipients refused for now get a row of their own that is tried again; those refused for good
/// are shown on the mail.
void OutboxRunner::splitTransientRefusals(
    OutboxItem& item, const std::vector<smtp::RecipientRefused>& refusals)
{
    std::vector<smtp::RecipientRefused> later;
    for (const auto& refusal : refusals) {
        if (refusal.reply.transient())
            later.push_back(refusal);
        else
            item.refusals.push_back(
                { .address = refusal.recipient, .serverText = replyText(refusal.reply) });
    }
    if (later.empty() || queueRest(item, later))
        return;
    for (const auto& refusal : later)
        item.refusals.push_back(
            { .address = refusal.recipient, .serverText = replyText(refusal.reply) });
}

bool OutboxRunner::queueRest(
    const OutboxItem& item, const std::vector<smtp::RecipientRefused>& later)
{
    const auto source = m_store.source(item.id);
    const auto raw = source ? readAll(*source) : std::nullopt;
    if (!raw)
        return false;
    OutboxItem rest = item;
    rest.id = {};
    rest.partOf = item.partOf.isValid() ? item.partOf : item.id;
    rest.recipients.clear();
    for (const auto& refusal : later)
        rest.recipients.push_back(refusal.recipient);
    rest.state = OutboxState::Queued;
    rest.serverText = replyText(later.front().reply);
    rest.queueId.clear();
    rest.refusals.clear();
    // The key makes this harmless when it is done again after a crash.
    rest.key = "rest-of-" + item.id.toString() + "-try-" + std::to_string(item.tries);
    // Too many at once is nobody's fault and no reason to wait.
    rest.nextTry = isTooManyRecipients(later.front().reply)
        ? m_clock.now()
        : m_clock.now() + Backoff::after(item.tries, m_clock.random()).count();
    rest.answeredMessage = {};
    rest.sentCopy = SentCopyState::NotNeeded;
    const auto queued = m_store.enqueue(rest, *raw);
    if (queued && rest.nextTry <= m_clock.now())
        m_waiting.push_back(*queued);
    return queued.has_value();
}

void OutboxRunner::refused(const smtp::Refused& refused)
{
    const auto found = m_flights.find(refused.transaction);
    if (found == m_flights.end())
        return;
    auto flight = std::move(found->second);
    m_flights.erase(found);
    auto& item = flight.item;
    const auto next = afterRefusal(refused, item.tries, m_clock.random());
    item.state = next.state;
    item.holdReason = next.limitReached   ? "limit"
        : next.state == OutboxState::Held ? "storage"
                                          : "";
    item.nextTry = next.state == OutboxState::Queued ? m_clock.now() + next.wait.count() : 0;
    item.serverText = refused.reply.code != 0 ? replyText(refused.reply) : refused.error.serverText;
    item.refusals.clear();
    for (const auto& refusal : flight.refusals)
        item.refusals.push_back(
            { .address = refusal.recipient, .serverText = replyText(refusal.reply) });
    if (!record({ item }))
        return;
    if (next.limitReached) {
        // What is in flight behind it gets the same answer.
        m_draining = true;
        m_drainError = refused.error;
        m_callbacks.limitReached(item.serverText);
    } else if (item.state != OutboxState::Queued) {
        m_callbacks.parked(item, refused.error);
    } else if (next.everyMail) {
        m_draining = true;
        m_drainError = refused.error;
    }
    fill();
}

void OutboxRunner::closedByServer(const smtp::Closed& closed)
{
    connectionFailed({ .error = { .kind = ErrorKind::Network,
                           .where = "SMTP session",
                           .serverText = replyText(closed.reply),
                           .code = "closed-by-server" },
        .unknown = {} });
}

void OutboxRunner::connectionFailed(const smtp::Failure& failure)
{
    std::vector<OutboxItem> settled;
    std::vector<OutboxItem> parked;
    const bool untouched = m_flights.empty();
    for (auto& [handle, flight] : m_flights) {
        auto item = std::move(flight.item);
        const bool unknown = std::find(failure.unknown.begin(), failure.unknown.end(), handle)
            != failure.unknown.end();
        item.state = unknown ? OutboxState::Unknown : OutboxState::Queued;
        item.serverText = failure.error.serverText;
        item.nextTry
            = unknown ? 0 : m_clock.now() + Backoff::after(item.tries, m_clock.random()).count();
        if (unknown)
            parked.push_back(item);
        settled.push_back(std::move(item));
    }
    m_flights.clear();
    // A fault before the first MAIL is one of the connection: the oldest mail shows it and waits.
    if (untouched && m_taken == 0 && !m_waiting.empty()) {
        const auto oldest = m_reader.outboxItem(m_waiting.front());
        if (oldest && *oldest && (*oldest)->state != OutboxState::Cancelled) {
            auto item = **oldest;
            item.serverText = failure.error.serverText;
            item.nextTry = m_clock.now()
                + Backoff::after(std::max(item.tries, 1U), m_clock.random()).count();
            settled.push_back(std::move(item));
        }
    }
    if (!record(std::move(settled)))
        return;
    for (const auto& item : parked)
        m_callbacks.parked(item, failure.error);
    finish(m_drainError ? *m_drainError : failure.error);
}

/// Writes what the server took and `more`, then tells of what was taken; false where the store
/// failed.
bool OutboxRunner::record(std::vector<OutboxItem> more)
{
    m_recordTimer.stop();
    auto taken = std::exchange(m_unrecorded, {});
    more.insert(more.begin(), taken.begin(), taken.end());
    if (more.empty())
        return true;
    const auto stored = m_store.updateReserved(more);
    if (!stored) {
        // What cannot be recorded must not go on: the cut leaves each mail as it was recorded last.
        m_flights.clear();
        finish(stored.error());
        return false;
    }
    for (const auto& item : taken) {
        if (m_callbacks.accepted)
            m_callbacks.accepted(item);
    }
    return true;
}

void OutboxRunner::finish(std::optional<Error> error)
{
    m_recordTimer.stop();
    // Ends the reservation, and with it all that was recorded is on the disk before anybody is
    // told.
    if (const auto ended = m_store.reserve(m_account.id, {}); !ended && !error)
        error = ended.error();
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
