// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sasl/choose.h"

namespace fulmar::sasl {

/// One sign-in by SASL in base64, the same for IMAP, POP3 and SMTP, which only frame its lines:
/// chooses the mechanism, answers challenges, cancels, and says whether the server's yes counts.
class Exchange {
public:
    explicit Exchange(Credentials credentials) : m_credentials(std::move(credentials)) { }

    /// What to ask the server for.
    struct Start {
        std::string mechanism{};
        /// Base64 of the initial response, "=" for an empty one; nothing where it has to wait for
        /// the server's empty challenge.
        std::optional<Secret<std::string>> initial{};
    };

    /// Call before `begin` once TLS is there.
    void bind(ChannelBinding binding) { m_binding = std::move(binding); }
    /// `initialLimit` = octets of base64 that may go along with the command; 0 = none may. Errors:
    /// those of `chooseMechanism`, and of credentials that the mechanism cannot carry.
    Result<Start> begin(std::vector<std::string> offered, std::size_t initialLimit);
    /// The server said that the mechanism is not there after all: the next one, or why there is
    /// none.
    Result<Start> beginWithout();
    /// The line for a challenge line, without CRLF: base64, or "*" when the exchange is over for
    /// us.
    Secret<std::string> answer(std::string_view challenge);
    /// Whether a yes of the server counts now. Errors: that of `cause`, "server-not-proven", or
    /// "early-yes" where our message is still owed.
    [[nodiscard]] Result<void> accepted() const;

    /// Our own reason for having cancelled.
    [[nodiscard]] const std::optional<Error>& cause() const { return m_cause; }
    /// Whether anything of the credentials went out with this mechanism; if not, a no is about the
    /// mechanism.
    [[nodiscard]] bool credentialsSent() const { return m_sent; }
    [[nodiscard]] bool running() const { return m_mechanism != nullptr; }
    [[nodiscard]] std::string mechanism() const
    {
        return m_mechanism ? std::string(m_mechanism->name()) : std::string();
    }
    [[nodiscard]] const Credentials& credentials() const { return m_credentials; }
    /// A server's words with everything secret that we said as dots: a server that repeats the
    /// password must not get it into an error text, a log or a database.
    [[nodiscard]] std::string withoutSecrets(std::string serverText) const;
    /// Overwrites password and token; the exchange is over.
    void forget();

private:
    Result<Start> start();

    Credentials m_credentials;
    ChannelBinding m_binding;
    std::vector<std::string> m_offered, m_left;
    std::size_t m_initialLimit = 0;
    std::unique_ptr<Mechanism> m_mechanism;
    std::optional<Secret<std::string>> m_waiting; ///< raw initial response, for the empty challenge
    std::vector<Secret<std::string>> m_said; ///< our messages in base64
    std::optional<Error> m_cause;
    int m_rounds = 0;
    bool m_sent = false;
};

} // namespace fulmar::sasl
