// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "smtp/dot_stuffing.h"
#include "smtp/session.h"

#include <optional>
#include <string>
#include <vector>

namespace fulmar::smtp {

/// One MAIL / RCPT / DATA exchange, from its first command to the reply to the final dot.
///
/// With PIPELINING, MAIL, all RCPT and DATA go out in one piece, and the session may put the piece
/// of the next run behind the final dot of this one. A server that refuses every recipient and
/// still answers 354 gets the lone dot that RFC 2920 section 3.1 asks for: no byte of a body leaves
/// before a recipient is certain.
class TransactionRun {
public:
    enum class State {
        Commands, ///< a reply is owed to MAIL, RCPT or DATA
        Body, ///< `bodyPiece` gives the next output
        FinalDot, ///< the dot is out; its reply decides
        Resetting, ///< RSET is to be sent by the session, then the run is over
        Done, ///< over, the connection is clean
        Broken, ///< over, and the connection must be dropped: `error()`
    };

    TransactionRun(TransactionHandle handle, Transaction transaction, const Extensions& extensions);

    /// The first output; empty where the transaction is refused here, with its event in `events`.
    std::string begin(std::vector<Event>& events);
    /// Takes a reply in the states Commands, Body and FinalDot; gives the next output, which may be
    /// empty.
    std::string reply(const Reply& reply, std::vector<Event>& events);
    /// The next piece of the message; the last one holds the final dot and moves to FinalDot. Empty
    /// where the source failed.
    std::string bodyPiece(std::vector<Event>& events);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const Error& error() const { return m_error; }
    [[nodiscard]] TransactionHandle handle() const { return m_handle; }
    /// True once the final dot was handed out and no reply has settled the mail's fate.
    [[nodiscard]] bool isUnknown() const { return m_dotOut; }
    /// "MAIL", "RCPT", "DATA" or "message": what a reply now would answer.
    [[nodiscard]] std::string_view stage() const;

private:
    enum class Command { Mail, Rcpt, Data };

    void refuse(std::string_view stage, Error error, const Reply& reply, std::vector<Event>& events,
        State next);
    void breakOff(Error error);
    void unexpected(std::string_view where, const Reply& reply);
    std::string mailReply(const Reply& reply, std::vector<Event>& events);
    std::string rcptReply(const Reply& reply, std::vector<Event>& events);
    std::string afterRecipients(std::vector<Event>& events);
    [[nodiscard]] bool isRefused() const;
    std::string refusedDataReply(const Reply& reply, std::vector<Event>& events);
    void tellRefusal(std::vector<Event>& events, State next);
    void dataReply(const Reply& reply, std::vector<Event>& events);
    void earlyReply(const Reply& reply, std::vector<Event>& events);
    void finalReply(const Reply& reply, std::vector<Event>& events);
    [[nodiscard]] Result<std::string> readPiece();

    TransactionHandle m_handle;
    Transaction m_transaction;
    Extensions m_extensions;
    State m_state = State::Commands;
    Command m_command = Command::Mail;
    std::optional<Reply> m_mailRefusal; ///< pipelined RCPT replies are still owed
    std::size_t m_answered = 0; ///< recipients
    std::vector<std::string> m_accepted;
    std::optional<Reply> m_rcptRefusal; ///< the one that is told when all are refused
    DotStuffer m_stuffer;
    std::uint64_t m_read = 0;
    bool m_dotOut = false;
    bool m_abandoned = false; ///< the lone dot of a message that nobody is to get
    Error m_error;
};

} // namespace fulmar::smtp
