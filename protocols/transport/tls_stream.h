// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/channel_binding.h"
#include "common/error.h"
#include "transport/endpoint.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <memory>

namespace fulmar::transport {

struct Timeouts {
    std::chrono::milliseconds connect{
        20'000
    }; ///< name look-up, TCP to all addresses and handshake together
    std::chrono::milliseconds handshake{ 15'000 }; ///< STARTTLS handshake
};

struct Traffic {
    std::uint64_t bytesIn = 0, bytesOut = 0; ///< payload inside TLS and before it
};

/// The one TLS connection that every protocol uses: TLS 1.2 or newer, chain and host name verified,
/// never a way around it.
///
/// Addresses of both families are tried side by side with a short stagger (RFC 8305). All signals
/// come through the event loop of the owning thread, never from inside a call. `Error::code` is one
/// of: "host-not-found", "connection-refused", "connection-lost", "network-unreachable",
/// "connect-timeout", "handshake-timeout", "handshake-failed", "certificate-expired",
/// "certificate-not-yet-valid", "certificate-host-mismatch", "certificate-self-signed",
/// "certificate-untrusted", "certificate-revoked", "certificate-weak", "certificate-invalid",
/// "ca-file-unreadable", "starttls-injection" (bytes between the reply and the handshake). For
/// certificate codes `serverText` says who presented what: subject, issuer, validity in one line.
class TlsStream : public QObject {
    Q_OBJECT
public:
    explicit TlsStream(Endpoint endpoint, Timeouts timeouts = {}, QObject* parent = nullptr);
    ~TlsStream() override;

    /// Begins; ends in `ready()` or `failed()`.
    void open();
    /// Starts the handshake of a `StartTls` stream; fails with "starttls-injection" if any byte is
    /// unread or arrives before it.
    void startTls();
    /// Queues bytes; allowed only while open.
    void write(const QByteArray& bytes);
    /// Bytes written but not yet taken by the kernel: callers hold back their next piece above some
    /// bound.
    [[nodiscard]] qint64 bytesToWrite() const;
    /// Stops delivering bytes (back-pressure) or goes on.
    void setReadingPaused(bool paused);
    /// Sends what is queued, then closes; no signal follows. `abort` drops what is queued.
    void close();
    void abort();

    [[nodiscard]] bool isEncrypted() const;
    /// Protocol and cipher of the negotiated session: "TLSv1.3, TLS_AES_256_GCM_SHA384"; empty
    /// before the handshake.
    [[nodiscard]] QString cipher() const;
    /// "tls-server-end-point" of the certificate that was presented (RFC 5929 section 4); empty
    /// before the handshake. QSslSocket of Qt 6.4 gives no keying material, so there is no
    /// "tls-exporter".
    [[nodiscard]] ChannelBinding channelBinding() const;
    [[nodiscard]] Traffic traffic() const;
    [[nodiscard]] const Endpoint& endpoint() const;

Q_SIGNALS:
    /// `Implicit`: the handshake is done. `StartTls`: TCP is there, in clear text.
    void ready();
    /// `startTls()` is done.
    void encrypted();
    void received(const QByteArray& bytes);
    /// Room in the send buffer again.
    void drained();
    /// The peer closed in an orderly way.
    void closedByPeer();
    /// The connection is gone; nothing follows.
    void failed(const fulmar::Error& error);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace fulmar::transport
