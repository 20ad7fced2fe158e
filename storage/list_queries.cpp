// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/list_queries.h"

namespace fulmar::storage {
namespace {

constexpr std::string_view folderList
    = "SELECT p.message, p.received FROM placement p INDEXED BY placement_list WHERE p.folder = ?1 "
      "AND NOT EXISTS (SELECT 1 FROM kept.overlay o WHERE o.message = p.message) "
      "UNION ALL SELECT s.message, s.received FROM kept.overlay_place s INDEXED BY "
      "overlay_place_list "
      "WHERE s.folder = ?1 AND s.shown = 1 ORDER BY 2 DESC, 1 DESC LIMIT ?2 OFFSET ?3";
constexpr std::string_view folderUnread
    = "SELECT p.message, p.received FROM placement p INDEXED BY placement_unseen WHERE p.folder = "
      "?1 AND p.unseen = 1 "
      "AND NOT EXISTS (SELECT 1 FROM kept.overlay o WHERE o.message = p.message) "
      "UNION ALL SELECT s.message, s.received FROM kept.overlay_place s INDEXED BY "
      "overlay_place_list "
      "WHERE s.folder = ?1 AND s.shown = 1 AND s.unread = 1 ORDER BY 2 DESC, 1 DESC LIMIT ?2 "
      "OFFSET ?3";
constexpr std::string_view accountList
    = "SELECT m.id, m.received FROM message m INDEXED BY message_list WHERE m.account = ?1 AND "
      "m.placed = 1 "
      "AND NOT EXISTS (SELECT 1 FROM kept.overlay o WHERE o.message = m.id) "
      "UNION ALL SELECT s.message, s.received FROM kept.overlay s INDEXED BY overlay_list "
      "WHERE s.account = ?1 AND s.shown = 1 ORDER BY 2 DESC, 1 DESC LIMIT ?2 OFFSET ?3";
constexpr std::string_view accountUnread
    = "SELECT m.id, m.received FROM message m INDEXED BY message_unseen WHERE m.account = ?1 AND "
      "m.placed = 1 "
      "AND m.unseen = 1 AND NOT EXISTS (SELECT 1 FROM kept.overlay o WHERE o.message = m.id) "
      "UNION ALL SELECT s.message, s.received FROM kept.overlay s INDEXED BY overlay_list "
      "WHERE s.account = ?1 AND s.shown = 1 AND s.unread = 1 ORDER BY 2 DESC, 1 DESC LIMIT ?2 "
      "OFFSET ?3";
constexpr std::string_view wholeList
    = "SELECT m.id, m.received FROM message m INDEXED BY message_list_all WHERE m.placed = 1 "
      "AND NOT EXISTS (SELECT 1 FROM kept.overlay o WHERE o.message = m.id) "
      "UNION ALL SELECT s.message, s.received FROM kept.overlay s INDEXED BY overlay_list_all "
      "WHERE s.shown = 1 ORDER BY 2 DESC, 1 DESC LIMIT ?1 OFFSET ?2";
constexpr std::string_view wholeUnread
    = "SELECT m.id, m.received FROM message m INDEXED BY message_unseen_all WHERE m.placed = 1 AND "
      "m.unseen = 1 "
      "AND NOT EXISTS (SELECT 1 FROM kept.overlay o WHERE o.message = m.id) "
      "UNION ALL SELECT s.message, s.received FROM kept.overlay s INDEXED BY overlay_list_all "
      "WHERE s.shown = 1 AND s.unread = 1 ORDER BY 2 DESC, 1 DESC LIMIT ?1 OFFSET ?2";

constexpr std::string_view folderCount
    = "SELECT coalesce((SELECT total FROM folder WHERE id = ?1), 0) "
      "+ coalesce((SELECT sum(shown - masked) FROM kept.overlay_place WHERE folder = ?1), 0)";
constexpr std::string_view folderUnreadCount
    = "SELECT coalesce((SELECT unread FROM folder WHERE id = ?1), 0) "
      "+ coalesce((SELECT sum(shown * unread - masked_unread) FROM kept.overlay_place WHERE folder "
      "= ?1), 0)";
constexpr std::string_view accountCount
    = "SELECT coalesce((SELECT total FROM tally WHERE account = ?1), 0) "
      "+ coalesce((SELECT sum(shown - masked) FROM kept.overlay WHERE account = ?1), 0)";
constexpr std::string_view accountUnreadCount
    = "SELECT coalesce((SELECT unread FROM tally WHERE account = ?1), 0) "
      "+ coalesce((SELECT sum(shown * unread - masked_unread) FROM kept.overlay WHERE account = "
      "?1), 0)";
constexpr std::string_view wholeCount
    = "SELECT coalesce((SELECT sum(total) FROM tally), 0) + coalesce((SELECT sum(shown - masked) "
      "FROM kept.overlay), 0)";
constexpr std::string_view wholeUnreadCount
    = "SELECT coalesce((SELECT sum(unread) FROM tally), 0) "
      "+ coalesce((SELECT sum(shown * unread - masked_unread) FROM kept.overlay), 0)";

} // namespace

std::string_view listSql(const MessageQuery& query)
{
    if (query.folder)
        return query.unreadOnly ? folderUnread : folderList;
    if (query.account)
        return query.unreadOnly ? accountUnread : accountList;
    return query.unreadOnly ? wholeUnread : wholeList;
}

std::string_view countSql(const MessageQuery& query)
{
    if (query.folder)
        return query.unreadOnly ? folderUnreadCount : folderCount;
    if (query.account)
        return query.unreadOnly ? accountUnreadCount : accountCount;
    return query.unreadOnly ? wholeUnreadCount : wholeCount;
}

std::vector<std::string_view> allListSql()
{
    return { folderList, folderUnread, accountList, accountUnread, wholeList, wholeUnread,
        folderCount, folderUnreadCount, accountCount, accountUnreadCount, wholeCount,
        wholeUnreadCount };
}

} // namespace fulmar::storage
