// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/secret_store.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace fulmar {

/// The password of one account for as long as the program runs: asked for once, forgotten when the
/// server refuses it.
class PasswordCache {
public:
    using Done = std::function<void(const Result<Secret<std::string>>&)>;

    PasswordCache(SecretStore& secrets, Account account)
        : m_secrets(secrets), m_account(std::move(account))
    {
    }

    /// May answer at once or later; never after this object is gone.
    void get(Done done)
    {
        if (m_password)
            return done(*m_password);
        m_waiting.push_back(std::move(done));
        if (m_waiting.size() > 1)
            return;
        m_secrets.load(m_account,
            [this, alive = std::weak_ptr<bool>(m_alive)](
                const Result<Secret<std::string>>& loaded) {
                if (alive.expired())
                    return;
                if (loaded)
                    m_password = *loaded;
                for (const auto& waiting : std::exchange(m_waiting, {}))
                    waiting(loaded);
            });
    }
    void forget() { m_password.reset(); }

private:
    SecretStore& m_secrets;
    Account m_account;
    std::optional<Secret<std::string>> m_password;
    std::vector<Done> m_waiting;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace fulmar
