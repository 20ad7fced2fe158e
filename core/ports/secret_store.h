// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/account.h"

#include <functional>
#include <string>

namespace fulmar {

/// Passwords: in the system keychain, or printed by a command. Answers come later on the calling thread.
///
/// Errors: Storage with code "no-keychain" (no secret service), "keychain-locked", "no-password", "command-failed".
class SecretStore {
public:
    virtual ~SecretStore() = default;

    /// The password of an account, from where `passwordSource` says.
    virtual void load(const Account& account, std::function<void(Result<Secret<std::string>>)> done) = 0;
    virtual void save(const Account& account, const Secret<std::string>& password, std::function<void(Result<void>)> done) = 0;
    virtual void remove(const Account& account, std::function<void(Result<void>)> done) = 0;
};

} // namespace fulmar
