// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"
#include "model/message.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace fulmar::compose {

/// The text of a message as a person reads it in plain form: all its texts in order, of
/// alternatives the plain one, HTML as text where there is nothing else (`text::planBody`). UTF-8
/// with LF line ends; empty where there is none.
std::string readableText(std::string_view raw, const mime::Message& message);

/// Each line behind "> " (">" before a quoted one); the signature and blank lines at the end are
/// left out.
std::string quoted(std::string_view text);

/// "On 21 November 2026 at 20:15, Anna <anna@example.org> wrote:"; the time is shown at `utcOffset`
/// seconds east of UTC.
std::string attribution(const MessageSummary& summary, int utcOffset);

/// The header block above a forwarded text: From, Date, Subject, To, Cc.
std::string forwardedHeader(const MessageSummary& summary, int utcOffset);

} // namespace fulmar::compose
