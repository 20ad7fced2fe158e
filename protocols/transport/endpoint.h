// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace fulmar::transport {

enum class TlsMode {
    Implicit, ///< TLS from the first byte: 993, 995, 465
    StartTls, ///< clear text until `startTls()`: 143, 110, 587
};

/// Where and how to connect; there is no clear-text form.
struct Endpoint {
    std::string host{}; ///< name or address literal; also the name that the certificate must carry
    std::uint16_t port = 0;
    TlsMode tls = TlsMode::Implicit;
    std::string caFile{}; ///< PEM file added to the system's trust store; empty = none
    bool operator==(const Endpoint&) const = default;
};

} // namespace fulmar::transport
