// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::app {

/// A colour of a mail written for white paper, for a dark window: hue and colourfulness stay, the
/// lightness (CIE L*) is turned over, so that what could be read on its ground still can. Takes
/// "#rgb", "#rrggbb", names and rgb(); anything else, and what is transparent, gives "".
std::string darkColour(std::string_view colour);

} // namespace fulmar::app
