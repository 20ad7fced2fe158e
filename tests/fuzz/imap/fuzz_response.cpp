// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_response.h"
#include "imap/splitter.h"

#include <cstdint>
#include <cstdlib>

using namespace fulmar;
using namespace fulmar::imap;

namespace {

/// What came of a stream, pieces of one literal joined.
struct Outcome {
    std::string items;
    bool failed = false;

    void drain(Splitter& splitter)
    {
        while (!failed) {
            const auto item = splitter.next();
            failed = !item;
            if (failed || std::holds_alternative<Starved>(*item))
                return;
            if (const auto* chunk = std::get_if<LiteralChunk>(&*item)) {
                items += chunk->bytes;
                continue;
            }
            const auto& raw = std::get<RawResponse>(*item);
            items.append("\n").append(raw.text).append("\n");
            items += parseResponse(raw) ? '+' : '-';
        }
    }
    bool operator==(const Outcome&) const = default;
};

} // namespace

/// The first byte says how the rest is cut; however that is, the same must come of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    Splitter wholeSplitter, cutSplitter;
    Outcome whole, cut;
    wholeSplitter.append(asBytes(bytes));
    whole.drain(wholeSplitter);
    const std::size_t piece = data[0] % 64U + 1;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        cutSplitter.append(asBytes(bytes.substr(at, piece)));
        cut.drain(cutSplitter);
    }
    if (!(whole == cut))
        std::abort();
    return 0;
}
