// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"
#include "net/account_check.h"
#include "sync/account_worker.h"
#include "sync/background.h"

#include <QTimer>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace fulmar {

/// What stands behind the facade: the workers of all accounts and what goes over several of them.
class Engine::Impl {
public:
    Impl(Engine& engine, Ports enginePorts, Options options);
    ~Impl();

    void start();
    void stop(std::function<void()> done);
    void retryNow();

    void checkAccount(const Account& account, const Secret<std::string>& password,
        std::function<void(std::vector<CheckStep>)> done);
    void addAccount(Account account, const Secret<std::string>& password,
        std::function<void(Result<AccountId>)> done);
    void updateAccount(const Account& account, const Secret<std::string>& newPassword,
        std::function<void(Result<void>)> done);
    void removeAccount(AccountId account, std::function<void(Result<void>)> done);

    void sync(const SyncRequest& request, SyncObserver observer);
    void watch(std::function<void(const FolderReport&)> pushed);
    void fetchBody(MessageId message, std::function<void(Result<void>)> done);
    void searchServer(AccountId account, const std::string& query, std::uint32_t limit,
        std::function<void(Result<ServerMatches>)> done);
    void setPaused(std::optional<AccountId> account, bool paused);

    Result<MailStore::Recorded> change(const ChangeRequest& request);
    Result<Undone> undo();
    void runActionsSoon();
    void runActions(
        std::function<void(std::vector<std::pair<ActionId, std::optional<Error>>>)> done);

    Result<OutboxId> submit(const Submission& submission);
    Result<void> cancelOutbox(OutboxId id);
    Result<void> retryOutbox(OutboxId id);
    Result<void> holdOutbox(OutboxId id);
    Result<void> markSent(OutboxId id);
    /// Where the engine stays, the account looks for due mail at once.
    void sendSoon(AccountId account);
    Result<void> stopSending(AccountId account, bool stopped);
    [[nodiscard]] Result<Budget> budget(AccountId account) const;
    void flushOutbox(std::function<void()> done);
    void flushOutbox(AccountId account, std::function<void(Result<void>)> done);

    Ports ports;

private:
    AccountWorker* worker(AccountId account);
    AccountWorker& addWorker(const Account& account);
    void committed(const ChangeSet& changes);
    void accepted(const OutboxItem& item);
    void readReports(AccountId account);
    void tellArrivals(const FolderReport& report);
    sasl::Strength floorOf(AccountId account, const std::string& service);
    void recordChecked(AccountId account, const std::vector<CheckStep>& steps);
    void forgetSignIns(const Account& account, bool newPassword);
    void storePassword(const Account& account, const Secret<std::string>& password,
        std::function<void(Result<void>)> done);
    [[nodiscard]] SentCopyState sentCopyOf(const OutboxItem& item) const;
    [[nodiscard]] std::size_t recipientsPerMessage(AccountId account) const;
    Result<void> queueParts(OutboxItem item, OutboxId first, const std::vector<std::string>& rest,
        std::size_t perMessage, const std::string& raw);
    void endLimitHold(AccountId account);
    Result<void> setOutboxState(
        OutboxId id, OutboxState state, const std::vector<OutboxState>& allowedFrom);

    Engine& m_engine;
    Options m_options;
    ChangeSet m_changes; ///< gathered until the timer fires
    QTimer m_changeTimer;
    std::function<void(const FolderReport&)> m_pushed;
    transport::WireLog m_checkLog; ///< of accounts that are tried and not stored yet
    std::map<int, std::unique_ptr<AccountCheck>> m_checks;
    int m_lastCheck = 0;
    bool m_stopped = false;
    Background m_background; // outlives the workers that use it
    std::map<AccountId, std::unique_ptr<AccountWorker>> m_workers;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace fulmar
