// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fulmar::mime {

/// "Sat, 22 Nov 2026 08:05:00 +0000" (RFC 5322 section 3.3), always in UTC: our zone is nobody's
/// business. Nothing outside the years 1900 to 9999.
std::optional<std::string> formatDate(std::int64_t seconds);

} // namespace fulmar::mime
