// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/password_cache.h"

#include "model/stored_error.h"

namespace fulmar {

PasswordCache::PasswordCache(SecretStore& secrets, MailStore& store, Clock& clock, Account account)
    : m_secrets(secrets), m_store(store), m_clock(clock), m_account(std::move(account))
{
}

std::string PasswordCache::word(Service service) const
{
    if (service == Service::Sending)
        return "smtp";
    return m_account.incomingKind == IncomingKind::Pop3 ? "pop3" : "imap";
}

/// A store that cannot be read must not keep the mail away.
SignInRecord PasswordCache::record(Service service)
{
    return m_store.signInRecord(m_account.id, word(service)).value_or(SignInRecord());
}

void PasswordCache::get(Done done, Service service)
{
    const auto known = record(service);
    if (!mayTrySignIn(known, m_account.passwordSource, m_clock.now())) {
        const Error plain{
            .kind = ErrorKind::Authentication, .where = "sign-in", .serverText = {}, .code = {}
        };
        return done(Unexpected(decodeError(known.refusal).value_or(plain)));
    }
    if (m_password)
        return done(*m_password);
    m_waiting.push_back(std::move(done));
    if (m_waiting.size() > 1)
        return;
    m_secrets.load(m_account,
        [this, alive = std::weak_ptr<bool>(m_alive)](const Result<Secret<std::string>>& loaded) {
            if (alive.expired())
                return;
            if (loaded)
                m_password = *loaded;
            for (const auto& waiting : std::exchange(m_waiting, {}))
                waiting(loaded);
        });
}

void PasswordCache::refused(const Error& error, Service service)
{
    m_password.reset();
    auto known = record(service);
    known.refusedAt = m_clock.now();
    known.refusal = encodeError(error);
    // What cannot be written is known to this run all the same: the account's state says it.
    static_cast<void>(m_store.setSignInRecord(m_account.id, word(service), known));
}

void PasswordCache::accepted(const std::string& mechanism, Service service)
{
    const auto known = record(service);
    SignInRecord now{ .mechanism = mechanism };
    if (sasl::strengthOf(known.mechanism) > sasl::strengthOf(mechanism))
        now.mechanism = known.mechanism;
    if (now != known)
        static_cast<void>(m_store.setSignInRecord(m_account.id, word(service), now));
}

sasl::Strength PasswordCache::floor(Service service)
{
    return sasl::strengthOf(record(service).mechanism);
}

void PasswordCache::tryAgain()
{
    forget();
    static_cast<void>(m_store.forgetRefusals(m_account.id));
}

} // namespace fulmar
