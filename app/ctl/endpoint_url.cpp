// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/endpoint_url.h"

#include <QCoreApplication>
#include <QUrl>

namespace fulmar::ctl {
namespace {

using transport::TlsMode;

QString tr(const char* text)
{
    return QCoreApplication::translate("Ctl", text);
}

QString nameOf(Service service)
{
    return service == Service::Imap ? QStringLiteral("imap")
        : service == Service::Pop3  ? QStringLiteral("pop3")
                                    : QStringLiteral("smtp");
}

std::uint16_t defaultPort(Service service, TlsMode tls)
{
    if (service == Service::Imap)
        return tls == TlsMode::Implicit ? 993 : 143;
    if (service == Service::Pop3)
        return tls == TlsMode::Implicit ? 995 : 110;
    return tls == TlsMode::Implicit ? 465 : 587;
}

} // namespace

Expected<transport::Endpoint, Failure> parseEndpoint(const QString& written, Service service)
{
    const QString name = nameOf(service);
    const QString forms = tr("Write %1s://HOST:PORT or %1+starttls://HOST:PORT.").arg(name);
    const QUrl url(written, QUrl::StrictMode);
    const bool implicit = url.scheme() == name + u's';
    if (url.scheme() == name)
        return Unexpected(usage(tr("There is no clear-text form: %1.").arg(written), forms));
    if (!url.isValid() || url.host().isEmpty()
        || (!implicit && url.scheme() != name + QStringLiteral("+starttls")))
        return Unexpected(
            usage(tr("This is not the address of a server: %1.").arg(written), forms));
    if (!url.userInfo().isEmpty())
        return Unexpected(usage(tr("User and password do not belong into a server's address."),
            tr("Use --user and --password-stdin.")));
    const bool hasMore = (!url.path().isEmpty() && url.path() != QStringLiteral("/"))
        || url.hasQuery() || url.hasFragment();
    if (hasMore || url.port() == 0)
        return Unexpected(
            usage(tr("This is not the address of a server: %1.").arg(written), forms));
    const auto tls = implicit ? TlsMode::Implicit : TlsMode::StartTls;
    return transport::Endpoint{
        .host = url.host(QUrl::FullyEncoded).toStdString(),
        .port = url.port() < 0 ? defaultPort(service, tls) : static_cast<std::uint16_t>(url.port()),
        .tls = tls,
    };
}

QString endpointUrl(const transport::Endpoint& endpoint, Service service)
{
    if (endpoint.host.empty())
        return {};
    const QString host = QString::fromStdString(endpoint.host);
    const bool literal = host.contains(u':') && !host.startsWith(u'[');
    return nameOf(service)
        + (endpoint.tls == TlsMode::Implicit ? QStringLiteral("s://")
                                             : QStringLiteral("+starttls://"))
        + (literal ? u'[' + host + u']' : host) + QStringLiteral(":%1").arg(endpoint.port);
}

} // namespace fulmar::ctl
