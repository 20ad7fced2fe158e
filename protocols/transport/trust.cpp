// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/trust.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslSocket>

namespace fulmar::transport {

namespace {

constexpr qint64 caFileLimit = 4 * 1024 * 1024; // bytes; the whole Mozilla bundle is 220 KB

// Read once: parsing the store takes 0.2 s, which every connection with a CA file would pay.
const QList<QSslCertificate>& systemCertificates()
{
    static const QList<QSslCertificate> list = QSslConfiguration::systemCaCertificates();
    return list;
}

} // namespace

Result<QSslConfiguration> trustConfiguration(const std::string& caFile)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (caFile.empty())
        return configuration;
    QFile file(QString::fromStdString(caFile));
    QList<QSslCertificate> extra;
    if (file.open(QIODevice::ReadOnly))
        extra = QSslCertificate::fromData(file.read(caFileLimit), QSsl::Pem);
    if (extra.isEmpty()) {
        const QString reason
            = file.isOpen() ? QStringLiteral("no PEM certificate in it") : file.errorString();
        return Unexpected(Error{ .kind = ErrorKind::Tls,
            .where = "CA file " + caFile + ": " + reason.toStdString(),
            .serverText = {},
            .code = "ca-file-unreadable" });
    }
    // Naming any certificate ourselves turns off Qt's look-up in the system's store, so both are
    // named.
    configuration.setCaCertificates(systemCertificates() + extra);
    return configuration;
}

} // namespace fulmar::transport
