// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/bytes.h"
#include "common/error.h"
#include "common/secret.h"
#include "imap/commands.h"
#include "imap/types.h"
#include "sasl/choose.h"

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fulmar::imap {

/// How a session gets from the greeting to the authenticated state.
struct SessionOptions {
    /// true: port 143, STARTTLS before anything else; false: TLS is already there.
    bool startTls = false;
    sasl::Credentials credentials{};
    /// Sent as ID once signed in, where the server announces ID: ("name", "Fulmar"), ("version",
    /// …), …
    std::vector<std::pair<std::string, std::string>> clientId{};
    /// COMPRESS=DEFLATE once signed in, where announced (RFC 4978).
    bool compress = false;
};

/// Names one enqueued command; the events of that command carry it.
struct CommandHandle {
    std::uint32_t number = 0;
    auto operator<=>(const CommandHandle&) const = default;
};

// ---- events

/// Signed in; capabilities are those that hold now. Happens once.
struct Ready {
    Capabilities capabilities{};
    std::vector<std::pair<std::string, std::string>> serverId{}; ///< answer to ID, empty if none
    std::string mechanism{}; ///< what we signed in by; "" for PREAUTH and the LOGIN command
};
/// The tagged answer. `error` is set for NO (Rejected) and BAD (Protocol); the connection goes on.
struct CommandDone {
    CommandHandle command{};
    std::optional<Error> error{};
    ResponseCode code{};
    std::string text{};
    std::optional<SelectResult> selected{}; ///< SELECT that succeeded
    std::optional<SearchResult> search{}; ///< UidSearch that succeeded
    std::optional<CopyUid> copied{}; ///< UidCopy and UidMove, if the server told
    std::optional<AppendUid> appended{}; ///< Append, if the server told
    std::optional<Namespaces> namespaces{}; ///< Namespace that succeeded
};
/// The server answered IDLE with "+": pushes may come from now on.
struct IdleStarted {
    CommandHandle command{};
};
struct Listed {
    ListEntry entry{};
    bool subscribedOnly = false; ///< came as LSUB
};
struct StatusReceived {
    StatusEntry entry{};
};
struct Fetched {
    FetchData data{};
};
/// A piece of a literal over `limits::imapSmallLiteral`, before the `Fetched` event it belongs to.
struct BodyChunk {
    std::string section{};
    std::uint64_t offset = 0; ///< of this piece in the literal
    std::uint64_t total = 0; ///< octets of the whole literal
    std::string bytes{};
};
/// The count of the selected mailbox changed.
struct Exists {
    std::uint32_t count = 0;
};
struct Expunged {
    std::uint32_t seq = 0;
};
/// RFC 7162 VANISHED; only after QRESYNC was enabled. Earlier ones answer SELECT with `qresync` or
/// UID FETCH with `vanished`, and may name messages that nobody here ever knew.
struct Vanished {
    UidSet uids{};
    bool earlier = false;
};
struct CapabilitiesChanged {
    Capabilities capabilities{};
};
/// Text that the server wants a person to see; never from before TLS.
struct Alert {
    std::string text{};
};
/// A response that could not be understood was skipped at its boundary; the session goes on.
struct Skipped {
    Error error{};
};
/// BYE, or LOGOUT done: nothing more will come. `text` is what the server said.
struct Closed {
    std::string text{};
    bool expected = false; ///< true: we asked for it
};

using Event = std::variant<Ready, CommandDone, IdleStarted, Listed, StatusReceived, Fetched,
    BodyChunk, Exists, Expunged, Vanished, CapabilitiesChanged, Alert, Skipped, Closed>;

// ---- steps

/// Bytes to write; `sensitive` ones hold credentials and must reach the log masked.
struct Output {
    std::string bytes{};
    bool sensitive = false;
    std::string plain{}; ///< what `bytes` is the compressed form of, for the log; else empty
};
/// What a compressed connection has received, for the log alone. Valid until the next call.
struct Inflated {
    std::string_view plainText{};
};
/// Nothing to do until more bytes arrive or a command is enqueued. `waiting` = a reply is owed by
/// the server.
struct NeedInput {
    bool waiting = false;
};
/// Start the handshake now, then call `tlsEstablished()`.
struct StartTls { };
/// The connection is of no more use; `next()` gives nothing else from here on.
struct Failure {
    Error error{};
};
using Step = std::variant<Event, Output, NeedInput, StartTls, Failure, Inflated>;

/// The client side of IMAP4rev1 as a pure state machine: bytes in, events and bytes out (RFC 3501).
///
/// Signs in by itself according to its options: greeting, STARTTLS where asked, CAPABILITY,
/// AUTHENTICATE by the strongest mechanism in common (with SASL-IR where announced) or LOGIN,
/// CAPABILITY again if the server did not tell, ID, ENABLE QRESYNC where announced, COMPRESS where
/// wanted. PREAUTH where we want to sign in, bytes behind the STARTTLS reply, and a server without
/// STARTTLS are failures; whatever was said before TLS is forgotten. Commands are pipelined where
/// RFC 3501 section 5.5 allows it.
class Session {
public:
    explicit Session(SessionOptions options);
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    /// Queues a command; `next()` writes it when the state allows. May be called before `Ready`.
    CommandHandle enqueue(Command command);
    /// Ends a running or waiting IDLE with DONE; no effect when there is none.
    void leaveIdle();
    /// Takes what came from the server; only appends.
    void receive(Bytes bytes);
    /// The next thing to do; call until it gives `NeedInput`.
    [[nodiscard]] Step next();
    /// The handshake asked for by `StartTls` is done: everything learned in clear text is
    /// forgotten.
    void tlsEstablished();
    /// What SCRAM-…-PLUS binds to; call as soon as TLS is there, before the bytes that follow.
    void setChannelBinding(ChannelBinding binding);
    /// Says that the peer closed the connection; what is unfinished fails with
    /// `ErrorKind::Network`.
    void connectionLost();

    [[nodiscard]] const Capabilities& capabilities() const;
    /// True once COMPRESS holds: what is written and received is not what is said.
    [[nodiscard]] bool isCompressed() const;
    /// What ENABLE switched on (RFC 5161).
    [[nodiscard]] const Capabilities& enabled() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace fulmar::imap
