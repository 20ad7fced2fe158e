// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/rebinding.h"

#include <algorithm>

namespace fulmar::storage {

Rebinding::Rebinding(Database& database, const FolderRow& folder, std::uint32_t uidValidity)
    : m_database(database), m_folder(folder), m_uidValidity(uidValidity)
{
    m_expectsSome = database.exists("SELECT 1 FROM aside WHERE folder = ?1", folder.id)
        || database.exists("SELECT 1 FROM placement WHERE folder = ?1 AND uid < 0", folder.id);
    Statement row(database,
        "SELECT message, uid_validity, uid, message_id, size FROM kept.action_target t WHERE "
        "folder = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = t.message) GROUP BY message");
    row.bind(folder.id);
    while (row.next()) {
        m_lost.push_back({
            .message = row.id<MessageId>(0),
            .uidValidity = row.number<std::uint32_t>(1),
            .uid = row.number<std::uint32_t>(2),
            .messageId = row.text(3),
            .size = row.number<std::uint64_t>(4),
        });
    }
}

std::optional<MessageId> Rebinding::knownMessage(const RemoteMessage& remote)
{
    if (!m_expectsSome || remote.summary.messageId.empty())
        return std::nullopt;
    std::vector<MessageId> expected, aside;
    Statement row(m_database,
        "SELECT id, received, EXISTS (SELECT 1 FROM placement WHERE message = id AND folder = ?4 "
        "AND uid < 0), "
        "EXISTS (SELECT 1 FROM aside WHERE message = id AND folder = ?4) FROM message "
        "WHERE account = ?1 AND message_id = ?2 AND message_id <> '' AND size = ?3");
    row.bind(m_folder.account, remote.summary.messageId, remote.size, m_folder.id);
    while (row.next()) {
        if (row.flag(2))
            expected.push_back(row.id<MessageId>(0));
        else if (row.flag(3) && row.integer(1) == remote.received)
            aside.push_back(row.id<MessageId>(0));
    }
    if (expected.size() == 1)
        return expected.front();
    if (expected.empty() && aside.size() == 1)
        return aside.front();
    return std::nullopt;
}

bool Rebinding::isSame(const Lost& lost, const RemoteMessage& remote) const
{
    const std::string& header = remote.summary.messageId;
    if (m_uidValidity != 0 && lost.uidValidity == m_uidValidity && lost.uid != 0)
        return lost.uid == remote.uid
            && (lost.messageId.empty() || header.empty() || lost.messageId == header);
    return !header.empty() && lost.messageId == header && lost.size == remote.size;
}

MessageId Rebinding::lostKey(const RemoteMessage& remote)
{
    const auto found = std::find_if(
        m_lost.begin(), m_lost.end(), [&](const Lost& lost) { return isSame(lost, remote); });
    if (found == m_lost.end())
        return {};
    const MessageId key = found->message;
    m_lost.erase(found);
    // Another folder may have given it a row since.
    return m_database.exists("SELECT 1 FROM message WHERE id = ?1", key) ? MessageId{} : key;
}

} // namespace fulmar::storage
