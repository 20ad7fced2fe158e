// SPDX-License-Identifier: GPL-3.0-or-later
#include "mime/structure.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "mime/content_fields.h"

#include <algorithm>

namespace fulmar::mime {
namespace {

constexpr std::size_t mostDefects = 100;

/// Length of a field name that is followed by optional blanks and a colon, 0 where the line begins
/// no field.
std::size_t fieldNameLength(std::string_view line)
{
    std::size_t length = 0;
    while (length < line.size() && line[length] > ' ' && line[length] < 0x7f && line[length] != ':')
        ++length;
    const std::size_t colon = std::min(line.find_first_not_of(" \t", length), line.size());
    return colon < line.size() && line[colon] == ':' ? length : 0;
}

/// Part numbers as IMAP gives them (RFC 3501 section 6.4.5). The multipart directly inside a
/// message has no number of its own.
void numberParts(Part& part, const std::string& prefix, const std::string& own)
{
    if (part.isMultipart() && !part.children.empty()) {
        part.number = own;
        const std::string base = own.empty() ? prefix : own + '.';
        for (std::size_t i = 0; i < part.children.size(); ++i)
            numberParts(part.children[i], base, base + std::to_string(i + 1));
        return;
    }
    part.number = own.empty() ? prefix + '1' : own;
    for (Part& root : part.children)
        numberParts(root, part.number + '.', "");
}

bool isEncapsulatedMessage(const Part& part)
{
    return part.type == "message"
        && (part.subtype == "rfc822" || part.subtype == "global" || part.subtype == "news");
}

bool isIdentity(const std::string& encoding)
{
    return encoding == "7bit" || encoding == "8bit" || encoding == "binary";
}

/// The lines of one header block, cut to the limits and cleaned for mimetic.
class HeaderBlock {
public:
    void addField(std::string_view line)
    {
        m_full = m_full
            || m_text.size() + std::min(line.size(), limits::mimeHeaderField)
                > limits::mimeHeaderBlock;
        m_keep = !m_full;
        m_fieldLength = 0;
        add(line);
    }
    void addFold(std::string_view line)
    {
        if (!m_text.empty())
            add(line);
    }
    /// Folds that follow belong to a line that is left out.
    void skip() { m_keep = false; }
    [[nodiscard]] bool isCut() const { return m_cut || m_full; }
    std::string take() { return std::move(m_text) + "\r\n"; }

private:
    void add(std::string_view line)
    {
        if (!m_keep)
            return;
        const std::size_t room
            = std::min(limits::mimeHeaderField - std::min(m_fieldLength, limits::mimeHeaderField),
                limits::mimeHeaderBlock - std::min(m_text.size(), limits::mimeHeaderBlock));
        m_cut = m_cut || line.size() > room;
        m_fieldLength += line.size();
        if (room == 0)
            return;
        // mimetic ends a value at NUL and a line at a bare CR.
        for (const char c : line.substr(0, room))
            m_text += c == '\0' || c == '\r' ? ' ' : c;
        m_text += "\r\n";
    }

    std::string m_text;
    std::size_t m_fieldLength = 0;
    bool m_keep = false, m_full = false, m_cut = false;
};

} // namespace

StructureReader::StructureReader(
    std::string_view raw, FieldReader readFields, const CharsetDecoder& toUtf8)
    : m_raw(raw), m_readFields(std::move(readFields)), m_toUtf8(toUtf8)
{
}

Message StructureReader::read()
{
    // An mbox separator and blank lines before the first field are dirt of the transport; a text
    // that only begins with a blank line is left as it is.
    Line line = lineAt(0);
    if (text(line).starts_with("From ") || text(line).starts_with(">From "))
        m_position = line.next;
    std::size_t start = m_position;
    for (line = lineAt(start); line.begin < m_raw.size() && ascii::trim(text(line)).empty();
         line = lineAt(line.next))
        start = line.next;
    if (start != m_position && fieldNameLength(text(line)) > 0) {
        defect("blank line before the header");
        m_position = start;
    }
    openEntity(m_message.root, "text/plain");
    while (m_position < m_raw.size())
        skipBody();
    closeDownTo(0, m_raw.size());
    numberParts(m_message.root, "", "");
    return std::move(m_message);
}

StructureReader::Line StructureReader::lineAt(std::size_t position) const
{
    const std::size_t feed = m_raw.find('\n', position);
    if (feed == std::string_view::npos)
        return { position, m_raw.size(), m_raw.size() };
    return { position, feed > position && m_raw[feed - 1] == '\r' ? feed - 1 : feed, feed + 1 };
}

/// The innermost open multipart whose delimiter this line is. The whole line counts, so that a
/// boundary which begins another one is not taken for it.
std::optional<StructureReader::Delimiter> StructureReader::delimiterAt(const Line& line) const
{
    std::string_view content = text(line);
    if (!content.starts_with("--"))
        return std::nullopt;
    while (!content.empty() && ascii::isSpace(content.back()))
        content.remove_suffix(1);
    for (std::size_t i = m_frames.size(); i-- > 0;) {
        const std::string& delimiter = m_frames[i].delimiter;
        const std::size_t length = delimiter.size();
        // Behind its closing delimiter a boundary belongs to the multipart around it, if that has
        // the same.
        if (length == 0 || m_frames[i].closed
            || (content.size() != length && content.size() != length + 2))
            continue;
        const bool closing = content.size() > length;
        if (content.starts_with(delimiter) && (!closing || content.ends_with("--")))
            return Delimiter{ i, closing };
    }
    // Some senders put dirt behind the closing dashes.
    if (!m_frames.empty() && !m_frames.back().delimiter.empty() && !m_frames.back().closed
        && content.starts_with(m_frames.back().delimiter + "--"))
        return Delimiter{ m_frames.size() - 1, true };
    return std::nullopt;
}

void StructureReader::openEntity(Part& part, std::string_view defaultType)
{
    ++m_parts;
    readHeader(part);
    applyContentFields(part, defaultType, m_toUtf8, m_message.defects);
    part.bodyOffset = m_position;
    openContent(part);
}

/// Whether a field comes after this line and at most eight folds.
bool StructureReader::fieldFollows(const Line& line) const
{
    Line next = lineAt(line.next);
    for (int folds = 0; folds < 8 && (text(next).starts_with(' ') || text(next).starts_with('\t'));
         ++folds)
        next = lineAt(next.next);
    return fieldNameLength(text(next)) > 0;
}

/// Collects the lines of a header block that are fields and moves behind its end.
void StructureReader::readHeader(Part& part)
{
    HeaderBlock block;
    const std::size_t headerBegin = m_position;
    while (m_position < m_raw.size()) {
        const Line line = lineAt(m_position);
        const std::string_view content = text(line);
        if (content.empty()) {
            m_position = line.next;
            break;
        }
        if (delimiterAt(line)) {
            defect("header ends at a boundary");
            break;
        }
        if (content[0] == ' ' || content[0] == '\t') {
            block.addFold(content);
        } else if (fieldNameLength(content) > 0) {
            block.addField(content);
        } else if (m_position != headerBegin && fieldFollows(line)) {
            // A foreign line (with its folds) between fields is skipped; what is not followed by a
            // field begins the body.
            defect("line in the header that is no field");
            block.skip();
        } else {
            defect("header ends without an empty line");
            break;
        }
        m_position = line.next;
    }
    if (block.isCut())
        defect("header beyond the limits is cut");
    part.headers = m_readFields(block.take());
}

void StructureReader::openContent(Part& part)
{
    if (part.isMultipart() && openMultipart(part))
        return;
    const bool message = isEncapsulatedMessage(part) && isIdentity(part.encoding);
    if (message && m_frames.size() >= limits::mimeDepth) {
        defect("nested deeper than the limit, kept whole");
    } else if (message && m_parts < limits::mimeParts) {
        m_frames.push_back({ &part, {}, false });
        openEntity(part.children.emplace_back(), "text/plain");
        return;
    }
    m_leaf = &part;
}

bool StructureReader::openMultipart(Part& part)
{
    std::string boundary = part.parameter("boundary").value_or(std::string());
    while (!boundary.empty() && ascii::isSpace(boundary.back()))
        boundary.pop_back();
    if (boundary.empty()) {
        defect("multipart without a boundary, kept as text");
        part.type = "text";
        part.subtype = "plain";
        return false;
    }
    if (m_frames.size() >= limits::mimeDepth) {
        defect("nested deeper than the limit, kept whole");
        part.type = "application";
        part.subtype = "octet-stream";
        return false;
    }
    m_frames.push_back({ &part, "--" + boundary, false });
    m_leaf = nullptr; // what comes before the first delimiter is a preamble
    return true;
}

/// Goes over lines up to and with the next delimiter.
void StructureReader::skipBody()
{
    while (m_position < m_raw.size()) {
        // Only a line that begins with two dashes can be a delimiter, so the search jumps from one
        // to the next.
        const std::size_t dashes
            = m_raw[m_position] == '-' ? m_position : m_raw.find("\n--", m_position);
        if (dashes == std::string_view::npos || m_frames.empty()) {
            m_position = m_raw.size();
            return;
        }
        const Line line
            = lineAt(dashes == m_position && m_raw[dashes] == '-' ? dashes : dashes + 1);
        m_position = line.next;
        if (const auto delimiter = delimiterAt(line)) {
            takeDelimiter(*delimiter, line);
            return;
        }
    }
}

void StructureReader::takeDelimiter(const Delimiter& delimiter, const Line& line)
{
    closeDownTo(delimiter.frame + 1, bodyEndBefore(line.begin));
    Frame& frame = m_frames.back();
    if (delimiter.closing) {
        frame.closed = true;
        return;
    }
    if (line.next >= m_raw.size()) {
        defect("message ends at the beginning of a part");
        return;
    }
    const auto next = delimiterAt(lineAt(line.next));
    if (next && !next->closing && next->frame == delimiter.frame) {
        defect("boundary twice in a row");
        return;
    }
    if (m_parts >= limits::mimeParts) {
        defect("parts beyond the limit are left out");
        return;
    }
    Part& multipart = *frame.part;
    // Parts are referred to while they are open; the vector may move them, and only the last one
    // can be open.
    openEntity(multipart.children.emplace_back(),
        multipart.subtype == "digest" ? "message/rfc822" : "text/plain");
}

void StructureReader::closeDownTo(std::size_t frames, std::size_t end)
{
    // A header that a delimiter cut short ends behind the line end which belongs to that delimiter.
    if (m_leaf)
        end = std::max(end, m_leaf->bodyOffset);
    else if (!m_frames.empty())
        end = std::max(end, m_frames.back().part->bodyOffset);
    endLeaf(end);
    while (m_frames.size() > frames) {
        Frame& frame = m_frames.back();
        frame.part->bodyLength = std::max(end, frame.part->bodyOffset) - frame.part->bodyOffset;
        if (!frame.delimiter.empty() && !frame.closed)
            defect("boundary is never closed");
        if (frame.part->isMultipart() && frame.part->children.empty()) {
            defect("multipart without parts, kept as text");
            frame.part->type = "text";
            frame.part->subtype = "plain";
        }
        m_frames.pop_back();
    }
}

void StructureReader::endLeaf(std::size_t end)
{
    if (m_leaf)
        m_leaf->bodyLength = std::max(end, m_leaf->bodyOffset) - m_leaf->bodyOffset;
    m_leaf = nullptr;
}

/// The line end before a delimiter belongs to the delimiter (RFC 2046 section 5.1.1).
std::size_t StructureReader::bodyEndBefore(std::size_t lineBegin) const
{
    std::size_t end = lineBegin;
    if (end > 0 && m_raw[end - 1] == '\n')
        --end;
    if (end > 0 && end < lineBegin && m_raw[end - 1] == '\r')
        --end;
    return end;
}

void StructureReader::defect(std::string text)
{
    if (m_message.defects.size() < mostDefects)
        m_message.defects.push_back(std::move(text));
}

} // namespace fulmar::mime
