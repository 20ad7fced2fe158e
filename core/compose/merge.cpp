// SPDX-License-Identifier: GPL-3.0-or-later
#include "compose/merge.h"

#include "common/ascii.h"
#include "compose/address_check.h"
#include "mime/headers.h"
#include "mime/parse.h"
#include "text/charset.h"

#include <algorithm>
#include <array>

namespace fulmar::compose {
namespace {

constexpr std::array<std::string_view, 6> addressNames{ "email", "e-mail", "mail", "address", "to",
    "email address" };

std::optional<std::size_t> columnNamed(
    const std::vector<std::string>& columns, std::string_view name)
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (ascii::equalsIgnoreCase(ascii::trim(columns[i]), name))
            return i;
    }
    return std::nullopt;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '&')
            out += "&amp;";
        else if (c == '"')
            out += "&quot;";
        else
            out += c;
    }
    return out;
}

/// Unreserved characters stay (RFC 3986 section 2.3): a cell must not add a part to an address.
std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (ascii::isAlpha(c) || ascii::isDigit(c)
            || std::string_view("-._~").find(c) != std::string_view::npos)
            out += c;
        else
            out += { '%', digits[byte >> 4U], digits[byte & 0xfU] };
    }
    return out;
}

/// Calls `take` with each name between braces; copies the rest. Gives the text with what `take`
/// returned in its places.
template <class Take>
std::string replaceNames(std::string_view pattern, Take take)
{
    std::string out;
    for (;;) {
        const auto open = pattern.find("{{");
        const auto close = open == std::string_view::npos ? open : pattern.find("}}", open);
        if (close == std::string_view::npos)
            return out + std::string(pattern);
        out += pattern.substr(0, open);
        const auto inside = pattern.substr(open + 2, close - open - 2);
        const auto bar = inside.find('|');
        out += take(ascii::trim(inside.substr(0, bar)),
            bar == std::string_view::npos ? std::string_view() : inside.substr(bar + 1));
        pattern.remove_prefix(close + 2);
    }
}

const mime::Part* firstText(const mime::Part& part, std::string_view subtype)
{
    if (part.children.empty() && part.type == "text" && part.subtype == subtype
        && part.disposition != "attachment")
        return &part;
    for (const auto& child : part.children) {
        if (const auto* found = firstText(child, subtype))
            return found;
    }
    return nullptr;
}

void collectAttachments(
    std::string_view raw, const mime::Part& part, std::vector<DraftAttachment>& out)
{
    if (part.children.empty() && part.isAttachment())
        out.push_back({ .fileName = part.fileName,
            .mediaType = part.type + '/' + part.subtype,
            .content = mime::decodedBody(raw, part) });
    for (const auto& child : part.children)
        collectAttachments(raw, child, out);
}

bool startsWithHeader(std::string_view bytes)
{
    const auto line = bytes.substr(0, bytes.find('\n'));
    constexpr std::array<std::string_view, 7> known{
        "subject:", "from:", "reply-to:", "to:", "mime-version:", "content-type:", "date:"
    };
    const auto lower = ascii::lower(line);
    return std::any_of(
        known.begin(), known.end(), [&](std::string_view name) { return lower.starts_with(name); });
}

} // namespace

MergeTemplate parseMergeTemplate(std::string_view bytes)
{
    MergeTemplate mail;
    if (bytes.starts_with("\xef\xbb\xbf"))
        bytes.remove_prefix(3);
    if (!startsWithHeader(bytes)) {
        mail.text = text::guessedToUtf8(bytes);
        std::erase(mail.text, '\r');
        return mail;
    }
    const auto decode = text::charsetDecoder();
    const auto message = mime::parse(bytes, decode);
    const auto header = [&](std::string_view name) {
        return mime::decodeUnstructured(
            mime::headerValue(message.root.headers, name).value_or(""), decode);
    };
    mail.subject = header("Subject");
    mail.replyTo = header("Reply-To");
    if (const auto* plain = firstText(message.root, "plain"))
        mail.text = mime::decodedText(bytes, *plain, decode);
    if (const auto* html = firstText(message.root, "html"))
        mail.html = mime::decodedText(bytes, *html, decode);
    collectAttachments(bytes, message.root, mail.attachments);
    return mail;
}

std::string fillIn(std::string_view pattern, const std::vector<std::string>& columns,
    const std::vector<std::string>& cells, bool asHtml)
{
    return replaceNames(pattern, [&](std::string_view name, std::string_view otherwise) {
        const auto column = columnNamed(columns, name);
        std::string cell = column && *column < cells.size() ? cells[*column] : std::string();
        if (cell.empty())
            cell = otherwise;
        std::erase(cell, '\r');
        return asHtml ? escaped(cell) : cell;
    });
}

std::string unknownColumn(const MergeTemplate& mail, const std::vector<std::string>& columns)
{
    std::string unknown;
    for (const std::string_view pattern : { std::string_view(mail.subject),
             std::string_view(mail.text), std::string_view(mail.html ? *mail.html : mail.text),
             std::string_view(mail.replyTo) }) {
        replaceNames(pattern, [&](std::string_view name, std::string_view) {
            if (unknown.empty() && !columnNamed(columns, name))
                unknown = name;
            return std::string();
        });
    }
    return unknown;
}

std::optional<std::size_t> addressColumn(const CsvTable& table)
{
    for (const auto name : addressNames) {
        if (const auto column = columnNamed(table.columns, name))
            return column;
    }
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool all = std::all_of(table.rows.begin(), table.rows.end(),
            [&](const auto& row) { return row[i].find('@') != std::string::npos; });
        if (all)
            return i;
    }
    return std::nullopt;
}

std::vector<MergeRow> planMergeRows(
    const CsvTable& table, std::size_t column, const std::set<std::string>& suppressed)
{
    std::vector<MergeRow> rows;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        MergeRow row{ .number = static_cast<std::uint32_t>(i + 1),
            .address = std::string(ascii::trim(table.rows[i][column])),
            .cells = table.rows[i] };
        const auto skip = [&](std::string reason) {
            row.state = "skipped";
            row.reason = std::move(reason);
        };
        const auto checked = checkedAddress(row.address, "To");
        if (row.address.empty())
            skip("no address");
        else if (!checked)
            skip("not a valid address");
        else if (suppressed.count(ascii::lower(*checked)) > 0)
            skip("wants no mail");
        else if (!seen.insert(ascii::lower(*checked)).second)
            skip("the same address is in an earlier row");
        if (checked)
            row.address = *checked;
        rows.push_back(std::move(row));
    }
    return rows;
}

Result<Submission> composeMergeMail(const Merge& merge, const MergeTemplate& mail,
    const MergeRow& row, const Account& account, const Address& from, const Moment& moment)
{
    Draft draft;
    draft.account = account.id;
    const auto name = columnNamed(merge.columns, "name");
    draft.to = { { .name = name && *name < row.cells.size() ? row.cells[*name] : std::string(),
        .address = row.address } };
    const auto& subject = merge.subject.empty() ? mail.subject : merge.subject;
    draft.subject = fillIn(subject, merge.columns, row.cells);
    draft.text = fillIn(mail.text, merge.columns, row.cells);
    draft.attachments = mail.attachments;
    ComposeOptions options;
    options.from = from;
    if (mail.html)
        options.html = fillIn(*mail.html, merge.columns, row.cells, true);
    if (!mail.replyTo.empty())
        options.replyTo = fillIn(mail.replyTo, merge.columns, row.cells);
    if (!merge.unsubscribe.empty()) {
        const auto address
            = replaceNames(merge.unsubscribe, [&](std::string_view column, std::string_view) {
                  return percentEncoded(
                      fillIn("{{" + std::string(column) + "}}", merge.columns, row.cells));
              });
        options.extraFields.emplace_back("List-Unsubscribe", '<' + address + '>');
        // RFC 8058: one click, by a POST that only https carries.
        if (ascii::startsWithIgnoreCase(address, "https:"))
            options.extraFields.emplace_back("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    return compose(draft, account, moment, options);
}

} // namespace fulmar::compose
