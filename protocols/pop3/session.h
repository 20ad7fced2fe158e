// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/bytes.h"
#include "common/error.h"
#include "common/secret.h"
#include "sasl/choose.h"
#include "pop3/capabilities.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fulmar::pop3 {

struct SessionOptions {
    bool startTls
        = false; ///< true: port 110, STLS before anything else; false: TLS is already there
    sasl::Credentials credentials{};
};

// ---- commands; message numbers count from 1 and hold for one session
struct Stat { };
struct List { };
struct Uidl { };
struct Retrieve {
    std::uint32_t number = 0;
};
/// The header and so many lines of the body.
struct Top {
    std::uint32_t number = 0;
    std::uint32_t lines = 0;
};
/// Marks only; the server removes at QUIT.
struct Delete {
    std::uint32_t number = 0;
};
struct Reset { };
struct Noop { };
/// Ends the session: what was marked is removed if, and only if, this is done without error.
struct Quit { };
using Command = std::variant<Stat, List, Uidl, Retrieve, Top, Delete, Reset, Noop, Quit>;

struct CommandHandle {
    std::uint32_t number = 0;
    auto operator<=>(const CommandHandle&) const = default;
};

/// Line of LIST.
struct ListRow {
    std::uint32_t number = 0;
    std::uint64_t size = 0; ///< octets, as the server believes
    bool operator==(const ListRow&) const = default;
};
/// Line of UIDL; the id is 1 to `limits::pop3Uidl` bytes without blanks and control characters.
struct UidlRow {
    std::uint32_t number = 0;
    std::string uidl;
    bool operator==(const UidlRow&) const = default;
};

// ---- events
/// Signed in; the mailbox is locked for us.
struct Ready {
    Capabilities capabilities;
};
/// A piece of the message of RETR or TOP, dot-stuffing taken off.
struct BodyChunk {
    CommandHandle command;
    std::string bytes;
};
/// A command is through: `error` empty = +OK and, for RETR and TOP, all chunks were told.
struct CommandDone {
    CommandHandle command;
    std::optional<Error> error{};
    std::string text{}; ///< of the status line
    std::uint32_t count = 0; ///< STAT
    std::uint64_t octets = 0; ///< STAT
    std::vector<ListRow> list{};
    std::vector<UidlRow> uidl{};
    std::uint32_t malformedRows = 0; ///< lines of LIST or UIDL that could not be read
};
/// The session is over after QUIT was answered.
struct Closed { };
using Event = std::variant<Ready, BodyChunk, CommandDone, Closed>;

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
};
using Step = std::variant<Event, Output, NeedInput, StartTls, Failure>;

/// The client side of POP3 as a pure state machine (RFC 1939, 2449, 2595, 3206, 5034, 6856).
///
/// Greeting, STLS where asked, CAPA, sign-in, CAPA again (the list may differ then), UTF8 where
/// announced. Commands are pipelined where the server announces it, `limits::pop3Pipeline` at a
/// time; a refused one ends alone, those around it go on. A status line that cannot be read ends
/// the session, because nothing after it can be told apart. A lost connection before the answer of
/// QUIT is a failure: nothing that was marked counts as removed.
class Session {
public:
    explicit Session(SessionOptions options);
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;

    CommandHandle enqueue(Command command);
    void receive(Bytes bytes);
    [[nodiscard]] Step next();
    void tlsEstablished();
    /// What SCRAM-…-PLUS binds to; call as soon as TLS is there, before the bytes that follow.
    void setChannelBinding(ChannelBinding binding);
    /// What we signed in by; empty for USER and PASS.
    [[nodiscard]] std::string mechanism() const;
    void connectionLost();

    [[nodiscard]] const Capabilities& capabilities() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace fulmar::pop3
