// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

namespace fulmar {

/// A value or the reason why there is none; the standard's `std::expected` as it exists for C++20.
template <class T, class E>
using Expected = tl::expected<T, E>;

/// Wraps the reason, so that `return Unexpected(error);` reads well.
template <class E>
using Unexpected = tl::unexpected<E>;

} // namespace fulmar
