// SPDX-License-Identifier: GPL-3.0-or-later
#include "pop3/session.h"

#include "common/limits.h"
#include "pop3/encode.h"
#include "pop3/reply.h"
#include "pop3/running.h"
#include "pop3/sign_in.h"

#include <deque>

namespace fulmar::pop3 {

class Session::Impl {
public:
    explicit Impl(SessionOptions options)
        : m_options(std::move(options)), m_signIn(std::move(m_options.credentials))
    {
    }

    CommandHandle enqueue(Command command);
    void receive(std::string_view bytes);
    Step next();
    void tlsEstablished();
    void bind(ChannelBinding binding) { m_signIn.bind(std::move(binding)); }
    [[nodiscard]] std::string mechanism() const { return m_signIn.mechanism(); }
    void connectionLost() { m_lost = true; }
    [[nodiscard]] const Capabilities& capabilities() const { return m_capabilities; }

private:
    enum class State {
        Greeting,
        StartTls,
        BeforeHandshake,
        Handshake,
        Capa,
        Auth,
        CapaAgain,
        Utf8,
        Transaction,
        Closed
    };
    void read();
    bool readBody(Running& running);
    void readLine(std::string_view line);
    void readListRow(std::string_view line);
    void setUp(const Reply& reply);
    void capaAnswered(bool known);
    void apply(SignIn::Next next);
    void becomeReady();
    void answer(const Reply& reply);
    void finishFront();
    void sayNext();
    void say(std::string bytes, State awaiting, bool sensitive = false);
    void fail(Error error);
    [[nodiscard]] Step produce();
    [[nodiscard]] std::string where() const;

    SessionOptions m_options;
    SignIn m_signIn;
    State m_state = State::Greeting;
    LineBuffer m_lines;
    bool m_inCapaLines = false;
    Capabilities m_capabilities;
    std::deque<std::pair<CommandHandle, Command>> m_queue;
    std::deque<Running> m_running;
    std::uint32_t m_lastHandle = 0;
    std::deque<Event> m_events; ///< told before any other step
    std::optional<Output> m_output; ///< not handed out yet
    std::optional<Failure> m_failure;
    bool m_lost = false;
};

CommandHandle Session::Impl::enqueue(Command command)
{
    const CommandHandle handle{ ++m_lastHandle };
    m_queue.emplace_back(handle, command);
    return handle;
}

void Session::Impl::receive(std::string_view bytes)
{
    if (m_state == State::Handshake && !bytes.empty()) {
        fail({ ErrorKind::Tls, "STLS / bytes before the handshake", {}, "starttls-injection" });
        return;
    }
    m_lines.receive(bytes);
}

Step Session::Impl::next()
{
    if (m_events.empty() && !m_failure)
        read();
    if (!m_events.empty()) {
        Event event = std::move(m_events.front());
        m_events.pop_front();
        return event;
    }
    if (m_state == State::Closed)
        return NeedInput{};
    if (!m_failure && m_lost)
        fail({ ErrorKind::Network, where() + " / connection lost", {}, "connection-closed" });
    if (m_failure)
        return *m_failure;
    return produce();
}

/// Takes what was received until there is an event to tell.
void Session::Impl::read()
{
    while (m_events.empty() && !m_failure && m_state != State::Closed
        && m_state != State::BeforeHandshake && m_state != State::Handshake) {
        if (m_state == State::Transaction && !m_running.empty() && m_running.front().inLines
            && readBody(m_running.front()))
            return;
        if (!m_events.empty())
            return;
        const auto line = m_lines.nextLine();
        if (!line) {
            Error error = line.error();
            error.where = where() + " / " + error.where;
            fail(std::move(error));
        } else if (!*line) {
            return;
        } else {
            readLine(**line);
        }
    }
}

/// The lines of RETR and TOP go out in pieces; true where more bytes are needed.
bool Session::Impl::readBody(Running& running)
{
    const bool isBody = std::holds_alternative<Retrieve>(running.command)
        || std::holds_alternative<Top>(running.command);
    if (!isBody)
        return false;
    BodyChunk chunk{ running.handle, {} };
    m_lines.consume(
        running.body.decode(m_lines.unread().substr(0, limits::pop3Chunk), chunk.bytes));
    const bool ended = running.body.atEnd();
    if (!chunk.bytes.empty())
        m_events.emplace_back(std::move(chunk));
    if (ended)
        finishFront();
    return m_events.empty();
}

void Session::Impl::readLine(std::string_view line)
{
    if (m_inCapaLines) {
        if (line != ".")
            return m_capabilities.add(line);
        m_inCapaLines = false;
        return capaAnswered(true);
    }
    if (m_state == State::Transaction && !m_running.empty() && m_running.front().inLines)
        return readListRow(line);
    auto reply = parseReply(line);
    if (!reply) {
        Error error = reply.error();
        error.where = where() + " / " + error.where;
        return fail(std::move(error));
    }
    if (m_output) {
        // It answers nothing that we said.
        return fail({ ErrorKind::Protocol, where() + " / reply before its command", reply->text,
            "unexpected-reply" });
    }
    if (m_state == State::Transaction)
        return answer(*reply);
    if (reply->status == Reply::Status::Continuation && m_state != State::Auth)
        return fail(
            { ErrorKind::Protocol, where() + " / unexpected challenge", {}, "malformed-reply" });
    setUp(*reply);
}

void Session::Impl::readListRow(std::string_view line)
{
    if (line == ".")
        return finishFront();
    if (!m_running.front().addRow(line))
        fail({ ErrorKind::Limit,
            where() + " / over " + std::to_string(limits::pop3Messages) + " lines", {},
            "reply-too-long" });
}

/// Everything up to the moment when commands are taken.
void Session::Impl::setUp(const Reply& reply)
{
    switch (m_state) {
    case State::Greeting:
        if (!reply.positive())
            return fail(rejection("greeting", reply));
        return m_options.startTls ? say("STLS\r\n", State::StartTls) : say("CAPA\r\n", State::Capa);
    case State::StartTls:
        if (!reply.positive()) {
            Error error = rejection("STLS", reply);
            error.kind = ErrorKind::Tls;
            error.code = "starttls-refused";
            return fail(std::move(error));
        }
        m_state = State::BeforeHandshake;
        return;
    case State::Capa:
    case State::CapaAgain:
        if (!reply.positive())
            return capaAnswered(false);
        m_capabilities = {};
        m_inCapaLines = true;
        return;
    case State::Auth:
        return apply(m_signIn.reply(reply));
    case State::Utf8: // a server that refuses it sends what it has all the same
        return becomeReady();
    default:
        return;
    }
}

void Session::Impl::capaAnswered(bool known)
{
    m_capabilities.known = known || m_capabilities.known;
    if (m_state == State::Capa)
        return apply(m_signIn.begin(m_capabilities));
    if (m_capabilities.has("UTF8"))
        return say("UTF8\r\n", State::Utf8);
    becomeReady();
}

void Session::Impl::tlsEstablished()
{
    if (m_state != State::Handshake || m_failure)
        return;
    // RFC 2595 section 4: nothing that was said in clear text counts.
    m_lines.clear();
    m_capabilities = {};
    say("CAPA\r\n", State::Capa);
}

void Session::Impl::apply(SignIn::Next next)
{
    if (next.error)
        return fail(*std::move(next.error));
    if (!next.done)
        return say(std::move(next.output), State::Auth, true);
    // Gmail announces PIPELINING only now.
    if (m_capabilities.known)
        return say("CAPA\r\n", State::CapaAgain);
    becomeReady();
}

void Session::Impl::becomeReady()
{
    m_state = State::Transaction;
    m_events.emplace_back(Ready{ m_capabilities });
}

/// The status line of the oldest command that runs.
void Session::Impl::answer(const Reply& reply)
{
    if (m_running.empty()) {
        // Servers that shut down or time out say so before they close.
        if (reply.status == Reply::Status::Error)
            return fail({ ErrorKind::Network, "idle / closed by the server", reply.text,
                reply.code.empty() ? "connection-closed" : reply.code });
        return fail(
            { ErrorKind::Protocol, "idle / unexpected reply", reply.text, "unexpected-reply" });
    }
    if (reply.status == Reply::Status::Continuation)
        return fail(
            { ErrorKind::Protocol, where() + " / unexpected challenge", {}, "malformed-reply" });
    Running& running = m_running.front();
    running.done.text = reply.text;
    if (!reply.positive()) {
        running.done.error = rejection(keyword(running.command), reply);
        return finishFront();
    }
    if (isMultiline(running.command)) {
        running.inLines = true;
        return;
    }
    if (std::holds_alternative<Stat>(running.command))
        running.takeStat();
    finishFront();
}

void Session::Impl::finishFront()
{
    Running running = std::move(m_running.front());
    m_running.pop_front();
    running.done.command = running.handle;
    const bool over = std::holds_alternative<Quit>(running.command);
    m_events.emplace_back(std::move(running.done));
    if (over) {
        m_state = State::Closed;
        m_events.emplace_back(Closed{});
    }
}

/// What may be said now: one command, or as many as the pipeline takes.
void Session::Impl::sayNext()
{
    const std::size_t window
        = m_capabilities.has("PIPELINING") ? limits::pop3Pipeline : std::size_t{ 1 };
    std::string bytes;
    while (!m_queue.empty() && m_running.size() < window) {
        auto& [handle, command] = m_queue.front();
        // QUIT waits for everything before it: whether to say it may depend on that.
        if (std::holds_alternative<Quit>(command) && !m_running.empty())
            break;
        bytes += encode(command);
        m_running.push_back({ .handle = handle, .command = command });
        m_queue.pop_front();
    }
    if (!bytes.empty())
        m_output = Output{ std::move(bytes), false };
}

Step Session::Impl::produce()
{
    if (m_state == State::BeforeHandshake) {
        if (!m_lines.unread().empty()) {
            fail({ ErrorKind::Tls, "STLS / bytes behind the reply", {}, "starttls-injection" });
            return *m_failure;
        }
        m_state = State::Handshake;
        return StartTls{};
    }
    if (m_state == State::Transaction && !m_output) {
        // A half reply here belongs to no command of ours.
        if (m_running.empty() && !m_lines.unread().empty())
            return NeedInput{ true };
        sayNext();
    }
    if (m_output) {
        if (m_state != State::Transaction && !m_lines.unread().empty())
            return NeedInput{ true };
        Output output = *std::move(m_output);
        m_output.reset();
        return output;
    }
    return NeedInput{ m_state != State::Transaction || !m_running.empty() };
}

void Session::Impl::say(std::string bytes, State awaiting, bool sensitive)
{
    m_output = Output{ std::move(bytes), sensitive };
    m_state = awaiting;
}

/// The first failure stays.
void Session::Impl::fail(Error error)
{
    if (m_failure || m_state == State::Closed)
        return;
    m_failure = Failure{ std::move(error) };
    m_output.reset();
}

std::string Session::Impl::where() const
{
    switch (m_state) {
    case State::Greeting:
        return "greeting";
    case State::StartTls:
    case State::BeforeHandshake:
    case State::Handshake:
        return "STLS";
    case State::Capa:
    case State::CapaAgain:
        return "CAPA";
    case State::Auth:
        return "AUTH";
    case State::Utf8:
        return "UTF8";
    default:
        return m_running.empty() ? "idle" : std::string(keyword(m_running.front().command));
    }
}

Session::Session(SessionOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) { }
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

CommandHandle Session::enqueue(Command command)
{
    return m_impl->enqueue(command);
}
void Session::receive(Bytes bytes)
{
    m_impl->receive(asText(bytes));
}
Step Session::next()
{
    return m_impl->next();
}
void Session::tlsEstablished()
{
    m_impl->tlsEstablished();
}
void Session::setChannelBinding(ChannelBinding binding)
{
    m_impl->bind(std::move(binding));
}

std::string Session::mechanism() const
{
    return m_impl->mechanism();
}

void Session::connectionLost()
{
    m_impl->connectionLost();
}
const Capabilities& Session::capabilities() const
{
    return m_impl->capabilities();
}

} // namespace fulmar::pop3
