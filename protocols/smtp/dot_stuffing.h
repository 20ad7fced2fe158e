// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace fulmar::smtp {

/// Makes the DATA form of a message piece by piece (RFC 5321 sections 2.3.8 and 4.5.2); any split
/// of the input gives the same bytes.
///
/// A bare CR and a bare LF become CRLF first, then each line that starts with a dot gets a second
/// one. So the only line that is a lone dot is ours, for servers too that take LF.LF or CR.CR as
/// the end of data (SMTP smuggling, CERT VU#302671).
class DotStuffer {
public:
    /// The wire bytes of the next piece; a trailing CR is kept until the next byte is known.
    std::string feed(std::string_view piece);
    /// What ends the data: the missing line end, if any, and the lone dot. An empty message becomes
    /// one empty line.
    std::string finish();

private:
    bool m_lineStart = true;
    bool m_pendingCr = false;
    bool m_anything = false;
};

} // namespace fulmar::smtp
