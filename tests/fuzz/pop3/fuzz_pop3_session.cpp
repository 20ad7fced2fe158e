// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/session.h"

#include <cstdint>
#include <cstdlib>

using namespace fulmar;
using namespace fulmar::pop3;

namespace {

/// What a session tells of these bytes, given in pieces of that length; pieces of bodies joined.
std::string told(std::uint8_t mode, std::string_view bytes, std::size_t pieceLength)
{
    Session session({ .startTls = (mode & 1) != 0,
        .credentials = { .user = "tim", .password = Secret<std::string>("secret") } });
    for (const Command& command : { Command(Uidl{}), Command(List{}), Command(Retrieve{ 1 }),
             Command(Top{ 2, 0 }), Command(Retrieve{ 3 }), Command(Delete{ 1 }), Command(Quit{}) })
        session.enqueue(command);
    std::string out;
    for (std::size_t i = 0; i <= bytes.size(); i += pieceLength) {
        session.receive(asBytes(bytes.substr(i, pieceLength)));
        for (int steps = 0;; ++steps) {
            if (steps > 1'000'000)
                std::abort(); // a session that never waits
            const Step step = session.next();
            if (std::holds_alternative<NeedInput>(step))
                break;
            if (std::holds_alternative<Failure>(step))
                return out + "failure";
            if (std::holds_alternative<StartTls>(step)) {
                session.tlsEstablished();
                continue;
            }
            const auto* event = std::get_if<Event>(&step);
            if (!event)
                continue;
            if (const auto* chunk = std::get_if<BodyChunk>(event))
                out += chunk->bytes;
            else if (const auto* done = std::get_if<CommandDone>(event))
                out += done->error ? "<refused>" : "<done>";
            else
                out += "<event>";
        }
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0 || size > 65536)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    // TLS cannot begin twice at one place, so only clear sessions are compared by their splits.
    const auto whole = told(data[0], bytes, bytes.size() + 1);
    if ((data[0] & 1) == 0 && told(data[0], bytes, 1) != whole)
        std::abort();
    return 0;
}
