// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "smtp/session.h"

#include <optional>
#include <string>
#include <string_view>

namespace fulmar::smtp {

/// Cuts the server's bytes into replies (RFC 5321 section 4.2.1); any split of the bytes gives the
/// same replies.
///
/// A line ends with CRLF; a bare LF is taken too, because old relays send it. Control characters in
/// the text become blanks. Limits: `limits::smtpReplyLine`, `limits::smtpReplyLines`. After an
/// error the parser gives that error for ever.
class ReplyParser {
public:
    void receive(std::string_view bytes);
    /// The next whole reply, nothing where bytes are missing. Errors: Protocol, Limit.
    [[nodiscard]] Result<std::optional<Reply>> next();
    /// True where bytes were received that belong to no reply yet given.
    [[nodiscard]] bool hasUnread() const { return m_lines > 0 || m_position < m_buffer.size(); }
    /// Forgets everything that was received.
    void clear() { *this = ReplyParser(); }

private:
    [[nodiscard]] std::optional<Error> takeLine(std::string_view line);

    std::string m_buffer;
    std::size_t m_position = 0; ///< first byte that is not consumed
    std::size_t m_scanned = 0; ///< no line feed before this offset
    Reply m_reply;
    std::size_t m_lines = 0;
    bool m_complete = false;
    std::optional<Error> m_error;
};

/// "550 5.1.1", or "550" where the server gave no enhanced code: the form of `Error::code`.
std::string codePair(const Reply& reply);

/// A refusal by the server as an error: kind Rejected, its words and codes.
Error rejection(std::string_view where, const Reply& reply);

} // namespace fulmar::smtp
