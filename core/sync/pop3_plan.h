// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/pop3_settings.h"
#include "ports/local_store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar {

/// A message as one POP3 session lists it.
struct Pop3Listed {
    std::uint32_t number = 0;
    std::string uidl{}; ///< empty = the server has none for it
    std::uint64_t size = 0; ///< as LIST says; 0 = not asked for
};

struct Pop3Fetch {
    std::size_t index = 0; ///< into the listing
    bool headerOnly = false;
    bool operator==(const Pop3Fetch&) const = default;
};

/// Which messages are new, newest first. Pure.
///
/// A UIDL that is listed more often than the history has it cannot be told apart: all of its
/// messages are fetched, the store recognises those that are here.
std::vector<Pop3Fetch> planFetches(const std::vector<Pop3Listed>& listing,
    const std::vector<Pop3Seen>& history, const Pop3Settings& settings);

/// Which messages the policy takes off the server, as indexes into the listing. Pure.
///
/// Only such as are whole in the history, or were deleted here; never in Gmail's recent mode, where
/// nobody knows what DELE does.
std::vector<std::size_t> planRemovals(const std::vector<Pop3Listed>& listing,
    const std::vector<Pop3Seen>& history, const Pop3Settings& settings, std::int64_t now);

/// Rows of the history whose mark `onServer` is not what the listing says. Pure.
struct Pop3Presence {
    std::vector<std::int64_t> there, gone;
};
Pop3Presence planPresence(
    const std::vector<Pop3Listed>& listing, const std::vector<Pop3Seen>& history);

/// Seconds until the server takes another sign-in; 0 = now. A clock that was set back counts for
/// nothing.
std::int64_t waitForSignIn(const Pop3State& state, std::int64_t now);

} // namespace fulmar
