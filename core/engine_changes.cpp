// SPDX-License-Identifier: GPL-3.0-or-later
// The changing half of the engine: actions and the outbox.
#include "engine_impl.h"

#include <algorithm>
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
    if (recorded)
        runActionsSoon();
    return recorded;
}

Result<Undone> Engine::Impl::undo()
{
    auto undone = ports.store.undo(ports.clock.now());
    if (undone && !undone->actions.empty())
        runActionsSoon();
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

Result<OutboxId> Engine::Impl::submit(const Submission& submission)
{
    const auto now = ports.clock.now();
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
    const auto queued = submission.draft.isValid()
        ? ports.outbox.sendDraft(submission.draft, item, submission.raw)
        : ports.outbox.enqueue(item, submission.raw);
    if (auto* running = worker(submission.account); queued && running && m_options.stayConnected)
        running->flushSoon();
    return queued;
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
    return setOutboxState(id, OutboxState::Queued,
        { OutboxState::Queued, OutboxState::Held, OutboxState::Refused, OutboxState::Unknown,
            OutboxState::Cancelled });
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
    if (!item.answeredMessage.isValid())
        return;
    FlagChange change;
    change.add.set(item.forwarded ? Flag::Forwarded : Flag::Answered);
    static_cast<void>(this->change(
        { .actions = { ChangeFlags{ change } }, .messages = { item.answeredMessage } }));
}

} // namespace fulmar
