// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fulmar::pop3 {

/// Takes the dot-stuffing off a message of RETR or TOP (RFC 1939 section 3), byte for byte.
///
/// Only a dot behind CRLF, or at the very beginning, is stuffing or the end; dots behind a bare LF
/// or CR belong to the message, and no other byte is touched. The CRLF in front of the final dot
/// belongs to the message.
class BodyDecoder {
public:
    /// Appends what `bytes` says to `out`; gives how many were taken. Fewer than all of them only
    /// where the end was reached.
    std::size_t decode(std::string_view bytes, std::string& out);
    [[nodiscard]] bool atEnd() const { return m_state == State::End; }

private:
    enum class State { LineStart, Dot, DotCr, Text, Cr, End };
    std::size_t decodeText(std::string_view bytes, std::string& out);
    State m_state = State::LineStart;
};

} // namespace fulmar::pop3
