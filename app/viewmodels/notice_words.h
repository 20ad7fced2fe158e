// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine.h"
#include "wording.h"

namespace fulmar::app {

/// A notice of the engine as people read it: what happened, and the server's words or what to do.
Wording noticeWords(const Notice& notice);

} // namespace fulmar::app
