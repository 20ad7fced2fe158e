// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/session_impl.h"

#include <algorithm>

namespace fulmar::imap {
namespace {

/// How many commands may wait for their answer; more could fill both directions of the connection.
constexpr std::size_t mostInFlight = 32;
constexpr std::size_t messagePiece = 64 * 1024;

/// True for commands that may share the connection with others like them (RFC 3501 section 5.5):
/// they name messages by UID and do not change which mailbox is selected.
bool isPipelined(const Command& command)
{
    return std::holds_alternative<UidFetch>(command) || std::holds_alternative<UidStore>(command)
        || std::holds_alternative<UidSearch>(command) || std::holds_alternative<UidCopy>(command)
        || std::holds_alternative<UidMove>(command)
        || std::holds_alternative<UidStoreLabels>(command)
        || std::holds_alternative<UidExpunge>(command) || std::holds_alternative<Status>(command)
        || std::holds_alternative<List>(command) || std::holds_alternative<Noop>(command);
}

/// True for commands whose untagged answers do not say to which command they belong.
bool isAnonymous(const Command& command)
{
    return std::holds_alternative<UidSearch>(command) || std::holds_alternative<UidMove>(command)
        || std::holds_alternative<List>(command);
}

} // namespace

CommandHandle Session::Impl::enqueue(Command command)
{
    const CommandHandle handle{ ++m_lastHandle };
    if (!m_failure && m_phase != Phase::Ended)
        m_queue.push_back({ .handle = handle, .command = std::move(command) });
    return handle;
}

void Session::Impl::leaveIdle()
{
    for (auto it = m_queue.begin(); it != m_queue.end();) {
        if (std::holds_alternative<Idle>(it->command)) {
            emit(CommandDone{ .command = it->handle, .error = {}, .code = {}, .text = {} });
            it = m_queue.erase(it);
        } else {
            ++it;
        }
    }
    m_leaveIdle = m_idle == IdleState::Asked || m_idle == IdleState::Running;
}

bool Session::Impl::makeOutput()
{
    if (m_writing)
        return writeMore();
    if (m_phase == Phase::SetUp)
        return writeSetUp();
    if (m_phase != Phase::Ready)
        return false;
    if (m_leaveIdle && m_idle == IdleState::Running) {
        m_leaveIdle = false;
        m_idle = IdleState::Leaving;
        m_steps.emplace_back(Output{ .bytes = "DONE\r\n" });
        return true;
    }
    if (m_queue.empty() || !maySend(m_queue.front().command))
        return false;
    auto queued = std::move(m_queue.front());
    m_queue.pop_front();
    send(std::move(queued));
    return true;
}

bool Session::Impl::maySend(const Command& command) const
{
    if (m_inFlight.empty())
        return true;
    if (m_inFlight.size() >= mostInFlight || !isPipelined(command))
        return false;
    return std::all_of(m_inFlight.begin(), m_inFlight.end(), [&](const InFlight& flight) {
        const bool alike = flight.command.index() == command.index() && isAnonymous(command);
        return isPipelined(flight.command) && !alike;
    });
}

void Session::Impl::send(Queued queued)
{
    if (concernsNothing(queued.command)) {
        emit(CommandDone{ .command = queued.handle, .error = {}, .code = {}, .text = {} });
        return;
    }
    const auto encoded = encodeCommand(queued.command, m_capabilities, m_enabled);
    if (!encoded) {
        refuse(queued, encoded.error());
        return;
    }
    InFlight flight{
        .handle = queued.handle, .command = std::move(queued.command), .tag = nextTag()
    };
    if (const auto* select = std::get_if<Select>(&flight.command)) {
        flight.selected.mailbox = select->mailbox;
        flight.selected.readOnly = select->readOnly;
        // What still comes about the old mailbox must not be taken for the new one.
        flight.opened = !m_selected;
        m_selected = false;
    }
    if (std::holds_alternative<Idle>(flight.command))
        m_idle = IdleState::Asked;
    auto* append = std::get_if<Append>(&flight.command);
    write(flight.tag + ' ' + *encoded, flight.tag, false, append != nullptr);
    if (append)
        m_writing->source = std::move(append->message);
    m_inFlight.push_back(std::move(flight));
}

void Session::Impl::refuse(const Queued& queued, Error error)
{
    ResponseCode none;
    emit(CommandDone{
        .command = queued.handle, .error = std::move(error), .code = none, .text = {} });
}

void Session::Impl::write(std::string_view encoded, std::string tag, bool sensitive, bool openEnd)
{
    auto pieces = planWriting(encoded, m_capabilities, openEnd);
    m_writing = Writing{
        .pieces
        = { std::make_move_iterator(pieces.begin()), std::make_move_iterator(pieces.end()) },
        .tag = std::move(tag),
        .sensitive = sensitive,
        .source = {},
        .refused = {},
    };
}

bool Session::Impl::writeMore()
{
    auto& writing = *m_writing;
    if (writing.awaitContinuation)
        return false;
    if (!writing.pieces.empty()) {
        auto piece = std::move(writing.pieces.front());
        writing.pieces.pop_front();
        writing.awaitContinuation = piece.awaitContinuation;
        if (!piece.bytes.empty())
            m_steps.emplace_back(
                Output{ .bytes = std::move(piece.bytes), .sensitive = writing.sensitive });
    } else if (writing.source) {
        writeMessage();
    }
    if (m_writing && m_writing->pieces.empty() && !m_writing->source
        && !m_writing->awaitContinuation)
        writingDone();
    return true;
}

void Session::Impl::writeMessage()
{
    auto& writing = *m_writing;
    const auto left = writing.source->size - writing.sent;
    // One read more than needed shows a source that holds more than it announced.
    auto piece = writing.source->read(messagePiece);
    if (!piece) {
        auto error = piece.error();
        error.where.insert(0, error.where.empty() ? "APPEND" : "APPEND / ");
        fail(std::move(error));
    } else if (piece->size() > left || (piece->empty() && left > 0)) {
        // Half a literal cannot be taken back; only the end of the connection keeps it out of the
        // mailbox.
        fail({ .kind = ErrorKind::Storage,
            .where = "APPEND",
            .serverText = {},
            .code = "size-mismatch" });
    } else if (piece->empty()) {
        writing.source.reset();
        m_steps.emplace_back(Output{ .bytes = "\r\n" });
    } else {
        writing.sent += piece->size();
        m_steps.emplace_back(Output{ .bytes = std::move(*piece) });
    }
}

void Session::Impl::writingDone()
{
    const auto refused = std::move(m_writing->refused);
    m_writing.reset();
    if (refused)
        takeTagged(*refused);
}

} // namespace fulmar::imap
