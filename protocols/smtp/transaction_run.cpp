// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/transaction_run.h"

#include "common/limits.h"
#include "smtp/envelope.h"
#include "smtp/reply.h"

namespace fulmar::smtp {

TransactionRun::TransactionRun(
    TransactionHandle handle, Transaction transaction, const Extensions& extensions)
    : m_handle(handle), m_transaction(std::move(transaction)), m_extensions(extensions)
{
}

std::string TransactionRun::begin(std::vector<Event>& events)
{
    if (auto error = checkEnvelope(m_transaction, m_extensions)) {
        refuse("MAIL", *std::move(error), {}, events, State::Done);
        return {};
    }
    std::string out = mailCommand(m_transaction, m_extensions);
    if (m_extensions.pipelining) {
        for (std::size_t i = 0; i < m_transaction.recipients.size(); ++i)
            out += rcptCommand(m_transaction, m_extensions, i);
        out += "DATA\r\n";
    }
    return out;
}

std::string TransactionRun::reply(const Reply& reply, std::vector<Event>& events)
{
    switch (m_state) {
    case State::Body:
        earlyReply(reply, events);
        return {};
    case State::FinalDot:
        finalReply(reply, events);
        return {};
    default:
        break;
    }
    switch (m_command) {
    case Command::Mail:
        return mailReply(reply, events);
    case Command::Rcpt:
        return rcptReply(reply, events);
    case Command::Data:
        if (isRefused())
            return refusedDataReply(reply, events);
        dataReply(reply, events);
        return {};
    }
    return {};
}

bool TransactionRun::isRefused() const
{
    return m_mailRefusal.has_value() || m_accepted.empty();
}

/// DATA was pipelined and there is nobody to send to.
std::string TransactionRun::refusedDataReply(const Reply& reply, std::vector<Event>& events)
{
    if (reply.code == 354) {
        m_state = State::FinalDot;
        m_abandoned = true;
        return ".\r\n";
    }
    // After a refused MAIL there is no transaction to be reset.
    tellRefusal(
        events, reply.code == 421 || m_mailRefusal ? State::Done : State::Resetting);
    return {};
}

void TransactionRun::tellRefusal(std::vector<Event>& events, State next)
{
    if (m_mailRefusal)
        refuse("MAIL", rejection("MAIL", *m_mailRefusal), *m_mailRefusal, events, next);
    else
        refuse("RCPT", rejection("RCPT", *m_rcptRefusal), *m_rcptRefusal, events, next);
}

std::string TransactionRun::mailReply(const Reply& reply, std::vector<Event>& events)
{
    if (reply.code >= 300 && reply.code < 400) {
        unexpected("MAIL", reply);
        return {};
    }
    m_command = Command::Rcpt;
    if (!reply.positive()) {
        if (!m_extensions.pipelining || reply.code == 421) {
            refuse("MAIL", rejection("MAIL", reply), reply, events, State::Done);
            return {};
        }
        m_mailRefusal = reply;
    }
    return m_extensions.pipelining ? std::string() : rcptCommand(m_transaction, m_extensions, 0);
}

std::string TransactionRun::rcptReply(const Reply& reply, std::vector<Event>& events)
{
    if (reply.code >= 300 && reply.code < 400) {
        unexpected("RCPT", reply);
        return {};
    }
    const std::string& recipient = m_transaction.recipients[m_answered++];
    if (m_mailRefusal) {
        // The answers of a server that saw no MAIL: they say nothing about the recipients.
        if (reply.code == 421)
            tellRefusal(events, State::Done);
        else if (m_answered == m_transaction.recipients.size())
            m_command = Command::Data;
        return {};
    }
    if (reply.code == 421) {
        refuse("RCPT", rejection("RCPT", reply), reply, events, State::Done);
        return {};
    }
    if (reply.positive()) {
        m_accepted.push_back(recipient);
    } else {
        events.emplace_back(RecipientRefused{ m_handle, recipient, reply });
        // A temporary refusal among them makes a later try worth it.
        if (!m_rcptRefusal || (reply.transient() && m_rcptRefusal->permanent()))
            m_rcptRefusal = reply;
    }
    if (m_answered < m_transaction.recipients.size())
        return m_extensions.pipelining ? std::string()
                                       : rcptCommand(m_transaction, m_extensions, m_answered);
    return afterRecipients(events);
}

std::string TransactionRun::afterRecipients(std::vector<Event>& events)
{
    m_command = Command::Data;
    if (m_extensions.pipelining)
        return {};
    if (m_accepted.empty()) {
        tellRefusal(events, State::Resetting);
        return {};
    }
    return "DATA\r\n";
}

void TransactionRun::dataReply(const Reply& reply, std::vector<Event>& events)
{
    if (reply.code >= 400) {
        refuse("DATA", rejection("DATA", reply), reply, events,
            reply.code == 421 ? State::Done : State::Resetting);
        return;
    }
    if (reply.code != 354) {
        unexpected("DATA", reply);
        return;
    }
    m_state = State::Body;
    events.emplace_back(DataStarted{ m_handle });
}

void TransactionRun::earlyReply(const Reply& reply, std::vector<Event>& events)
{
    if (reply.code < 400) {
        unexpected("message / reply before the final dot", reply);
        return;
    }
    // The server will take no more of it, but RFC 5321 knows no way to stop a message: only
    // dropping the connection ends it.
    refuse("message", rejection("message", reply), reply, events, State::Broken);
    m_error = rejection("message / refused before the final dot", reply);
}

void TransactionRun::finalReply(const Reply& reply, std::vector<Event>& events)
{
    if (reply.code >= 300 && reply.code < 400) {
        unexpected("message", reply);
        return;
    }
    m_dotOut = false;
    if (m_abandoned)
        return tellRefusal(events, State::Done);
    if (!reply.positive()) {
        refuse("message", rejection("message", reply), reply, events, State::Done);
        return;
    }
    m_state = State::Done;
    events.emplace_back(Accepted{ m_handle, reply, std::move(m_accepted) });
}

std::string TransactionRun::bodyPiece(std::vector<Event>& events)
{
    Result<std::string> piece = readPiece();
    std::string out;
    bool atEnd = piece && piece->empty();
    if (piece && !atEnd) {
        out = m_stuffer.feed(*piece);
        if (m_read == m_transaction.message.size) {
            // Asking for the end now saves a small packet of its own, which would wait for the
            // acknowledgement of the one before.
            piece = readPiece();
            atEnd = piece.has_value();
        }
    }
    if (!piece) {
        refuse("message", piece.error(), {}, events, State::Broken);
        m_error = piece.error();
        return {};
    }
    if (atEnd) {
        out += m_stuffer.finish();
        m_state = State::FinalDot;
        m_dotOut = true;
        events.emplace_back(DataSent{ m_handle });
    }
    return out;
}

/// The next bytes, empty only where exactly as many were read as announced: a file cut short or
/// grown must not be sent as if whole.
Result<std::string> TransactionRun::readPiece()
{
    Result<std::string> piece = m_transaction.message.read(limits::smtpOutputChunk);
    if (!piece)
        return piece;
    m_read += piece->size();
    const std::uint64_t size = m_transaction.message.size;
    if (m_read > size || (piece->empty() && m_read < size))
        return Unexpected(Error{ ErrorKind::Storage,
            "message / source gave " + std::to_string(m_read) + " of " + std::to_string(size)
                + " bytes",
            {}, "message-size-changed" });
    if (piece->find('\0') != std::string::npos)
        return Unexpected(Error{ ErrorKind::Unsupported,
            "message / NUL, which RFC 5321 section 4.5.2 forbids", {}, "nul" });
    return piece;
}

std::string_view TransactionRun::stage() const
{
    if (m_state == State::Body || m_state == State::FinalDot)
        return "message";
    return m_command == Command::Mail ? "MAIL" : m_command == Command::Rcpt ? "RCPT" : "DATA";
}

void TransactionRun::refuse(
    std::string_view stage, Error error, const Reply& reply, std::vector<Event>& events, State next)
{
    m_state = next;
    events.emplace_back(Refused{ m_handle, std::string(stage), std::move(error), reply });
}

void TransactionRun::breakOff(Error error)
{
    m_state = State::Broken;
    m_error = std::move(error);
}

void TransactionRun::unexpected(std::string_view where, const Reply& reply)
{
    breakOff({ ErrorKind::Protocol, std::string(where) + " / unexpected reply", reply.text,
        codePair(reply) });
}

} // namespace fulmar::smtp
