// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/mailbox.h"
#include "model/outbox_item.h"
#include "ports/outbox_store.h"
#include "sync/imap_task.h"

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fulmar {

/// Looks for a mail on the server by its Message-ID and files it in Sent where that is owed and it
/// is not there yet.
///
/// Exactly one copy: the search comes before each APPEND, so a lost answer to an earlier one does
/// no harm. A mail of state `unknown` that is found anywhere was sent.
class SentCopyTask : public ImapTask {
public:
    struct Places {
        std::optional<Folder> sent{}; ///< nothing = a folder is made when it is needed
        std::string usualName = "Sent"; ///< wire name of that one
        std::vector<Folder> others{}; ///< where a mail of unknown fate may have shown up
    };
    using Settled = std::function<void(const OutboxItem&)>; ///< after the store knows

    /// `now`, in seconds since 1970 UTC, is noted on a mail of unknown fate that is not found.
    SentCopyTask(
        OutboxStore& store, OutboxItem item, Places places, std::int64_t now, Settled settled);

    void start(ImapClient& client, Done done) override;

private:
    void search(const std::string& wireName, std::function<void(bool found)> then);
    void searchOthers();
    void sentIsSearched(bool found);
    void append();
    void appendTo(const std::string& wireName, bool mayCreate);
    void settle();

    OutboxStore& m_store;
    OutboxItem m_item;
    Places m_places;
    std::int64_t m_now;
    bool m_searchFailed = false; ///< not found says nothing then
    Settled m_settled;
    ImapClient* m_client = nullptr;
    Done m_done;
};

} // namespace fulmar
