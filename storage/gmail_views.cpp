// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/gmail_views.h"

#include "model/mailbox.h"
#include "storage/message_rows.h"
#include "storage/text_codec.h"

#include <algorithm>

namespace fulmar::storage {
namespace {

constexpr auto inboxLabel = "\\Inbox";
constexpr auto starredLabel = "\\Starred";

std::int64_t bits(std::uint64_t number)
{
    return static_cast<std::int64_t>(number);
}

/// The star is a flag and a label at once (X-GM-LABELS and FLAGS tell the same bit).
std::set<std::string> withStar(std::set<std::string> labels, bool starred)
{
    if (starred)
        labels.insert(starredLabel);
    else
        labels.erase(starredLabel);
    return labels;
}

} // namespace

GmailViews::GmailViews(Database& database, AccountId account)
    : m_database(database), m_account(account)
{
    Statement row(m_database, "SELECT id, role, label FROM folder WHERE account = ?1");
    row.bind(account);
    while (row.next()) {
        const auto folder = row.id<FolderId>(0);
        const FolderRole role = roleFromName(row.text(1));
        if (const std::string label = row.text(2); !label.empty()) {
            m_views.emplace(label, folder);
            m_labels.emplace(folder, label);
        } else if (role == FolderRole::All) {
            m_all = folder;
        } else if (role == FolderRole::Trash || role == FolderRole::Junk) {
            m_apart.insert(folder);
        }
    }
}

FolderId GmailViews::inbox() const
{
    const auto view = m_views.find(inboxLabel);
    return view == m_views.end() ? FolderId{} : view->second;
}

FolderId GmailViews::starred() const
{
    const auto view = m_views.find(starredLabel);
    return view == m_views.end() ? FolderId{} : view->second;
}

std::string GmailViews::labelOf(FolderId folder) const
{
    const auto label = m_labels.find(folder);
    return label == m_labels.end() ? std::string() : label->second;
}

std::optional<MessageId> GmailViews::find(std::uint64_t gmailId)
{
    const auto id = m_database.value(
        "SELECT id FROM message WHERE account = ?1 AND gmail_id = ?2 AND gmail_id <> 0", m_account,
        bits(gmailId));
    return id ? std::optional(MessageId{ *id }) : std::nullopt;
}

bool GmailViews::knows(MessageId message)
{
    return m_database.exists("SELECT 1 FROM message WHERE id = ?1 AND gmail_id <> 0", message);
}

void GmailViews::setFields(MessageId message, const GmailFields& fields)
{
    m_database.run("UPDATE message SET gmail_id = ?2, gmail_thread = ?3 WHERE id = ?1 AND "
                   "(gmail_id <> ?2 OR gmail_thread <> ?3)",
        message, bits(fields.message), bits(fields.thread));
    if (fields.labels)
        setLabels(message, *fields.labels);
}

std::set<std::string> GmailViews::labelsOf(MessageId message)
{
    Statement row(m_database, "SELECT labels FROM message WHERE id = ?1");
    return row.bind(message).next() ? decodeKeywords(row.view(0)) : std::set<std::string>{};
}

void GmailViews::setLabels(MessageId message, const std::set<std::string>& labels)
{
    m_database.run("UPDATE message SET labels = ?2 WHERE id = ?1 AND labels <> ?2", message,
        encodeKeywords(labels));
}

std::optional<Placement> GmailViews::position(MessageId message)
{
    for (const auto& placement : PlacementTable(m_database).ofMessage(message)) {
        if (!isView(placement.folder) && !placement.isProvisional())
            return placement;
    }
    return std::nullopt;
}

std::map<FolderId, Flags> GmailViews::wantedIn(
    const std::vector<Placement>& placements, MessageId message)
{
    std::map<FolderId, Flags> wanted;
    const auto inAll = std::find_if(placements.begin(), placements.end(),
        [&](const Placement& p) { return p.folder == m_all; });
    const bool apart = std::any_of(placements.begin(), placements.end(),
        [&](const Placement& p) { return isApart(p.folder); });
    if (inAll == placements.end() || apart)
        return wanted;
    for (const auto& label : withStar(labelsOf(message), inAll->flags.has(Flag::Flagged))) {
        if (const auto view = m_views.find(label); view != m_views.end())
            wanted.emplace(view->second, inAll->flags);
    }
    return wanted;
}

void GmailViews::refresh(MessageId message, ChangeSet& changes)
{
    PlacementTable table(m_database);
    const auto placements = table.ofMessage(message);
    auto wanted = wantedIn(placements, message);
    for (const auto& placement : placements) {
        if (!isView(placement.folder))
            continue;
        const auto stays = wanted.find(placement.folder);
        if (stays == wanted.end())
            table.remove(placement);
        else if (placement.flags != stays->second)
            table.setFlags(placement, stays->second);
        if (stays == wanted.end() || placement.flags != stays->second)
            changes.folders.insert(placement.folder);
        if (stays != wanted.end())
            wanted.erase(stays);
    }
    if (wanted.empty())
        return;
    const auto row = MessageRows(m_database).find(message);
    for (const auto& [folder, flags] : wanted) {
        table.add({ .folder = folder,
            .uid = 0,
            .message = message,
            .received = row ? row->received : 0,
            .size = row ? row->size : 0,
            .flags = flags,
            .hasBody = row && row->hasBody });
        changes.folders.insert(folder);
    }
}

void GmailViews::rename(FolderId view, const std::string& label)
{
    const std::string former = labelOf(view);
    std::vector<MessageId> messages;
    {
        Statement row(m_database, "SELECT message FROM placement WHERE folder = ?1");
        row.bind(view);
        while (row.next())
            messages.push_back(row.id<MessageId>(0));
    }
    for (const MessageId message : messages) {
        auto labels = labelsOf(message);
        labels.erase(former);
        labels.insert(label);
        setLabels(message, labels);
    }
    m_database.run("UPDATE folder SET label = ?2 WHERE id = ?1", view, label);
    m_views.erase(former);
    m_views.emplace(label, view);
    m_labels[view] = label;
}

/// Rare: a label was made, renamed or made visible. One pass over the messages in All Mail.
void GmailViews::fill(FolderId view, ChangeSet& changes)
{
    const std::string label = labelOf(view);
    std::vector<MessageId> messages;
    {
        Statement row(m_database,
            "SELECT p.message FROM placement p JOIN message m ON m.id = p.message WHERE p.folder = "
            "?1 "
            "AND (instr(m.labels, ?2) > 0 OR (?3 AND p.bits & ?4 <> 0)) "
            "UNION SELECT message FROM placement WHERE folder = ?5");
        row.bind(
            m_all, label, label == starredLabel, static_cast<std::uint32_t>(Flag::Flagged), view);
        while (row.next())
            messages.push_back(row.id<MessageId>(0));
    }
    for (const MessageId message : messages)
        refresh(message, changes);
}

void GmailViews::setAside(MessageId message)
{
    m_database.run(
        "INSERT OR IGNORE INTO aside (folder, message) VALUES (?1, ?2)", limbo(), message);
}

std::vector<MessageId> GmailViews::takeAside()
{
    std::vector<MessageId> messages;
    {
        Statement row(m_database, "SELECT message FROM aside WHERE folder = ?1");
        row.bind(limbo());
        while (row.next())
            messages.push_back(row.id<MessageId>(0));
    }
    m_database.run("DELETE FROM aside WHERE folder = ?1", limbo());
    return messages;
}

} // namespace fulmar::storage
