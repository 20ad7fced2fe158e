// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace fulmar {

/// Where the bytes of a body lie on disk, as the store names it; of no meaning to anybody else.
struct BodyPlace {
    std::uint32_t segment = 0;
    std::uint64_t start = 0, length = 0; ///< bytes
    std::array<unsigned char, 32> sha256{};
};

} // namespace fulmar
