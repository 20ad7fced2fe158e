// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/link_check.h"

#include "text/confusable.h"
#include "viewmodels/formats.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace fulmar::app {
namespace {

QString tr(const char* source)
{
    return QCoreApplication::translate("LinkCheck", source);
}

/// 192.0.2.1, [2001:db8::1] or a single number such as 3221225985, which is one too.
bool isNumber(const QString& host)
{
    static const QRegularExpression number(
        QStringLiteral("^(?:[0-9.]+|0x[0-9a-f]+|[0-9a-f:.]*:[0-9a-f:.]*)$"),
        QRegularExpression::CaseInsensitiveOption);
    return number.match(host).hasMatch();
}

} // namespace

QString linkText(const QUrl& url)
{
    constexpr qsizetype longest = 300;
    const QString whole = QString::fromLatin1(url.toEncoded());
    const QString host = url.host(QUrl::FullyEncoded);
    QString shown = whole;
    const auto at = host.isEmpty() ? -1 : whole.indexOf(host);
    if (at >= 0)
        shown.replace(at, host.size(), text(text::displayDomain(host.toStdString())));
    shown = displayText(shown.toStdString());
    return shown.size() > longest ? shown.left(longest) + QChar(0x2026) : shown;
}

LinkVerdict judgeLink(const QUrl& url, const QString& words)
{
    using What = LinkVerdict::What;
    const QString scheme = url.scheme().toLower();
    if (scheme == QLatin1String("mailto"))
        return { What::Compose, {} };
    if ((scheme != QLatin1String("http") && scheme != QLatin1String("https"))
        || url.host().isEmpty())
        return { What::Refuse, {} };
    const QString host = url.host();
    if (!url.userInfo().isEmpty())
        return { What::Ask,
            tr("The address hides where it leads: it really goes to %1.").arg(host) };
    if (!words.isEmpty())
        return { What::Ask,
            tr("The link says \"%1\" but goes to %2.")
                .arg(displayText(words.toStdString()).left(80),
                    text(text::displayDomain(host.toStdString()))) };
    if (text::isSuspiciousDomain(host.toStdString()))
        return { What::Ask,
            tr("The name of the site is written with letters that look like others: %1.")
                .arg(url.host(QUrl::FullyEncoded)) };
    if (isNumber(host))
        return { What::Ask,
            tr("The address is a bare number, not the name of a site: %1.").arg(host) };
    return { What::Open, {} };
}

} // namespace fulmar::app
