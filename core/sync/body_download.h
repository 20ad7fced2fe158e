// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/mail_store.h"
#include "sync/background.h"
#include "sync/imap_task.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace fulmar {

/// Downloads the bodies of given messages of one folder in the given order, derives their previews
/// on the pool and stores them.
///
/// Several FETCH windows are in flight, so the server never waits for us; what is read but not
/// stored yet is bounded. A body that the server does not give (expunged meanwhile, or NIL for
/// ever) is told in `failed` and skipped.
class BodyDownload : public ImapTask {
public:
    struct Observer {
        std::function<void(std::uint32_t stored)> progress{};
        std::function<void(const std::set<std::uint32_t>& uids)>
            failed{}; ///< at the end, before `done`; may be empty
        std::function<bool()> stop{}; ///< asked between windows: true ends the task early and well
    };

    BodyDownload(MailStore& store, Background& background, std::string wireName,
        std::uint32_t uidValidity, std::vector<KnownMessage> messages, Observer observer);

    void start(ImapClient& client, Done done) override;
    void fetched(imap::FetchData& data) override;
    void bodyChunk(imap::BodyChunk& chunk) override;

private:
    static constexpr std::uint64_t windowBytes = 2 * 1024 * 1024;
    static constexpr std::size_t windowMessages = 500;
    static constexpr int windowsInFlight = 4;
    static constexpr std::uint64_t unstoredBytes
        = 48ULL * 1024 * 1024; ///< read and not yet in the store
    static constexpr std::size_t batchBytes = 4 * 1024 * 1024;

    using Batch = std::vector<std::pair<MessageId, std::string>>;

    [[nodiscard]] bool isStopping() const { return m_observer.stop && m_observer.stop(); }
    void fetchNextWindows();
    void deriveBatch();
    void storeBatch(
        const Result<void>& written, const std::vector<ReceivedBody>& bodies, std::uint64_t bytes);
    void finishIfThrough();
    void fail(const Error& error);

    MailStore& m_store;
    Background& m_background;
    std::string m_wireName;
    std::uint32_t m_uidValidity;
    std::deque<KnownMessage> m_waiting;
    Observer m_observer;
    ImapClient* m_client = nullptr;
    Done m_done;
    std::map<std::uint32_t, MessageId> m_asked; ///< uid -> message, until its body came
    std::set<std::uint32_t> m_failed;
    std::string m_chunks; ///< literal of the answer that is coming in
    Batch m_batch;
    std::uint64_t m_batchSize = 0, m_unstored = 0;
    std::uint32_t m_stored = 0;
    int m_inFlight = 0, m_deriving = 0;
    bool m_finished = false;
    std::shared_ptr<bool> m_alive
        = std::make_shared<bool>(true); // results that come later than our end are dropped
};

} // namespace fulmar
