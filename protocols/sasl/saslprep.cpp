// SPDX-License-Identifier: GPL-3.0-or-later
#include "sasl/saslprep.h"

#include "common/ascii.h"

#include <unicode/usprep.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace fulmar::sasl {
namespace {

Error unprepared(const char* why)
{
    return { ErrorKind::Unsupported, std::string("SASLprep / ") + why, {}, "saslprep" };
}

/// UTF-16 text that is overwritten when it goes.
struct Wide {
    explicit Wide(std::size_t size) : units(size) { }
    ~Wide() { std::fill_n(static_cast<volatile UChar*>(units.data()), units.size(), UChar(0)); }
    Wide(const Wide&) = delete;
    Wide& operator=(const Wide&) = delete;
    std::vector<UChar> units;
};

} // namespace

Result<Secret<std::string>> saslPrep(std::string_view text)
{
    const auto plainAscii = [](char c) { return c >= ' ' && c < '\x7f'; };
    if (std::all_of(text.begin(), text.end(), plainAscii))
        return Secret<std::string>(std::string(text));

    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UStringPrepProfile, decltype(&usprep_close)> profile(
        usprep_openByType(USPREP_RFC4013_SASLPREP, &status), &usprep_close);
    // NFKC makes at most 18 units of one (U+FDFA).
    constexpr std::size_t growth = 18;
    Wide wide(text.size() + 1), prepared(text.size() * growth + 1);
    std::int32_t length = 0;
    u_strFromUTF8(wide.units.data(), static_cast<std::int32_t>(wide.units.size()), &length,
        text.data(), static_cast<std::int32_t>(text.size()), &status);
    if (U_FAILURE(status))
        return Unexpected(unprepared("not UTF-8"));
    const auto preparedLength = usprep_prepare(profile.get(), wide.units.data(), length,
        prepared.units.data(), static_cast<std::int32_t>(prepared.units.size()),
        USPREP_ALLOW_UNASSIGNED, nullptr, &status);
    if (U_FAILURE(status))
        return Unexpected(unprepared("a character that must not be in it"));
    std::string out(static_cast<std::size_t>(preparedLength) * 3, '\0');
    std::int32_t bytes = 0;
    u_strToUTF8(out.data(), static_cast<std::int32_t>(out.size()), &bytes, prepared.units.data(),
        preparedLength, &status);
    if (U_FAILURE(status))
        return Unexpected(unprepared("not UTF-8"));
    out.resize(static_cast<std::size_t>(bytes));
    return Secret<std::string>(std::move(out));
}

} // namespace fulmar::sasl
