// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/session.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace fulmar::imap::testing {

/// One written dialogue: what must happen, in this order, nothing more and nothing less.
///
/// Lines begin with one of
///  - `#` why the dialogue exists
///  - `>` what the program does: options, a command, `idle`, `leave-idle`, `tls`, `lost` (see
///  `perform`)
///  - `S:` a line of the server
///  - `S+:` the same, but it arrives in one piece with the next S: line, never cut
///  - `C:` a line of the client; `C*:` one that must be marked as sensitive
///  - `!` what the session tells, as `describe` prints it; pieces of one literal are told as one
///
/// \r \n \0 \\ and \xHH stand for bytes, \{70000:x} for 70,000 times x.
struct Dialogue {
    struct Line {
        std::string kind, text;
        int number = 0;
    };
    std::vector<Line> lines;
    static Dialogue load(const std::filesystem::path& file);
};

/// How the server's bytes are cut before they are given to the session.
using Cutter = std::function<std::vector<std::string>(const std::string&)>;

/// Plays the dialogue strictly; gives the first difference, or "".
std::string play(const Dialogue& dialogue, const Cutter& cut);

/// Bytes that the server says in all.
std::size_t serverBytes(const Dialogue& dialogue);

/// Plays the server's bytes up to `bytes`, then cuts the connection; true if the session ends in
/// one Failure, or had ended before.
bool endsWellWhenCut(const Dialogue& dialogue, std::size_t bytes);

} // namespace fulmar::imap::testing
