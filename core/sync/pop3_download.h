// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/account.h"
#include "net/pop3_client.h"
#include "ports/clock.h"
#include "ports/mail_store.h"
#include "sync/background.h"
#include "sync/pop3_plan.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace fulmar {

/// What one session did; all of it is durable.
struct Pop3Outcome {
    std::uint32_t added = 0, recognised = 0, removed = 0;
    std::uint32_t refused = 0; ///< messages that the server listed and did not give
    std::uint32_t postponed = 0; ///< left for another day: the provider's limit is used up
    std::uint32_t serverMessages = 0;
    bool isGmail = false;
};

/// One POP3 session: lists, fetches what is new, takes off the server what the policy says, QUITs.
///
/// The order is the safety: a message is durable in the store, with its UIDL, before DELE is said,
/// and what was marked counts as removed only when QUIT was answered with +OK. A session that is
/// cut stores the messages that came whole; all others are fetched again. Engine thread.
class Pop3Download {
public:
    struct Parts {
        LocalStore& store;
        Clock& clock;
        Background& background;
    };
    struct Callbacks {
        std::function<void(std::uint32_t done, std::uint32_t total)> progress;
        std::function<void(const Error&)> skipped; ///< one message was refused, the others go on
        /// The end; may destroy this object.
        std::function<void(Result<Pop3Outcome>)> done;
    };

    Pop3Download(Parts parts, Account account, Callbacks callbacks);
    ~Pop3Download();

    /// Fetches only the rest of this message, whose header is here.
    void setOnly(MessageId message) { m_only = message; }
    void start(
        const Secret<std::string>& password, transport::WireLog* log, const QString& logName);
    [[nodiscard]] transport::Traffic traffic() const;

private:
    struct Arriving {
        Pop3Fetch fetch;
        std::string raw;
    };

    void signedIn(const pop3::Capabilities& capabilities);
    void listed(pop3::CommandDone& answer);
    void askForHeaders();
    void headerCame(std::size_t index, const pop3::CommandDone& answer);
    void askForSizes(std::function<void()> then);
    void plan();
    void planFetching();
    void fetchOnly();
    void keepToDailyLimit();
    void fetchMore();
    void retrieve(const Pop3Fetch& fetch);
    void chunkCame(pop3::BodyChunk& chunk);
    void messageCame(pop3::CommandDone& answer);
    void deriveBatch();
    void storeBatch(const std::vector<ArrivedMail>& mails, const std::vector<std::size_t>& indexes,
        std::uint64_t bytes);
    void goOn();
    void removeAndQuit();
    void quit(std::vector<std::size_t> removals);
    void recordSession();
    void lost(const Error& error);
    void fail(const Error& error);
    void end(Result<Pop3Outcome> result);

    Parts m_parts;
    Account m_account;
    Callbacks m_callbacks;
    std::optional<MessageId> m_only;
    std::unique_ptr<Pop3Client> m_client;
    Pop3State m_state;
    std::vector<Pop3Listed> m_listing;
    std::vector<Pop3Seen> m_history;
    std::unordered_set<std::string> m_listedUidls;
    std::vector<Pop3Fetch> m_waiting; ///< the next one last
    std::map<pop3::CommandHandle, Arriving> m_arriving;
    std::map<pop3::CommandHandle, std::string> m_headers;
    std::size_t m_headersOpen = 0;
    std::vector<std::pair<Pop3Fetch, std::string>> m_batch;
    std::uint64_t m_batchBytes = 0, m_unstored = 0;
    int m_deriving = 0;
    std::uint32_t m_total = 0, m_stored = 0;
    Pop3Outcome m_outcome;
    std::optional<Error> m_lost;
    bool m_hasSizes = false, m_canTop = true, m_fetching = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace fulmar
