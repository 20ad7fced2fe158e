// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Content-Transfer-Encodings (RFC 2045 section 6), read leniently and written strictly. Bytes in,
/// bytes out; linear time.
namespace fulmar::mime {

/// 0 to 15, or -1.
constexpr int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// One run of base64: only the characters of the alphabet, in whole groups of four, up to and with
/// the first padding.
struct Base64Run {
    std::string
        text; ///< strict base64 without padding; what the last group lacked is filled with "A"
    std::size_t missing
        = 0; ///< characters filled in: 0 to 2, each stands for one octet that does not exist
    std::size_t consumed
        = 0; ///< bytes of the input; more may follow where encodings were stuck together
};
Base64Run takeBase64Run(std::string_view text);

/// True for text of base64 characters, padding and white space alone. What follows the first
/// padding is only decoded where this holds: else it is the footer of a mailing list.
bool isOnlyBase64(std::string_view text);

/// Base64 of any quality: foreign characters skipped, missing padding supplied, an incomplete last
/// character dropped.
std::string decodeBase64Leniently(std::string_view text);

/// Quoted-printable of any quality: "=" without two hex digits stays as it is, blanks before a line
/// end go, line ends stay as they are.
std::string decodeQuotedPrintable(std::string_view text);

/// Uuencoded lines between "begin" and "end" (both may be missing); lines that are none are
/// skipped.
std::string decodeUuencode(std::string_view text);

/// A uuencoded file inside of a text.
struct UuencodedFile {
    std::size_t begin = 0, end = 0; ///< from its "begin" line to behind its "end" line
    std::string_view name{}; ///< as sent, into the text
};

/// The files of a text, in order: "begin", mode and name, lines that are uuencoded, "end". Anything
/// less is text. Linear time; at most 1,000.
std::vector<UuencodedFile> findUuencoded(std::string_view text);

/// CRLF or LF text as quoted-printable with CRLF line ends, lines of at most 76 characters; a blank
/// at a line end and "From " at its start are encoded.
std::string encodeQuotedPrintable(std::string_view text);

/// Base64 in lines of 76 characters that end with CRLF.
std::string encodeBase64Lines(std::string_view bytes);

} // namespace fulmar::mime
