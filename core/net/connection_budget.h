// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>

namespace fulmar {

/// How many connections one account may hold to its IMAP server, over all tasks: three, fewer for a
/// while after the server has said that there are too many (Gmail counts 15 over all devices).
///
/// One is always for work; the watch comes second. Engine thread.
class ConnectionBudget {
public:
    static constexpr int most = 3;
    static constexpr std::int64_t recoversAfter = 3600; ///< seconds until one more is tried again

    /// The server has refused one.
    void refused(std::int64_t now)
    {
        m_allowed = std::max(1, m_allowed - 1);
        m_since = now;
    }
    [[nodiscard]] int allowed(std::int64_t now) const
    {
        return static_cast<int>(std::min<std::int64_t>(
            most, m_allowed + std::max<std::int64_t>(0, now - m_since) / recoversAfter));
    }

private:
    int m_allowed = most;
    std::int64_t m_since = 0;
};

} // namespace fulmar
