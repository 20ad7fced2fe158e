// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/session.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace fulmar;
using namespace fulmar::imap;

namespace {

constexpr const char* greeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] hi\r\n";
constexpr const char* signedIn
    = "F1 OK [CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS ESEARCH NAMESPACE] in\r\n";

/// Runs the session and holds it to its promises.
class Runner {
public:
    explicit Runner(bool startTls)
        : m_startTls(startTls)
        , session({ .startTls = startTls,
              .credentials = { .user = "joe", .password = Secret<std::string>("secret") },
              .clientId = { { "name", "x" } } })
    {
    }

    void feed(std::string_view bytes)
    {
        session.receive(asBytes(bytes));
        drain();
    }

    void drain()
    {
        while (!m_failed) {
            const auto step = session.next();
            if (std::holds_alternative<NeedInput>(step))
                return;
            m_failed = std::holds_alternative<Failure>(step);
            if (std::holds_alternative<StartTls>(step)) {
                m_tls = true;
                session.tlsEstablished();
            }
            const auto* event = std::get_if<Event>(&step);
            if (event)
                check(*event);
            const auto* output = std::get_if<Output>(&step);
            if (output && m_startTls && !m_tls && output->sensitive)
                std::abort();
        }
    }

    void check(const Event& event)
    {
        m_ready = m_ready || std::holds_alternative<Ready>(event);
        if (m_startTls && !m_tls)
            std::abort();
        if (!m_ready && !std::holds_alternative<Alert>(event))
            std::abort();
        if (const auto* chunk = std::get_if<BodyChunk>(&event)) {
            if (chunk->bytes.empty() || chunk->offset + chunk->bytes.size() > chunk->total)
                std::abort();
        }
        if (std::holds_alternative<IdleStarted>(event))
            session.leaveIdle();
    }

    void enqueueAll()
    {
        UidSet uids;
        uids.add(1, 9);
        session.enqueue(List{ .statusItems = { "MESSAGES" } });
        session.enqueue(Select{ .mailbox = "INBOX" });
        session.enqueue(UidFetch{ .uids = uids, .items = { "FLAGS" } });
        session.enqueue(UidSearch{});
        session.enqueue(UidCopy{ .uids = uids, .mailbox = "a" });
        session.enqueue(UidMove{ .uids = uids, .mailbox = "\xc3\xa4" });
        session.enqueue(Append{ .mailbox = "b", .message = sourceFromString("x\r\n") });
        session.enqueue(Namespace{});
        session.enqueue(Idle{});
        session.enqueue(Logout{});
    }

private:
    bool m_startTls;
    bool m_tls = false;
    bool m_ready = false;
    bool m_failed = false;

public:
    Session session;
};

} // namespace

/// The first byte picks the state that the rest meets, the second how it is cut.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    Runner runner(data[0] % 4 == 1);
    if (data[0] % 4 >= 2) {
        runner.feed(greeting);
        runner.feed(signedIn);
    }
    runner.enqueueAll();
    runner.drain();
    if (data[0] % 4 == 3)
        runner.feed("F2 OK\r\nF3 OK\r\n");
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::size_t piece = data[1] + 1U;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        runner.feed(bytes.substr(at, piece));
    runner.session.connectionLost();
    runner.drain();
    return 0;
}
