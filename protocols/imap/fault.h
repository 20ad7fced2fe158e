// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expected.h"

#include <cstddef>

namespace fulmar::imap {

/// Where and by which rule a response stopped making sense; cheap to pass up, turned into an
/// `Error` once per response.
struct Fault {
    const char* rule = ""; ///< ABNF name
    std::size_t at = 0; ///< byte offset in the response
    const char* item = nullptr; ///< the FETCH item or response part that holds it
    bool limit = false; ///< too large, not wrong
};

/// What a parse function gives: the value, or the fault, with the scanner left anywhere.
template <class T>
using Parsed = Expected<T, Fault>;

} // namespace fulmar::imap
