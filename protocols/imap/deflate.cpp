// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/deflate.h"

#include "common/limits.h"

#include <zlib.h>

#include <limits>

namespace fulmar::imap {
namespace {

constexpr int rawDeflate = -15; // the largest window, no zlib header; RFC 4978 section 4
constexpr int memoryLevel = 8;
constexpr std::size_t pieceBytes = 128 * 1024;

// zlib takes its input by pointer to non-const and leaves it alone.
Bytef* input(std::string_view bytes)
{
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

Bytef* output(std::string& bytes, std::size_t at)
{
    return reinterpret_cast<Bytef*>(bytes.data() + at);
}

Error corrupt()
{
    return { .kind = ErrorKind::Protocol,
        .where = "COMPRESS",
        .serverText = {},
        .code = "deflate-corrupt" };
}

} // namespace

struct Deflater::Stream {
    Stream()
    {
        usable = deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, rawDeflate, memoryLevel,
                     Z_DEFAULT_STRATEGY)
            == Z_OK;
    }
    ~Stream() { deflateEnd(&z); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    z_stream z{};
    bool usable = false;
};

Deflater::Deflater() : m_stream(std::make_unique<Stream>()) { }
Deflater::~Deflater() = default;
Deflater::Deflater(Deflater&&) noexcept = default;
Deflater& Deflater::operator=(Deflater&&) noexcept = default;

std::string Deflater::compress(std::string_view plain)
{
    std::string out;
    if (!m_stream->usable || plain.empty())
        return out;
    auto& z = m_stream->z;
    z.next_in = input(plain);
    z.avail_in = static_cast<uInt>(plain.size());
    do {
        const auto before = out.size();
        out.resize(before + plain.size() / 2 + 256);
        z.next_out = output(out, before);
        z.avail_out = static_cast<uInt>(out.size() - before);
        deflate(&z, Z_SYNC_FLUSH);
        out.resize(out.size() - z.avail_out);
        // A full buffer can mean that the flush is not through.
    } while (z.avail_out == 0);
    return out;
}

struct Inflater::Stream {
    Stream() { usable = inflateInit2(&z, rawDeflate) == Z_OK; }
    ~Stream() { inflateEnd(&z); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    z_stream z{};
    bool usable = false;
};

Inflater::Inflater() : m_stream(std::make_unique<Stream>()) { }
Inflater::~Inflater() = default;
Inflater::Inflater(Inflater&&) noexcept = default;
Inflater& Inflater::operator=(Inflater&&) noexcept = default;

void Inflater::append(std::string_view compressed)
{
    m_input.erase(0, m_taken);
    m_taken = 0;
    m_input += compressed;
}

Result<std::string_view> Inflater::next()
{
    if (!m_stream->usable)
        return Unexpected(corrupt());
    if (m_taken == m_input.size() && !m_more)
        return std::string_view();
    auto& z = m_stream->z;
    m_piece.resize(pieceBytes);
    const auto offered = std::string_view(m_input).substr(m_taken);
    z.next_in = input(offered);
    z.avail_in = static_cast<uInt>(offered.size());
    z.next_out = output(m_piece, 0);
    z.avail_out = static_cast<uInt>(m_piece.size());
    const int status = inflate(&z, Z_SYNC_FLUSH);
    const auto taken = offered.size() - z.avail_in;
    m_piece.resize(m_piece.size() - z.avail_out);
    m_taken += taken;
    m_more = z.avail_out == 0;
    if (isBomb(taken, m_piece.size())) {
        m_stream->usable = false;
        return Unexpected(Error{ .kind = ErrorKind::Limit,
            .where = "COMPRESS",
            .serverText = {},
            .code = "deflate-bomb" });
    }
    // Z_BUF_ERROR only says that there was nothing to do.
    if (status != Z_OK && status != Z_BUF_ERROR) {
        m_stream->usable = false;
        if (m_piece.empty())
            return Unexpected(corrupt());
    }
    return std::string_view(m_piece);
}

bool Inflater::isBomb(std::size_t taken, std::size_t made)
{
    const std::uint64_t allowed = std::uint64_t{ taken } * limits::imapInflateRatio;
    m_excess = m_excess + made > allowed ? m_excess + made - allowed : 0;
    return m_excess > limits::imapInflateSlack;
}

} // namespace fulmar::imap
