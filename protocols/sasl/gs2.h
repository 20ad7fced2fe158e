// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::sasl {

/// A name as GS2 headers and SCRAM carry it: "=" becomes "=3D" and "," becomes "=2C" (RFC 5801
/// section 4).
std::string gs2Name(std::string_view name);

} // namespace fulmar::sasl
