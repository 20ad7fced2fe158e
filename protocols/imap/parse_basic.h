// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/scanner.h"
#include "imap/types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The rules that all responses are made of. Each function takes its rule from the scanner and
/// nothing more; ABNF as in RFC 3501 section 9 unless noted.
namespace fulmar::imap {

/// `nz-number = digit-nz *DIGIT`, 32 bits.
Parsed<std::uint32_t> parseNzNumber(Scanner& scanner);
/// `number = 1*DIGIT`, 32 bits.
Parsed<std::uint32_t> parseNumber(Scanner& scanner);
/// `number64` (RFC 9051), or nothing for what real servers send in its place: NIL, "-1", a number
/// of more than 64 bits, a quoted number.
Parsed<std::optional<std::uint64_t>> parseLooseNumber(Scanner& scanner);

/// `string = quoted / literal`, never one that was handed out in chunks.
Parsed<std::string> parseString(Scanner& scanner);
/// `astring = 1*ASTRING-CHAR / string`; atoms may hold `]`, `%`, `*`, a backslash and 8-bit octets.
Parsed<std::string> parseAstring(Scanner& scanner);
/// `nstring = string / nil`; an atom is taken too.
Parsed<std::optional<std::string>> parseNstring(Scanner& scanner);

/// The same into a place; false where none of them comes next.
bool takeNstring(Scanner& scanner, std::optional<std::string>& out);

/// `flag-list = "(" [flag *(SP flag)] ")"`; also the attributes of LIST. NIL is the empty list, a
/// backslash without a name is dropped. Faults with `limit` over `limits::flagsPerMessage`.
Parsed<FlagSet> parseFlagList(Scanner& scanner);

/// `sequence-set = (seq-number / seq-range) *("," sequence-set)`; "*" is 4294967295, ranges are
/// never expanded, a comma at the end is forgiven.
Parsed<std::vector<NumberSet::Range>> parseSequenceRanges(Scanner& scanner);

/// `date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE` as
/// seconds since 1970 UTC, without the quotes; nothing for what is no date.
std::optional<std::int64_t> parseDateTime(std::string_view text);

/// Takes one value of any kind and forgets it: number, atom, string, or list nested up to
/// `limits::nestingDepth`.
Parsed<std::monostate> skipValue(Scanner& scanner);

} // namespace fulmar::imap
