// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "compose/compose.h"

#include <string>
#include <string_view>

namespace fulmar::compose {

/// The field that names a draft of ours and its version.
inline constexpr std::string_view draftField = "X-Fulmar-Draft";

/// A draft as a message for the Drafts folder: Bcc is kept, recipients may be missing, what was
/// typed and is no address yet is left out.
///
/// `mark` is the value of `draftField`. Errors: what `mime::write` refuses.
Result<std::string> draftBytes(
    const Draft& draft, const Account& account, const Moment& moment, std::string_view mark);

/// The inverse, for drafts of any program.
Draft draftFromBytes(std::string_view raw, AccountId account);

} // namespace fulmar::compose
