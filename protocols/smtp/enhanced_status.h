// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace fulmar::smtp {

/// The enhanced status code at the start of a reply text: "5.7.8" of "5.7.8 Bad credentials", else
/// empty (RFC 3463, RFC 2034).
///
/// The class is 2, 4 or 5, the other two numbers have one to three digits, and a blank or the end
/// follows. The class may differ from the basic code: Google sends "454 5.5.1".
std::string_view enhancedStatusOf(std::string_view text);

} // namespace fulmar::smtp
