// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/gmail_folders.h"

#include "common/ascii.h"
#include "imap/utf7.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace fulmar {
namespace {

constexpr std::int64_t secondsPerDay = 24 * 60 * 60;

constexpr std::array systemLabels{ std::string_view("\\Inbox"), std::string_view("\\Sent"),
    std::string_view("\\Important"), std::string_view("\\Starred"), std::string_view("\\Draft"),
    std::string_view("\\Spam"), std::string_view("\\Trash"), std::string_view("\\Muted") };

std::string canonicalLabel(const std::string& wire)
{
    if (!imap::isSystemLabel(wire))
        return imap::decodeMailboxName(wire);
    if (ascii::equalsIgnoreCase(wire, "\\Drafts"))
        return "\\Draft";
    const auto known = std::find_if(systemLabels.begin(), systemLabels.end(),
        [&](std::string_view label) { return ascii::equalsIgnoreCase(label, wire); });
    return known == systemLabels.end() ? wire : std::string(*known);
}

} // namespace

std::string gmailLabelOf(FolderRole role, const std::string& path)
{
    switch (role) {
    case FolderRole::Inbox:
        return "\\Inbox";
    case FolderRole::Sent:
        return "\\Sent";
    case FolderRole::Drafts:
        return "\\Draft";
    case FolderRole::Important:
        return "\\Important";
    case FolderRole::Flagged:
        return "\\Starred";
    case FolderRole::All:
    case FolderRole::Junk:
    case FolderRole::Trash:
        return {};
    case FolderRole::Archive:
    case FolderRole::None:
        break;
    }
    return path;
}

void markGmailViews(std::vector<RemoteFolder>& folders)
{
    const auto all = std::find_if(folders.begin(), folders.end(), [](const RemoteFolder& folder) {
        return folder.role == FolderRole::All && folder.selectable;
    });
    if (all == folders.end())
        return;
    const std::string own = all->path.substr(0, all->path.rfind('/') + 1); // "[Gmail]/"
    for (auto& folder : folders) {
        // A label that people gave is nothing more, whatever its name stands for elsewhere.
        const bool isGmails
            = folder.role == FolderRole::Inbox || folder.path.compare(0, own.size(), own) == 0;
        if (!isGmails)
            folder.role = FolderRole::None;
        if (folder.selectable)
            folder.label = gmailLabelOf(folder.role, folder.path);
    }
}

std::set<std::string> labelsFromWire(const std::vector<std::string>& labels)
{
    std::set<std::string> decoded;
    for (const auto& label : labels) {
        if (!label.empty())
            decoded.insert(canonicalLabel(label));
    }
    return decoded;
}

std::optional<std::set<std::string>> gmailLabelsFrom(
    const imap::FetchData& data, const std::string& mailboxLabel)
{
    if (!data.gmailLabels)
        return std::nullopt;
    auto labels = labelsFromWire(*data.gmailLabels);
    if (!mailboxLabel.empty())
        labels.insert(mailboxLabel);
    return labels;
}

std::optional<GmailFields> gmailFieldsFrom(
    const imap::FetchData& data, const std::string& mailboxLabel)
{
    if (!data.gmailMessageId)
        return std::nullopt;
    GmailFields fields{ .message = *data.gmailMessageId,
        .thread = data.gmailThreadId.value_or(*data.gmailMessageId) };
    fields.labels = gmailLabelsFrom(data, mailboxLabel);
    return fields;
}

LabelCheck planLabelCheck(const std::vector<Folder>& views,
    const std::map<std::string, imap::StatusEntry>& statuses, std::int64_t now, std::int64_t last,
    const std::string& lastReason)
{
    LabelCheck check;
    for (const auto& view : views) {
        const auto status = statuses.find(view.wireName);
        if (status == statuses.end() || !status->second.messages
            || *status->second.messages == view.total)
            continue;
        check.reason += view.path + ' ' + std::to_string(*status->second.messages) + '/'
            + std::to_string(view.total) + '\n';
    }
    const bool overdue = last == 0 || now - last >= secondsPerDay || now < last;
    check.due = overdue || (!check.reason.empty() && check.reason != lastReason);
    return check;
}

} // namespace fulmar
