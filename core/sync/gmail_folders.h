// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "imap/types.h"
#include "model/mailbox.h"
#include "model/message.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fulmar {

/// Gives each folder of a Gmail account the label that it shows, so that only All Mail, Spam and
/// Trash are synchronised.
///
/// Without a visible All Mail nothing changes: every folder is a mailbox then, and a message that
/// is in several is still one by its X-GM-MSGID.
void markGmailViews(std::vector<RemoteFolder>& folders);

/// X-GM-LABELS as it came: modified UTF-7 is decoded, `\\Drafts` and `\\Draft` are one, and so are
/// system labels in any case.
std::set<std::string> labelsFromWire(const std::vector<std::string>& labels);

/// All labels that a FETCH told; nothing where it told none. `mailboxLabel`: as below.
std::optional<std::set<std::string>> gmailLabelsFrom(
    const imap::FetchData& data, const std::string& mailboxLabel);

/// What X-GM-EXT-1 told in a FETCH; nothing where it told nothing.
///
/// `mailboxLabel`: the label of the mailbox that is selected, which Gmail leaves out.
std::optional<GmailFields> gmailFieldsFrom(
    const imap::FetchData& data, const std::string& mailboxLabel);

/// The label that a folder stands for on Gmail: "\\Inbox", "Work/Bills"; "" for All Mail, Spam and
/// Trash.
std::string gmailLabelOf(FolderRole role, const std::string& path);

/// Whether the labels of everything are to be compared now.
///
/// CONDSTORE tells of label changes as a rule, and not of a label that was renamed. The server's
/// counts of the views against ours show the most of it; what they do not show is found within a
/// day. A difference that stayed after a comparison (hidden chats, a folder limit) is not looked at
/// again before that. `now` and `last` in seconds.
struct LabelCheck {
    bool due = false;
    std::string reason{}; ///< to be stored when the comparison was done
};
LabelCheck planLabelCheck(const std::vector<Folder>& views,
    const std::map<std::string, imap::StatusEntry>& statuses, std::int64_t now, std::int64_t last,
    const std::string& lastReason);

} // namespace fulmar
