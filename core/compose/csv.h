// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace fulmar::compose {

/// A table with a header line, as UTF-8.
struct CsvTable {
    std::vector<std::string> columns{};
    std::vector<std::vector<std::string>> rows{}; ///< each as long as `columns`
    std::vector<std::size_t> lines{}; ///< in the file, of each row
};

/// Reads RFC 4180 text: quoted cells with commas, line ends and doubled quotes; comma, semicolon or
/// tab between cells, whichever the header line has most of. UTF-8 or UTF-16 with a byte order
/// mark, UTF-8 or windows-1252 without. Empty lines are left out.
///
/// Errors, code "csv" with the line in `where`: an open quote at the end, a row with more cells
/// than columns, a NUL, an empty or doubled column name, no row at all.
Result<CsvTable> parseCsv(std::string_view bytes);

} // namespace fulmar::compose
