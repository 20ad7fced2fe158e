// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ports/mail_reader.h"

#include <string_view>
#include <vector>

/// The statements behind lists and counts, in one place so that a test can look at the plan of
/// each.
///
/// Every list is two sorted streams: rows of the mirror whose message has nothing pending, and rows
/// of the overlay. Each comes from an index in list order, SQLite merges them, and LIMIT ends both:
/// the cost is that of the rows up to the page, never of the folder.
namespace fulmar::storage {

/// Message ids of a page. ?1 = folder or account where one is named, then limit and offset.
std::string_view listSql(const MessageQuery& query);
/// One number, of counters and the few rows of the overlay. ?1 as in `listSql`.
std::string_view countSql(const MessageQuery& query);
/// Every statement that `listSql` and `countSql` can give.
std::vector<std::string_view> allListSql();

} // namespace fulmar::storage
