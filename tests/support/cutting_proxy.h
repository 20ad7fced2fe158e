// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace fulmar::test {

/// What happens to a connection at the chosen byte.
enum class Cut {
    Reset, ///< both sides get a TCP reset
    Close, ///< both sides get an orderly end of the stream
    Stall, ///< nothing is forwarded any more, in either direction; both stay connected
};

struct CutPlan {
    enum class Direction { ToServer, ToClient } direction = Direction::ToClient;
    std::uint64_t afterBytes = UINT64_MAX; ///< so many bytes of that direction are still forwarded
    Cut cut = Cut::Reset;
    int connections = INT32_MAX; ///< the first so many are cut, later ones pass whole
};

/// A wire with scissors: forwards TCP from a free loopback port to a server's, and cuts by plan.
///
/// Runs in its own thread, so the client may be in this process or in another one.
class CuttingProxy {
public:
    CuttingProxy(std::uint16_t serverPort, const CutPlan& plan);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    /// On 127.0.0.1.
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] int connections() const { return m_connections; }
    /// Over all connections, until now.
    [[nodiscard]] std::uint64_t bytesToServer() const { return m_toServer; }
    [[nodiscard]] std::uint64_t bytesToClient() const { return m_toClient; }

private:
    struct Link;
    void run();
    void accept();
    bool forward(Link& link, bool toServer);
    void cut(Link& link);

    const CutPlan m_plan;
    const std::uint16_t m_serverPort;
    std::uint16_t m_port = 0;
    int m_listener = -1;
    int m_stop[2]{ -1, -1 };
    std::atomic<int> m_connections = 0;
    std::atomic<std::uint64_t> m_toServer = 0, m_toClient = 0;
    struct Links;
    Links* m_links = nullptr;
    std::thread m_thread;
};

} // namespace fulmar::test
