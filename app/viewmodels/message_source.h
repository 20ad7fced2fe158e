// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace fulmar::app {

/// A message as its bytes say it, for people who look under the bonnet.
struct MessageSource {
    QString headers{}; ///< all fields, decoded, one a line, in order
    QString
        folded{}; ///< the bytes as text; the middle of long encoded bodies is one line that says so
};

/// Bytes that are no UTF-8 are shown as Latin-1. Limits: 2 million characters. Pure.
MessageSource messageSource(const std::string& raw);

} // namespace fulmar::app
