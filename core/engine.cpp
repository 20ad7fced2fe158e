// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine.h"

#include "engine_impl.h"

#include <algorithm>
#include <utility>

namespace fulmar {

Engine::Engine(Ports ports, Options options, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, ports, std::move(options)))
{
}

Engine::~Engine() = default;

void Engine::start()
{
    m_impl->start();
}
void Engine::stop(std::function<void()> done)
{
    m_impl->stop(std::move(done));
}
void Engine::retryNow()
{
    m_impl->retryNow();
}
MailReader& Engine::reader()
{
    return m_impl->ports.reader;
}

void Engine::checkAccount(const Account& account, const Secret<std::string>& password,
    std::function<void(std::vector<CheckStep>)> done)
{
    m_impl->checkAccount(account, password, std::move(done));
}

void Engine::addAccount(const Account& account, const Secret<std::string>& password,
    std::function<void(Result<AccountId>)> done)
{
    m_impl->addAccount(account, password, std::move(done));
}

void Engine::updateAccount(const Account& account, const Secret<std::string>& newPassword,
    std::function<void(Result<void>)> done)
{
    m_impl->updateAccount(account, newPassword, std::move(done));
}

void Engine::removeAccount(AccountId account, std::function<void(Result<void>)> done)
{
    m_impl->removeAccount(account, std::move(done));
}

void Engine::sync(const SyncRequest& request, SyncObserver observer)
{
    m_impl->sync(request, std::move(observer));
}
void Engine::watch(std::function<void(const FolderReport&)> pushed)
{
    m_impl->watch(std::move(pushed));
}

void Engine::pause(std::optional<AccountId> account)
{
    m_impl->setPaused(account, true);
}
void Engine::resume(std::optional<AccountId> account)
{
    m_impl->setPaused(account, false);
}

void Engine::fetchBody(MessageId message, std::function<void(Result<void>)> done)
{
    m_impl->fetchBody(message, std::move(done));
}

Result<MailStore::Recorded> Engine::change(const ChangeRequest& request)
{
    return m_impl->change(request);
}

Result<Undone> Engine::undo()
{
    return m_impl->undo();
}

Result<void> Engine::dropAction(ActionId action)
{
    return m_impl->ports.store.actionDropped(action);
}

Result<void> Engine::setFolderRole(AccountId account, FolderRole role, const std::string& path)
{
    return m_impl->ports.store.setFolderRole(account, role, path);
}

void Engine::searchServer(AccountId account, const std::string& query, std::uint32_t limit,
    std::function<void(Result<ServerMatches>)> done)
{
    m_impl->searchServer(account, query, limit, std::move(done));
}

Result<std::vector<ActionId>> Engine::act(
    const Action& action, const std::vector<MessageId>& messages, std::optional<FolderId> from)
{
    auto recorded = m_impl->change(
        { .name = actionName(action), .actions = { action }, .messages = messages, .from = from });
    if (!recorded)
        return Unexpected(std::move(recorded.error()));
    return std::move(recorded->actions);
}

void Engine::runActions(
    std::function<void(std::vector<std::pair<ActionId, std::optional<Error>>>)> done)
{
    m_impl->runActions(std::move(done));
}

Result<OutboxId> Engine::submit(const Submission& submission)
{
    return m_impl->submit(submission);
}
Result<void> Engine::cancelOutbox(OutboxId id)
{
    return m_impl->cancelOutbox(id);
}
Result<void> Engine::retryOutbox(OutboxId id)
{
    return m_impl->retryOutbox(id);
}
void Engine::flushOutbox(std::function<void()> done)
{
    m_impl->flushOutbox(std::move(done));
}
void Engine::flushOutbox(AccountId account, std::function<void(Result<void>)> done)
{
    m_impl->flushOutbox(account, std::move(done));
}
Result<void> Engine::holdOutbox(OutboxId id)
{
    return m_impl->holdOutbox(id);
}
Result<void> Engine::markSent(OutboxId id)
{
    return m_impl->markSent(id);
}
Result<DraftId> Engine::takeBack(OutboxId id)
{
    return m_impl->ports.outbox.takeBack(id);
}
Result<void> Engine::stopSending(AccountId account, bool stopped)
{
    return m_impl->stopSending(account, stopped);
}
Result<Budget> Engine::budget(AccountId account) const
{
    return m_impl->budget(account);
}
Result<void> Engine::saveSendLimit(AccountId account, const SendLimit& limit)
{
    return m_impl->ports.outbox.saveSendLimit(account, limit);
}
Result<MergeId> Engine::addMerge(const Merge& merge, const std::vector<MergeRow>& rows)
{
    auto added = m_impl->ports.outbox.addMerge(merge, rows);
    if (added)
        m_impl->sendSoon(merge.account);
    return added;
}
Result<void> Engine::setMergeState(MergeId id, MergeState state, const std::string& reason)
{
    auto stored = m_impl->ports.outbox.setMergeState(id, state, reason);
    const auto merge = m_impl->ports.reader.merge(id);
    if (stored && merge && *merge)
        m_impl->sendSoon((*merge)->account);
    return stored;
}
Result<void> Engine::saveSuppression(const Suppression& entry)
{
    return m_impl->ports.outbox.saveSuppression(entry);
}
Result<void> Engine::removeSuppression(const std::string& address)
{
    return m_impl->ports.outbox.removeSuppression(address);
}
Result<IdentityId> Engine::saveIdentity(const Identity& identity)
{
    return m_impl->ports.outbox.saveIdentity(identity);
}
Result<void> Engine::removeIdentity(IdentityId id)
{
    return m_impl->ports.outbox.removeIdentity(id);
}
Result<DraftId> Engine::saveDraft(const Draft& draft)
{
    return m_impl->ports.outbox.saveDraft(draft);
}
Result<void> Engine::removeDraft(DraftId draft)
{
    auto removed = m_impl->ports.outbox.removeDraft(draft);
    m_impl->runActionsSoon();
    return removed;
}
Result<void> Engine::storeDraft(DraftId draft)
{
    auto wanted = m_impl->ports.outbox.wantDraftCopy(draft);
    m_impl->runActionsSoon();
    return wanted;
}
Result<DraftId> Engine::adoptDraft(const Draft& draft, const DraftPosition& position)
{
    return m_impl->ports.outbox.adoptDraft(draft, position);
}

} // namespace fulmar
