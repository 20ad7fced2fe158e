// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/certificate_verdict.h"

#include <QDateTime>
#include <QSslKey>
#include <QUrl>

#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <memory>

namespace fulmar::transport {

namespace {

constexpr int minimumRsaBits = 2048; // what OpenSSL's security level 2 asks, Debian's default
constexpr int minimumEcBits = 224;

QString nameOf(const QStringList& commonNames, const QStringList& organisations)
{
    if (!commonNames.isEmpty())
        return QStringLiteral("CN=") + commonNames.first();
    return organisations.isEmpty() ? QStringLiteral("(no name)")
                                   : QStringLiteral("O=") + organisations.first();
}

// OpenSSL's "key too small" and "digest too weak" reach us as UnspecifiedError only.
bool isWeak(const QSslCertificate& certificate)
{
    if (certificate.isNull())
        return false;
    const QSslKey key = certificate.publicKey();
    if (key.algorithm() == QSsl::Rsa && key.length() > 0 && key.length() < minimumRsaBits)
        return true;
    if (key.algorithm() == QSsl::Ec && key.length() > 0 && key.length() < minimumEcBits)
        return true;
    const QString text = certificate.toText();
    return text.contains(QStringLiteral("Signature Algorithm: sha1"), Qt::CaseInsensitive)
        || text.contains(
            QStringLiteral("Signature Algorithm: ecdsa-with-SHA1"), Qt::CaseInsensitive)
        || text.contains(QStringLiteral("Signature Algorithm: md5"), Qt::CaseInsensitive);
}

const char* codeOf(const QSslError& fault)
{
    switch (fault.error()) {
    case QSslError::SelfSignedCertificate:
        return "certificate-self-signed";
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return "certificate-untrusted";
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return "certificate-revoked";
    case QSslError::CertificateExpired:
        return "certificate-expired";
    case QSslError::CertificateNotYetValid:
        return "certificate-not-yet-valid";
    case QSslError::HostNameMismatch:
        return "certificate-host-mismatch";
    case QSslError::UnspecifiedError:
        return isWeak(fault.certificate()) ? "certificate-weak" : "certificate-invalid";
    default:
        return "certificate-invalid";
    }
}

constexpr std::array order{ "certificate-revoked", "certificate-self-signed", "certificate-weak",
    "certificate-untrusted", "certificate-expired", "certificate-not-yet-valid",
    "certificate-host-mismatch", "certificate-invalid" };

std::size_t rank(std::string_view code)
{
    return static_cast<std::size_t>(std::find(order.begin(), order.end(), code) - order.begin());
}

} // namespace

bool isForHost(const QSslCertificate& certificate, const QString& host)
{
    const QByteArray der = certificate.toDer();
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.constData());
    const std::unique_ptr<X509, decltype(&X509_free)> parsed(
        d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), &X509_free);
    if (!parsed)
        return false;
    const QByteArray literal = host.toLatin1();
    if (const int match = X509_check_ip_asc(parsed.get(), literal.constData(), 0); match != -2)
        return match == 1;
    const QByteArray name = QUrl::toAce(host);
    return X509_check_host(parsed.get(), name.constData(), static_cast<std::size_t>(name.size()),
               X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, nullptr)
        == 1;
}

QString describeCertificate(const QSslCertificate& certificate)
{
    if (certificate.isNull())
        return QStringLiteral("no certificate");
    const auto subject = nameOf(certificate.subjectInfo(QSslCertificate::CommonName),
        certificate.subjectInfo(QSslCertificate::Organization));
    const auto issuer = nameOf(certificate.issuerInfo(QSslCertificate::CommonName),
        certificate.issuerInfo(QSslCertificate::Organization));
    QString line
        = QStringLiteral("%1, issued by %2, valid %3 to %4")
              .arg(subject, issuer, certificate.effectiveDate().toUTC().toString(Qt::ISODate),
                  certificate.expiryDate().toUTC().toString(Qt::ISODate));
    for (QChar& c : line) {
        if (!c.isPrint())
            c = QChar::ReplacementCharacter;
    }
    return line;
}

Error certificateVerdict(
    const QList<QSslError>& faults, const QSslCertificate& presented, const std::string& where)
{
    std::string code = "certificate-invalid";
    QString reason;
    for (const QSslError& fault : faults) {
        const std::string candidate = codeOf(fault);
        if (reason.isEmpty() || rank(candidate) < rank(code)) {
            code = candidate;
            reason = fault.errorString();
        }
    }
    return Error{ .kind = ErrorKind::Tls,
        .where = where + ": " + reason.toStdString(),
        .serverText = describeCertificate(presented).toStdString(),
        .code = code };
}

} // namespace fulmar::transport
