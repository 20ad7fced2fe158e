// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace fulmar::pop3 {

/// The status line of a command (RFC 1939 section 3, RFC 2449 section 8).
struct Reply {
    enum class Status { Ok, Error, Continuation };
    Status status = Status::Error;
    std::string code; ///< "IN-USE", "SYS/TEMP", … in capitals; empty where none was given
    std::string text; ///< without status and code; control characters are blanks
    [[nodiscard]] bool positive() const { return status == Status::Ok; }
};

/// Reads one status line without its line end.
///
///     response = "+OK" [SP text] | "-ERR" [SP text] | "+" SP base64
///     text     = ["[" resp-level *("/" resp-level) "]"] *CHAR
///
/// Case does not matter; a code is taken whether or not RESP-CODES was announced. Errors: Protocol
/// with code "malformed-reply".
Result<Reply> parseReply(std::string_view line);

/// Cuts the server's bytes into lines; any split of the bytes gives the same lines.
///
/// A line ends with CRLF, a bare LF is taken too. Limit: `limits::pop3Line`.
class LineBuffer {
public:
    void receive(std::string_view bytes);
    /// The next line without its end; valid until the next call of `receive`. Errors: Limit.
    [[nodiscard]] Result<std::optional<std::string_view>> nextLine();
    /// Bytes that no line has taken yet.
    [[nodiscard]] std::string_view unread() const
    {
        return std::string_view(m_buffer).substr(m_position);
    }
    void consume(std::size_t count) { m_scanned = m_position += count; }
    void clear() { *this = LineBuffer(); }

private:
    std::string m_buffer;
    std::size_t m_position = 0; ///< first byte that is not consumed
    std::size_t m_scanned = 0; ///< no line feed between the position and this offset
};

/// A refusal by the server as an error: kind Rejected, its words and its code.
Error rejection(std::string_view where, const Reply& reply);

} // namespace fulmar::pop3
