// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/change_set.h"
#include "model/message.h"
#include "storage/database.h"
#include "storage/placement_table.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fulmar::storage {

/// The folders of one Gmail account: three mailboxes that hold messages, and views of labels.
///
/// A message has a position in one of the mailboxes; in each view that shows it, it has a placement
/// with a negative uid, so that lists and counts of a label are those of any folder. Inside a
/// transaction of the caller.
class GmailViews {
public:
    GmailViews(Database& database, AccountId account);

    /// Whether the account has views at all: All Mail is visible on a server of Gmail's kind.
    [[nodiscard]] bool isGmail() const { return !m_views.empty(); }
    [[nodiscard]] bool isView(FolderId folder) const { return m_labels.count(folder) != 0; }
    [[nodiscard]] FolderId all() const { return m_all; }
    [[nodiscard]] FolderId inbox() const;
    [[nodiscard]] FolderId starred() const;
    /// Trash and Spam: a message in one of them is nowhere else.
    [[nodiscard]] bool isApart(FolderId folder) const { return m_apart.count(folder) != 0; }
    /// "" for a folder that is no view.
    [[nodiscard]] std::string labelOf(FolderId folder) const;

    /// The message with this X-GM-MSGID.
    std::optional<MessageId> find(std::uint64_t gmailId);
    /// Whether the message has an X-GM-MSGID; so it is on Gmail without a visible All Mail, too.
    bool knows(MessageId message);
    void setFields(MessageId message, const GmailFields& fields);
    std::set<std::string> labelsOf(MessageId message);
    void setLabels(MessageId message, const std::set<std::string>& labels);

    /// The position that the server knows; nothing where it is not known (yet).
    std::optional<Placement> position(MessageId message);
    /// Makes the views show the message as its labels, its flags and its mailbox say.
    void refresh(MessageId message, ChangeSet& changes);
    /// A view of a label that people gave shows it under another name.
    void rename(FolderId view, const std::string& label);
    /// A folder that is a view from now on, and was not, or showed another label.
    void fill(FolderId view, ChangeSet& changes);

    /// The message is in no mailbox any more; it may turn up in another one.
    void setAside(MessageId message);
    /// Messages that were set aside and did not turn up.
    std::vector<MessageId> takeAside();

private:
    [[nodiscard]] std::map<FolderId, Flags> wantedIn(
        const std::vector<Placement>& placements, MessageId message);
    [[nodiscard]] FolderId limbo() const { return { -m_account.value }; }

    Database& m_database;
    AccountId m_account;
    FolderId m_all;
    std::map<std::string, FolderId> m_views; ///< by label
    std::map<FolderId, std::string> m_labels;
    std::set<FolderId> m_apart;
};

} // namespace fulmar::storage
