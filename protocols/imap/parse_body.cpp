// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_body.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "imap/parse_basic.h"
#include "imap/parse_envelope.h"

#include <algorithm>
#include <array>

namespace fulmar::imap {
namespace {

using Done = Parsed<std::monostate>;

/// What a BODYSTRUCTURE in the making has used up of its limits.
struct Budget {
    std::size_t depth = 0;
    std::size_t parts = 0;
};

Done parseBody(Scanner& scanner, BodyStructure& body, Budget& budget);

bool isMediaType(std::string_view type)
{
    constexpr std::array<std::string_view, 10> known{ "text", "multipart", "message", "application",
        "image", "audio", "video", "model", "font", "chemical" };
    return std::find(known.begin(), known.end(), type) != known.end();
}

bool atListEnd(Scanner& scanner)
{
    scanner.skipBlanks();
    return scanner.peek() == ')';
}

/// An nstring field; a list in its place is passed over, a missing one at the end stays empty.
Done parseField(Scanner& scanner, std::optional<std::string>& out, const char* rule)
{
    if (atListEnd(scanner))
        return std::monostate{};
    if (scanner.peek() == '(')
        return skipValue(scanner);
    if (!takeNstring(scanner, out))
        return scanner.fail(rule);
    return std::monostate{};
}

/// `body-fld-param = "(" string SP string *(SP string SP string) ")" / nil`
Done parseParameters(Scanner& scanner, BodyParameters& out)
{
    if (atListEnd(scanner))
        return std::monostate{};
    if (!scanner.take('(')) {
        std::optional<std::string> instead;
        return parseField(scanner, instead, "body-fld-param");
    }
    while (!atListEnd(scanner)) {
        std::optional<std::string> name, value;
        if (const auto taken = parseField(scanner, name, "body-fld-param"); !taken)
            return taken;
        if (const auto taken = parseField(scanner, value, "body-fld-param"); !taken)
            return taken;
        if (name)
            out.emplace_back(std::move(*name), value.value_or(""));
    }
    scanner.take(')');
    return std::monostate{};
}

/// `body-fld-dsp = "(" string SP body-fld-param ")" / nil`; a bare string is taken for the type.
Done parseDisposition(Scanner& scanner, BodyStructure& body)
{
    if (atListEnd(scanner))
        return std::monostate{};
    const bool list = scanner.take('(');
    if (const auto taken = parseField(scanner, body.disposition, "body-fld-dsp"); !taken)
        return taken;
    if (body.disposition)
        body.disposition = ascii::lower(*body.disposition);
    if (!list)
        return std::monostate{};
    if (const auto taken = parseParameters(scanner, body.dispositionParameters); !taken)
        return taken;
    while (!atListEnd(scanner)) {
        if (const auto other = skipValue(scanner); !other)
            return other;
    }
    scanner.take(')');
    return std::monostate{};
}

/// `body-fld-lang = nstring / "(" string *(SP string) ")"`, joined by commas.
Done parseLanguage(Scanner& scanner, std::optional<std::string>& out)
{
    if (atListEnd(scanner))
        return std::monostate{};
    if (!scanner.take('('))
        return parseField(scanner, out, "body-fld-lang");
    while (!atListEnd(scanner)) {
        std::optional<std::string> one;
        if (const auto taken = parseField(scanner, one, "body-fld-lang"); !taken)
            return taken;
        if (one)
            out = out ? *out + ", " + *one : *one;
    }
    scanner.take(')');
    return std::monostate{};
}

/// `[SP body-fld-dsp [SP body-fld-lang [SP body-fld-loc *(SP body-extension)]]] ")"`
Done parseTail(Scanner& scanner, BodyStructure& body)
{
    if (const auto taken = parseDisposition(scanner, body); !taken)
        return taken;
    if (const auto taken = parseLanguage(scanner, body.language); !taken)
        return taken;
    if (const auto taken = parseField(scanner, body.location, "body-fld-loc"); !taken)
        return taken;
    while (!atListEnd(scanner)) {
        if (const auto other = skipValue(scanner); !other)
            return other;
    }
    scanner.take(')');
    return std::monostate{};
}

/// `body-fld-octets`, `body-fld-lines`: nothing where another field stands in their place.
Parsed<std::optional<std::uint64_t>> parseCount(Scanner& scanner, const char* rule)
{
    if (atListEnd(scanner))
        return std::optional<std::uint64_t>();
    auto number = parseLooseNumber(scanner);
    if (!number)
        return scanner.fail(rule);
    return number;
}

/// `body-type-mpart = 1*body SP media-subtype [SP body-ext-mpart]`, behind its opening parenthesis.
Done parseMultipart(Scanner& scanner, BodyStructure& body, Budget& budget)
{
    body.type = "multipart";
    while (!atListEnd(scanner) && scanner.peek() == '(') {
        if (const auto taken = parseBody(scanner, body.children.emplace_back(), budget); !taken)
            return taken;
    }
    std::optional<std::string> subtype;
    if (const auto taken = parseField(scanner, subtype, "media-subtype"); !taken)
        return taken;
    body.subtype = ascii::lower(subtype.value_or("mixed"));
    if (const auto taken = parseParameters(scanner, body.parameters); !taken)
        return taken;
    return parseTail(scanner, body);
}

/// `envelope SP body SP body-fld-lines` of a message/rfc822 part.
///
/// Gmail describes an encoded message/rfc822 like any other part, without these three.
Done parseMessageFields(Scanner& scanner, BodyStructure& body, Budget& budget)
{
    if (atListEnd(scanner) || scanner.peek() != '(')
        return std::monostate{};
    auto envelope = parseEnvelope(scanner);
    if (!envelope)
        return Unexpected(envelope.error());
    body.envelope = std::move(*envelope);
    if (atListEnd(scanner))
        return std::monostate{};
    if (scanner.peek() == '(') {
        if (const auto taken = parseBody(scanner, body.children.emplace_back(), budget); !taken)
            return taken;
    } else if (!scanner.takeNil()) {
        return scanner.fail("body");
    }
    const auto lines = parseCount(scanner, "body-fld-lines");
    if (!lines)
        return Unexpected(lines.error());
    body.lines = *lines;
    return std::monostate{};
}

/// `body-fields = body-fld-param SP body-fld-id SP body-fld-desc SP body-fld-enc SP
/// body-fld-octets`
Done parseBodyFields(Scanner& scanner, BodyStructure& body)
{
    if (const auto taken = parseParameters(scanner, body.parameters); !taken)
        return taken;
    if (const auto taken = parseField(scanner, body.id, "body-fld-id"); !taken)
        return taken;
    if (const auto taken = parseField(scanner, body.description, "body-fld-desc"); !taken)
        return taken;
    if (const auto taken = parseField(scanner, body.encoding, "body-fld-enc"); !taken)
        return taken;
    if (body.encoding)
        body.encoding = ascii::lower(*body.encoding);
    const auto octets = parseCount(scanner, "body-fld-octets");
    if (!octets)
        return Unexpected(octets.error());
    body.octets = octets->value_or(0);
    return std::monostate{};
}

/// True if the string that was read must have been the subtype of a multipart without children.
///
/// Gmail sends `("ALTERNATIVE" ("BOUNDARY" "x") NIL NIL)` where nested multiparts share a boundary.
bool isChildlessMultipart(Scanner& scanner, std::string_view type)
{
    if (isMediaType(type))
        return false;
    if (atListEnd(scanner) || scanner.peek() == '(')
        return true;
    auto ahead = scanner;
    return ahead.takeNil();
}

/// `body-type-1part = (body-type-basic / body-type-msg / body-type-text) [SP body-ext-1part]`
Done parseSinglePart(Scanner& scanner, BodyStructure& body, Budget& budget)
{
    std::optional<std::string> type, subtype;
    if (const auto taken = parseField(scanner, type, "media-type"); !taken)
        return taken;
    body.type = ascii::lower(type.value_or("text"));
    if (isChildlessMultipart(scanner, body.type)) {
        body.subtype = std::move(body.type);
        body.type = "multipart";
        if (const auto taken = parseParameters(scanner, body.parameters); !taken)
            return taken;
        return parseTail(scanner, body);
    }
    if (!atListEnd(scanner) && scanner.peek() != '(') {
        if (const auto taken = parseField(scanner, subtype, "media-subtype"); !taken)
            return taken;
    }
    body.subtype = ascii::lower(subtype.value_or(body.type == "text" ? "plain" : ""));
    if (const auto taken = parseBodyFields(scanner, body); !taken)
        return taken;
    if (body.type == "message") {
        if (const auto taken = parseMessageFields(scanner, body, budget); !taken)
            return taken;
    } else if (!atListEnd(scanner) && (ascii::isDigit(scanner.peek()) || scanner.peek() == '-')) {
        const auto lines = parseCount(scanner, "body-fld-lines");
        if (!lines)
            return Unexpected(lines.error());
        body.lines = *lines;
    }
    if (const auto taken = parseField(scanner, body.md5, "body-fld-md5"); !taken)
        return taken;
    return parseTail(scanner, body);
}

Done parseBody(Scanner& scanner, BodyStructure& body, Budget& budget)
{
    if (!scanner.take('('))
        return scanner.fail("body");
    if (budget.depth >= limits::nestingDepth || budget.parts >= limits::mimeParts)
        return scanner.failLimit("body");
    ++budget.depth;
    ++budget.parts;
    scanner.skipBlanks();
    const auto taken = scanner.peek() == '(' ? parseMultipart(scanner, body, budget)
                                             : parseSinglePart(scanner, body, budget);
    --budget.depth;
    return taken;
}

void numberParts(BodyStructure& body, const std::string& part);

void numberChildren(BodyStructure& body, const std::string& prefix)
{
    std::size_t number = 0;
    for (auto& child : body.children)
        numberParts(child, (prefix.empty() ? "" : prefix + ".") + std::to_string(++number));
}

/// RFC 3501 section 6.4.5: the body of a message counts its parts below the message's own number.
void numberParts(BodyStructure& body, const std::string& part)
{
    body.part = part;
    if (body.type == "multipart") {
        numberChildren(body, part);
    } else if (!body.children.empty() && body.children.front().type == "multipart") {
        body.children.front().part = part + ".TEXT";
        numberChildren(body.children.front(), part);
    } else {
        numberChildren(body, part);
    }
}

} // namespace

Parsed<BodyStructure> parseBodyStructure(Scanner& scanner)
{
    Budget budget;
    Parsed<BodyStructure> body;
    if (const auto taken = parseBody(scanner, *body, budget); !taken)
        return Unexpected(taken.error());
    numberParts(*body, body->type == "multipart" ? "" : "1");
    return body;
}

} // namespace fulmar::imap
