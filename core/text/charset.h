// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace fulmar::text {

/// Bytes of a named charset as UTF-8; malformed bytes become U+FFFD, an unknown name gives nothing.
///
/// Names are taken as mail writes them ("ks_c_5601-1987", "x-sjis", "cp-1252", "iso8859-15"). As
/// browsers do, iso-8859-1 is read as windows-1252 (and as UTF-8 where it is valid UTF-8) and
/// gb2312 as gb18030, because that is what senders mean. No name, us-ascii and "unknown-8bit" are a
/// guess: `guessedToUtf8`. A byte order mark is removed. Thread: any; pure.
std::optional<std::string> toUtf8(std::string_view charset, std::string_view bytes);

/// Text without a charset: ISO-2022-JP where its escapes stand in 7-bit text, UTF-8 where all of it
/// is valid UTF-8, what ICU is sure of, else windows-1252.
std::string guessedToUtf8(std::string_view bytes);

/// The charset that an HTML document names for itself in a meta element within its first 2,048
/// bytes; empty where it names none.
std::string charsetOfHtml(std::string_view bytes);

/// `toUtf8` in the form that the MIME room takes.
mime::CharsetDecoder charsetDecoder();

} // namespace fulmar::text
