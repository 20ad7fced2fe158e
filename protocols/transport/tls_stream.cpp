// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/tls_stream.h"

#include "transport/address_race.h"
#include "transport/certificate_verdict.h"
#include "transport/server_end_point.h"
#include "transport/trust.h"

#include <QHostInfo>
#include <QPointer>
#include <QSslCipher>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <optional>
#include <utility>

#include <sys/socket.h>

namespace fulmar::transport {

namespace {

using namespace std::chrono_literals;

constexpr auto addressStagger = 250ms; // RFC 8305 section 5, "Connection Attempt Delay"
constexpr qint64 readBuffer
    = 256 * 1024; // bytes that wait here while the reader is paused; the kernel holds the rest
constexpr qint64 readChunk = 64 * 1024; // bytes; the most that one `received` carries

std::string codeOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return "connection-refused";
    case QAbstractSocket::HostNotFoundError:
        return "host-not-found";
    case QAbstractSocket::NetworkError:
    case QAbstractSocket::UnsupportedSocketOperationError:
        return "network-unreachable";
    case QAbstractSocket::SocketTimeoutError:
        return "connect-timeout";
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return "handshake-failed";
    default:
        return "connection-lost";
    }
}

} // namespace

/// Socket callbacks only note what is due; `pump`, which the event loop calls, emits it in order.
class TlsStream::Impl {
public:
    Impl(TlsStream& stream, Endpoint endpoint, Timeouts timeouts);
    ~Impl();

    void open();
    void startTls();
    void stop(bool sendQueued);
    void schedule();

    enum class Phase { Idle, Connecting, Handshaking, Clear, Secure, Ended };

    TlsStream& q;
    const Endpoint endpoint;
    const Timeouts timeouts;
    Traffic traffic;
    std::unique_ptr<QSslSocket> socket;
    Phase phase = Phase::Idle;
    bool paused = false;

private:
    struct ClosedByPeer { };

    [[nodiscard]] std::string place(const char* step) const;
    [[nodiscard]] QString verifiedName() const;
    [[nodiscard]] bool hasUnread() const;
    void lookedUp(const QHostInfo& info);
    void race(const QList<QHostAddress>& addresses);
    void adopt(QSslSocket* winner);
    void beginHandshake();
    void handshakeDone();
    void timedOut();
    void socketFailed(QAbstractSocket::SocketError error);
    void peerClosed();
    void fail(ErrorKind kind, std::string code, std::string where);
    void fail(Error error);
    void pump();
    bool deliver(const QPointer<TlsStream>& alive);
    void finish();
    void closeWhenSent();

    QSslConfiguration m_configuration;
    QTimer m_timer;
    std::unique_ptr<AddressRace> m_race;
    std::optional<int> m_lookup;
    QList<QSslError> m_faults;
    QSslCertificate m_presented;
    std::optional<Error> m_failure; ///< ends at once, unread bytes are dropped
    std::optional<ClosedByPeer> m_closed; ///< ends after the last unread byte
    bool m_readyDue = false, m_encryptedDue = false, m_drainedDue = false, m_pumpQueued = false;
};

TlsStream::Impl::Impl(TlsStream& stream, Endpoint where, Timeouts limits)
    : q(stream), endpoint(std::move(where)), timeouts(limits)
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &q, [this] { timedOut(); });
}

TlsStream::Impl::~Impl()
{
    // A last word (QUIT, LOGOUT) that was queued just before still gets into the kernel's buffer.
    if (socket) {
        socket->disconnect(&q);
        socket->flush();
    }
    if (m_lookup)
        QHostInfo::abortHostLookup(*m_lookup);
}

std::string TlsStream::Impl::place(const char* step) const
{
    return std::string(step) + " " + endpoint.host + ":" + std::to_string(endpoint.port);
}

QString TlsStream::Impl::verifiedName() const
{
    QString name = QString::fromStdString(endpoint.host);
    if (name.endsWith(u'.'))
        name.chop(1);
    return name;
}

void TlsStream::Impl::open()
{
    Q_ASSERT(phase == Phase::Idle);
    phase = Phase::Connecting;
    auto configuration = trustConfiguration(endpoint.caFile);
    if (!configuration)
        return fail(std::move(configuration.error()));
    m_configuration = *std::move(configuration);
    m_timer.start(timeouts.connect);
    // A literal must not be looked up: QHostInfo would ask for its name first.
    const QString host = QString::fromStdString(endpoint.host);
    if (QHostAddress literal; literal.setAddress(host))
        return race({ literal });
    m_lookup = QHostInfo::lookupHost(host, &q, [this](const QHostInfo& info) { lookedUp(info); });
}

void TlsStream::Impl::lookedUp(const QHostInfo& info)
{
    m_lookup.reset();
    if (phase != Phase::Connecting || m_failure)
        return;
    if (info.addresses().isEmpty()) {
        return fail(ErrorKind::Network, "host-not-found",
            place("look-up of") + ": " + info.errorString().toStdString());
    }
    race(info.addresses());
}

void TlsStream::Impl::race(const QList<QHostAddress>& addresses)
{
    m_race = std::make_unique<AddressRace>(addresses, endpoint.port, addressStagger, nullptr);
    QObject::connect(
        m_race.get(), &AddressRace::won, &q, [this](QSslSocket* winner) { adopt(winner); });
    QObject::connect(m_race.get(), &AddressRace::lost, &q,
        [this](QAbstractSocket::SocketError error, const QString& text) {
            fail(
                ErrorKind::Network, codeOf(error), place("connect to") + ": " + text.toStdString());
        });
    m_race->start();
}

void TlsStream::Impl::adopt(QSslSocket* winner)
{
    socket.reset(winner);
    m_race.release()->deleteLater();
    if (phase != Phase::Connecting || m_failure)
        return;
    socket->setReadBufferSize(readBuffer);
    socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    QObject::connect(socket.get(), &QSslSocket::readyRead, &q, [this] { schedule(); });
    const auto drained = [this] {
        m_drainedDue = true;
        schedule();
    };
    QObject::connect(socket.get(), &QSslSocket::bytesWritten, &q, drained);
    QObject::connect(socket.get(), &QSslSocket::encryptedBytesWritten, &q, drained);
    QObject::connect(socket.get(), &QSslSocket::encrypted, &q, [this] { handshakeDone(); });
    QObject::connect(
        socket.get(), &QSslSocket::sslErrors, &q, [this](const QList<QSslError>& faults) {
            m_faults += faults;
            m_presented = socket->peerCertificate();
        });
    QObject::connect(socket.get(), &QSslSocket::errorOccurred, &q,
        [this](QAbstractSocket::SocketError error) { socketFailed(error); });
    QObject::connect(socket.get(), &QSslSocket::disconnected, &q, [this] { peerClosed(); });
    const bool alreadyGone = socket->state() != QAbstractSocket::ConnectedState;
    if (endpoint.tls == TlsMode::Implicit)
        return alreadyGone ? peerClosed() : beginHandshake();
    m_timer.stop();
    phase = Phase::Clear;
    m_readyDue = true;
    if (alreadyGone)
        peerClosed();
    schedule();
}

bool TlsStream::Impl::hasUnread() const
{
    if (socket->bytesAvailable() > 0)
        return true;
    char byte = 0;
    return ::recv(static_cast<int>(socket->socketDescriptor()), &byte, 1, MSG_PEEK | MSG_DONTWAIT)
        > 0;
}

void TlsStream::Impl::startTls()
{
    if (phase == Phase::Ended || m_failure || m_closed)
        return;
    Q_ASSERT(phase == Phase::Clear);
    if (hasUnread()) {
        return fail(ErrorKind::Tls, "starttls-injection",
            place("STARTTLS with") + ": bytes between the reply and the handshake");
    }
    m_timer.start(timeouts.handshake);
    beginHandshake();
}

void TlsStream::Impl::beginHandshake()
{
    phase = Phase::Handshaking;
    socket->setSslConfiguration(m_configuration);
    socket->setPeerVerifyName(verifiedName());
    socket->startClientEncryption();
}

void TlsStream::Impl::handshakeDone()
{
    if (phase != Phase::Handshaking || m_failure)
        return;
    // Qt also takes an address from a dNSName or the common name, and a common name beside other
    // names.
    const QSslCertificate presented = socket->peerCertificate();
    if (!isForHost(presented, verifiedName())) {
        return fail(certificateVerdict({ QSslError(QSslError::HostNameMismatch, presented) },
            presented, place("certificate of")));
    }
    m_timer.stop();
    phase = Phase::Secure;
    (endpoint.tls == TlsMode::Implicit ? m_readyDue : m_encryptedDue) = true;
    schedule();
}

void TlsStream::Impl::timedOut()
{
    if (phase == Phase::Handshaking)
        fail(ErrorKind::Network, "handshake-timeout", place("TLS handshake with") + ": no answer");
    else
        fail(ErrorKind::Network, "connect-timeout", place("connect to") + ": no answer");
}

void TlsStream::Impl::socketFailed(QAbstractSocket::SocketError error)
{
    if (error == QAbstractSocket::RemoteHostClosedError)
        return peerClosed();
    const std::string text = socket->errorString().toStdString();
    if (phase == Phase::Handshaking) {
        if (!m_faults.isEmpty())
            return fail(certificateVerdict(m_faults, m_presented, place("certificate of")));
        const std::string code = codeOf(error);
        const auto kind = code == "handshake-failed" ? ErrorKind::Tls : ErrorKind::Network;
        return fail(kind, code, place("TLS handshake with") + ": " + text);
    }
    const std::string code = codeOf(error);
    fail(ErrorKind::Network, code == "network-unreachable" ? code : "connection-lost",
        place("connection to") + ": " + text);
}

void TlsStream::Impl::peerClosed()
{
    if (phase == Phase::Handshaking || phase == Phase::Connecting) {
        return fail(ErrorKind::Network, "connection-lost",
            place("TLS handshake with") + ": the server closed the connection");
    }
    m_closed.emplace();
    schedule();
}

void TlsStream::Impl::fail(ErrorKind kind, std::string code, std::string where)
{
    fail(Error{
        .kind = kind, .where = std::move(where), .serverText = {}, .code = std::move(code) });
}

void TlsStream::Impl::fail(Error error)
{
    if (m_failure || phase == Phase::Ended)
        return;
    m_failure = std::move(error);
    m_timer.stop();
    schedule();
}

void TlsStream::Impl::schedule()
{
    if (std::exchange(m_pumpQueued, true))
        return;
    QMetaObject::invokeMethod(
        &q, [this] { pump(); }, Qt::QueuedConnection);
}

void TlsStream::Impl::pump()
{
    m_pumpQueued = false;
    if (phase == Phase::Ended)
        return;
    if (m_failure)
        return finish();
    const QPointer<TlsStream> alive(&q);
    const auto goesOn = [&] { return alive && phase != Phase::Ended && !m_failure; };
    if (std::exchange(m_readyDue, false)) {
        Q_EMIT q.ready();
        if (!goesOn())
            return;
    }
    if (std::exchange(m_encryptedDue, false)) {
        Q_EMIT q.encrypted();
        if (!goesOn())
            return;
    }
    if (!deliver(alive))
        return;
    if (std::exchange(m_drainedDue, false) && !m_closed) {
        Q_EMIT q.drained();
        if (!goesOn())
            return;
    }
    if (m_closed && socket->bytesAvailable() == 0)
        finish();
}

bool TlsStream::Impl::deliver(const QPointer<TlsStream>& alive)
{
    while (!paused && socket->isOpen() && (phase == Phase::Clear || phase == Phase::Secure)) {
        const QByteArray bytes = socket->read(readChunk);
        if (bytes.isEmpty())
            break;
        traffic.bytesIn += static_cast<std::uint64_t>(bytes.size());
        Q_EMIT q.received(bytes);
        if (!alive || phase == Phase::Ended || m_failure)
            return false;
    }
    return true;
}

void TlsStream::Impl::finish()
{
    const auto failure = std::exchange(m_failure, std::nullopt);
    stop(false);
    if (failure)
        Q_EMIT q.failed(*failure);
    else
        Q_EMIT q.closedByPeer();
}

void TlsStream::Impl::stop(bool sendQueued)
{
    phase = Phase::Ended;
    m_timer.stop();
    m_race.reset();
    if (m_lookup)
        QHostInfo::abortHostLookup(*std::exchange(m_lookup, std::nullopt));
    if (!socket)
        return;
    socket->disconnect(&q);
    if (sendQueued)
        closeWhenSent();
    else
        socket->abort();
}

// Closing with unread bytes resets the connection, and the peer loses what it had not read yet; a
// TLS 1.3 server's session tickets are such bytes. So everything is read until the last byte has
// left.
void TlsStream::Impl::closeWhenSent()
{
    QSslSocket* const open = socket.get();
    if (!open->isOpen())
        return;
    const auto closeIfSent = [open] {
        if (open->bytesToWrite() + open->encryptedBytesToWrite() == 0)
            open->disconnectFromHost();
    };
    QObject::connect(open, &QSslSocket::readyRead, open, [open] { open->readAll(); });
    QObject::connect(open, &QSslSocket::bytesWritten, open, closeIfSent);
    QObject::connect(open, &QSslSocket::encryptedBytesWritten, open, closeIfSent);
    open->readAll();
    open->flush(); // what a program says last has to reach the kernel before the program is gone
    closeIfSent();
}

TlsStream::TlsStream(Endpoint endpoint, Timeouts timeouts, QObject* parent)
    : QObject(parent), m_impl(std::make_unique<Impl>(*this, std::move(endpoint), timeouts))
{
}

TlsStream::~TlsStream() = default;

void TlsStream::open()
{
    m_impl->open();
}

void TlsStream::startTls()
{
    m_impl->startTls();
}

void TlsStream::write(const QByteArray& bytes)
{
    if (m_impl->phase != Impl::Phase::Clear && m_impl->phase != Impl::Phase::Secure)
        return;
    m_impl->traffic.bytesOut += static_cast<std::uint64_t>(bytes.size());
    m_impl->socket->write(bytes);
}

qint64 TlsStream::bytesToWrite() const
{
    const auto& socket = m_impl->socket;
    return socket ? socket->bytesToWrite() + socket->encryptedBytesToWrite() : 0;
}

void TlsStream::setReadingPaused(bool paused)
{
    m_impl->paused = paused;
    if (!paused)
        m_impl->schedule();
}

void TlsStream::close()
{
    m_impl->stop(true);
}

void TlsStream::abort()
{
    m_impl->stop(false);
}

bool TlsStream::isEncrypted() const
{
    return m_impl->phase == Impl::Phase::Secure;
}

QString TlsStream::cipher() const
{
    if (!isEncrypted())
        return {};
    const QSslCipher cipher = m_impl->socket->sessionCipher();
    return cipher.protocolString() + QStringLiteral(", ") + cipher.name();
}

ChannelBinding TlsStream::channelBinding() const
{
    return isEncrypted() ? serverEndPoint(m_impl->socket->peerCertificate()) : ChannelBinding();
}

Traffic TlsStream::traffic() const
{
    return m_impl->traffic;
}

const Endpoint& TlsStream::endpoint() const
{
    return m_impl->endpoint;
}

} // namespace fulmar::transport
