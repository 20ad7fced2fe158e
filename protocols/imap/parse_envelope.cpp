// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/parse_envelope.h"

#include "common/limits.h"
#include "imap/parse_basic.h"

#include <utility>

namespace fulmar::imap {
namespace {

/// Takes an nstring field of a list, or nothing where the list ends before it.
Parsed<std::monostate> parseField(
    Scanner& scanner, std::optional<std::string>& out, const char* rule)
{
    scanner.skipBlanks();
    if (scanner.peek() == ')')
        return std::monostate{};
    if (scanner.peek() == '(')
        return skipValue(scanner);
    if (!takeNstring(scanner, out))
        return scanner.fail(rule);
    return std::monostate{};
}

/// Takes what is left of a list and its closing parenthesis.
Parsed<std::monostate> closeList(Scanner& scanner)
{
    while (true) {
        scanner.skipBlanks();
        if (scanner.take(')'))
            return std::monostate{};
        if (const auto value = skipValue(scanner); !value)
            return value;
    }
}

/// `address = "(" addr-name SP addr-adl SP addr-mailbox SP addr-host ")"`
Parsed<std::monostate> parseAddress(Scanner& scanner, Address& address)
{
    if (!scanner.take('('))
        return scanner.fail("address");
    const std::pair<std::optional<std::string>*, const char*> fields[] = {
        { &address.name, "addr-name" },
        { &address.adl, "addr-adl" },
        { &address.mailbox, "addr-mailbox" },
        { &address.host, "addr-host" },
    };
    for (const auto& [out, rule] : fields) {
        if (const auto taken = parseField(scanner, *out, rule); !taken)
            return Unexpected(taken.error());
    }
    return closeList(scanner);
}

/// `env-from = "(" 1*address ")" / nil`, and so the other five.
Parsed<std::monostate> parseAddresses(Scanner& scanner, std::vector<Address>& out, const char* rule)
{
    scanner.skipBlanks();
    if (scanner.peek() == ')')
        return std::monostate{};
    if (scanner.peek() != '(') {
        if (const auto text = parseNstring(scanner); !text)
            return scanner.fail(rule);
        return std::monostate{};
    }
    scanner.take('(');
    while (true) {
        scanner.skipBlanks();
        if (scanner.take(')'))
            return std::monostate{};
        if (scanner.peek() != '(') {
            if (const auto other = parseNstring(scanner); !other)
                return scanner.fail(rule);
            continue;
        }
        if (const auto taken = parseAddress(scanner, out.emplace_back()); !taken)
            return taken;
        if (out.size() > limits::mimeAddresses)
            out.pop_back();
    }
}

} // namespace

Parsed<Envelope> parseEnvelope(Scanner& scanner)
{
    Envelope envelope;
    if (!scanner.take('('))
        return scanner.fail("envelope");
    if (const auto taken = parseField(scanner, envelope.date, "env-date"); !taken)
        return Unexpected(taken.error());
    if (const auto taken = parseField(scanner, envelope.subject, "env-subject"); !taken)
        return Unexpected(taken.error());
    const std::pair<std::vector<Address>*, const char*> lists[] = {
        { &envelope.from, "env-from" },
        { &envelope.sender, "env-sender" },
        { &envelope.replyTo, "env-reply-to" },
        { &envelope.to, "env-to" },
        { &envelope.cc, "env-cc" },
        { &envelope.bcc, "env-bcc" },
    };
    for (const auto& [out, rule] : lists) {
        if (const auto taken = parseAddresses(scanner, *out, rule); !taken)
            return Unexpected(taken.error());
    }
    if (const auto taken = parseField(scanner, envelope.inReplyTo, "env-in-reply-to"); !taken)
        return Unexpected(taken.error());
    if (const auto taken = parseField(scanner, envelope.messageId, "env-message-id"); !taken)
        return Unexpected(taken.error());
    if (const auto closed = closeList(scanner); !closed)
        return Unexpected(closed.error());
    return envelope;
}

} // namespace fulmar::imap
