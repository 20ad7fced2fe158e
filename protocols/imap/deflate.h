// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/bytes.h"
#include "common/error.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fulmar::imap {

/// The sending half of COMPRESS=DEFLATE: raw deflate without header (RFC 4978, RFC 1951).
class Deflater {
public:
    Deflater();
    ~Deflater();
    Deflater(Deflater&&) noexcept;
    Deflater& operator=(Deflater&&) noexcept;

    /// Compresses and flushes: the peer can read all of it at once.
    std::string compress(std::string_view plain);

private:
    struct Stream;
    std::unique_ptr<Stream> m_stream;
};

/// The receiving half. Memory is what was fed in plus one piece, whatever the peer claims.
///
/// More than `limits::imapInflateRatio` octets for each one that came are an attack once they sum
/// up to `limits::imapInflateSlack`: that is a Limit error with code "deflate-bomb". A broken or
/// ended stream is a Protocol error with code "deflate-corrupt". After an error nothing more comes.
class Inflater {
public:
    Inflater();
    ~Inflater();
    Inflater(Inflater&&) noexcept;
    Inflater& operator=(Inflater&&) noexcept;

    void append(std::string_view compressed);
    /// The next piece of plain text, valid until the next call; empty = more input is needed.
    Result<std::string_view> next();

private:
    struct Stream;
    [[nodiscard]] bool isBomb(std::size_t taken, std::size_t made);

    std::unique_ptr<Stream> m_stream;
    std::string m_input;
    std::size_t m_taken = 0; ///< octets of m_input that are used up
    std::string m_piece;
    std::uint64_t m_excess = 0; ///< octets above the ratio that came so far
    bool m_more = false; ///< the last piece was full, so there may be more without new input
};

} // namespace fulmar::imap
