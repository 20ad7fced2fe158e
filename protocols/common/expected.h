// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

namespace fulmar {

/// A value or the reason why there is none; the standard's `std::expected` as it exists for C++20.
template <class T, class E>
using Expected = tl::expected<T, E>;

/// Wraps the reason, so that `return Unexpected(error);` reads well.
///
/// A class and not an alias: clang 14 deduces no arguments for alias templates.
template <class E>
class Unexpected : public tl::unexpected<E> {
public:
    using tl::unexpected<E>::unexpected;
};
template <class E>
Unexpected(E) -> Unexpected<E>;

} // namespace fulmar
