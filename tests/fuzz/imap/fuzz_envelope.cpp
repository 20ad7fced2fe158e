// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "imap/parse_envelope.h"

#include <cstdint>
#include <cstdlib>

using namespace fulmar;
using namespace fulmar::imap;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Scanner scanner(std::string_view(reinterpret_cast<const char*>(data), size));
    const auto envelope = parseEnvelope(scanner);
    if (scanner.at() > size || (envelope && envelope->to.size() > limits::mimeAddresses))
        std::abort();
    return 0;
}
