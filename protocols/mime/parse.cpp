// SPDX-License-Identifier: GPL-3.0-or-later
//
// The only file that sees mimetic (0.9.8). What it does for us and what not, each checked against
// its code and by tests:
// - Header blocks are split and unfolded by mimetic::MimeEntity, after StructureReader has cut them
// down to clean lines within the
//   limits: mimetic takes 12 s for one header line of 10 MB, ends values at a NUL, and copies
//   unlimited input.
// - Base64 bodies are decoded by mimetic::Base64, after `takeBase64Run` has left only characters of
// the alphabet: its decoder reads
//   beyond its table from 0x7b on, and takes padding in the middle for data.
// - The tree is ours: mimetic recurses per multipart level (stack overflow at 60,000), copies
// bodies instead of telling offsets, takes
//   a boundary that only begins with another one for it, and has no default type for digests.
// - Parameters are ours: mimetic cuts quoted values at ";", keeps comments, and leaves
// "Content-Type: text" without a subtype.
// - Quoted-printable is ours: mimetic loses the line end behind trailing blanks and turns CRLF into
// LF, which changes attachments.
#include "mime/parse.h"

#include "common/ascii.h"
#include "common/utf8.h"
#include "mime/rfc2047.h"
#include "mime/structure.h"
#include "mime/transfer_encoding.h"

#include <mimetic/mimetic.h>

#include <algorithm>
#include <iterator>

namespace fulmar::mime {
namespace {

std::vector<HeaderField> readFields(const std::string& block)
{
    std::vector<HeaderField> fields;
    try {
        mimetic::MimeEntity entity;
        entity.load(block.begin(), block.end(),
            mimetic::imBody | mimetic::imChildParts | mimetic::imPreamble | mimetic::imEpilogue);
        for (const mimetic::Field& field : entity.header())
            fields.push_back({ std::string(field.name().begin(), field.name().end()),
                std::string(ascii::trim(field.value())) });
    } catch (const std::exception&) {
        // mimetic throws nothing that we know of on such input; the fields read so far are kept if
        // it does.
    }
    return fields;
}

std::string decodeBase64Body(std::string_view text)
{
    std::string out;
    out.reserve(text.size() / 4 * 3);
    for (bool first = true; !text.empty(); first = false) {
        const Base64Run run = takeBase64Run(text);
        mimetic::Base64::Decoder decoder;
        decoder.process(run.text.begin(), run.text.end(), std::back_inserter(out));
        out.resize(out.size() - std::min(run.missing, out.size()));
        text.remove_prefix(run.consumed);
        if (first && !isOnlyBase64(text))
            break;
    }
    return out;
}

std::string withLineFeeds(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            out += '\n';
            i += i + 1 < text.size() && text[i + 1] == '\n' ? 1 : 0;
        } else if (text[i] != '\0') {
            out += text[i];
        }
    }
    return out;
}

} // namespace

Message parse(std::string_view raw, const CharsetDecoder& toUtf8)
{
    return StructureReader(raw, readFields, toUtf8).read();
}

std::string decodedBody(std::string_view raw, const Part& part)
{
    const std::size_t offset = std::min(part.bodyOffset, raw.size());
    const std::string_view body = raw.substr(offset, part.bodyLength);
    if (part.encoding == "base64")
        return decodeBase64Body(body);
    if (part.encoding == "quoted-printable")
        return decodeQuotedPrintable(body);
    if (part.encoding == "x-uuencode" || part.encoding == "uuencode" || part.encoding == "x-uue")
        return decodeUuencode(body);
    return std::string(body);
}

std::string decodedText(std::string_view raw, const Part& part, const CharsetDecoder& toUtf8)
{
    return withLineFeeds(toUtf8OrGuess(part.charset, decodedBody(raw, part), toUtf8));
}

} // namespace fulmar::mime
