// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/clock.h"

namespace fulmar::app {

/// The machine's clock and the kernel's random numbers. Thread: any.
class SystemClock : public Clock {
public:
    [[nodiscard]] std::int64_t now() const override;
    [[nodiscard]] std::uint64_t random() override;
};

} // namespace fulmar::app
