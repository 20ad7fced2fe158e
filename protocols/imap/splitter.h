// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/bytes.h"
#include "common/error.h"
#include "imap/scanner.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fulmar::imap {

/// A piece of a large literal of a body section, handed out as it came.
struct LiteralChunk {
    std::string_view section{}; ///< as in the answer, between the brackets
    std::uint64_t offset = 0;
    std::uint64_t total = 0;
    std::string_view bytes{};
};
/// More bytes are needed.
struct Starved { };

/// Cuts the byte stream into responses: lines, and literals by their announced size, under the
/// limits of `limits.h`. It knows no grammar beyond two things: status responses end in free text
/// that never opens a literal, and only literals of body sections in FETCH are handed out in
/// chunks.
///
/// Memory grows with what arrived, never with what was announced. Errors are Limit and Protocol,
/// and then the stream cannot be trusted any more.
class Splitter {
public:
    using Item = std::variant<Starved, RawResponse, LiteralChunk>;

    void append(Bytes bytes);
    /// The next item; views in it are valid until the next call of a member that changes something.
    Result<Item> next();
    /// Octets that no item has covered yet.
    [[nodiscard]] std::size_t pending() const { return m_buffer.size() - m_start; }
    /// The octets that no item has covered yet; valid until the next call.
    [[nodiscard]] std::string_view rest() const
    {
        return std::string_view(m_buffer).substr(m_start);
    }
    void clear() { *this = Splitter(); }

private:
    enum class Opened { Nothing, Inline, Stream };

    Result<Item> nextChunk();
    /// Passes over a literal that stays in the response; false if it is not all there.
    bool passInline();
    Result<Opened> openLiteral(std::size_t lineEnd);
    /// The section whose literal header begins at `end`; nothing if it is no body section of FETCH.
    [[nodiscard]] std::optional<std::string> bodySection(std::size_t end) const;
    [[nodiscard]] std::size_t lineLimit() const;
    void consume(std::size_t end);
    RawResponse finish(std::size_t lineEnd, std::size_t next);

    std::string m_buffer;
    std::size_t m_start = 0; ///< begin of what is not consumed
    std::size_t m_line = 0; ///< begin of the current line
    std::size_t m_scan = 0; ///< no LF between m_line and here
    std::size_t m_lineBytes = 0; ///< of the earlier lines of this response
    std::size_t m_literals = 0;
    std::uint64_t m_inlineLeft = 0; ///< octets of a literal that stays in the response
    std::uint64_t m_inlineBytes = 0; ///< of all such literals of this response
    std::uint64_t m_streamLeft = 0;
    std::uint64_t m_streamTotal = 0;
    std::string m_section;
    /// The response up to m_start once a literal of it was handed out; before that it stands in
    /// m_buffer.
    std::string m_head;
    std::vector<std::size_t> m_streamedAt;
    bool m_delivered = false; ///< m_head was given away and can go
};

} // namespace fulmar::imap
