// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_fetch.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "imap/parse_basic.h"
#include "imap/parse_body.h"
#include "imap/parse_envelope.h"

#include <algorithm>
#include <array>

namespace fulmar::imap {
namespace {

using Done = Parsed<std::monostate>;

/// `section = "[" [section-spec] "]"` behind its opening bracket, verbatim.
Parsed<std::string> parseSectionName(Scanner& scanner)
{
    std::string section;
    std::size_t depth = 0;
    while (!scanner.atEnd()) {
        if (scanner.peek() == '"' || scanner.atLiteral()) {
            auto text = parseString(scanner);
            if (!text)
                return text;
            section += *text;
            continue;
        }
        if (depth == 0 && scanner.take(']'))
            return section;
        const auto run = scanner.rest();
        const auto length = std::clamp<std::size_t>(run.find_first_of("\"{~]()"), 1, run.size());
        depth += run[0] == '(' ? 1U : 0U;
        depth -= run[0] == ')' && depth > 0 ? 1U : 0U;
        section += run.substr(0, length);
        scanner.skip(length);
    }
    return scanner.fail("section");
}

/// `nstring` or literal8 of a section, which may have been handed out before.
Done parseSectionData(Scanner& scanner, BodySection& section)
{
    scanner.skipBlanks();
    if (scanner.takeNil())
        return std::monostate{};
    if (!scanner.atLiteral()) {
        auto text = parseAstring(scanner);
        if (!text)
            return scanner.fail("section data");
        section.data = std::move(*text);
        return std::monostate{};
    }
    const auto literal = scanner.takeLiteral();
    if (!literal)
        return Unexpected(literal.error());
    section.data = std::string(literal->bytes);
    section.streamed = literal->streamed;
    return std::monostate{};
}

/// `"BODY" section ["<" number ">"] SP nstring`, behind the opening bracket.
Done parseBodySection(Scanner& scanner, FetchData& data)
{
    BodySection section;
    auto name = parseSectionName(scanner);
    if (!name)
        return Unexpected(name.error());
    section.section = std::move(*name);
    if (scanner.take('<')) {
        section.origin = scanner.takeNumber();
        if (!section.origin || !scanner.take('>'))
            return scanner.fail("section origin");
    }
    if (const auto taken = parseSectionData(scanner, section); !taken)
        return taken;
    data.sections.push_back(std::move(section));
    return std::monostate{};
}

Done parseNamedSection(Scanner& scanner, FetchData& data, std::string_view name)
{
    BodySection section{ .section = std::string(name), .origin = {}, .data = {} };
    if (const auto taken = parseSectionData(scanner, section); !taken)
        return taken;
    data.sections.push_back(std::move(section));
    return std::monostate{};
}

/// `"MODSEQ" SP "(" permsg-modsequence ")"` (RFC 7162).
Done parseModSeq(Scanner& scanner, FetchData& data)
{
    const bool list = scanner.take('(');
    scanner.skipBlanks();
    const auto modSeq = parseLooseNumber(scanner);
    scanner.skipBlanks();
    if (!modSeq || (list && !scanner.take(')')))
        return scanner.fail("permsg-modsequence");
    data.modSeq = *modSeq;
    return std::monostate{};
}

/// `"X-GM-LABELS" SP "(" [label *(SP label)] ")"`: atoms, quoted strings, literals, NIL.
Done parseLabels(Scanner& scanner, FetchData& data)
{
    std::vector<std::string> labels;
    if (!scanner.takeNil()) {
        if (!scanner.take('('))
            return scanner.fail("X-GM-LABELS");
        scanner.skipBlanks();
        while (!scanner.take(')')) {
            auto label = parseNstring(scanner);
            if (!label)
                return scanner.fail("X-GM-LABELS");
            if (labels.size() >= limits::flagsPerMessage)
                return scanner.failLimit("X-GM-LABELS");
            if (*label)
                labels.push_back(std::move(**label));
            scanner.skipBlanks();
        }
    }
    data.gmailLabels = std::move(labels);
    return std::monostate{};
}

Done parseFlags(Scanner& scanner, FetchData& data)
{
    auto flags = parseFlagList(scanner);
    if (!flags)
        return Unexpected(flags.error());
    data.flags = std::move(*flags);
    return std::monostate{};
}

Done parseInternalDate(Scanner& scanner, FetchData& data)
{
    if (const auto plain = scanner.takePlainQuoted()) {
        data.internalDate = parseDateTime(*plain);
        return std::monostate{};
    }
    const auto date = parseNstring(scanner);
    if (!date)
        return Unexpected(date.error());
    if (*date)
        data.internalDate = parseDateTime(**date);
    return std::monostate{};
}

Done parseUid(Scanner& scanner, FetchData& data)
{
    const auto uid = parseLooseNumber(scanner);
    if (!uid)
        return Unexpected(uid.error());
    data.uid = Uid::from(uid->value_or(0));
    return std::monostate{};
}

template <auto Member>
Done parseNumberItem(Scanner& scanner, FetchData& data)
{
    const auto number = parseLooseNumber(scanner);
    if (!number)
        return Unexpected(number.error());
    data.*Member = *number;
    return std::monostate{};
}

Done parseEnvelopeItem(Scanner& scanner, FetchData& data)
{
    if (scanner.takeNil())
        return std::monostate{};
    auto envelope = parseEnvelope(scanner);
    if (!envelope)
        return Unexpected(envelope.error());
    data.envelope.emplace(std::move(*envelope));
    return std::monostate{};
}

Done parseBodyItem(Scanner& scanner, FetchData& data)
{
    if (scanner.takeNil())
        return std::monostate{};
    auto body = parseBodyStructure(scanner);
    if (!body)
        return Unexpected(body.error());
    data.bodyStructure = std::move(*body);
    return std::monostate{};
}

template <char First>
Done parseRfc822(Scanner& scanner, FetchData& data)
{
    return parseNamedSection(scanner, data, First == 'H' ? "HEADER" : First == 'T' ? "TEXT" : "");
}

struct Item {
    std::string_view name;
    Done (*parse)(Scanner&, FetchData&);
};

constexpr std::array items{
    Item{ "FLAGS", parseFlags },
    Item{ "UID", parseUid },
    Item{ "MODSEQ", parseModSeq },
    Item{ "RFC822.SIZE", parseNumberItem<&FetchData::size> },
    Item{ "INTERNALDATE", parseInternalDate },
    Item{ "ENVELOPE", parseEnvelopeItem },
    Item{ "BODYSTRUCTURE", parseBodyItem },
    Item{ "BODY", parseBodyItem },
    Item{ "X-GM-MSGID", parseNumberItem<&FetchData::gmailMessageId> },
    Item{ "X-GM-THRID", parseNumberItem<&FetchData::gmailThreadId> },
    Item{ "X-GM-LABELS", parseLabels },
    Item{ "RFC822", parseRfc822<'A'> },
    Item{ "RFC822.HEADER", parseRfc822<'H'> },
    Item{ "RFC822.TEXT", parseRfc822<'T'> },
};

Done inItem(Done done, const char* item)
{
    if (!done && !done.error().item)
        done.error().item = item;
    return done;
}

/// One item with its value.
Done parseItem(Scanner& scanner, FetchData& data)
{
    const auto name = scanner.takeItemName();
    if (name.empty())
        return scanner.fail("msg-att");
    if (scanner.take('['))
        return inItem(parseBodySection(scanner, data), "BODY[]");
    scanner.skipBlanks();
    for (const auto& item : items) {
        if (ascii::equalsIgnoreCase(item.name, name))
            return inItem(item.parse(scanner, data), item.name.data());
    }
    if (scanner.atEnd() || scanner.peek() == ')')
        return std::monostate{};
    return skipValue(scanner);
}

} // namespace

Parsed<FetchData> parseFetch(Scanner& scanner, std::uint32_t seq)
{
    FetchData data;
    data.seq = seq;
    scanner.skipBlanks();
    if (!scanner.take('('))
        return scanner.fail("msg-att");
    // Domino wraps single items in parentheses of their own.
    std::size_t depth = 1;
    while (depth > 0) {
        scanner.skipBlanks();
        if (scanner.take('(')) {
            if (++depth > limits::nestingDepth)
                return scanner.failLimit("msg-att");
        } else if (scanner.take(')')) {
            --depth;
        } else if (const auto item = parseItem(scanner, data); !item) {
            return Unexpected(item.error());
        }
    }
    return data;
}

} // namespace fulmar::imap
