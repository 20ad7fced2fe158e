// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <string>
#include <string_view>

/// Encoded words of header fields (RFC 2047, RFC 2231 section 5).
namespace fulmar::mime {

/// Length of the encoded word that starts at `text`, 0 where there is none. Blanks and commas
/// inside are tolerated as senders write them; the word must end within 2,000 bytes.
std::size_t encodedWordLength(std::string_view text);

/// Text with its encoded words decoded, as UTF-8. White space between two of them disappears, and
/// neighbours of one charset are joined before they are decoded, since senders split characters.
/// Raw 8-bit bytes are given to `toUtf8` with an empty charset name.
std::string decodeEncodedWords(std::string_view text, const CharsetDecoder& toUtf8);

/// Bytes as UTF-8: by that charset, else by guess, else byte by byte with U+FFFD.
std::string toUtf8OrGuess(
    std::string_view charset, std::string_view bytes, const CharsetDecoder& toUtf8);

/// Encoded words for UTF-8 text, separated by "\r\n " where more than one is needed; each at most
/// 75 characters and whole characters (RFC 2047 section 5 (3)). The alphabet is the one allowed in
/// a phrase. `firstLineUsed` columns are taken already.
std::string encodeWords(std::string_view utf8, std::size_t firstLineUsed);

} // namespace fulmar::mime
