// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "compose/compose.h"
#include "compose/csv.h"
#include "model/account.h"
#include "model/sending.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace fulmar::compose {

/// What a merge template says: fields with `{{column}}` in them.
struct MergeTemplate {
    std::string subject{};
    std::string text{};
    std::optional<std::string> html{};
    std::string replyTo{};
    std::vector<DraftAttachment> attachments{};
};

/// Reads a template: plain text, text behind "Subject:" and other header lines, or a whole MIME
/// message with text, HTML and attachments.
MergeTemplate parseMergeTemplate(std::string_view bytes);

/// `{{column}}` becomes the cell of that column, `{{column|otherwise}}` the text behind the bar
/// where the cell is empty; names in any case of letters. With `asHtml` cells are escaped.
std::string fillIn(std::string_view pattern, const std::vector<std::string>& columns,
    const std::vector<std::string>& cells, bool asHtml = false);

/// The first name between braces that is no column; "" where all are.
std::string unknownColumn(const MergeTemplate& mail, const std::vector<std::string>& columns);

/// Column that holds the addresses: "email", "e-mail", "mail", "address", "to" in this order, else
/// the first whose every cell has an "@"; nothing where there is none.
std::optional<std::size_t> addressColumn(const CsvTable& table);

/// One row for each line of the table: waiting, or skipped with the reason (no address, a malformed
/// one, the same one before, a suppressed one).
std::vector<MergeRow> planMergeRows(
    const CsvTable& table, std::size_t addressColumn, const std::set<std::string>& suppressed);

/// The finished mail of one row. Errors as `compose`.
Result<Submission> composeMergeMail(const Merge& merge, const MergeTemplate& mail,
    const MergeRow& row, const Account& account, const Address& from, const Moment& moment);

} // namespace fulmar::compose
