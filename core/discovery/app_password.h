// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::discovery {

/// A password as it is sent: app passwords that are shown as four groups of four letters lose their
/// blanks.
///
/// The rule is exact: four groups of four ASCII letters with blanks (space, tab, U+00A0, U+202F)
/// between them, blanks around them allowed. Any other text comes back as it is, byte for byte.
std::string normalisePassword(std::string_view password);

} // namespace fulmar::discovery
