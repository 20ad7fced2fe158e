// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace fulmar::imap {

/// `resp-text = ["[" resp-text-code "]" SP] text`: the code and what follows it.
///
/// A `]` inside quotes or parentheses belongs to the code, since flags may hold one; where that
/// leaves no end the first `]` ends it; where there is none the whole is text.
std::pair<ResponseCode, std::string_view> splitResponseText(std::string_view text);

/// The number that a code such as UIDVALIDITY carries.
std::optional<std::uint64_t> codeNumber(const ResponseCode& code);
/// The flags of PERMANENTFLAGS.
FlagSet codeFlags(const ResponseCode& code);
/// `resp-code-copy = "COPYUID" SP nz-number SP uid-set SP uid-set` (RFC 4315); nothing if the sets
/// differ in length or exceed `limits::imapCopiedUids`.
std::optional<CopyUid> parseCopyUid(const ResponseCode& code);
/// `resp-code-apnd = "APPENDUID" SP nz-number SP append-uid` (RFC 4315).
std::optional<AppendUid> parseAppendUid(const ResponseCode& code);

} // namespace fulmar::imap
