// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/confusable.h"

#include "common/ascii.h"

#include <QString>
#include <QUrl>

#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <memory>

namespace fulmar::text {
namespace {

using Checker = std::unique_ptr<USpoofChecker, decltype(&uspoof_close)>;

Checker makeChecker()
{
    UErrorCode status = U_ZERO_ERROR;
    Checker checker(uspoof_open(&status), &uspoof_close);
    uspoof_setRestrictionLevel(checker.get(), USPOOF_HIGHLY_RESTRICTIVE);
    uspoof_setChecks(
        checker.get(), USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE | USPOOF_MIXED_NUMBERS, &status);
    return checker;
}

bool isAscii(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), ascii::is8Bit);
}

/// A label in its own letters.
bool isSuspiciousLabel(const QString& label)
{
    const std::string bytes = label.toStdString();
    if (isAscii(bytes))
        return false;
    UErrorCode status = U_ZERO_ERROR;
    const Checker checker = makeChecker();
    const auto length = static_cast<std::int32_t>(bytes.size());
    const std::int32_t found
        = uspoof_checkUTF8(checker.get(), bytes.data(), length, nullptr, &status);
    if (U_FAILURE(status) || found != 0)
        return true;
    // What looks like letters of Latin to the last one is taken for them.
    std::array<char, 512> skeleton{};
    const std::int32_t size = uspoof_getSkeletonUTF8(
        checker.get(), 0, bytes.data(), length, skeleton.data(), skeleton.size(), &status);
    return U_FAILURE(status)
        || isAscii(std::string_view(skeleton.data(), static_cast<std::size_t>(size)));
}

QString inOwnLetters(std::string_view domain)
{
    const QString text = QString::fromUtf8(domain.data(), static_cast<qsizetype>(domain.size()));
    return QUrl::fromAce(QUrl::toAce(text), QUrl::IgnoreIDNWhitelist);
}

QString toUnicode(std::string_view domain)
{
    const QString own = inOwnLetters(domain);
    return own.isEmpty() ? QString::fromUtf8(domain.data(), static_cast<qsizetype>(domain.size()))
                         : own;
}

} // namespace

bool isSuspiciousDomain(std::string_view domain)
{
    const auto labels = toUnicode(domain).split(QLatin1Char('.'));
    return std::any_of(labels.begin(), labels.end(), isSuspiciousLabel);
}

std::string displayDomain(std::string_view domain)
{
    const QString own = toUnicode(domain);
    if (!isSuspiciousDomain(domain))
        return own.toStdString();
    const QByteArray ascii = QUrl::toAce(own);
    return ascii.isEmpty() ? std::string(domain) : ascii.toStdString();
}

std::string organisationOf(std::string_view host)
{
    constexpr std::array<std::string_view, 12> shared{ "co", "com", "org", "net", "ac", "gov",
        "edu", "or", "ne", "go", "gob", "gouv" };
    std::string lower = ascii::lower(host);
    while (lower.ends_with('.'))
        lower.pop_back();
    const auto dotBefore = [&](std::size_t end) {
        return end == std::string::npos || end == 0 ? std::string::npos : lower.rfind('.', end - 1);
    };
    const std::size_t last = lower.rfind('.');
    std::size_t before = dotBefore(last);
    const bool country = last != std::string::npos && lower.size() - last == 3;
    if (country && before != std::string::npos) {
        const std::string_view second
            = std::string_view(lower).substr(before + 1, last - before - 1);
        if (std::find(shared.begin(), shared.end(), second) != shared.end())
            before = dotBefore(before);
    }
    return before == std::string::npos ? lower : lower.substr(before + 1);
}

bool hasHiddenCharacters(std::string_view utf8)
{
    const QString text = QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
    const auto characters = text.toUcs4();
    return std::any_of(characters.begin(), characters.end(), [](char32_t c) {
        const bool joiner = c == 0x200D || c == 0x200C || c == 0x00AD; // emoji, Indic, hyphens
        return (QChar::category(c) == QChar::Other_Format && !joiner) || c == 0x2800 || c == 0x3164
            || c == 0xFFA0;
    });
}

} // namespace fulmar::text
