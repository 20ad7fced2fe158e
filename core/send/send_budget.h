// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "model/sending.h"
#include "ports/sending_reader.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fulmar {

/// What an account may send now. Pure values, computed from what was sent in the window.
struct Budget {
    SendLimit limit{}; ///< effective: -1 = none
    std::uint32_t used = 0, usedRecipients = 0;
    std::int64_t nextFree = 0; ///< when the next mail may leave; 0 = now

    /// How many more messages fit; a large number where there is no limit.
    [[nodiscard]] std::uint32_t messagesLeft() const;
    [[nodiscard]] std::uint32_t recipientsLeft() const;
};

/// The provider's usual limits, from a table; every value -1 where the provider is not known.
/// Source: support.google.com/a/answer/166852, mail/answer/22839 and the providers' own pages.
SendLimit usualLimit(const Account& account);

/// What is stored with the provider's usual values where nothing was set.
SendLimit effectiveLimit(const Account& account, const SendLimit& stored);

/// `sent` is ordered by time and may reach beyond the window.
Budget budgetAt(const SendLimit& effective, const std::vector<SentMail>& sent, std::int64_t now);

/// The same, from what the store knows.
Result<Budget> budgetOf(SendingReader& reader, const Account& account, std::int64_t now);

/// After the server said that the limit is reached: it is what was sent, and the queue waits until
/// the oldest of it leaves the window, an hour at least and a window at most.
SendLimit afterLimitReached(const SendLimit& stored, const Budget& budget,
    const std::vector<SentMail>& sent, std::int64_t now, std::string serverText);

} // namespace fulmar
