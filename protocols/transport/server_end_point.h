// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/channel_binding.h"

#include <QSslCertificate>

namespace fulmar::transport {

/// The "tls-server-end-point" channel binding of a certificate: its hash by the digest of its own
/// signature, SHA-256 where that is MD5 or SHA-1 (RFC 5929 section 4.1).
///
/// Empty for a null certificate and for signatures without one digest (Ed25519), which the RFC
/// leaves undefined.
ChannelBinding serverEndPoint(const QSslCertificate& certificate);

} // namespace fulmar::transport
