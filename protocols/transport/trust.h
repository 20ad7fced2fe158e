// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <QSslConfiguration>

#include <string>

namespace fulmar::transport {

/// TLS 1.2 or newer, peers verified against the system's store and the certificates of `caFile`
/// (PEM, at most 4 MiB; empty = none).
///
/// Fails with "ca-file-unreadable".
Result<QSslConfiguration> trustConfiguration(const std::string& caFile);

} // namespace fulmar::transport
