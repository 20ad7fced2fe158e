// SPDX-License-Identifier: GPL-3.0-or-later
#include "cutting_proxy.h"

#include <algorithm>
#include <array>
#include <list>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace fulmar::test {

namespace {

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool sendAll(int socket, const char* bytes, std::size_t size)
{
    while (size > 0) {
        const auto sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        bytes += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

} // namespace

struct CuttingProxy::Link {
    int client = -1, server = -1;
    std::uint64_t toServer = 0, toClient = 0;
    bool cuttable = false, stalled = false, gone = false;
};

struct CuttingProxy::Links : std::list<Link> { };

CuttingProxy::CuttingProxy(std::uint16_t serverPort, const CutPlan& plan)
    : m_plan(plan), m_serverPort(serverPort), m_links(new Links)
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    ::bind(m_listener, generic, size);
    ::listen(m_listener, 64);
    ::getsockname(m_listener, generic, &size);
    m_port = ntohs(address.sin_port);
    if (::pipe(m_stop) != 0)
        std::abort();
    m_thread = std::thread([this] { run(); });
}

CuttingProxy::~CuttingProxy()
{
    ::close(m_stop[1]);
    m_thread.join();
    ::close(m_stop[0]);
    ::close(m_listener);
    for (const Link& link : *m_links) {
        ::close(link.client);
        ::close(link.server);
    }
    delete m_links;
}

void CuttingProxy::run()
{
    for (;;) {
        std::vector<pollfd> watched{ { m_stop[0], POLLIN, 0 }, { m_listener, POLLIN, 0 } };
        for (const Link& link : *m_links) {
            const short events = link.stalled ? 0 : POLLIN;
            watched.push_back({ link.stalled ? -1 : link.client, events, 0 });
            watched.push_back({ link.stalled ? -1 : link.server, events, 0 });
        }
        ::poll(watched.data(), watched.size(), -1);
        if (watched[0].revents != 0)
            return;
        std::size_t at = 2;
        for (Link& link : *m_links) {
            const bool clientSpoke = watched[at].revents != 0,
                       serverSpoke = watched[at + 1].revents != 0;
            at += 2;
            if ((clientSpoke && !forward(link, true))
                || (!link.gone && serverSpoke && !forward(link, false)))
                link.gone = true;
        }
        m_links->remove_if([](const Link& link) { return link.gone; });
        if (watched[1].revents != 0)
            accept();
    }
}

void CuttingProxy::accept()
{
    Link link;
    link.client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    link.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(m_serverPort);
    link.cuttable = m_connections++ < m_plan.connections;
    if (::connect(link.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(link.client);
        ::close(link.server);
        return;
    }
    m_links->push_back(link);
    if (link.cuttable && m_plan.afterBytes == 0)
        cut(m_links->back());
    m_links->remove_if([](const Link& one) { return one.gone; });
}

bool CuttingProxy::forward(Link& link, bool toServer)
{
    if (link.stalled)
        return true;
    std::array<char, 16 * 1024> buffer;
    std::uint64_t& forwarded = toServer ? link.toServer : link.toClient;
    const bool counted
        = link.cuttable && (m_plan.direction == CutPlan::Direction::ToServer) == toServer;
    const std::uint64_t room = counted ? m_plan.afterBytes - forwarded : buffer.size();
    const auto size = ::recv(toServer ? link.client : link.server, buffer.data(),
        static_cast<std::size_t>(std::min<std::uint64_t>(room, buffer.size())), 0);
    if (size <= 0
        || !sendAll(
            toServer ? link.server : link.client, buffer.data(), static_cast<std::size_t>(size))) {
        ::close(link.client);
        ::close(link.server);
        return false;
    }
    forwarded += static_cast<std::uint64_t>(size);
    (toServer ? m_toServer : m_toClient) += static_cast<std::uint64_t>(size);
    if (counted && forwarded >= m_plan.afterBytes)
        cut(link);
    return !link.gone;
}

void CuttingProxy::cut(Link& link)
{
    if (m_plan.cut == Cut::Stall) {
        link.stalled = true;
        return;
    }
    if (m_plan.cut == Cut::Reset) {
        const linger now{ .l_onoff = 1, .l_linger = 0 };
        for (const int socket : { link.client, link.server })
            ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    } else {
        // Unread bytes in the kernel would turn close() into a reset.
        for (const int socket : { link.client, link.server })
            ::shutdown(socket, SHUT_WR);
        std::array<char, 16 * 1024> rest;
        for (const int socket : { link.client, link.server }) {
            while (::recv(socket, rest.data(), rest.size(), MSG_DONTWAIT) > 0) { }
        }
    }
    ::close(link.client);
    ::close(link.server);
    link.gone = true;
}

} // namespace fulmar::test
