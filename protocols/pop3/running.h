// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pop3/body_decoder.h"
#include "pop3/session.h"

#include <string_view>

namespace fulmar::pop3 {

/// A command that was said and is not answered to its end.
struct Running {
    CommandHandle handle;
    Command command;
    CommandDone done{};
    bool inLines = false; ///< +OK came, its lines follow
    BodyDecoder body{};

    /// A line of LIST or UIDL; false where there are more than `limits::pop3Messages`.
    [[nodiscard]] bool addRow(std::string_view line);
    /// Reads the status text of STAT: "2 320".
    void takeStat();
};

} // namespace fulmar::pop3
