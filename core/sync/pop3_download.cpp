// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/pop3_download.h"

#include "common/limits.h"
#include "net/session_options.h"
#include "sync/pop3_mail.h"

#include <algorithm>

namespace fulmar {
namespace {

constexpr std::uint64_t unstoredBytes = 32ULL * 1024 * 1024; ///< asked for and not in the store yet
constexpr std::size_t unstoredMessages = 2'000;
constexpr std::uint64_t batchBytes = 4ULL * 1024 * 1024; ///< one transaction
constexpr std::size_t batchMessages = 500;
constexpr std::uint64_t gmailDayBytes = 1'250'000'000; ///< Google's limit for downloads by POP
constexpr std::int64_t secondsPerDay = 86'400;

bool isGmail(const Account& account, const pop3::Capabilities& capabilities)
{
    return account.incoming.host == "pop.gmail.com" || capabilities.has("X-GOOGLE-RICO");
}

} // namespace

Pop3Download::Pop3Download(Parts parts, Account account, Callbacks callbacks)
    : m_parts(parts), m_account(std::move(account)), m_callbacks(std::move(callbacks))
{
}

Pop3Download::~Pop3Download()
{
    *m_alive = false;
}

transport::Traffic Pop3Download::traffic() const
{
    return m_client ? m_client->traffic() : transport::Traffic{};
}

void Pop3Download::start(
    const Secret<std::string>& password, transport::WireLog* log, const QString& logName)
{
    auto state = m_parts.store.pop3State(m_account.id);
    if (!state)
        return fail(state.error());
    m_state = *state;
    m_client = std::make_unique<Pop3Client>(m_account.incoming, pop3Options(m_account, password),
        log, logName,
        Pop3Client::Callbacks{
            .ready = [this](const pop3::Capabilities& capabilities) { signedIn(capabilities); },
            .chunk = [this](pop3::BodyChunk& chunk) { chunkCame(chunk); },
            .failed = [this](const Error& error) { lost(error); },
        });
    m_client->open();
}

void Pop3Download::signedIn(const pop3::Capabilities& capabilities)
{
    m_outcome.isGmail = isGmail(m_account, capabilities);
    m_state.lastSignIn = m_parts.clock.now();
    m_state.loginDelay = capabilities.loginDelay();
    if (auto kept = m_parts.store.setPop3State(m_account.id, m_state); !kept)
        return fail(kept.error());
    // STAT first: Gmail says only here that POP is switched off.
    m_client->run(pop3::Stat{}, [this](pop3::CommandDone& answer) {
        if (answer.error)
            return fail(*answer.error);
        m_state.serverMessages = answer.count;
        m_state.serverBytes = answer.octets;
    });
    m_client->run(pop3::Uidl{}, [this](pop3::CommandDone& answer) { listed(answer); });
    m_client->flush();
}

void Pop3Download::listed(pop3::CommandDone& answer)
{
    if (answer.error) {
        // A server without UIDL: the messages are told apart by what TOP shows of them.
        if (!answer.error->code.empty())
            return fail(*answer.error);
        return askForSizes([this] { askForHeaders(); });
    }
    for (auto& row : answer.uidl)
        m_listing.push_back({ .number = row.number, .uidl = std::move(row.uidl) });
    // Numbers whose line could not be read are messages all the same.
    if (answer.malformedRows > 0 && m_listing.size() < m_state.serverMessages
        && m_state.serverMessages <= m_listing.size() + answer.malformedRows) {
        std::unordered_set<std::uint32_t> told;
        for (const auto& message : m_listing)
            told.insert(message.number);
        for (std::uint32_t number = 1; number <= m_state.serverMessages; ++number) {
            if (told.count(number) == 0)
                m_listing.push_back({ .number = number });
        }
    }
    std::sort(m_listing.begin(), m_listing.end(),
        [](const auto& a, const auto& b) { return a.number < b.number; });
    plan();
}

void Pop3Download::askForSizes(std::function<void()> then)
{
    if (m_hasSizes)
        return then();
    m_client->run(pop3::List{}, [this, then = std::move(then)](pop3::CommandDone& answer) {
        if (answer.error)
            return fail(*answer.error);
        m_hasSizes = true;
        if (m_listing.empty()) {
            for (const auto& row : answer.list)
                m_listing.push_back({ .number = row.number, .uidl = {}, .size = row.size });
        } else {
            std::map<std::uint32_t, std::uint64_t> sizes;
            for (const auto& row : answer.list)
                sizes[row.number] = row.size;
            for (auto& message : m_listing)
                message.size = sizes[message.number];
        }
        then();
    });
    m_client->flush();
}

void Pop3Download::askForHeaders()
{
    m_headersOpen = m_listing.size();
    if (m_listing.empty())
        return plan();
    for (std::size_t i = 0; i < m_listing.size(); ++i) {
        const auto handle = m_client->run(pop3::Top{ m_listing[i].number, 0 },
            [this, i](pop3::CommandDone& answer) { headerCame(i, answer); });
        m_headers.emplace(handle, std::string());
    }
    m_client->flush();
}

void Pop3Download::headerCame(std::size_t index, const pop3::CommandDone& answer)
{
    auto header = m_headers.extract(answer.command);
    if (!answer.error)
        m_listing[index].uidl = nameFromHeader(header.mapped(), m_listing[index].size);
    if (--m_headersOpen == 0)
        plan();
}

void Pop3Download::plan()
{
    auto history = m_parts.store.pop3History(m_account.id);
    if (!history)
        return fail(history.error());
    m_history = *std::move(history);
    for (const auto& message : m_listing)
        m_listedUidls.insert(message.uidl);
    if (m_only)
        return fetchOnly();
    m_waiting = planFetches(m_listing, m_history, m_account.pop3);
    const bool needsSizes = !m_waiting.empty() || m_account.pop3.keep == Pop3Keep::Limit;
    if (!needsSizes)
        return removeAndQuit();
    askForSizes([this] { planFetching(); });
}

void Pop3Download::planFetching()
{
    m_waiting = planFetches(m_listing, m_history, m_account.pop3);
    keepToDailyLimit();
    std::reverse(m_waiting.begin(), m_waiting.end());
    m_total = static_cast<std::uint32_t>(m_waiting.size());
    m_fetching = true;
    goOn();
}

void Pop3Download::fetchOnly()
{
    const auto seen = std::find_if(m_history.begin(), m_history.end(),
        [&](const Pop3Seen& row) { return row.message == *m_only; });
    const auto found = std::find_if(m_listing.begin(), m_listing.end(),
        [&](const auto& message) { return seen != m_history.end() && message.uidl == seen->uidl; });
    if (found == m_listing.end())
        return fail({ .kind = ErrorKind::Rejected,
            .where = "RETR",
            .serverText = {},
            .code = "message-gone" });
    m_waiting = { { .index = static_cast<std::size_t>(found - m_listing.begin()) } };
    m_total = 1;
    askForSizes([this] {
        m_fetching = true;
        goOn();
    });
}

/// What goes over the provider's day waits for tomorrow, so that it does not lock us out.
void Pop3Download::keepToDailyLimit()
{
    const std::int64_t today = m_parts.clock.now() / secondsPerDay;
    if (m_state.day != today) {
        m_state.day = today;
        m_state.dayBytes = 0;
    }
    if (!m_outcome.isGmail)
        return;
    std::uint64_t left = gmailDayBytes - std::min(gmailDayBytes, m_state.dayBytes);
    const auto stop = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Pop3Fetch& fetch) {
        const std::uint64_t size = fetch.headerOnly ? 0 : m_listing[fetch.index].size;
        if (size > left)
            return true;
        left -= size;
        return false;
    });
    m_outcome.postponed = static_cast<std::uint32_t>(m_waiting.end() - stop);
    m_waiting.erase(stop, m_waiting.end());
}

/// Keeps the pipeline full, and what is not stored yet bounded.
void Pop3Download::fetchMore()
{
    while (!m_waiting.empty() && (m_unstored == 0 || m_unstored < unstoredBytes)
        && m_arriving.size() + m_batch.size() < unstoredMessages) {
        const Pop3Fetch next = m_waiting.back();
        m_waiting.pop_back();
        retrieve(next);
    }
    m_client->flush();
}

void Pop3Download::retrieve(const Pop3Fetch& fetch)
{
    const auto& message = m_listing[fetch.index];
    const bool headerOnly = fetch.headerOnly && m_canTop;
    const pop3::Command command = headerOnly ? pop3::Command(pop3::Top{ message.number, 0 })
                                             : pop3::Command(pop3::Retrieve{ message.number });
    const auto handle
        = m_client->run(command, [this](pop3::CommandDone& answer) { messageCame(answer); });
    m_unstored += message.size;
    m_arriving.emplace(handle, Arriving{ { fetch.index, headerOnly }, {} });
}

void Pop3Download::chunkCame(pop3::BodyChunk& chunk)
{
    const auto arriving = m_arriving.find(chunk.command);
    std::string& raw
        = arriving == m_arriving.end() ? m_headers[chunk.command] : arriving->second.raw;
    if (raw.size() + chunk.bytes.size() > limits::pop3Message)
        return fail({ .kind = ErrorKind::Limit,
            .where = "RETR / over " + std::to_string(limits::pop3Message) + " bytes",
            .serverText = {},
            .code = "message-too-large" });
    if (raw.empty())
        raw = std::move(chunk.bytes);
    else
        raw += chunk.bytes;
}

void Pop3Download::messageCame(pop3::CommandDone& answer)
{
    auto arrived = m_arriving.extract(answer.command);
    Arriving& message = arrived.mapped();
    if (answer.error) {
        m_unstored -= m_listing[message.fetch.index].size;
        if (message.fetch.headerOnly && m_canTop) {
            m_canTop = false; // no TOP here: whole or not at all
            m_waiting.push_back({ message.fetch.index, false });
        } else {
            ++m_outcome.refused;
            m_callbacks.skipped(*answer.error);
        }
        return goOn();
    }
    m_state.dayBytes += message.raw.size();
    m_batchBytes += message.raw.size();
    m_batch.emplace_back(message.fetch, std::move(message.raw));
    if (m_batchBytes >= batchBytes || m_batch.size() >= batchMessages)
        deriveBatch();
    goOn();
}

void Pop3Download::deriveBatch()
{
    if (m_batch.empty())
        return;
    struct Work {
        Pop3Listed listed;
        bool headerOnly;
        std::string raw;
    };
    std::vector<Work> work;
    std::vector<std::size_t> indexes;
    std::uint64_t bytes = 0;
    for (auto& [fetch, raw] : m_batch) {
        bytes += m_listing[fetch.index].size;
        indexes.push_back(fetch.index);
        work.push_back({ m_listing[fetch.index], fetch.headerOnly, std::move(raw) });
    }
    m_batch.clear();
    m_batchBytes = 0;
    ++m_deriving;
    m_parts.background.run(
        [this, alive = m_alive, account = m_account, ownIsSent = m_outcome.isGmail,
            now = m_parts.clock.now(), work = std::move(work), indexes = std::move(indexes),
            bytes]() mutable -> Background::Continuation {
            auto mails = std::make_shared<std::vector<ArrivedMail>>();
            for (auto& one : work)
                mails->push_back(arrivedMail(
                    account, one.listed, std::move(one.raw), one.headerOnly, ownIsSent, now));
            return [this, alive, mails, indexes, bytes] {
                if (*alive)
                    storeBatch(*mails, indexes, bytes);
            };
        });
}

void Pop3Download::storeBatch(const std::vector<ArrivedMail>& mails,
    const std::vector<std::size_t>& indexes, std::uint64_t bytes)
{
    --m_deriving;
    m_unstored -= bytes;
    if (m_only) {
        if (auto kept = m_parts.store.completeMessage(*m_only, mails.front()); !kept)
            return fail(kept.error());
        return goOn();
    }
    const auto stored = m_parts.store.storeArrived(m_account.id, mails,
        [this](const std::string& uidl) { return m_listedUidls.count(uidl) != 0; });
    if (!stored)
        return fail(stored.error());
    for (std::size_t i = 0; i < mails.size(); ++i)
        m_listing[indexes[i]].uidl = mails[i].uidl;
    m_outcome.added += static_cast<std::uint32_t>(stored->added.size());
    m_outcome.recognised += stored->recognised;
    m_stored += static_cast<std::uint32_t>(mails.size());
    m_callbacks.progress(m_stored, m_total);
    goOn();
}

/// Fetches on, stores what is left, or goes over to the end.
void Pop3Download::goOn()
{
    if (!m_fetching)
        return;
    if (!m_lost && !m_waiting.empty())
        fetchMore();
    if (!m_lost && !m_arriving.empty())
        return;
    if (!m_batch.empty())
        deriveBatch();
    if (m_deriving > 0)
        return;
    m_fetching = false;
    if (m_lost)
        return fail(*m_lost);
    if (m_only)
        return quit({});
    removeAndQuit();
}

/// What came whole before the cut is stored all the same.
void Pop3Download::lost(const Error& error)
{
    if (!m_fetching)
        return fail(error);
    m_lost = error;
    m_arriving.clear();
    goOn();
}

void Pop3Download::fail(const Error& error)
{
    if (m_client && !m_lost)
        m_client->close();
    end(Unexpected(error));
}

void Pop3Download::end(Result<Pop3Outcome> result)
{
    m_fetching = false;
    if (auto done = std::exchange(m_callbacks.done, nullptr))
        done(std::move(result));
}

} // namespace fulmar
