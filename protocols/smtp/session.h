// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/bytes.h"
#include "common/error.h"
#include "common/message_source.h"
#include "common/secret.h"
#include "sasl/choose.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fulmar::smtp {

/// One reply, its lines joined by line feeds (RFC 5321 section 4.2).
struct Reply {
    int code = 0; ///< 200 to 599
    std::string enhanced; ///< "5.7.8" where given on the first line (RFC 3463), else empty
    std::string text; ///< without codes
    [[nodiscard]] bool positive() const { return code >= 200 && code < 400; }
    [[nodiscard]] bool transient() const { return code >= 400 && code < 500; }
    [[nodiscard]] bool permanent() const { return code >= 500; }
};

/// What EHLO announced.
struct Extensions {
    bool startTls = false, pipelining = false, eightBitMime = false, smtpUtf8 = false,
         chunking = false, dsn = false, enhancedStatusCodes = false;
    std::optional<std::uint64_t> size; ///< 0 or nothing = no limit told
    std::vector<std::string> authMechanisms; ///< upper case
};

struct SessionOptions {
    bool startTls
        = false; ///< true: port 587, STARTTLS before anything else; false: TLS is already there
    std::string ehloName = "[127.0.0.1]"; ///< an address literal or a host name; tells nothing
                                          ///< about the machine by default
    sasl::Credentials credentials{}; ///< no user = no AUTH
};

/// One message to one or more recipients. Addresses are checked by the session: no CR, LF, NUL or
/// angle bracket passes.
struct Transaction {
    std::string sender; ///< reverse-path, without brackets; may be empty
    std::vector<std::string> recipients; ///< forward-paths, without brackets
    MessageSource
        message; ///< RFC 5322 message; bare CR or LF becomes CRLF on the wire, dots are stuffed
    bool eightBit = false; ///< has bytes over 127: needs BODY=8BITMIME
    bool utf8Header = false; ///< has them in a header field: needs SMTPUTF8 (RFC 6531)
    std::string envelopeId{}; ///< ENVID and with it DSN requests, where the server offers DSN; empty
                            ///< = none (RFC 3461)
};

struct TransactionHandle {
    std::uint32_t number = 0;
    auto operator<=>(const TransactionHandle&) const = default;
};

// ---- events
/// Signed in, or greeted where no user was given.
struct Ready {
    Extensions extensions;
    std::string mechanism{}; ///< what we signed in by; empty where no user was given
};
struct RecipientRefused {
    TransactionHandle transaction;
    std::string recipient;
    Reply reply;
};
/// DATA was answered with 354: from here on a cut may leave the mail's fate unknown once the final
/// dot is out.
struct DataStarted {
    TransactionHandle transaction;
};
/// The final dot was handed to the output: until `Accepted` or `Refused` the outcome is unknown.
struct DataSent {
    TransactionHandle transaction;
};
/// The server took the responsibility for the accepted recipients; `reply` holds its queue id.
struct Accepted {
    TransactionHandle transaction;
    Reply reply;
    std::vector<std::string> recipients; ///< those that were accepted
};
/// MAIL, all RCPT, DATA or the message was refused; nothing was taken. `stage` is "MAIL", "RCPT",
/// "DATA" or "message".
struct Refused {
    TransactionHandle transaction;
    std::string stage;
    Error error; ///< Rejected (code = "550 5.1.1"), Limit (over SIZE), Unsupported, or what the
                 ///< source reported
    Reply reply; ///< code 0 where no server spoke
};
/// QUIT was answered or the server said 421 and closes.
struct Closed {
    Reply reply;
    bool expected = false;
};
using Event
    = std::variant<Ready, RecipientRefused, DataStarted, DataSent, Accepted, Refused, Closed>;

// ---- steps; as in `imap/session.h`
struct Output {
    std::string bytes;
    bool sensitive = false;
};
struct NeedInput {
    bool waiting = false;
};
struct StartTls { };
struct Failure {
    Error error;
    /// Transactions whose final dot was out and unanswered: they may have been delivered.
    std::vector<TransactionHandle> unknown;
};
using Step = std::variant<Event, Output, NeedInput, StartTls, Failure>;

/// The client side of message submission as a pure state machine (RFC 5321, 6409, 4954, 3207, 2920,
/// 6152, 1870).
///
/// Greeting, EHLO, STARTTLS where asked (then EHLO again, everything from before forgotten), AUTH
/// by the strongest mechanism in common. Output is made piece by piece, so a message of any size takes
/// `limits::smtpOutputChunk` bytes of memory; call `next()` again when the previous piece is
/// written. If every recipient is refused the transaction is reset, a part of them is an event
/// each. With PIPELINING the commands of the next transaction that is enqueued leave together with
/// the final dot of the one before, so a mail costs one round trip and no RSET; never more than one
/// final dot is unanswered.
class Session {
public:
    explicit Session(SessionOptions options);
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    TransactionHandle enqueue(Transaction transaction);
    /// Sends QUIT when all transactions are done.
    void quit();
    void receive(Bytes bytes);
    [[nodiscard]] Step next();
    void tlsEstablished();
    /// What SCRAM-…-PLUS binds to; call as soon as TLS is there, before the bytes that follow.
    void setChannelBinding(ChannelBinding binding);
    void connectionLost();

    [[nodiscard]] const Extensions& extensions() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace fulmar::smtp
