// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_mailbox.h"

#include "common/ascii.h"
#include "imap/parse_basic.h"
#include "imap/server_text.h"

#include <limits>

namespace fulmar::imap {
namespace {

/// `DQUOTE QUOTED-CHAR DQUOTE / nil`; a bare character is taken too.
Parsed<std::optional<char>> parseDelimiter(Scanner& scanner)
{
    const auto text = parseNstring(scanner);
    if (!text)
        return scanner.fail("mailbox delimiter");
    if (!*text || (*text)->size() != 1)
        return std::optional<char>();
    return std::optional<char>((*text)->front());
}

std::optional<std::uint32_t> narrow(std::optional<std::uint64_t> number)
{
    if (!number || *number > std::numeric_limits<std::uint32_t>::max())
        return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

void setStatusItem(StatusEntry& entry, std::string_view name, std::optional<std::uint64_t> value)
{
    if (ascii::equalsIgnoreCase(name, "MESSAGES"))
        entry.messages = narrow(value);
    else if (ascii::equalsIgnoreCase(name, "RECENT"))
        entry.recent = narrow(value);
    else if (ascii::equalsIgnoreCase(name, "UIDNEXT"))
        entry.uidNext = narrow(value);
    else if (ascii::equalsIgnoreCase(name, "UIDVALIDITY"))
        entry.uidValidity = narrow(value);
    else if (ascii::equalsIgnoreCase(name, "UNSEEN"))
        entry.unseen = narrow(value);
    else if (ascii::equalsIgnoreCase(name, "HIGHESTMODSEQ"))
        entry.highestModSeq = value;
    else if (ascii::equalsIgnoreCase(name, "SIZE"))
        entry.size = value;
}

/// `"(" "MODSEQ" SP mod-sequence-value ")"` at the end of SEARCH.
Parsed<std::monostate> parseSearchModSeq(Scanner& scanner, SearchResult& result)
{
    scanner.take('(');
    scanner.skipBlanks();
    if (!ascii::equalsIgnoreCase(scanner.takeAtom(), "MODSEQ"))
        return scanner.fail("search-sort-mod-seq");
    scanner.skipBlanks();
    const auto modSeq = parseLooseNumber(scanner);
    scanner.skipBlanks();
    if (!modSeq || !scanner.take(')'))
        return scanner.fail("search-sort-mod-seq");
    result.modSeq = *modSeq;
    return std::monostate{};
}

/// `search-return-data`, behind its name.
Parsed<std::monostate> parseReturnData(
    Scanner& scanner, std::string_view name, SearchResult& result)
{
    if (ascii::equalsIgnoreCase(name, "ALL")) {
        auto ranges = parseSequenceRanges(scanner);
        if (!ranges)
            return Unexpected(ranges.error());
        result.numbers.add(std::move(*ranges));
        return std::monostate{};
    }
    if (scanner.peek() == '(')
        return skipValue(scanner);
    const auto number = parseLooseNumber(scanner);
    if (!number)
        return Unexpected(number.error());
    if (ascii::equalsIgnoreCase(name, "MIN"))
        result.min = narrow(*number);
    else if (ascii::equalsIgnoreCase(name, "MAX"))
        result.max = narrow(*number);
    else if (ascii::equalsIgnoreCase(name, "COUNT"))
        result.count = narrow(*number);
    else if (ascii::equalsIgnoreCase(name, "MODSEQ"))
        result.modSeq = *number;
    return std::monostate{};
}

/// `search-correlator = SP "(" "TAG" SP tag-string ")"`
Parsed<std::string> parseCorrelator(Scanner& scanner)
{
    scanner.take('(');
    scanner.skipBlanks();
    if (!ascii::equalsIgnoreCase(scanner.takeAtom(), "TAG"))
        return scanner.fail("search-correlator");
    scanner.skipBlanks();
    auto tag = parseAstring(scanner);
    scanner.skipBlanks();
    if (!tag || !scanner.take(')'))
        return scanner.fail("search-correlator");
    return tag;
}

/// `Namespace = nil / "(" 1*("(" string SP (DQUOTE QUOTED-CHAR DQUOTE / nil) *extension ")") ")"`
Parsed<std::vector<NamespaceEntry>> parseNamespace(Scanner& scanner)
{
    std::vector<NamespaceEntry> entries;
    scanner.skipBlanks();
    if (scanner.atEnd() || scanner.takeNil())
        return entries;
    if (!scanner.take('('))
        return scanner.fail("Namespace");
    while (true) {
        scanner.skipBlanks();
        if (scanner.take(')'))
            return entries;
        if (!scanner.take('('))
            return scanner.fail("Namespace");
        auto prefix = parseAstring(scanner);
        scanner.skipBlanks();
        const auto delimiter = parseDelimiter(scanner);
        if (!prefix || !delimiter)
            return scanner.fail("Namespace");
        scanner.skipBlanks();
        while (!scanner.take(')')) {
            if (const auto extension = skipValue(scanner); !extension)
                return Unexpected(extension.error());
            scanner.skipBlanks();
        }
        entries.push_back({ .prefix = std::move(*prefix), .delimiter = *delimiter });
    }
}

} // namespace

Parsed<ListEntry> parseMailboxList(Scanner& scanner)
{
    ListEntry entry;
    scanner.skipBlanks();
    auto attributes = parseFlagList(scanner);
    if (!attributes)
        return Unexpected(attributes.error());
    entry.attributes = std::move(*attributes);
    scanner.skipBlanks();
    const auto delimiter = parseDelimiter(scanner);
    if (!delimiter)
        return Unexpected(delimiter.error());
    entry.delimiter = *delimiter;
    scanner.skipBlanks();
    auto name = parseAstring(scanner);
    if (!name)
        return scanner.fail("mailbox");
    entry.name = std::move(*name);
    // Extended data (RFC 5258) may follow; none of it is asked for.
    scanner.skipRest();
    return entry;
}

Parsed<StatusEntry> parseMailboxStatus(Scanner& scanner)
{
    StatusEntry entry;
    scanner.skipBlanks();
    auto mailbox = parseAstring(scanner);
    if (!mailbox)
        return scanner.fail("mailbox");
    entry.mailbox = std::move(*mailbox);
    scanner.skipBlanks();
    if (scanner.atEnd())
        return entry;
    if (!scanner.take('('))
        return scanner.fail("status-att-list");
    while (true) {
        scanner.skipBlanks();
        if (scanner.take(')'))
            return entry;
        const auto name = scanner.takeAtom();
        scanner.skipBlanks();
        if (name.empty())
            return scanner.fail("status-att");
        if (scanner.peek() == '(') {
            if (const auto value = skipValue(scanner); !value)
                return Unexpected(value.error());
            continue;
        }
        if (scanner.peek() == ')')
            continue;
        const auto value = parseLooseNumber(scanner);
        if (!value)
            return Unexpected(value.error());
        setStatusItem(entry, name, *value);
    }
}

Parsed<SearchResponse> parseSearch(Scanner& scanner)
{
    SearchResponse response;
    std::vector<NumberSet::Range> ranges;
    while (true) {
        scanner.skipBlanks();
        if (scanner.atEnd())
            break;
        if (scanner.peek() == '(') {
            if (const auto modSeq = parseSearchModSeq(scanner, response.result); !modSeq)
                return Unexpected(modSeq.error());
            continue;
        }
        const auto number = parseNumber(scanner);
        if (!number)
            return Unexpected(number.error());
        if (!ranges.empty() && ranges.back().second + 1 == *number && *number != 0)
            ranges.back().second = *number;
        else if (*number != 0)
            ranges.emplace_back(*number, *number);
    }
    response.result.numbers.add(std::move(ranges));
    return response;
}

Parsed<SearchResponse> parseExtendedSearch(Scanner& scanner)
{
    SearchResponse response;
    response.extended = true;
    scanner.skipBlanks();
    if (scanner.peek() == '(') {
        auto tag = parseCorrelator(scanner);
        if (!tag)
            return Unexpected(tag.error());
        response.tag = std::move(*tag);
    }
    while (true) {
        scanner.skipBlanks();
        if (scanner.atEnd())
            return response;
        const auto name = scanner.takeAtom();
        if (name.empty())
            return scanner.fail("search-return-data");
        if (ascii::equalsIgnoreCase(name, "UID"))
            continue;
        scanner.skipBlanks();
        if (const auto taken = parseReturnData(scanner, name, response.result); !taken)
            return Unexpected(taken.error());
    }
}

Parsed<VanishedResponse> parseVanished(Scanner& scanner)
{
    VanishedResponse response;
    scanner.skipBlanks();
    if (scanner.take('(')) {
        response.earlier = ascii::equalsIgnoreCase(scanner.takeAtom(), "EARLIER");
        if (!response.earlier || !scanner.take(')'))
            return scanner.fail("expunged-resp");
        scanner.skipBlanks();
    }
    auto ranges = parseSequenceRanges(scanner);
    if (!ranges)
        return Unexpected(ranges.error());
    response.uids.add(std::move(*ranges));
    return response;
}

Parsed<Namespaces> parseNamespaces(Scanner& scanner)
{
    Namespaces namespaces;
    for (auto* out : { &namespaces.personal, &namespaces.otherUsers, &namespaces.shared }) {
        auto entries = parseNamespace(scanner);
        if (!entries)
            return Unexpected(entries.error());
        *out = std::move(*entries);
    }
    return namespaces;
}

Parsed<IdResponse> parseId(Scanner& scanner)
{
    constexpr std::size_t mostPairs = 30;
    IdResponse response;
    scanner.skipBlanks();
    if (scanner.atEnd() || scanner.takeNil())
        return response;
    if (!scanner.take('('))
        return scanner.fail("id_params_list");
    while (true) {
        scanner.skipBlanks();
        if (scanner.take(')'))
            return response;
        const auto name = parseNstring(scanner);
        scanner.skipBlanks();
        if (!name)
            return scanner.fail("id_params_list");
        if (scanner.peek() == ')')
            continue;
        const auto value = parseNstring(scanner);
        if (!value)
            return scanner.fail("id_params_list");
        if (response.fields.size() < mostPairs)
            response.fields.emplace_back(
                serverText(name->value_or("")), serverText(value->value_or("")));
    }
}

Capabilities parseCapabilities(std::string_view text)
{
    Capabilities capabilities;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0)
            capabilities.add(std::string(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return capabilities;
}

} // namespace fulmar::imap
