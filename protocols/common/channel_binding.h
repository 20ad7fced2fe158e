// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace fulmar {

/// What ties an authentication to the TLS connection it runs in (RFC 5056, 5929).
struct ChannelBinding {
    std::string type{}; ///< "tls-server-end-point", "tls-exporter"; empty = none is known
    std::string data{}; ///< raw bytes
    [[nodiscard]] bool empty() const { return type.empty() || data.empty(); }
};

} // namespace fulmar
