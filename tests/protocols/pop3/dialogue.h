// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pop3/session.h"

#include <deque>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace fulmar::pop3::testing {

/// One written dialogue. Lines, in the order in which things must happen, nothing more and nothing
/// less:
///
///     # why this dialogue exists
///     > options starttls user=tim password=x        before all others, optional
///     > retr 1     > top 1 0     > dele 1     > list     > uidl     > stat     > rset     > noop
///     > quit       > lost (the connection breaks)     > tls (the handshake is done)
///     S: line of the server      S+: the same, held back to arrive in one piece with the next S:
///     C: line of the client      C*: the same, and it must be marked as sensitive
///     ! what the session tells, as `describe` prints it; pieces of one body are joined
///
/// \r \n \t \0 \\ and \xHH stand for bytes.
struct Dialogue {
    struct Line {
        std::string kind; ///< ">", "S", "S+", "C", "C*", "!"
        std::string text;
        int number = 0;
    };
    std::vector<Line> lines;
    static Dialogue load(const std::filesystem::path& file);
};

/// An event, StartTls or Failure in one line.
std::string describe(const Step& step);

/// How the server's bytes are cut before they are given to the session.
using Splitter = std::function<std::vector<std::string>(const std::string&)>;

/// Plays the dialogue strictly; gives the first difference, or "".
std::string play(const Dialogue& dialogue, const Splitter& split);

/// Plays it with the connection cut after `serverBytes` bytes of the server; gives all events and
/// the failure, described.
std::vector<std::string> playCut(const Dialogue& dialogue, std::size_t serverBytes);

/// Bytes that the server says in all.
std::size_t serverBytes(const Dialogue& dialogue);

} // namespace fulmar::pop3::testing
