// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/csv.h"

#include "common/ascii.h"
#include "text/charset.h"

#include <algorithm>
#include <set>

namespace fulmar::compose {
namespace {

Error bad(std::size_t line, std::string_view what)
{
    return { .kind = ErrorKind::Rejected,
        .where = "line " + std::to_string(line) + ": " + std::string(what),
        .serverText = {},
        .code = "csv" };
}

std::string decoded(std::string_view bytes)
{
    if (bytes.starts_with("\xff\xfe"))
        return text::toUtf8("utf-16le", bytes.substr(2)).value_or("");
    if (bytes.starts_with("\xfe\xff"))
        return text::toUtf8("utf-16be", bytes.substr(2)).value_or("");
    if (bytes.starts_with("\xef\xbb\xbf"))
        bytes.remove_prefix(3);
    return text::guessedToUtf8(bytes);
}

char separatorOf(std::string_view text)
{
    const auto header = text.substr(0, text.find_first_of("\r\n"));
    char best = ',';
    for (const char candidate : { ';', '\t' }) {
        if (std::count(header.begin(), header.end(), candidate)
            > std::count(header.begin(), header.end(), best))
            best = candidate;
    }
    return best;
}

/// Takes one record off the text; a quoted cell may go over several lines.
class Records {
public:
    explicit Records(std::string_view text) : m_text(text), m_separator(separatorOf(text)) { }
    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    [[nodiscard]] std::size_t line() const { return m_line; }

    Result<std::vector<std::string>> next()
    {
        std::vector<std::string> cells;
        for (;;) {
            auto cell = m_text.starts_with('"') ? quoted() : plain();
            if (!cell)
                return Unexpected(cell.error());
            cells.push_back(std::move(*cell));
            if (m_text.empty() || m_text.front() != m_separator)
                break;
            m_text.remove_prefix(1);
        }
        if (m_text.starts_with("\r\n"))
            m_text.remove_prefix(2);
        else if (!m_text.empty())
            m_text.remove_prefix(1);
        ++m_line;
        return cells;
    }

private:
    Result<std::string> plain()
    {
        const char ends[] = { m_separator, '\r', '\n' };
        const auto cell
            = m_text.substr(0, m_text.find_first_of(std::string_view(ends, sizeof ends)));
        m_text.remove_prefix(cell.size());
        return std::string(ascii::trim(cell));
    }

    Result<std::string> quoted()
    {
        const auto start = m_line;
        std::string cell;
        m_text.remove_prefix(1);
        for (;;) {
            const auto quote = m_text.find('"');
            if (quote == std::string_view::npos)
                return Unexpected(bad(start, "a quote is opened here and never closed"));
            cell += m_text.substr(0, quote);
            m_text.remove_prefix(quote + 1);
            if (!m_text.starts_with('"'))
                break;
            cell += '"';
            m_text.remove_prefix(1);
        }
        m_line += static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '\n'));
        const char ends[] = { m_separator, '\r', '\n' };
        if (!m_text.empty()
            && std::string_view(ends, sizeof ends).find(m_text.front()) == std::string_view::npos)
            return Unexpected(bad(start, "text behind the closing quote of a cell"));
        return cell;
    }

    std::string_view m_text;
    char m_separator;
    std::size_t m_line = 1;
};

Result<void> checkColumns(const std::vector<std::string>& columns)
{
    std::set<std::string> seen;
    for (const auto& column : columns) {
        if (column.empty())
            return Unexpected(bad(1, "a column has no name"));
        if (!seen.insert(ascii::lower(column)).second)
            return Unexpected(bad(1, "the column \"" + column + "\" is there twice"));
    }
    return {};
}

} // namespace

Result<CsvTable> parseCsv(std::string_view bytes)
{
    const std::string text = decoded(bytes);
    if (const auto nul = text.find('\0'); nul != std::string::npos)
        return Unexpected(bad(1
                + static_cast<std::size_t>(std::count(
                    text.begin(), text.begin() + static_cast<std::ptrdiff_t>(nul), '\n')),
            "a NUL character, which no mail may hold"));
    Records records(text);
    CsvTable table;
    while (!records.atEnd()) {
        const auto line = records.line();
        auto cells = records.next();
        if (!cells)
            return Unexpected(cells.error());
        const bool blank = std::all_of(
            cells->begin(), cells->end(), [](const std::string& cell) { return cell.empty(); });
        if (blank)
            continue;
        if (table.columns.empty()) {
            table.columns = std::move(*cells);
            if (auto checked = checkColumns(table.columns); !checked)
                return Unexpected(checked.error());
            continue;
        }
        if (cells->size() > table.columns.size())
            return Unexpected(bad(line,
                std::to_string(cells->size()) + " cells, but there are "
                    + std::to_string(table.columns.size()) + " columns"));
        cells->resize(table.columns.size());
        table.rows.push_back(std::move(*cells));
        table.lines.push_back(line);
    }
    if (table.rows.empty())
        return Unexpected(bad(1, "no recipients: a header line and a row are needed"));
    return table;
}

} // namespace fulmar::compose
