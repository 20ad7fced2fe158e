// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace fulmar {

/// A whole message that is read piece by piece while it is sent, so that it never has to fit in memory.
struct MessageSource {
    std::uint64_t size = 0; ///< bytes that `read` will give in all
    /// The next at most `maxBytes`; empty at the end. An error stops the command or transaction that uses it.
    std::function<Result<std::string>(std::size_t maxBytes)> read;
};

/// A source over a text that is already in memory.
MessageSource sourceFromString(std::string text);

} // namespace fulmar
