// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sign_in_record.h"

namespace fulmar {
namespace {

constexpr std::int64_t restOfCommand = 3600; // seconds
constexpr std::int64_t restOfKeychain = 24 * 3600; // seconds

} // namespace

bool mayTrySignIn(const SignInRecord& record, PasswordSource source, std::int64_t now)
{
    if (record.refusedAt == 0 || now < record.refusedAt)
        return true;
    const auto rest = source == PasswordSource::Command ? restOfCommand : restOfKeychain;
    return now - record.refusedAt >= rest;
}

} // namespace fulmar
