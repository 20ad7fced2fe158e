// SPDX-License-Identifier: GPL-3.0-or-later
#include "smtp/session.h"

#include "common/ascii.h"
#include "smtp/ehlo.h"
#include "smtp/reply.h"
#include "smtp/sign_in.h"
#include "smtp/transaction_run.h"

#include <algorithm>
#include <deque>

namespace fulmar::smtp {

class Session::Impl {
public:
    explicit Impl(SessionOptions options)
        : m_options(std::move(options))
        , m_needsTls(m_options.startTls)
        , m_signIn(std::move(m_options.credentials))
        , m_signsIn(!m_signIn.user().empty())
    {
    }

    TransactionHandle enqueue(Transaction transaction);
    void quit() { m_quitAsked = true; }
    void receive(std::string_view bytes);
    Step next();
    void tlsEstablished();
    void bind(ChannelBinding binding) { m_signIn.bind(std::move(binding)); }
    void connectionLost() { m_lost = true; }
    [[nodiscard]] const Extensions& extensions() const { return m_extensions; }

private:
    enum class State {
        Greeting,
        Ehlo,
        StartTls,
        BeforeHandshake,
        Handshake,
        Auth,
        Idle,
        Transaction,
        Reset,
        Quit,
        Closed
    };

    void takeReplies();
    void handle(const Reply& reply);
    void greeting(const Reply& reply);
    void ehlo(const Reply& reply);
    void startTls(const Reply& reply);
    void afterEhlo();
    void apply(SignIn::Next next);
    void transactionReply(const Reply& reply);
    void settle();
    void idleReply(const Reply& reply);
    void becomeReady();
    void startNext();
    std::string beginNext();
    Output bodyOutput();
    void say(std::string bytes, State awaiting, bool sensitive = false);
    void sayEhlo();
    void close(const Reply& reply, bool expected);
    void fail(Error error);
    void lose();
    [[nodiscard]] Step produce();
    [[nodiscard]] std::string_view where() const;

    SessionOptions m_options;
    bool m_needsTls;
    SignIn m_signIn;
    bool m_signsIn;
    State m_state = State::Greeting;
    ReplyParser m_parser;
    Extensions m_extensions;
    std::deque<std::pair<TransactionHandle, Transaction>> m_queue;
    std::uint32_t m_lastHandle = 0;
    std::optional<TransactionRun> m_run;
    std::optional<TransactionRun> m_following; ///< its commands left with the final dot of `m_run`
    std::vector<Event> m_events; ///< told before any other step
    std::optional<Output> m_output; ///< not handed out yet
    std::optional<Failure> m_failure;
    bool m_quitAsked = false, m_lost = false;
};

TransactionHandle Session::Impl::enqueue(Transaction transaction)
{
    const TransactionHandle handle{ ++m_lastHandle };
    m_queue.emplace_back(handle, std::move(transaction));
    return handle;
}

void Session::Impl::receive(std::string_view bytes)
{
    if (m_state == State::Handshake && !bytes.empty()) {
        fail({ ErrorKind::Tls, "STARTTLS / bytes before the handshake", {}, "starttls-injection" });
        return;
    }
    m_parser.receive(bytes);
}

Step Session::Impl::next()
{
    if (m_events.empty() && !m_failure && m_state != State::Closed)
        takeReplies();
    if (!m_events.empty()) {
        Event event = std::move(m_events.front());
        m_events.erase(m_events.begin());
        return event;
    }
    if (m_state == State::Closed)
        return NeedInput{};
    if (!m_failure && m_lost)
        lose();
    if (m_failure)
        return *m_failure;
    return m_events.empty() ? produce() : next();
}

/// Replies are taken one event at a time and only while nothing waits to be written, so that a
/// reply ahead of its command shows.
void Session::Impl::takeReplies()
{
    while (m_events.empty() && !m_failure && m_state != State::Closed
        && m_state != State::BeforeHandshake && m_state != State::Handshake) {
        auto reply = m_parser.next();
        if (!reply) {
            Error error = reply.error();
            error.where = std::string(where()) + " / " + error.where;
            fail(std::move(error));
        } else if (!*reply) {
            return;
        } else {
            handle(**reply);
        }
    }
}

void Session::Impl::handle(const Reply& reply)
{
    if (m_output || m_state == State::Idle)
        return idleReply(reply);
    switch (m_state) {
    case State::Greeting:
        return greeting(reply);
    case State::Ehlo:
        return ehlo(reply);
    case State::StartTls:
        return startTls(reply);
    case State::Auth:
        return apply(m_signIn.reply(reply));
    case State::Transaction:
        return transactionReply(reply);
    case State::Reset:
        m_state = State::Idle;
        if (reply.code == 421)
            return close(reply, false);
        if (!reply.positive())
            fail(rejection("RSET", reply));
        return;
    case State::Quit:
        return close(reply, true);
    default:
        return idleReply(reply);
    }
}

/// A reply that no command asked for: only 421 may come at any time (RFC 5321 section 3.8); all
/// else would answer what comes next.
void Session::Impl::idleReply(const Reply& reply)
{
    const bool signedIn
        = m_state == State::Idle || m_state == State::Transaction || m_state == State::Reset;
    if (reply.code != 421)
        return fail({ ErrorKind::Protocol, std::string(where()) + " / reply before its command",
            reply.text, codePair(reply) });
    if (!signedIn && m_state != State::Quit)
        return fail(rejection(where(), reply));
    if (m_state == State::Transaction)
        m_events.emplace_back(
            Refused{ m_run->handle(), std::string(where()), rejection(where(), reply), reply });
    close(reply, m_state == State::Quit);
}

void Session::Impl::greeting(const Reply& reply)
{
    if (reply.code >= 400)
        return fail(rejection("greeting", reply));
    if (reply.code != 220)
        return fail(
            { ErrorKind::Protocol, "greeting / unexpected reply", reply.text, codePair(reply) });
    sayEhlo();
}

void Session::Impl::sayEhlo()
{
    const std::string& name = m_options.ehloName;
    if (name.empty() || std::any_of(name.begin(), name.end(), [](char c) {
            return ascii::isControl(c) || c == ' ';
        }))
        return fail({ ErrorKind::Rejected, "EHLO / our own name", {}, "bad-ehlo-name" });
    say("EHLO " + name + "\r\n", State::Ehlo);
}

void Session::Impl::ehlo(const Reply& reply)
{
    if (reply.code >= 400)
        return fail(rejection("EHLO", reply));
    if (reply.code >= 300)
        return fail(
            { ErrorKind::Protocol, "EHLO / unexpected reply", reply.text, codePair(reply) });
    m_extensions = parseExtensions(reply);
    afterEhlo();
}

void Session::Impl::afterEhlo()
{
    if (m_needsTls) {
        if (!m_extensions.startTls)
            return fail({ ErrorKind::Unsupported, "EHLO / STARTTLS is not offered", {},
                "starttls-not-offered" });
        return say("STARTTLS\r\n", State::StartTls);
    }
    if (!m_signsIn)
        return becomeReady();
    apply(m_signIn.begin(m_extensions.authMechanisms));
}

void Session::Impl::startTls(const Reply& reply)
{
    if (reply.code >= 400)
        return fail(rejection("STARTTLS", reply));
    if (reply.code != 220)
        return fail(
            { ErrorKind::Protocol, "STARTTLS / unexpected reply", reply.text, codePair(reply) });
    m_state = State::BeforeHandshake;
}

void Session::Impl::tlsEstablished()
{
    if (m_state != State::Handshake || m_failure)
        return;
    // RFC 3207 section 4.2: nothing that was said in clear text counts.
    m_parser.clear();
    m_extensions = {};
    m_needsTls = false;
    sayEhlo();
}

void Session::Impl::apply(SignIn::Next next)
{
    if (next.error)
        return fail(*std::move(next.error));
    if (next.done)
        return becomeReady();
    say(std::move(next.output), State::Auth, true);
}

void Session::Impl::becomeReady()
{
    m_state = State::Idle;
    m_events.emplace_back(Ready{ m_extensions, m_signIn.mechanism() });
}

/// The first output of the next transaction that this server can take at all; empty where there is
/// none.
std::string Session::Impl::beginNext()
{
    std::string out;
    m_following.reset();
    while (out.empty() && !m_queue.empty()) {
        auto [handle, transaction] = std::move(m_queue.front());
        m_queue.pop_front();
        m_following.emplace(handle, std::move(transaction), m_extensions);
        out = m_following->begin(m_events);
    }
    if (out.empty())
        m_following.reset();
    return out;
}

void Session::Impl::startNext()
{
    std::string out = beginNext();
    if (out.empty())
        return;
    m_run = std::exchange(m_following, std::nullopt);
    say(std::move(out), State::Transaction);
}

/// The next piece of the body; where it holds the final dot, the commands of the next mail join it.
Output Session::Impl::bodyOutput()
{
    std::string piece = m_run->bodyPiece(m_events);
    if (m_run->state() == TransactionRun::State::FinalDot && m_extensions.pipelining)
        piece += beginNext();
    return { std::move(piece), false };
}

void Session::Impl::transactionReply(const Reply& reply)
{
    std::string out = m_run->reply(reply, m_events);
    if (!out.empty())
        return say(std::move(out), State::Transaction);
    const bool over = m_run->state() == TransactionRun::State::Done
        || m_run->state() == TransactionRun::State::Broken;
    if (over && reply.code == 421) {
        m_run.reset();
        m_following.reset();
        return close(reply, false);
    }
    settle();
}

/// What the end of a run means for the connection.
void Session::Impl::settle()
{
    switch (m_run->state()) {
    case TransactionRun::State::Resetting:
        m_run.reset();
        return say("RSET\r\n", State::Reset);
    case TransactionRun::State::Done:
        m_run = std::exchange(m_following, std::nullopt);
        m_state = m_run ? State::Transaction : State::Idle;
        return;
    case TransactionRun::State::Broken:
        return fail(m_run->error());
    default:
        return;
    }
}

Step Session::Impl::produce()
{
    if (m_state == State::BeforeHandshake) {
        if (m_parser.hasUnread()) {
            fail({ ErrorKind::Tls, "STARTTLS / bytes behind the reply", {}, "starttls-injection" });
            return *m_failure;
        }
        m_state = State::Handshake;
        return StartTls{};
    }
    if (m_state == State::Idle && !m_output) {
        if (!m_queue.empty())
            startNext();
        else if (m_quitAsked)
            say("QUIT\r\n", State::Quit);
        if (!m_events.empty() || m_failure)
            return next();
    }
    if (m_output) {
        // A half reply here belongs to no command of ours; it is completed and judged before
        // anything is said.
        if (m_parser.hasUnread())
            return NeedInput{ true };
        Output output = *std::move(m_output);
        m_output.reset();
        return output;
    }
    if (m_state == State::Transaction && m_run->state() == TransactionRun::State::Body) {
        Output output = bodyOutput();
        if (m_run->state() != TransactionRun::State::Broken)
            return output;
        settle();
        return next();
    }
    return NeedInput{ m_state != State::Idle };
}

void Session::Impl::say(std::string bytes, State awaiting, bool sensitive)
{
    m_output = Output{ std::move(bytes), sensitive };
    m_state = awaiting;
}

void Session::Impl::close(const Reply& reply, bool expected)
{
    m_state = State::Closed;
    m_output.reset();
    m_events.emplace_back(Closed{ reply, expected });
}

/// The first failure stays; with the final dot out and unanswered the mail's fate is part of it.
void Session::Impl::fail(Error error)
{
    if (m_failure || m_state == State::Closed)
        return;
    m_failure = Failure{ std::move(error), {} };
    if (m_run && m_run->isUnknown())
        m_failure->unknown.push_back(m_run->handle());
    m_output.reset();
}

void Session::Impl::lose()
{
    if (m_state == State::Quit && !m_output)
        return close({}, true);
    fail({ ErrorKind::Network, std::string(where()) + " / connection lost", {},
        "connection-closed" });
}

std::string_view Session::Impl::where() const
{
    switch (m_state) {
    case State::Greeting:
        return "greeting";
    case State::Ehlo:
        return "EHLO";
    case State::StartTls:
    case State::BeforeHandshake:
    case State::Handshake:
        return "STARTTLS";
    case State::Auth:
        return "AUTH";
    case State::Transaction:
        return m_run ? m_run->stage() : "transaction";
    case State::Reset:
        return "RSET";
    case State::Quit:
        return "QUIT";
    default:
        return "idle";
    }
}

Session::Session(SessionOptions options) : m_impl(std::make_unique<Impl>(std::move(options))) { }
Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

TransactionHandle Session::enqueue(Transaction transaction)
{
    return m_impl->enqueue(std::move(transaction));
}
void Session::quit()
{
    m_impl->quit();
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

void Session::connectionLost()
{
    m_impl->connectionLost();
}
const Extensions& Session::extensions() const
{
    return m_impl->extensions();
}

} // namespace fulmar::smtp
