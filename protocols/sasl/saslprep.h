// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "common/secret.h"

#include <string>
#include <string_view>

namespace fulmar::sasl {

/// A user name or password as SCRAM compares it (RFC 4013, query form: unassigned code points
/// pass).
///
/// Errors: Unsupported with code "saslprep" (not UTF-8, a prohibited character, mixed directions).
/// The text itself is in no error.
Result<Secret<std::string>> saslPrep(std::string_view text);

} // namespace fulmar::sasl
