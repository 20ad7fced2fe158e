// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "certificates.h"

#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>

#include <functional>

namespace fulmar::test {

/// A server on loopback that does to its clients what the test tells it; lives in the test's own
/// event loop.
class ScriptedPeer : public QTcpServer {
    Q_OBJECT
public:
    /// `chain` is presented leaf first. The peer listens on a free port at once.
    explicit ScriptedPeer(const Identity& identity, QList<QSslCertificate> furtherChain = {},
        const QHostAddress& address = QHostAddress::LocalHost);

    /// Called for every connection while it is still clear text; the default starts TLS at once.
    std::function<void(QSslSocket&)> onConnected;
    /// Called when the handshake of a connection is done.
    std::function<void(QSslSocket&)> onEncrypted;
    /// Called with whatever a client sends, clear or decrypted.
    std::function<void(QSslSocket&, const QByteArray&)> onBytes;

    [[nodiscard]] int connections() const { return m_connections; }

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    QSslConfiguration m_configuration;
    int m_connections = 0;
};

/// Speaks just enough SMTP-like clear text to reach a STARTTLS handshake: on "STARTTLS" it says
/// "220 go" and starts TLS.
void speakStartTls(ScriptedPeer& peer, const QByteArray& reply = "220 go\r\n");

/// A listening address that completes no connection: its backlog is full. Closed when the object
/// dies.
class StalledListener {
public:
    StalledListener();
    ~StalledListener();
    StalledListener(const StalledListener&) = delete;
    StalledListener& operator=(const StalledListener&) = delete;
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    int m_listener = -1;
    QList<int> m_fillers;
    quint16 m_port = 0;
};

} // namespace fulmar::test
