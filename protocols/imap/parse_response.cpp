// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_response.h"

#include "common/ascii.h"
#include "imap/parse_basic.h"
#include "imap/parse_fetch.h"
#include "imap/parse_mailbox.h"
#include "imap/response_code.h"
#include "imap/server_text.h"

#include <array>
#include <utility>

namespace fulmar::imap {
namespace {

using Condition = StatusResponse::Condition;

constexpr std::size_t wireBytes = 512;

/// A parsed value in the place of the variant it belongs to.
template <class Wrapped, class Value>
Parsed<Response> wrap(Parsed<Value> value)
{
    if (!value)
        return Unexpected(value.error());
    return Response(Wrapped{ std::move(*value) });
}

std::optional<Condition> conditionOf(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, Condition>, 5> words{ {
        { "OK", Condition::Ok },
        { "NO", Condition::No },
        { "BAD", Condition::Bad },
        { "BYE", Condition::Bye },
        { "PREAUTH", Condition::PreAuth },
    } };
    for (const auto& [name, condition] : words) {
        if (ascii::equalsIgnoreCase(name, word))
            return condition;
    }
    return std::nullopt;
}

/// `resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text`, behind its word; the text may be
/// missing.
StatusResponse parseStatus(Scanner& scanner, Condition condition, std::string_view tag)
{
    scanner.skipBlanks();
    auto [code, text] = splitResponseText(scanner.rest());
    scanner.skipRest();
    return { .tag = std::string(tag),
        .condition = condition,
        .code = std::move(code),
        .text = serverText(text) };
}

/// `message-data = nz-number SP ("EXPUNGE" / ("FETCH" SP msg-att))` and `number SP ("EXISTS" /
/// "RECENT")`
Parsed<Response> parseNumbered(Scanner& scanner, std::string_view& name)
{
    const auto fault = scanner.fault("nz-number");
    const auto number = parseNumber(scanner);
    scanner.skipBlanks();
    name = scanner.takeAtom();
    if (!number)
        return Unexpected(fault);
    if (ascii::equalsIgnoreCase(name, "EXISTS"))
        return ExistsResponse{ *number };
    const bool fetch = ascii::equalsIgnoreCase(name, "FETCH");
    const bool expunge = ascii::equalsIgnoreCase(name, "EXPUNGE");
    if (*number == 0 && (fetch || expunge))
        return Unexpected(fault);
    if (fetch)
        return wrap<FetchResponse>(parseFetch(scanner, *number));
    if (expunge)
        return ExpungeResponse{ *number };
    return OtherResponse{ std::string(name) };
}

Parsed<Response> parseSearchAny(Scanner& scanner, bool extended)
{
    auto search = extended ? parseExtendedSearch(scanner) : parseSearch(scanner);
    if (!search)
        return Unexpected(search.error());
    return Response(std::move(*search));
}

Parsed<Response> parseList(Scanner& scanner, bool lsub)
{
    auto entry = parseMailboxList(scanner);
    if (!entry)
        return Unexpected(entry.error());
    return Response(ListResponse{ .entry = std::move(*entry), .lsub = lsub });
}

/// `mailbox-data`, `capability-data` and those of extensions, behind their name.
Parsed<Response> parseNamed(Scanner& scanner, std::string_view name)
{
    const auto is = [&](std::string_view word) { return ascii::equalsIgnoreCase(word, name); };
    if (const auto condition = conditionOf(name))
        return Response(parseStatus(scanner, *condition, {}));
    if (is("LIST") || is("XLIST") || is("LSUB"))
        return parseList(scanner, is("LSUB"));
    if (is("STATUS"))
        return wrap<StatusDataResponse>(parseMailboxStatus(scanner));
    if (is("SEARCH") || is("ESEARCH"))
        return parseSearchAny(scanner, is("ESEARCH"));
    if (is("CAPABILITY"))
        return Response(CapabilityResponse{ parseCapabilities(ascii::trim(scanner.rest())) });
    if (is("ENABLED"))
        return Response(EnabledResponse{ parseCapabilities(ascii::trim(scanner.rest())) });
    if (is("FLAGS")) {
        scanner.skipBlanks();
        return wrap<FlagsResponse>(parseFlagList(scanner));
    }
    if (is("VANISHED")) {
        auto vanished = parseVanished(scanner);
        return vanished ? Parsed<Response>(std::move(*vanished)) : Unexpected(vanished.error());
    }
    if (is("NAMESPACE"))
        return wrap<NamespaceResponse>(parseNamespaces(scanner));
    if (is("ID")) {
        auto id = parseId(scanner);
        return id ? Parsed<Response>(std::move(*id)) : Unexpected(id.error());
    }
    if (name.empty())
        return scanner.fail("response-data");
    return Response(OtherResponse{ std::string(name) });
}

Parsed<Response> parseTagged(Scanner& scanner, std::string_view& name)
{
    const auto tag = scanner.takeAtom();
    scanner.skipBlanks();
    const auto fault = scanner.fault("resp-cond-state");
    name = scanner.takeAtom();
    const auto condition = conditionOf(name);
    if (tag.empty() || !condition || *condition == Condition::Bye
        || *condition == Condition::PreAuth)
        return Unexpected(fault);
    return Response(parseStatus(scanner, *condition, tag));
}

Parsed<Response> parseAny(Scanner& scanner, std::string_view& name)
{
    if (ascii::trim(scanner.rest()).empty())
        return Response(OtherResponse{});
    if (scanner.take('+')) {
        const auto text = scanner.rest();
        return Response(ContinuationResponse{ serverText(text) });
    }
    if (!scanner.take('*'))
        return parseTagged(scanner, name);
    scanner.skipBlanks();
    if (ascii::isDigit(scanner.peek()))
        return parseNumbered(scanner, name);
    name = scanner.takeAtom();
    return parseNamed(scanner, name);
}

Error toError(const Fault& fault, std::string_view name, std::string_view wire)
{
    auto where
        = name.empty() ? std::string("response") : ascii::upper(serverText(name.substr(0, 32)));
    if (fault.item)
        where.append(" / ").append(fault.item);
    where.append(" / ").append(fault.rule).append(" at byte ").append(std::to_string(fault.at));
    return { .kind = fault.limit ? ErrorKind::Limit : ErrorKind::Protocol,
        .where = std::move(where),
        .serverText = {},
        .code = {},
        .wire = Secret<std::string>(std::string(wire.substr(0, wireBytes))) };
}

} // namespace

Result<Response> parseResponse(const RawResponse& raw)
{
    Scanner scanner(raw);
    std::string_view name;
    auto response = parseAny(scanner, name);
    if (!response)
        return Unexpected(toError(response.error(), name, raw.text));
    return std::move(*response);
}

} // namespace fulmar::imap
