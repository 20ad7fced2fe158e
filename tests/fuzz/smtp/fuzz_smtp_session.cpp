// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/session.h"

#include <cstdint>
#include <cstdlib>
#include <set>

using namespace fulmar;
using namespace fulmar::smtp;

namespace {

/// Drives one session and checks what must hold whatever the server says.
class Driver {
public:
    explicit Driver(std::uint8_t mode)
        : m_session({ .startTls = (mode & 1) != 0,
            .ehloName = "me",
            .credentials = { .user = (mode & 2) != 0 ? "tim" : "",
                .password = Secret<std::string>("secret") } })
    {
        for (int i = 0; i < 2; ++i)
            m_session.enqueue({ .sender = "a@b.c",
                .recipients = { "d@e.f", "g@h.i" },
                .message = sourceFromString("Subject: x\r\n\r\n.\r\nhi") });
        if ((mode & 4) != 0)
            m_session.quit();
    }

    void feed(std::string_view bytes)
    {
        m_session.receive(asBytes(bytes));
        drain();
    }
    void lose()
    {
        m_session.connectionLost();
        drain();
    }

private:
    void drain()
    {
        for (int steps = 0; !m_failed; ++steps) {
            if (steps > 10'000)
                std::abort(); // it must come to rest
            const Step step = m_session.next();
            if (std::holds_alternative<NeedInput>(step))
                return;
            if (std::holds_alternative<StartTls>(step))
                m_session.tlsEstablished();
            else if (const auto* event = std::get_if<Event>(&step))
                check(*event);
            else if (const auto* failure = std::get_if<Failure>(&step))
                check(*failure);
        }
    }

    void check(const Event& event)
    {
        if (const auto* sent = std::get_if<DataSent>(&event))
            m_open.insert(sent->transaction.number);
        if (const auto* accepted = std::get_if<Accepted>(&event)) {
            if (m_open.erase(accepted->transaction.number) == 0 || accepted->reply.code / 100 != 2
                || accepted->recipients.empty())
                std::abort(); // accepted without its dot or its reply
        }
        if (const auto* refused = std::get_if<Refused>(&event))
            m_open.erase(refused->transaction.number);
    }

    void check(const Failure& failure)
    {
        m_failed = true;
        if (failure.unknown.size() != m_open.size())
            std::abort();
    }

    Session m_session;
    std::set<std::uint32_t> m_open;
    bool m_failed = false;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    Driver driver(data[0]);
    std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    // A line at a time, so that replies can meet their commands.
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
        driver.feed(bytes.substr(0, end));
        bytes.remove_prefix(end);
    }
    driver.lose();
    return 0;
}
