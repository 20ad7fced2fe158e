// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <QList>
#include <QSslCertificate>
#include <QSslError>

namespace fulmar::transport {

/// What is wrong with a certificate, as one of the "certificate-…" codes of `tls_stream.h`.
///
/// Of several faults the one about trust comes first: the dates of a certificate that nobody
/// vouches for mean nothing. `presented` is the server's own certificate, `where` goes into the
/// error as it is.
Error certificateVerdict(
    const QList<QSslError>& faults, const QSslCertificate& presented, const std::string& where);

/// Whether the certificate is for this host: an address literal matches subjectAltName addresses
/// only, a name matches dNSName entries (the common name counts only where there is none),
/// wildcards only as a whole first label. RFC 9525 section 6.
bool isForHost(const QSslCertificate& certificate, const QString& host);

/// Subject, issuer and validity in one line without control characters.
QString describeCertificate(const QSslCertificate& certificate);

} // namespace fulmar::transport
