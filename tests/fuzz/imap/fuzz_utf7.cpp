// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/utf7.h"

#include <cstdint>
#include <cstdlib>

using namespace fulmar::imap;

/// What was decoded encodes to the same wire name, and every text comes back as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto decoded = decodeMailboxName(text);
    if (decoded != text && encodeMailboxName(decoded) != text)
        std::abort();
    const auto wire = encodeMailboxName(text);
    bool control = false;
    for (const char c : text)
        control = control || static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (wire && !control && decodeMailboxName(*wire) != text)
        std::abort();
    return 0;
}
