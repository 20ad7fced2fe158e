// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/deflate.h"
#include "imap/encode.h"
#include "imap/responses.h"
#include "imap/session.h"
#include "imap/splitter.h"
#include "sasl/exchange.h"

#include <deque>

namespace fulmar::imap {

/// The state machine behind `Session`. Its parts: session.cpp (the loop), session_sign_in.cpp
/// (greeting to `Ready`), session_authenticate.cpp (credentials), session_commands.cpp (queue and writing), session_dispatch.cpp (responses
/// when signed in).
class Session::Impl {
public:
    explicit Impl(SessionOptions options);

    CommandHandle enqueue(Command command);
    void leaveIdle();
    void receive(Bytes bytes);
    Step next();
    void tlsEstablished();
    void setChannelBinding(ChannelBinding binding) { m_exchange.bind(std::move(binding)); }
    void connectionLost() { m_lost = true; }
    const Capabilities& capabilities() const { return m_capabilities; }
    bool isCompressed() const { return m_inflater.has_value(); }
    const Capabilities& enabled() const { return m_enabled; }

private:
    enum class Phase {
        Greeting,
        AskCapability, ///< before signing in
        AskStartTls,
        Handshake,
        Authenticate,
        AskCapabilityAgain, ///< signed in, the server did not tell by itself
        SetUp, ///< ID, ENABLE, COMPRESS: all written at once
        Ready,
        Ended, ///< closed because we wanted it
    };
    enum class IdleState { None, Asked, Running, Leaving };

    /// A command on its way out: pieces first, then the message of an Append.
    struct Writing {
        std::deque<WritePiece> pieces;
        std::string tag;
        bool sensitive = false;
        bool awaitContinuation = false;
        std::optional<MessageSource> source;
        std::uint64_t sent = 0; ///< octets of `source`
        /// NO or BAD that came before the end; kept back while an announced literal is still owed.
        std::optional<StatusResponse> refused;
    };
    struct Queued {
        CommandHandle handle;
        Command command;
    };
    struct InFlight {
        CommandHandle handle;
        Command command;
        std::string tag;
        SelectResult selected{};
        SearchResult search{};
        std::optional<CopyUid> copied{};
        std::optional<Namespaces> namespaces{};
        bool opened = false; ///< SELECT: what comes now is about the new mailbox
    };
    /// A command that the session itself runs once it is signed in.
    struct SetUp {
        std::string name, encoded, tag;
    };

    // session.cpp
    bool takeInput();
    bool inflate();
    void startCompression();
    void takeMalformed(Error error);
    void takeChunk(const LiteralChunk& chunk);
    void takeLoss();
    [[nodiscard]] bool waiting() const;
    void emit(Event event) { m_steps.emplace_back(std::move(event)); }
    void fail(Error error);
    std::string nextTag();
    [[nodiscard]] std::string currentPlace() const;
    void alertIfAny(const StatusResponse& status);

    // session_sign_in.cpp
    void signIn(Response& response);
    void takeGreeting(const Response& response);
    void takeSignInStatus(const StatusResponse& status);
    void takeSignInAnswer(const StatusResponse& status);
    void takeSignInContinuation(const ContinuationResponse& continuation);
    void askCapability(Phase phase);
    void capabilitiesKnown();
    void startTls();
    void takeStartTlsAnswer(const StatusResponse& status);
    void setUp();
    bool writeSetUp();
    void takeSetUpAnswer(const StatusResponse& status);
    void becomeReady();
    void failSignIn(ErrorKind kind, std::string code, const StatusResponse* status = nullptr);

    // session_authenticate.cpp
    void authenticate();
    void begin(Result<sasl::Exchange::Start> start);
    void login();
    void takeChallenge(const std::string& challenge);
    void takeAuthenticateAnswer(const StatusResponse& status);
    void authenticateRefused(const StatusResponse& status);
    void authenticated();

    // session_commands.cpp
    bool makeOutput();
    bool maySend(const Command& command) const;
    void send(Queued queued);
    void write(std::string_view encoded, std::string tag, bool sensitive, bool openEnd = false);
    bool writeMore();
    void writeMessage();
    void writingDone();
    void refuse(const Queued& queued, Error error);

    // session_dispatch.cpp
    void dispatch(Response& response);
    void take(StatusResponse& status);
    void take(ContinuationResponse& continuation);
    void take(CapabilityResponse& capability);
    void take(ListResponse& list);
    void take(StatusDataResponse& status);
    void take(SearchResponse& search);
    void take(FlagsResponse& flags);
    void take(ExistsResponse& exists);
    void take(ExpungeResponse& expunge);
    void take(FetchResponse& fetch);
    void take(VanishedResponse& vanished);
    void take(NamespaceResponse& namespaces);
    void take(EnabledResponse& enabled) { m_enabled = std::move(enabled.extensions); }
    void take(IdResponse&) { }
    void take(OtherResponse&) { }
    void takeUntagged(const StatusResponse& status);
    void takeSelectCode(const ResponseCode& code, SelectResult& selected);
    void takeTagged(const StatusResponse& status);
    void finish(InFlight flight, const StatusResponse& status);
    void takeBye(const StatusResponse& status);
    void changeCapabilities(Capabilities capabilities);
    void skip(std::string where, std::string code);
    [[nodiscard]] bool concernsSelected();
    template <class Kind>
    InFlight* inFlight();

    SessionOptions m_options;
    Splitter m_splitter;
    std::optional<Deflater> m_deflater; ///< both are set once COMPRESS holds
    std::optional<Inflater> m_inflater;
    std::deque<Step> m_steps;
    Phase m_phase = Phase::Greeting;
    std::optional<Error> m_failure;
    bool m_tls;
    bool m_lost = false;
    bool m_selected = false; ///< a mailbox is, and no SELECT is under way
    std::uint32_t m_lastTag = 0;
    std::uint32_t m_lastHandle = 0;

    std::string m_signInTag;
    Capabilities m_capabilities;
    bool m_capabilitiesFresh = false; ///< told since the last change of state
    Capabilities m_enabled;
    std::deque<SetUp> m_setUp; ///< first those that are written and not answered yet
    std::vector<std::pair<std::string, std::string>> m_serverId;
    std::optional<std::string> m_webAlert; ///< the URL of Gmail's WEBALERT
    sasl::Exchange m_exchange;

    std::deque<Queued> m_queue;
    std::deque<InFlight> m_inFlight;
    std::optional<Writing> m_writing;
    IdleState m_idle = IdleState::None;
    bool m_leaveIdle = false;
    std::optional<std::string> m_bye; ///< text of the BYE that answers our LOGOUT
};

/// Says of a NO or BYE whether it is for now only, and by which code.
///
/// Only AUTHENTICATIONFAILED and its like are verdicts on the password; Gmail and others tell "too
/// many connections" or "over quota" by the text alone.
std::optional<std::string> temporaryCode(const StatusResponse& status);

} // namespace fulmar::imap
