// SPDX-License-Identifier: GPL-3.0-or-later
// The part of a synchronisation that only Gmail needs: folders that are views of labels.
#include "common/ascii.h"
#include "sync/account_sync.h"
#include "sync/gmail_folders.h"

#include <algorithm>
#include <utility>

namespace fulmar {

void AccountSync::chooseViews(
    const std::vector<Folder>& folders, const FolderSync::Statuses& statuses)
{
    for (const auto& folder : folders) {
        if (folder.role == FolderRole::All && folder.label.empty())
            m_allMail = folder.id;
        if (folder.label.empty())
            continue;
        m_views.push_back({ .folder = folder,
            .report = { .account = m_account.id, .folder = folder.id, .path = folder.path },
            .unavailable = {} });
    }
    m_viewStatuses = statuses;
    const auto checked = m_views.empty() ? Result<std::pair<std::int64_t, std::string>>()
                                         : m_parts.store.labelCheck(m_allMail);
    if (m_views.empty() || m_request.folder || !checked)
        return;
    m_compareLabels
        = planLabelCheck({}, {}, m_parts.clock.now(), checked->first, checked->second).due;
}

/// The folder that was asked for, or All Mail where that is a view.
bool AccountSync::isRequested(const Folder& folder) const
{
    if (!m_request.folder)
        return true;
    const auto isAsked = [&](const std::string& path) {
        return path == *m_request.folder
            || (ascii::equalsIgnoreCase(path, "INBOX")
                && ascii::equalsIgnoreCase(*m_request.folder, "INBOX"));
    };
    const bool asksForView = std::any_of(m_views.begin(), m_views.end(),
        [&](const FolderWork& view) { return isAsked(view.folder.path); });
    return asksForView ? folder.id == m_allMail : isAsked(folder.path);
}

MailboxSync::Gmail AccountSync::gmailOf(const Folder& folder) const
{
    return { .mailboxLabel = gmailLabelOf(folder.role, folder.path),
        .compareLabels = m_compareLabels && folder.id == m_allMail };
}

/// Headers are through: where the server counts other messages in a view than we do, the labels of
/// everything are compared once.
void AccountSync::compareViews(std::function<void()> then)
{
    if (m_views.empty() || m_request.folder || m_folderError)
        return then();
    const auto checked = m_parts.store.labelCheck(m_allMail);
    const auto pending = m_parts.store.pendingActions(m_account.id);
    const auto folders = m_parts.reader.folders(m_account.id);
    if (!checked || !pending || !folders)
        return then();
    std::vector<Folder> views;
    std::copy_if(folders->begin(), folders->end(), std::back_inserter(views),
        [](const Folder& folder) { return !folder.label.empty(); });
    const auto now = m_parts.clock.now();
    const auto check
        = planLabelCheck(views, pending->empty() ? m_viewStatuses : FolderSync::Statuses{}, now,
            checked->first, checked->second);
    const bool done = m_compareLabels;
    if (done || !check.due) {
        if (done)
            static_cast<void>(m_parts.store.setLabelCheck(m_allMail, now, check.reason));
        return then();
    }
    m_compareLabels = true;
    const auto all = std::find_if(folders->begin(), folders->end(),
        [&](const Folder& folder) { return folder.id == m_allMail; });
    if (all == folders->end())
        return then();
    run(std::make_unique<MailboxSync>(
            m_parts.store, all->id, all->wireName, MailboxSync::Observer{}, gmailOf(*all)),
        [this, then = std::move(then)] { compareViews(then); });
}

/// What is in none of the mailboxes is gone; the views are reported by what their counts became.
Result<void> AccountSync::settleViews()
{
    if (!m_request.folder) {
        if (const auto settled = m_parts.store.settleGmail(m_account.id); !settled)
            return settled;
    }
    if (m_views.empty())
        return {};
    const auto folders = m_parts.reader.folders(m_account.id);
    if (!folders)
        return Unexpected(folders.error());
    for (auto& view : m_views) {
        const auto now = std::find_if(folders->begin(), folders->end(),
            [&](const Folder& folder) { return folder.id == view.folder.id; });
        if (now == folders->end())
            continue;
        auto& report = view.report;
        report.total = now->total;
        report.unread = now->unread;
        report.added = now->total > view.folder.total ? now->total - view.folder.total : 0;
        report.vanished = now->total < view.folder.total ? view.folder.total - now->total : 0;
        const bool hasNews
            = report.added + report.vanished > 0 || now->unread != view.folder.unread;
        if (!m_request.folder || hasNews || m_request.folder == view.folder.path)
            m_callbacks.folder(report);
    }
    return {};
}

} // namespace fulmar
