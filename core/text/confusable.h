// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

/// Domains and names that look like what they are not.
namespace fulmar::text {

/// A domain as it may be shown: in its own letters where they are of one script and nobody takes
/// them for Latin ones, else in ASCII ("xn--pypal-4ve.com" for a Cyrillic "а"). UTF-8 or ASCII in.
std::string displayDomain(std::string_view domain);

/// True where `displayDomain` falls back to ASCII: letters of several scripts in one label, or a
/// label that reads like Latin and is not (UTS 39).
bool isSuspiciousDomain(std::string_view domain);

/// The last two labels, or three below a public suffix of two such as "co.uk": who owns a host,
/// near enough to tell two owners apart. Lower case.
std::string organisationOf(std::string_view host);

/// True where a text holds characters without ink that change how it reads: bidi controls,
/// zero-width characters and fillers (U+2800, U+3164).
bool hasHiddenCharacters(std::string_view utf8);

} // namespace fulmar::text
