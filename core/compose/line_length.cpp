// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/line_length.h"

#include "common/ascii.h"
#include "mime/parse.h"
#include "mime/transfer_encoding.h"
#include "text/charset.h"

#include <string_view>
#include <vector>

namespace fulmar::compose {
namespace {

constexpr std::size_t longestLine = 998; // bytes, without CRLF

bool hasLongLine(std::string_view text)
{
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (line.size() > longestLine + (line.ends_with('\r') ? 1 : 0))
            return true;
        if (end == std::string_view::npos)
            return false;
        text.remove_prefix(end + 1);
    }
    return false;
}

Error tooLong(std::string where)
{
    return { .kind = ErrorKind::Rejected,
        .where = std::move(where),
        .serverText = {},
        .code = "line-too-long" };
}

struct Edit {
    std::size_t offset = 0, length = 0;
    std::string text{};
};

/// Where the header of a part begins: behind the boundary line in front of it.
std::size_t headerStart(std::string_view raw, const mime::Part& part, bool isRoot)
{
    if (isRoot)
        return 0;
    const auto boundary = raw.substr(0, part.bodyOffset).rfind("\r\n--");
    const auto end = boundary == std::string_view::npos ? boundary : raw.find("\r\n", boundary + 2);
    return end == std::string_view::npos ? part.bodyOffset : std::min(end + 2, part.bodyOffset);
}

/// The header with another Content-Transfer-Encoding; what MIME needs is added where it is missing.
std::string reencodedHeader(
    std::string_view header, const mime::Part& part, bool isRoot, std::string_view encoding)
{
    std::string out;
    bool dropping = false, typed = false, versioned = false;
    while (!header.empty() && !header.starts_with("\r\n")) {
        const auto end = header.find("\r\n");
        const auto line = header.substr(0, end == std::string_view::npos ? header.size() : end + 2);
        header.remove_prefix(line.size());
        const bool folded = line.starts_with(' ') || line.starts_with('\t');
        if (!folded)
            dropping = ascii::startsWithIgnoreCase(line, "Content-Transfer-Encoding:");
        typed = typed || ascii::startsWithIgnoreCase(line, "Content-Type:");
        versioned = versioned || ascii::startsWithIgnoreCase(line, "MIME-Version:");
        if (!dropping)
            out += line;
    }
    if (isRoot && !versioned)
        out += "MIME-Version: 1.0\r\n";
    if (!typed && part.type == "text")
        out += "Content-Type: text/plain; charset=utf-8\r\n";
    return out + "Content-Transfer-Encoding: " + std::string(encoding) + "\r\n\r\n";
}

Result<void> collect(std::string_view raw, const mime::Part& part, bool isRoot, bool isSigned,
    std::vector<Edit>& edits)
{
    const bool sealed = isSigned
        || (part.isMultipart() && (part.subtype == "signed" || part.subtype == "encrypted"));
    for (const auto& child : part.children) {
        if (auto done = collect(raw, child, false, sealed, edits); !done)
            return done;
    }
    const auto body = raw.substr(part.bodyOffset, part.bodyLength);
    if (!part.children.empty() || !hasLongLine(body))
        return {};
    if (sealed)
        return Unexpected(tooLong("part " + part.number));
    const auto start = headerStart(raw, part, isRoot);
    const bool text = part.type == "text";
    const auto decoded = mime::decodedBody(raw, part);
    edits.push_back({ .offset = start,
        .length = part.bodyOffset + part.bodyLength - start,
        .text = reencodedHeader(raw.substr(start, part.bodyOffset - start), part, isRoot,
                    text ? "quoted-printable" : "base64")
            + (text ? mime::encodeQuotedPrintable(decoded) : mime::encodeBase64Lines(decoded)) });
    return {};
}

} // namespace

Result<std::string> withLegalLines(std::string raw)
{
    if (!hasLongLine(raw))
        return raw;
    const auto header = std::string_view(raw).substr(0, raw.find("\r\n\r\n"));
    if (hasLongLine(header))
        return Unexpected(tooLong("header"));
    const auto message = mime::parse(raw, text::charsetDecoder());
    std::vector<Edit> edits;
    if (auto done = collect(raw, message.root, true, false, edits); !done)
        return Unexpected(done.error());
    // Parts were collected in the order of the message; from the end, so that offsets stay true.
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
        raw.replace(edit->offset, edit->length, edit->text);
    if (hasLongLine(raw))
        return Unexpected(tooLong("body"));
    return raw;
}

} // namespace fulmar::compose
