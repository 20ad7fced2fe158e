// SPDX-License-Identifier: GPL-3.0-or-later
// The changing half of the engine: actions and the outbox.
#include "engine_impl.h"

#include "actions/local_actions.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace fulmar {
namespace {

Error notFound(std::string what)
{
    return {
        .kind = ErrorKind::Storage, .where = std::move(what), .serverText = {}, .code = "not-found"
    };
}

} // namespace

Result<MailStore::Recorded> Engine::Impl::change(const ChangeRequest& request)
{
    auto recorded = ports.store.record(request, ports.clock.now());
    if (!recorded)
        return recorded;
    // It is journalled: where this fails it is done at the next start.
    static_cast<void>(runLocalActions(ports.store));
    runActionsSoon();
    return recorded;
}

Result<Undone> Engine::Impl::undo()
{
    auto undone = ports.store.undo(ports.clock.now());
    if (undone && !undone->actions.empty()) {
        static_cast<void>(runLocalActions(ports.store));
        runActionsSoon();
    }
    return undone;
}

void Engine::Impl::runActionsSoon()
{
    if (!m_options.stayConnected)
        return;
    for (auto& [id, running] : m_workers)
        running->runActionsSoon();
}

void Engine::Impl::runActions(
    std::function<void(std::vector<std::pair<ActionId, std::optional<Error>>>)> done)
{
    auto all = std::make_shared<AccountWorker::ActionResults>();
    auto open = std::make_shared<std::size_t>(m_workers.size() + 1);
    const auto finishOne = [all, open, done = std::move(done)] {
        if (--*open == 0)
            done(*all);
    };
    for (auto& [id, running] : m_workers) {
        running->runActions([all, finishOne](const Result<AccountWorker::ActionResults>& results) {
            if (results)
                all->insert(all->end(), results->begin(), results->end());
            finishOne();
        });
    }
    QTimer::singleShot(0, &m_engine, finishOne);
}

namespace {

bool is8Bit(char c)
{
    return static_cast<unsigned char>(c) > 127;
}

OutboxItem itemOf(const Submission& submission, std::int64_t now)
{
    const auto headerEnd = submission.raw.find("\r\n\r\n");
    const std::string_view raw = submission.raw;
    const auto header = raw.substr(0, headerEnd);
    OutboxItem item{ .account = submission.account,
        .messageId = submission.messageId,
        .sender = submission.sender,
        .recipients = submission.recipients,
        .subject = submission.subject,
        .size = submission.raw.size(),
        .state = submission.notBefore > now ? OutboxState::Scheduled : OutboxState::Queued,
        .key = submission.key,
        .created = now,
        .notBefore = submission.notBefore,
        .answeredMessage = submission.answeredMessage,
        .forwarded = submission.forwarded };
    item.undoUntil = submission.undoUntil;
    item.eightBit = std::any_of(raw.begin(), raw.end(), is8Bit);
    item.utf8Header = std::any_of(header.begin(), header.end(), is8Bit);
    item.sentAccount = submission.sentAccount;
    item.sentFolder = submission.sentFolder;
    return item;
}

} // namespace

/// Whose server files the copy by itself is asked of the account whose Sent folder is meant.
SentCopyState Engine::Impl::sentCopyOf(const OutboxItem& item) const
{
    const auto owner = item.sentAccount.isValid() ? item.sentAccount : item.account;
    const auto accounts = ports.reader.accounts();
    if (!accounts)
        return SentCopyState::NotNeeded;
    for (const auto& record : *accounts) {
        if (record.account.id != owner)
            continue;
        const bool filesItself
            = record.account.sentCopy == SentCopy::ServerFiles && owner == item.account;
        return filesItself || record.account.incomingKind == IncomingKind::None
            ? SentCopyState::NotNeeded
            : SentCopyState::Owed;
    }
    return SentCopyState::NotNeeded;
}

Result<OutboxId> Engine::Impl::submit(const Submission& submission)
{
    auto item = itemOf(submission, ports.clock.now());
    item.sentCopy = sentCopyOf(item);
    const auto perMessage = recipientsPerMessage(item.account);
    std::vector<std::string> rest;
    if (item.recipients.size() > perMessage) {
        const auto cut = item.recipients.begin() + static_cast<std::ptrdiff_t>(perMessage);
        rest.assign(cut, item.recipients.end());
        item.recipients.erase(cut, item.recipients.end());
    }
    // The key is taken for good by the first part; where it was there before, so were the others.
    const auto before = ports.reader.outboxByKey(item.key);
    const auto queued = submission.draft.isValid()
        ? ports.outbox.sendDraft(submission.draft, item, submission.raw)
        : ports.outbox.enqueue(item, submission.raw);
    if (queued && !(before && *before)) {
        if (auto parts = queueParts(item, *queued, rest, perMessage, submission.raw); !parts)
            return Unexpected(parts.error());
    }
    if (auto* running = worker(submission.account); queued && running && m_options.stayConnected)
        running->flushSoon();
    return queued;
}

/// More recipients than the provider takes: the same message again, to the next of them.
Result<void> Engine::Impl::queueParts(OutboxItem item, OutboxId first,
    const std::vector<std::string>& rest, std::size_t perMessage, const std::string& raw)
{
    item.partOf = first;
    item.sentCopy = SentCopyState::NotNeeded;
    item.answeredMessage = {};
    for (std::size_t at = 0; at < rest.size(); at += perMessage) {
        const auto end = std::min(rest.size(), at + perMessage);
        item.recipients.assign(rest.begin() + static_cast<std::ptrdiff_t>(at),
            rest.begin() + static_cast<std::ptrdiff_t>(end));
        item.key = "part-of-" + first.toString() + "-from-" + std::to_string(at);
        if (auto queued = ports.outbox.enqueue(item, raw); !queued)
            return Unexpected(queued.error());
    }
    return {};
}

std::size_t Engine::Impl::recipientsPerMessage(AccountId account) const
{
    const auto accounts = ports.reader.accounts();
    const auto stored = ports.reader.sendLimit(account);
    if (!accounts || !stored)
        return std::numeric_limits<std::size_t>::max();
    for (const auto& record : *accounts) {
        if (record.account.id != account)
            continue;
        const auto limit = effectiveLimit(record.account, *stored).perMessage;
        if (limit > 0)
            return static_cast<std::size_t>(limit);
    }
    return std::numeric_limits<std::size_t>::max();
}

Result<void> Engine::Impl::setOutboxState(
    OutboxId id, OutboxState state, const std::vector<OutboxState>& allowedFrom)
{
    const auto found = ports.reader.outboxItem(id);
    if (!found || !*found)
        return Unexpected(found ? notFound("outbox") : found.error());
    auto item = **found;
    if (std::find(allowedFrom.begin(), allowedFrom.end(), item.state) == allowedFrom.end())
        return Unexpected(Error{ .kind = ErrorKind::Rejected,
            .where = "outbox",
            .serverText = outboxStateName(item.state),
            .code = "wrong-state" });
    item.state = state;
    item.nextTry = 0;
    item.undoUntil = 0;
    item.holdReason = state == OutboxState::Held ? "person" : "";
    if (state == OutboxState::SentSeen)
        item.serverText = "marked as sent by hand";
    const auto stored = ports.outbox.update(item);
    if (auto* running = worker(item.account); stored && running && m_options.stayConnected)
        running->flushSoon();
    return stored;
}

Result<void> Engine::Impl::cancelOutbox(OutboxId id)
{
    return setOutboxState(id, OutboxState::Cancelled,
        { OutboxState::Queued, OutboxState::Scheduled, OutboxState::Held, OutboxState::Refused,
            OutboxState::Unknown });
}

Result<void> Engine::Impl::retryOutbox(OutboxId id)
{
    const auto found = ports.reader.outboxItem(id);
    auto done = setOutboxState(id, OutboxState::Queued,
        { OutboxState::Queued, OutboxState::Scheduled, OutboxState::Held, OutboxState::Refused,
            OutboxState::Unknown, OutboxState::Cancelled });
    // "Now" means it, also for one that was to leave later or waits for the provider's limit.
    if (const auto fresh = ports.reader.outboxItem(id); done && fresh && *fresh) {
        auto item = **fresh;
        item.notBefore = 0;
        done = ports.outbox.update(item);
        if (found && *found && (*found)->holdReason == "limit")
            endLimitHold(item.account);
    }
    return done;
}

Result<void> Engine::Impl::holdOutbox(OutboxId id)
{
    return setOutboxState(
        id, OutboxState::Held, { OutboxState::Queued, OutboxState::Scheduled, OutboxState::Held });
}

Result<void> Engine::Impl::markSent(OutboxId id)
{
    return setOutboxState(id, OutboxState::SentSeen, { OutboxState::Unknown });
}

void Engine::Impl::endLimitHold(AccountId account)
{
    auto stored = ports.reader.sendLimit(account);
    if (!stored || stored->heldUntil == 0)
        return;
    stored->heldUntil = 0;
    // A limit that was learned is not believed any more when a person says to try.
    if (stored->learned) {
        stored->messages = 0;
        stored->learned = false;
    }
    static_cast<void>(ports.outbox.saveSendLimit(account, *stored));
}

void Engine::Impl::sendSoon(AccountId account)
{
    if (auto* running = worker(account); running && m_options.stayConnected)
        running->flushSoon();
}

Result<void> Engine::Impl::stopSending(AccountId account, bool stopped)
{
    auto stored = ports.reader.sendLimit(account);
    if (!stored)
        return Unexpected(stored.error());
    stored->stopped = stopped;
    if (!stopped)
        stored->heldUntil = 0;
    auto saved = ports.outbox.saveSendLimit(account, *stored);
    if (auto* running = worker(account); saved && running && m_options.stayConnected && !stopped)
        running->flushSoon();
    return saved;
}

Result<Budget> Engine::Impl::budget(AccountId account) const
{
    const auto accounts = ports.reader.accounts();
    if (!accounts)
        return Unexpected(accounts.error());
    for (const auto& record : *accounts) {
        if (record.account.id == account)
            return budgetOf(ports.reader, record.account, ports.clock.now());
    }
    return Unexpected(notFound("account"));
}

void Engine::Impl::flushOutbox(std::function<void()> done)
{
    auto open = std::make_shared<std::size_t>(m_workers.size() + 1);
    const auto finishOne = [open, done = std::move(done)] {
        if (--*open == 0)
            done();
    };
    for (auto& [id, running] : m_workers)
        running->flushOutbox([finishOne](const Result<void>&) { finishOne(); });
    QTimer::singleShot(0, &m_engine, finishOne);
}

void Engine::Impl::flushOutbox(AccountId account, std::function<void(Result<void>)> done)
{
    if (auto* running = worker(account))
        return running->flushOutbox(std::move(done));
    QTimer::singleShot(
        0, &m_engine, [done = std::move(done)] { done(Unexpected(notFound("account"))); });
}

/// The answered mail gets its mark here and on the server; that it is gone by now does not matter.
void Engine::Impl::accepted(const OutboxItem& item)
{
    if (auto* owner = worker(item.sentAccount); owner && item.sentAccount != item.account)
        owner->flushSoon();
    if (!item.answeredMessage.isValid())
        return;
    FlagChange change;
    change.add.set(item.forwarded ? Flag::Forwarded : Flag::Answered);
    static_cast<void>(this->change(
        { .actions = { ChangeFlags{ change } }, .messages = { item.answeredMessage } }));
}

} // namespace fulmar
