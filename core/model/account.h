// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/ids.h"
#include "model/pop3_settings.h"
#include "transport/endpoint.h"

#include <cstdint>
#include <optional>
#include <string>

namespace fulmar {

enum class IncomingKind { None, Imap, Pop3 };

/// Where the password is; the password itself is never part of an account.
enum class PasswordSource {
    Keychain, ///< the system's secret service
    Command, ///< first line of the output of `passwordCommand`
};

/// Who files the copy of a sent mail (Gmail and Outlook.com do it themselves; two copies otherwise).
enum class SentCopy { Append, ServerFiles };

/// When the working connection asks for COMPRESS=DEFLATE.
enum class Compression {
    Auto, ///< where the line is slower than the processor
    Always,
    Never,
};

/// Settings of one account, as stored in kept.db.
struct Account {
    AccountId id {};
    std::string email {};
    std::string name {}; ///< display name for From
    IncomingKind incomingKind = IncomingKind::Imap;
    transport::Endpoint incoming {}, smtp {};
    std::string user {}, smtpUser {}; ///< login names; smtpUser empty = same as user
    PasswordSource passwordSource = PasswordSource::Keychain;
    std::string passwordCommand {};
    SentCopy sentCopy = SentCopy::Append;
    Pop3Settings pop3 {}; ///< of an account that is read by POP3
    std::uint32_t syncDays = 0; ///< bodies of the last N days; 0 = everything
    bool bodiesOnDemand = false; ///< no body is fetched before it is opened
    std::uint64_t bodyLimit = 0; ///< bytes; larger messages are fetched when opened; 0 = no limit
    bool enabled = true;
    Compression compression = Compression::Auto;
    /// Megabytes (10^6 bytes) a day on the IMAP connections; nothing = what the provider is known to allow, 0 = no limit.
    std::optional<std::uint32_t> downPerDay {}, upPerDay {};
    bool operator==(const Account&) const = default;
};

/// The account that the local folders belong to; it has no row and no server.
inline constexpr AccountId localAccount { 0x7fffffff };

enum class AccountState { Ok, Syncing, Offline, SignInAgain, Held, Error, Disabled };
/// "ok", "syncing", "offline", "sign-in-again", "held", "error", "disabled".
std::string accountStateName(AccountState state);

} // namespace fulmar
