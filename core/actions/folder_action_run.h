// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "model/mailbox.h"
#include "net/imap_client.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fulmar {

/// Does one change of the folder tree on the server.
///
/// A refusal is looked into before it is believed: where the server has the folder as it should be,
/// an earlier try whose answer was lost did it. The owner hands over LIST and STATUS answers.
class FolderActionRun {
public:
    using Done = std::function<void(Result<ActionOutcome>)>;

    /// `folders`: the mirror with the names that the server knows, not those that are shown.
    FolderActionRun(ImapClient& client, std::vector<Folder> folders, Action action, Done done);

    void start();
    void listed(const imap::Listed& listed);
    void statusReceived(const imap::StatusEntry& entry);

private:
    void create(const CreateFolder& action);
    void createNamed(const std::string& path);
    void rename(const RenameFolder& action);
    void remove(const DeleteFolder& action);
    void removeNow();
    void subscribe(const SubscribeFolder& action);
    /// Whether the server lists a name as a mailbox.
    void lookFor(const std::string& wireName, std::function<void(bool there)> then);
    void run(imap::Command command, ImapClient::Done then);
    void moveSubscription(const std::string& from, const std::string& to);
    [[nodiscard]] const Folder* folder() const;
    [[nodiscard]] std::optional<char> delimiterFor(const std::string& path) const;
    void refuse(std::string code, std::string where);

    ImapClient& m_client;
    std::vector<Folder> m_folders;
    Action m_action;
    Done m_done;
    std::vector<imap::ListEntry> m_listed;
    std::optional<std::uint32_t> m_messages; ///< of the folder, as STATUS told
    std::optional<char> m_rootDelimiter;
};

} // namespace fulmar
