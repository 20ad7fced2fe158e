// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/dot_stuffing.h"
#include "smtp/ehlo.h"
#include "smtp/reply.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace fulmar::smtp;

namespace {

/// All replies of these bytes, given in pieces of that length.
std::string replies(std::string_view bytes, std::size_t pieceLength)
{
    ReplyParser parser;
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += pieceLength) {
        parser.receive(bytes.substr(i, pieceLength));
        for (auto reply = parser.next(); !reply || *reply; reply = parser.next()) {
            if (!reply)
                return out + "error";
            out += codePair(**reply) + '|' + (*reply)->text + '\n';
            (void)parseExtensions(**reply);
        }
    }
    return out;
}

std::string stuffed(std::string_view bytes, std::size_t pieceLength)
{
    DotStuffer stuffer;
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += pieceLength)
        out += stuffer.feed(bytes.substr(i, pieceLength));
    return out + stuffer.finish();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (replies(bytes, 1) != replies(bytes, 7))
        std::abort();
    const std::string wire = stuffed(bytes, 1);
    if (wire != stuffed(bytes, 5) || wire.find("\r\n.\r\n") != wire.size() - 5)
        std::abort();
    return 0;
}
