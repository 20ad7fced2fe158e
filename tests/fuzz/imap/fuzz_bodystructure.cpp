// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/limits.h"
#include "imap/parse_body.h"

#include <cstdint>
#include <cstdlib>

using namespace fulmar;
using namespace fulmar::imap;

namespace {

std::size_t depthOf(const BodyStructure& body)
{
    std::size_t deepest = 0;
    for (const auto& child : body.children)
        deepest = std::max(deepest, depthOf(child));
    return deepest + 1;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Scanner scanner(std::string_view(reinterpret_cast<const char*>(data), size));
    const auto body = parseBodyStructure(scanner);
    if (scanner.at() > size
        || (body && (body->type.empty() || depthOf(*body) > limits::nestingDepth)))
        std::abort();
    return 0;
}
