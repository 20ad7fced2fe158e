// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/mail_store.h"
#include "sync/imap_task.h"
#include "sync/sync_plan.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fulmar {

/// Brings the message list and the flags of one folder up to date, headers of new messages newest
/// first.
///
/// Each window of headers is stored when it is complete; the checkpoint moves only with the last
/// one, so that a cut at any point costs nothing but the window that was on the wire.
class MailboxSync : public ImapTask {
public:
    /// `NewestScreen`: what a list shows first of a folder that is new here, and no more.
    enum class Extent { Everything, NewestScreen };
    struct Counts {
        std::uint32_t added = 0, changed = 0, vanished = 0;
    };
    struct Observer {
        std::function<void(std::uint32_t done, std::uint32_t total)> progress{}; ///< headers stored
        std::function<void(const Counts&)> counted{}; ///< at the end, before `done`
        /// Asked between windows: true ends the task early and well, with `interrupted()`.
        std::function<bool()> stop{};
    };

    /// What Gmail needs beside IMAP.
    struct Gmail {
        std::string mailboxLabel{}; ///< of this folder, left out of its X-GM-LABELS
        bool compareLabels = false; ///< of every message, whatever CONDSTORE says
    };

    MailboxSync(MailStore& store, FolderId folder, std::string wireName, Observer observer,
        Gmail gmail, Extent extent = Extent::Everything);

    void start(ImapClient& client, Done done) override;
    void fetched(imap::FetchData& data) override;
    void vanished(const imap::UidSet& uids, bool earlier) override;
    void responseSkipped(const Error& error) override;

private:
    /// The first screen of a list comes alone, so that it is there at once; the rest in windows
    /// that keep the wire busy.
    static constexpr std::uint32_t firstScreen = 100;
    static constexpr std::size_t window = 1000;
    static constexpr int windowsInFlight = 3;
    static constexpr std::size_t flagsAtOnce = 2000; ///< per transaction

    std::optional<imap::Qresync> knownState();
    void runPlan(const imap::SelectResult& selected);
    std::optional<Resync> whatWasTold();
    void takeTold();
    void fetchFrom(std::uint32_t uid);
    void afterNewest();
    void compareUids();
    void takeServerUids(const imap::NumberSet& onServer);
    void updateFlags();
    [[nodiscard]] std::vector<std::string> basicItems() const;
    [[nodiscard]] std::vector<std::string> headerItems() const;
    void fetchNextWindows();
    void fetchWindow();
    void fetchWithoutStructure();
    void confirmOwed();
    bool takeMessage(const imap::FetchData& data);
    bool storeCollected();
    void keepChangedFlags(FolderDelta& delta);
    void storeCheckpoint();
    void finish(const Result<void>& result);
    void fail(const Error& error) { finish(Unexpected(error)); }

    MailStore& m_store;
    FolderId m_folder;
    std::string m_wireName;
    Observer m_observer;
    Gmail m_gmail;
    Extent m_extent;
    ImapClient* m_client = nullptr;
    Done m_done;
    imap::SelectResult m_selected;
    FolderState m_state;
    SyncPlan m_plan;
    std::vector<std::uint32_t> m_known; ///< uids, ascending; loaded where they are compared
    imap::NumberSet m_toldVanished;
    std::vector<FlagUpdate> m_toldFlags; ///< of known and of new messages, in answer to QRESYNC
    std::vector<std::uint32_t> m_fresh; ///< ascending; still to be asked for, newest first
    std::set<std::uint32_t> m_open; ///< on the wire
    std::set<std::uint32_t> m_owed; ///< asked for, and no answer that could be read came
    bool m_isGmail = false;
    FolderDelta m_collected;
    std::uint64_t m_largestModSeq = 0;
    std::uint32_t m_newTotal = 0, m_newDone = 0;
    std::uint32_t m_newFrom = 0; ///< not 0: every message from here on is taken
    int m_inFlight = 0;
    bool m_selecting = false; ///< what comes now answers QRESYNC
    bool m_resyncing = false; ///< SELECT asked for all changes
    bool m_complete = true; ///< no answer was lost
    bool m_withoutStructure = false; ///< the second try for what is owed runs or ran
    bool m_finished = false;
    Counts m_counts;
};

} // namespace fulmar
