// SPDX-License-Identifier: GPL-3.0-or-later
// The fastest client there can be: sends the commands of its arguments one after another, reads the answers and throws
// them away.
//
//   bare_imap PORT CA-FILE USER PASSWORD COMMAND…      prints {"seconds", "bytes"} of everything after the sign-in
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

[[noreturn]] void die(const std::string& what)
{
    std::fprintf(stderr, "bare_imap: %s\n", what.c_str());
    std::exit(1);
}

int connectTo(std::uint16_t port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        die("cannot connect");
    const int one = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return descriptor;
}

/// Finds the tagged line without looking into literals: that much a client has to do.
class Reader {
public:
    explicit Reader(SSL* ssl) : m_ssl(ssl) { }

    std::string readLine()
    {
        for (;;) {
            const auto end = m_buffer.find('\n', m_at);
            if (end != std::string::npos) {
                std::string line = m_buffer.substr(m_at, end + 1 - m_at);
                m_at = end + 1;
                return line;
            }
            fill();
        }
    }
    void readUntilTagged(const std::string& tag)
    {
        for (;;) {
            const auto line = readLine();
            if (line.compare(0, tag.size() + 1, tag + " ") == 0) {
                if (line.compare(tag.size() + 1, 2, "OK") != 0)
                    die(line);
                return;
            }
            const auto open = line.rfind('{');
            if (line.size() > 4 && line.compare(line.size() - 3, 3, "}\r\n") == 0 && open != std::string::npos)
                skip(std::strtoull(line.c_str() + open + 1, nullptr, 10));
        }
    }
    [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

private:
    void skip(std::uint64_t count)
    {
        while (m_buffer.size() - m_at < count) {
            count -= m_buffer.size() - m_at;
            m_at = m_buffer.size();
            fill();
        }
        m_at += count;
    }
    void fill()
    {
        m_buffer.erase(0, m_at);
        m_at = 0;
        char block[16384];
        const int got = SSL_read(m_ssl, block, sizeof block);
        if (got <= 0)
            die("the connection ended");
        m_bytes += static_cast<std::uint64_t>(got);
        m_buffer.append(block, static_cast<std::size_t>(got));
    }

    SSL* m_ssl;
    std::string m_buffer;
    std::size_t m_at = 0;
    std::uint64_t m_bytes = 0;
};

void send(SSL* ssl, const std::string& line)
{
    if (SSL_write(ssl, line.data(), static_cast<int>(line.size())) <= 0)
        die("cannot write");
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 6)
        die("PORT CA-FILE USER PASSWORD COMMAND…");
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_locations(context.get(), argv[2], nullptr) != 1)
        die("cannot read the CA file");
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
    const int descriptor = connectTo(static_cast<std::uint16_t>(std::atoi(argv[1])));
    SSL_set_fd(ssl.get(), descriptor);
    if (SSL_connect(ssl.get()) != 1)
        die("no TLS");
    Reader reader(ssl.get());
    reader.readLine();
    send(ssl.get(), std::string("a LOGIN \"") + argv[3] + "\" \"" + argv[4] + "\"\r\n");
    reader.readUntilTagged("a");
    const auto before = reader.bytes();
    const auto start = std::chrono::steady_clock::now();
    for (int i = 5; i < argc; ++i) {
        const auto tag = "b" + std::to_string(i);
        send(ssl.get(), tag + " " + argv[i] + "\r\n");
        reader.readUntilTagged(tag);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("{\"seconds\": %.4f, \"bytes\": %llu}\n", took.count(), static_cast<unsigned long long>(reader.bytes() - before));
    ::close(descriptor);
    return 0;
}
