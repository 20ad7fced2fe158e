// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"

#include <cstdint>
#include <string>

namespace fulmar {

/// What is remembered of signing in to one service of an account; never the secret.
struct SignInRecord {
    std::string mechanism{}; ///< the strongest that has worked; empty = none yet, or no SASL
    std::int64_t refusedAt = 0; ///< seconds since 1970 UTC; 0 = the last try was not refused
    std::string refusal{}; ///< the server's refusal, as `encodeError` writes it
    bool operator==(const SignInRecord&) const = default;
};

/// Whether the credentials may be tried now.
///
/// After a refusal they rest: programs that repeat a wrong password (a sync every five minutes) get
/// accounts locked. A password command may print another password meanwhile, so it is asked again
/// after an hour; what lies in the keychain changes through us, so a day is often enough. A clock
/// that went back ends the rest.
[[nodiscard]] bool mayTrySignIn(
    const SignInRecord& record, PasswordSource source, std::int64_t now);

} // namespace fulmar
