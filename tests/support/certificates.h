// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSslCertificate>
#include <QSslKey>

#include <string>
#include <vector>

namespace fulmar::test {

/// A key with its certificate, made on the spot; nothing of it is kept in the repository.
struct Identity {
    QByteArray certificatePem;
    QByteArray keyPem;
    [[nodiscard]] QSslCertificate certificate() const;
    [[nodiscard]] QSslKey key() const;
};

/// What shall stand in a certificate, right or wrong.
struct CertificateSpec {
    std::string commonName = "localhost";
    std::vector<std::string> dnsNames{}; ///< subjectAltName dNSName
    std::vector<std::string> addresses{}; ///< subjectAltName iPAddress
    long validFrom = -86'400; ///< seconds from now
    long validTo = 86'400; ///< seconds from now
    bool isCa = false;
    int rsaBits = 0; ///< 0 = an EC key on P-256
};

/// Signed by `issuer`, or by itself where there is none.
Identity makeIdentity(const CertificateSpec& spec, const Identity* issuer = nullptr);

} // namespace fulmar::test
