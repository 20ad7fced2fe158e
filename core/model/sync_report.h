// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/account.h"
#include "model/ids.h"
#include "model/server_limits.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fulmar {

/// What one folder's synchronisation did; everything in it is durable.
struct FolderReport {
    AccountId account{};
    FolderId folder{};
    std::string path{};
    std::uint32_t added = 0, changed = 0, vanished = 0, total = 0, unread = 0;
    std::uint64_t bytesIn = 0, bytesOut = 0;
    double seconds = 0;
};

/// The end of a `sync()`; `errors` holds one entry per account that did not get through.
struct SyncReport {
    double seconds = 0;
    std::uint64_t bytesIn = 0, bytesOut = 0, bodiesMissing = 0;
    std::vector<std::pair<AccountId, Error>> errors{};
};

struct SyncRequest {
    std::optional<AccountId> account{}; ///< nothing = all
    std::optional<std::string> folder{}; ///< path; nothing = all
    bool headersOnly = false;
};

/// Progress of an account, for the one place that says what is going on.
struct AccountStatus {
    AccountId account{};
    AccountState state = AccountState::Ok;
    std::string activity{}; ///< path of the folder at work, or empty
    std::uint32_t done = 0, total = 0; ///< messages of the running step; total 0 = not countable
    std::optional<std::int64_t> secondsLeft{}; ///< of the running step; nothing = cannot be told yet
    bool paused = false; ///< the person asked for quiet: nothing is downloaded until resumed
    std::optional<Error> error{};
    std::int64_t nextTry = 0; ///< seconds since 1970 UTC; 0 = no try is planned
    DayTraffic traffic{}; ///< of today, over all programs of the profile
    BandwidthBudget budget{}; ///< of a day; 0 = no limit is known
    std::int64_t bodiesResume = 0; ///< the budget is used up and bodies wait until then; 0 = they do not
};

/// One step of trying an account: "dns", "connect", "tls", "signin", "folders", "send".
struct CheckStep {
    std::string service{}; ///< "imap", "pop3", "smtp" or ""
    std::string step{};
    std::optional<bool> ok{}; ///< nothing = could not be tried, an earlier one failed
    std::string detail{};
    std::optional<Error> error{};
};

/// Something a person should hear of once: a refused action, a mail that was parked, a server's
/// alert.
struct Notice {
    enum class Kind { ActionRefused, ActionWaits, KeywordNotKept, MailRefused, MailUnknown, MailBounced, ServerAlert, CacheRebuilt, Skipped };
    Kind kind{};
    AccountId account{};
    std::string subject{}; ///< what it is about: a folder, a mail's subject
    std::optional<Error> error{};
    std::string serverText{};
};

} // namespace fulmar
