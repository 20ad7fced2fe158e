// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/mail_store.h"
#include "sync/imap_task.h"
#include "sync/sync_plan.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <vector>

namespace fulmar {

/// Brings the message list and the flags of one folder up to date, headers of new messages newest
/// first.
///
/// Each window of headers is stored when it is complete; the checkpoint moves only with the last
/// one.
class MailboxSync : public ImapTask {
public:
    struct Counts {
        std::uint32_t added = 0, changed = 0, vanished = 0;
    };
    struct Observer {
        std::function<void(std::uint32_t done, std::uint32_t total)> progress; ///< headers stored
        std::function<void(const Counts&)> counted; ///< at the end, before `done`
    };

    /// What Gmail needs beside IMAP.
    struct Gmail {
        std::string mailboxLabel{}; ///< of this folder, left out of its X-GM-LABELS
        bool compareLabels = false; ///< of every message, whatever CONDSTORE says
    };

    MailboxSync(
        MailStore& store, FolderId folder, std::string wireName, Observer observer, Gmail gmail);

    void start(ImapClient& client, Done done) override;
    void fetched(imap::FetchData& data) override;

private:
    /// The first screen of a list comes alone, so that it is there at once; the rest in windows
    /// that keep the wire busy.
    static constexpr std::size_t firstWindow = 50;
    static constexpr std::size_t window = 500;
    static constexpr int windowsInFlight = 2;

    void runPlan(const imap::SelectResult& selected);
    void compareUids();
    void takeServerUids(const imap::NumberSet& onServer);
    void updateFlags();
    [[nodiscard]] std::vector<std::string> basicItems() const;
    [[nodiscard]] std::vector<std::string> headerItems() const;
    void fetchNextWindows();
    void fetchWithoutStructure();
    void confirmOwed();
    bool storeCollected();
    void storeCheckpoint();
    void fail(const Error& error);

    MailStore& m_store;
    FolderId m_folder;
    std::string m_wireName;
    Observer m_observer;
    ImapClient* m_client = nullptr;
    Done m_done;
    imap::SelectResult m_selected;
    FolderCheckpoint m_checkpoint;
    SyncPlan m_plan;
    std::map<std::uint32_t, Flags> m_known; ///< flags by uid as stored
    std::deque<imap::UidSet> m_windows; ///< newest first
    std::set<std::uint32_t> m_owed; ///< asked for, and no answer that could be read came
    Gmail m_gmail;
    bool m_isGmail = false;
    FolderDelta m_collected;
    std::uint64_t m_largestModSeq = 0;
    std::uint32_t m_newTotal = 0, m_newDone = 0;
    int m_inFlight = 0;
    bool m_withoutStructure = false; ///< the second try for what is owed runs or ran
    bool m_finished = false;
    Counts m_counts;
};

} // namespace fulmar
