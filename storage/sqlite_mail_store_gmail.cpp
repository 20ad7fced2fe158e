// SPDX-License-Identifier: GPL-3.0-or-later
// What is special about an account whose folders are views of labels.
#include "storage/sqlite_mail_store.h"

#include <algorithm>

namespace fulmar::storage {
namespace {

constexpr auto starredLabel = "\\Starred";

Flags withStar(Flags flags, bool starred)
{
    flags.set(Flag::Flagged, starred);
    return flags;
}

} // namespace

Result<void> SqliteMailStore::settleGmail(AccountId account)
{
    return m_session.write([&](ChangeSet& changes) -> Result<void> {
        GmailViews views(m_database, account);
        for (const MessageId message : views.takeAside()) {
            m_overlay.refresh(message, changes);
            m_messages.removeIfUnneeded(message, changes);
        }
        return {};
    });
}

Result<std::pair<std::int64_t, std::string>> SqliteMailStore::labelCheck(FolderId allMail)
{
    return m_session.read([&]() -> Result<std::pair<std::int64_t, std::string>> {
        Statement row(m_database, "SELECT label_checked, label_reason FROM folder WHERE id = ?1");
        if (!row.bind(allMail).next())
            return Unexpected(storageError("not-found", "folder " + allMail.toString()));
        return std::pair(row.integer(0), row.text(1));
    });
}

Result<void> SqliteMailStore::setLabelCheck(
    FolderId allMail, std::int64_t time, const std::string& reason)
{
    return m_session.write([&](ChangeSet&) -> Result<void> {
        m_database.run("UPDATE folder SET label_checked = ?2, label_reason = ?3 WHERE id = ?1",
            allMail, time, reason);
        return {};
    });
}

void SqliteMailStore::finishOnGmail(const PendingAction& action, const ActionOutcome& outcome,
    GmailViews& views, ChangeSet& changes)
{
    const auto* flags = std::get_if<ChangeFlags>(&action.action);
    for (const auto& target : action.targets) {
        const auto placements = m_placements.ofMessage(target.message);
        if (arrivalOf(action.action)) {
            finishGmailMove(action, target, outcome, views, changes);
        } else if (flags) {
            for (const auto& placement : placements)
                m_placements.setFlags(
                    placement, outcome.kept.value_or(flags->change).appliedTo(placement.flags));
        } else {
            for (const auto& placement : placements)
                m_placements.remove(placement);
        }
        views.refresh(target.message, changes);
    }
}

/// A message goes to Trash or Spam, comes back from there, or changes labels in All Mail.
void SqliteMailStore::finishGmailMove(const PendingAction& action, const ActionTarget& target,
    const ActionOutcome& outcome, GmailViews& views, ChangeSet& changes)
{
    const FolderId to = *arrivalOf(action.action);
    const auto placements = m_placements.ofMessage(target.message);
    const auto stands = std::find_if(placements.begin(), placements.end(),
        [&](const Placement& p) { return !views.isView(p.folder); });
    if (stands == placements.end())
        return;
    auto labels = views.labelsOf(target.message);
    const std::string gains = views.labelOf(to);
    const bool leaves = views.isApart(to) || views.isApart(stands->folder);
    if (leaves) {
        if (stands->folder == to)
            return;
        for (const auto& placement : placements)
            m_placements.remove(placement);
        NewPosition position{ .message = target.message,
            .folder = views.isApart(to) ? to : views.all() };
        for (const auto& told : outcome.positions) {
            if (told.message == target.message && told.folder == position.folder)
                position = told;
        }
        labels.clear();
        arrive(position, stands->flags, true, changes);
    } else if (std::holds_alternative<MoveTo>(action.action) && target.folder != to) {
        const std::string loses = views.labelOf(target.folder);
        labels.erase(loses);
        if (loses == starredLabel)
            m_placements.setFlags(*stands, withStar(stands->flags, false));
    }
    if (gains == starredLabel && !leaves)
        m_placements.setFlags(*stands, withStar(stands->flags, true));
    else if (!gains.empty())
        labels.insert(gains);
    views.setLabels(target.message, labels);
}

} // namespace fulmar::storage
