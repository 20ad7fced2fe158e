// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/sign_in_record.h"
#include "ports/clock.h"
#include "ports/mail_store.h"
#include "ports/secret_store.h"
#include "sasl/choose.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace fulmar {

/// The password of one account for as long as the program runs: asked for once, forgotten when the
/// server refuses it, and then kept from being tried again by any run until somebody did something
/// about it (see `mayTrySignIn`).
class PasswordCache {
public:
    using Done = std::function<void(const Result<Secret<std::string>>&)>;
    enum class Service { Incoming, Sending };

    PasswordCache(SecretStore& secrets, MailStore& store, Clock& clock, Account account);

    /// May answer at once or later; never after this object is gone. Errors: those of the secret
    /// store, and the refusal that still stands.
    void get(Done done, Service service = Service::Incoming);
    /// The server refused the password.
    void refused(const Error& error, Service service = Service::Incoming);
    /// The server took it; `mechanism` as the session told.
    void accepted(const std::string& mechanism, Service service = Service::Incoming);
    /// What the service was signed in to by; nothing weaker may be used.
    [[nodiscard]] sasl::Strength floor(Service service = Service::Incoming);
    void forget() { m_password.reset(); }
    /// A person said so: forgets the password and what was refused.
    void tryAgain();

private:
    [[nodiscard]] SignInRecord record(Service service);
    [[nodiscard]] std::string word(Service service) const;

    SecretStore& m_secrets;
    MailStore& m_store;
    Clock& m_clock;
    Account m_account;
    std::optional<Secret<std::string>> m_password;
    std::vector<Done> m_waiting;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace fulmar
