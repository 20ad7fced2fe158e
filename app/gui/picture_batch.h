// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/web_fetch.h"

#include <functional>
#include <vector>

namespace fulmar::app {

inline constexpr std::chrono::seconds webPatience{ 20 }; ///< for one picture or one form

/// Fetches all addresses at once and calls `done` when the last one has ended, with an entry for
/// each; empty where it failed. Limits: 8 MiB a picture, 64 MiB together. Thread: that of `web`.
void fetchAll(transport::WebFetch& web, const std::vector<QUrl>& urls,
    std::function<void(std::vector<QByteArray>)> done);

} // namespace fulmar::app
