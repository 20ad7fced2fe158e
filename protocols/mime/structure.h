// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mime/message.h"

#include <functional>
#include <string_view>

namespace fulmar::mime {

/// Finds the parts of a raw message in one pass over its lines, without recursion into the input:
/// offsets, header blocks, boundaries.
///
/// Limits: `limits::mimeDepth`, `limits::mimeParts`, `limits::mimeHeaderBlock`,
/// `limits::mimeHeaderField`; what is deeper stays one opaque part, fields beyond the limits are
/// left out or cut. All of it is noted in `defects`.
class StructureReader {
public:
    /// Splits a header block of clean lines ("Name: value", folds with blanks) into fields.
    using FieldReader = std::function<std::vector<HeaderField>(const std::string& block)>;

    StructureReader(std::string_view raw, FieldReader readFields, const CharsetDecoder& toUtf8);
    Message read();

private:
    struct Line {
        std::size_t begin = 0, end = 0,
                    next = 0; ///< `end` is before the line end, `next` behind it
    };
    /// An open multipart or message/rfc822.
    struct Frame {
        Part* part = nullptr;
        std::string delimiter; ///< "--boundary"; empty for message/rfc822
        bool closed = false; ///< its closing delimiter was seen
    };
    struct Delimiter {
        std::size_t frame = 0;
        bool closing = false;
    };

    [[nodiscard]] Line lineAt(std::size_t position) const;
    [[nodiscard]] std::string_view text(const Line& line) const
    {
        return m_raw.substr(line.begin, line.end - line.begin);
    }
    [[nodiscard]] std::optional<Delimiter> delimiterAt(const Line& line) const;
    [[nodiscard]] bool fieldFollows(const Line& line) const;
    void openEntity(Part& part, std::string_view defaultType);
    void readHeader(Part& part);
    void openContent(Part& part);
    bool openMultipart(Part& part);
    void skipBody();
    void takeDelimiter(const Delimiter& delimiter, const Line& line);
    void closeDownTo(std::size_t frames, std::size_t end);
    void endLeaf(std::size_t end);
    [[nodiscard]] std::size_t bodyEndBefore(std::size_t lineBegin) const;
    void defect(std::string text);

    std::string_view m_raw;
    FieldReader m_readFields;
    const CharsetDecoder& m_toUtf8;
    Message m_message;
    std::vector<Frame> m_frames;
    Part* m_leaf = nullptr; ///< its body is being read
    std::size_t m_position = 0;
    std::size_t m_parts = 0;
};

} // namespace fulmar::mime
