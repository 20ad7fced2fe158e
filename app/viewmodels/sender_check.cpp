// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/sender_check.h"

#include "common/ascii.h"
#include "mime/headers.h"
#include "text/charset.h"
#include "text/confusable.h"
#include "viewmodels/formats.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace fulmar::app {
namespace {

QString tr(const char* source)
{
    return QCoreApplication::translate("SenderCheck", source);
}

std::string domainOf(const std::string& address)
{
    const auto at = address.rfind('@');
    return at == std::string::npos ? std::string() : address.substr(at + 1);
}

/// An address inside of a name; "＠" and "﹫" count as "@".
QString addressIn(const std::string& name)
{
    static const QRegularExpression address(
        QStringLiteral("[^\\s<>\"'()]+[@\\x{FF20}\\x{FE6B}][^\\s<>\"'()]+"));
    return address.match(text(name)).captured();
}

} // namespace

QStringList senderWarnings(const std::vector<mime::HeaderField>& headers,
    const text::AuthenticationResults& authentication)
{
    QStringList out;
    std::vector<Address> senders;
    int fields = 0;
    for (const auto& field : headers) {
        if (!ascii::equalsIgnoreCase(field.name, "From"))
            continue;
        ++fields;
        const auto some = mime::parseAddressList(field.value, text::charsetDecoder());
        senders.insert(senders.end(), some.begin(), some.end());
    }
    if (authentication.dmarc == "fail")
        out += tr("Your provider could not verify the sender: this mail may be forged.");
    if (fields > 1)
        out += tr("This mail has %1 sender fields; others may show you another sender.")
                   .arg(fields);
    else if (senders.size() > 1)
        out += tr("This mail names %1 senders.").arg(senders.size());
    for (const Address& sender : senders) {
        const QString claimed = addressIn(sender.name);
        const QString shown = displayText(sender.address);
        if (!claimed.isEmpty() && claimed.compare(shown, Qt::CaseInsensitive) != 0)
            out += tr("The sender's name looks like the address %1; the true address is %2.")
                       .arg(displayText(claimed.toStdString()), shown);
        if (text::isSuspiciousDomain(domainOf(sender.address)))
            out += tr("The sender's domain is written with letters that look like others: %1.")
                       .arg(text(text::displayDomain(domainOf(sender.address))));
        if (text::hasHiddenCharacters(sender.name) || text::hasHiddenCharacters(sender.address))
            out += tr("The sender's name holds hidden characters; they are left out here.");
    }
    return out;
}

SenderProof senderProof(const text::AuthenticationResults& authentication, const QString& domain)
{
    using State = SenderProof::State;
    if (authentication.dmarc == "pass")
        return { State::Good,
            tr("Your provider has verified that this came from %1.").arg(domain) };
    if (authentication.dmarc == "fail")
        return { State::Bad,
            tr("Your provider could not verify that this came from %1.").arg(domain) };
    return {};
}

} // namespace fulmar::app
