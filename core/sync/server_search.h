// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/mailbox.h"
#include "ports/mail_store.h"
#include "sync/imap_task.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace fulmar {

/// Asks the server for messages that match a query, and fetches the headers of those that are not
/// here yet.
///
/// On Gmail the query is one of its web search (X-GM-RAW), asked once in All Mail, and in Spam and
/// Trash where the query names them; elsewhere each word must be in the text of the message (SEARCH
/// TEXT), folder by folder. A folder that is refused is left out.
class ServerSearch : public ImapTask {
public:
    struct Found {
        std::vector<MessageId> messages{}; ///< each once, in no order
        std::uint64_t total = 0; ///< distinct messages that the server named
    };

    /// `folders` of one account; `found` is called before `done` on success. At most `limit`
    /// messages of a folder, the newest, are fetched.
    ServerSearch(MailStore& store, std::vector<Folder> folders, std::string query,
        std::uint32_t limit, std::function<void(Found)> found);

    void start(ImapClient& client, Done done) override;
    void fetched(imap::FetchData& data) override;

private:
    void chooseFolders();
    void searchNext();
    void search();
    void take(const imap::NumberSet& uids);
    void fetchMissing(const std::vector<std::uint32_t>& uids);
    void collect(const std::vector<std::uint32_t>& uids);
    void fail(const Error& error);

    MailStore& m_store;
    std::vector<Folder> m_folders;
    std::string m_query;
    std::uint32_t m_limit;
    std::function<void(Found)> m_report;
    ImapClient* m_client = nullptr;
    Done m_done;
    std::deque<Folder> m_waiting;
    Folder m_folder;
    std::uint32_t m_exists = 0;
    std::set<std::uint32_t> m_asked;
    FolderDelta m_delta;
    std::set<MessageId> m_messages;
    std::uint64_t m_unknown = 0; ///< named by the server and not to be had
};

/// The words of a query, quoted ones as one word.
std::vector<std::string> searchWords(const std::string& query);

} // namespace fulmar
