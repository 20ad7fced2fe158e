// SPDX-License-Identifier: GPL-3.0-or-later
// The account half of the engine: trying, adding, changing, removing.
#include "engine_impl.h"

#include "model/stored_error.h"

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

std::string incomingService(const Account& account)
{
    return account.incomingKind == IncomingKind::Pop3 ? "pop3" : "imap";
}

} // namespace

void Engine::Impl::checkAccount(const Account& account, const Secret<std::string>& password,
    std::function<void(std::vector<CheckStep>)> done)
{
    const auto number = ++m_lastCheck;
    auto check = std::make_unique<AccountCheck>(account, password, &m_checkLog,
        [this, number, id = account.id, done = std::move(done)](
            const std::vector<CheckStep>& steps) {
            QTimer::singleShot(0, &m_engine, [this, number] { m_checks.erase(number); });
            if (id.isValid())
                recordChecked(id, steps);
            done(steps);
        });
    auto& started = *(m_checks[number] = std::move(check));
    if (account.id.isValid())
        started.setFloors(
            floorOf(account.id, incomingService(account)), floorOf(account.id, "smtp"));
    started.start();
}

sasl::Strength Engine::Impl::floorOf(AccountId account, const std::string& service)
{
    const auto record = ports.store.signInRecord(account, service);
    return record ? sasl::strengthOf(record->mechanism) : sasl::Strength::Password;
}

/// A check tries whatever was refused before, so its verdict is the newest.
void Engine::Impl::recordChecked(AccountId account, const std::vector<CheckStep>& steps)
{
    for (const auto& step : steps) {
        const auto known = ports.store.signInRecord(account, step.service);
        if (step.step != "signin" || !step.ok || !known)
            continue;
        SignInRecord now{ .mechanism = known->mechanism };
        if (step.error && step.error->kind == ErrorKind::Authentication) {
            now.refusedAt = ports.clock.now();
            now.refusal = encodeError(*step.error);
        }
        if (now != *known)
            static_cast<void>(ports.store.setSignInRecord(account, step.service, now));
    }
}

/// New settings are tried at once; a new password is a new beginning for the mechanism too.
void Engine::Impl::forgetSignIns(const Account& account, bool newPassword)
{
    static_cast<void>(ports.store.forgetRefusals(account.id));
    if (!newPassword)
        return;
    for (const auto& service : { incomingService(account), std::string("smtp") })
        static_cast<void>(ports.store.setSignInRecord(account.id, service, {}));
}

void Engine::Impl::storePassword(const Account& account, const Secret<std::string>& password,
    std::function<void(Result<void>)> done)
{
    if (account.passwordSource == PasswordSource::Command || password.empty())
        return done({});
    ports.secrets.save(account, password, std::move(done));
}

void Engine::Impl::addAccount(Account account, const Secret<std::string>& password,
    std::function<void(Result<AccountId>)> done)
{
    const auto id = ports.store.addAccount(account);
    if (!id)
        return done(Unexpected(id.error()));
    account.id = *id;
    storePassword(account, password,
        [this, account, done = std::move(done), alive = std::weak_ptr<bool>(m_alive)](
            const Result<void>& saved) {
            if (alive.expired())
                return;
            if (!saved) {
                // An account without its password would ask for ever: all or nothing.
                static_cast<void>(ports.store.removeAccount(account.id));
                return done(Unexpected(saved.error()));
            }
            auto& added = addWorker(account);
            if (m_options.stayConnected)
                added.stayConnected();
            done(account.id);
        });
}

void Engine::Impl::updateAccount(const Account& account, const Secret<std::string>& newPassword,
    std::function<void(Result<void>)> done)
{
    storePassword(account, newPassword,
        [this, account, renewed = !newPassword.empty(), done = std::move(done),
            alive = std::weak_ptr<bool>(m_alive)](const Result<void>& saved) {
            if (alive.expired())
                return;
            const auto stored = saved ? ports.store.updateAccount(account) : saved;
            if (!stored)
                return done(stored);
            forgetSignIns(account, renewed);
            m_workers.erase(account.id);
            if (account.enabled) {
                auto& fresh = addWorker(account);
                if (m_options.stayConnected)
                    fresh.stayConnected();
            }
            done({});
        });
}

void Engine::Impl::removeAccount(AccountId id, std::function<void(Result<void>)> done)
{
    const auto accounts = ports.reader.accounts();
    if (!accounts)
        return done(Unexpected(accounts.error()));
    const auto found = std::find_if(accounts->begin(), accounts->end(),
        [&](const AccountRecord& record) { return record.account.id == id; });
    if (found == accounts->end())
        return done(Unexpected(notFound("account")));
    m_workers.erase(id);
    const auto removed = ports.store.removeAccount(id);
    if (!removed || found->account.passwordSource == PasswordSource::Command)
        return done(removed);
    // The keychain may be gone already; the account is, and that is what was asked for.
    ports.secrets.remove(
        found->account, [done = std::move(done)](const Result<void>&) { done({}); });
}

} // namespace fulmar
