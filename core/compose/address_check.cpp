// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/address_check.h"

#include "common/ascii.h"
#include "common/limits.h"

#include <QString>
#include <QUrl>

#include <algorithm>

namespace fulmar::compose {
namespace {

constexpr std::size_t localPartLimit = 64; // RFC 5321 section 4.5.3.1.1
constexpr std::size_t addressLimit = 254; // RFC 3696 erratum 1690

bool isAtomText(char c)
{
    constexpr std::string_view specials = "!#$%&'*+-/=?^_`{|}~";
    return ascii::isAlpha(c) || ascii::isDigit(c) || specials.find(c) != std::string_view::npos;
}

// Providers have handed out names such as "anna..b@" and "anna.@"; servers judge them, so dots are
// free here.
bool isDotText(std::string_view local)
{
    return !local.empty() && std::all_of(local.begin(), local.end(), [](char c) {
        return isAtomText(c) || c == '.';
    });
}

bool isQuotedText(std::string_view local)
{
    if (local.size() < 2 || local.front() != '"' || local.back() != '"')
        return false;
    local = local.substr(1, local.size() - 2);
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (ascii::isControl(local[i]) || local[i] == '"' || local[i] == '<' || local[i] == '>')
            return false;
        if (local[i] == '\\' && ++i == local.size())
            return false;
    }
    return true;
}

bool isLabel(std::string_view label)
{
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-'
        && std::all_of(label.begin(), label.end(),
            [](char c) { return ascii::isAlpha(c) || ascii::isDigit(c) || c == '-' || c == '_'; });
}

bool isAddressLiteral(std::string_view domain)
{
    return domain.size() > 2 && domain.front() == '[' && domain.back() == ']'
        && std::all_of(domain.begin() + 1, domain.end() - 1, [](char c) {
               return ascii::isAlpha(c) || ascii::isDigit(c) || c == '.' || c == ':' || c == '-';
           });
}

bool isDomain(std::string_view domain)
{
    if (isAddressLiteral(domain))
        return true;
    while (true) {
        const auto dot = domain.find('.');
        if (!isLabel(domain.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        domain.remove_prefix(dot + 1);
    }
}

bool hasEightBit(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), ascii::is8Bit);
}

std::string asciiDomain(std::string_view domain)
{
    if (!hasEightBit(domain))
        return std::string(domain);
    return QUrl::toAce(QString::fromUtf8(domain.data(), static_cast<qsizetype>(domain.size())))
        .toStdString();
}

Error refused(std::string_view address, std::string_view field, std::string code)
{
    return { .kind = ErrorKind::Rejected,
        .where = std::string(field) + " / " + std::string(address),
        .serverText = {},
        .code = std::move(code) };
}

} // namespace

Result<std::string> checkedAddress(std::string_view address, std::string_view field)
{
    const auto at = address.rfind('@');
    if (at == std::string_view::npos)
        return Unexpected(refused(address, field, "address-malformed"));
    const auto local = address.substr(0, at);
    const std::string domain = asciiDomain(address.substr(at + 1));
    if (!isDomain(domain))
        return Unexpected(refused(address, field, "address-malformed"));
    const bool controls = std::any_of(local.begin(), local.end(), ascii::isControl);
    if (hasEightBit(local) && !controls)
        return Unexpected(refused(address, field, "address-not-ascii"));
    if (!isDotText(local) && !isQuotedText(local))
        return Unexpected(refused(address, field, "address-malformed"));
    if (local.size() > localPartLimit || local.size() + 1 + domain.size() > addressLimit)
        return Unexpected(refused(address, field, "address-too-long"));
    return std::string(local) + '@' + domain;
}

bool sameMailbox(std::string_view a, std::string_view b)
{
    return ascii::equalsIgnoreCase(a, b);
}

} // namespace fulmar::compose
