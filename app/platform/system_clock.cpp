// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/system_clock.h"

#include <QDateTime>
#include <QRandomGenerator>

namespace fulmar::app {

std::int64_t SystemClock::now() const
{
    return QDateTime::currentSecsSinceEpoch();
}
std::uint64_t SystemClock::random()
{
    return QRandomGenerator::system()->generate64();
}

} // namespace fulmar::app
