// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "discovery/presets.h"

namespace fulmar::discovery {

/// One mail domain and the preset it belongs to.
struct PresetDomain {
    std::string_view domain; ///< lower case
    std::string_view preset;
};

std::span<const PresetDomain> presetDomains();

} // namespace fulmar::discovery
