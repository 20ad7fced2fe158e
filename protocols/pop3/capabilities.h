// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fulmar::pop3 {

/// What CAPA announced (RFC 2449); names in capitals, unknown ones are kept.
struct Capabilities {
    std::map<std::string, std::vector<std::string>> entries; ///< name and its parameters
    bool known = false; ///< false: the server has no CAPA, so nothing can be concluded

    [[nodiscard]] bool has(std::string_view name) const;
    /// Upper case; empty where no SASL line was given.
    [[nodiscard]] std::vector<std::string> saslMechanisms() const;
    /// Seconds between two sign-ins; 0 where the server tells none. The largest where it differs
    /// by user.
    [[nodiscard]] std::uint32_t loginDelay() const;
    /// Days that a message stays on the server; nothing = not told or NEVER. 0 = gone once it was
    /// read.
    [[nodiscard]] std::optional<std::uint32_t> expireDays() const;
    /// One line of the answer; a line that is none is left out.
    void add(std::string_view line);
};

} // namespace fulmar::pop3
