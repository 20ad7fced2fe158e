// SPDX-License-Identifier: GPL-3.0-or-later
#include "discovery/app_password.h"

#include "common/ascii.h"

#include <array>

namespace fulmar::discovery {
namespace {

constexpr std::array<std::string_view, 4> blanks{ " ", "\t", "\xc2\xa0", "\xe2\x80\xaf" };

/// Bytes of the blank at the start of `text`, 0 where there is none.
std::size_t blankLength(std::string_view text)
{
    for (const auto blank : blanks) {
        if (text.substr(0, blank.size()) == blank)
            return blank.size();
    }
    return 0;
}

} // namespace

std::string normalisePassword(std::string_view password)
{
    constexpr std::size_t groups = 4, groupLetters = 4;
    std::string letters;
    std::size_t groupsSeen = 0, lettersInGroup = 0;
    for (std::string_view rest = password; !rest.empty();) {
        const std::size_t blank = blankLength(rest);
        if (blank > 0) {
            if (lettersInGroup != 0 && lettersInGroup != groupLetters)
                return std::string(password);
            lettersInGroup = 0;
            rest.remove_prefix(blank);
            continue;
        }
        if (!ascii::isAlpha(rest.front()) || lettersInGroup == groupLetters)
            return std::string(password);
        groupsSeen += lettersInGroup == 0 ? 1 : 0;
        ++lettersInGroup;
        letters += rest.front();
        rest.remove_prefix(1);
    }
    const bool isAppPassword = groupsSeen == groups && letters.size() == groups * groupLetters;
    return isAppPassword ? letters : std::string(password);
}

} // namespace fulmar::discovery
