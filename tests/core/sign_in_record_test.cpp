// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sign_in_record.h"

#include <gtest/gtest.h>

namespace fulmar {
namespace {

TEST(SignInRecord, a_refused_password_rests_and_is_tried_again_in_bounds)
{
    constexpr std::int64_t hour = 3600, day = 24 * hour, at = 1'800'000'000;
    struct Row {
        const char* law;
        std::int64_t refusedAt;
        PasswordSource source;
        std::int64_t now;
        bool may;
    };
    constexpr auto keychain = PasswordSource::Keychain, command = PasswordSource::Command;
    for (const auto& row : {
             Row{ "never refused", 0, keychain, at, true },
             Row{ "just refused", at, keychain, at, false },
             Row{ "five minutes later", at, keychain, at + 300, false },
             Row{ "the keychain rests a day", at, keychain, at + day - 1, false },
             Row{ "and no longer", at, keychain, at + day, true },
             Row{ "a command rests an hour", at, command, at + hour - 1, false },
             Row{ "since it may print another password", at, command, at + hour, true },
             Row{ "a clock that went back", at, keychain, at - 1, true },
         })
        EXPECT_EQ(mayTrySignIn({ .refusedAt = row.refusedAt }, row.source, row.now), row.may)
            << row.law;
}

} // namespace
} // namespace fulmar
