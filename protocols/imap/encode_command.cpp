// SPDX-License-Identifier: GPL-3.0-or-later
#include "imap/encode.h"

#include "common/ascii.h"
#include "common/limits.h"
#include "imap/scanner.h"
#include "imap/utf7.h"

#include <algorithm>
#include <array>
#include <limits>

namespace fulmar::imap {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<Command>> names{ "NOOP", "LOGOUT",
    "NAMESPACE", "ENABLE", "LIST", "LSUB", "STATUS", "SELECT", "UNSELECT", "CREATE", "DELETE",
    "RENAME", "SUBSCRIBE", "UID FETCH", "UID STORE", "UID SEARCH", "UID COPY", "UID MOVE",
    "UID EXPUNGE", "APPEND", "IDLE", "UID STORE" };

/// `flag = "\" atom / atom`; the atom may hold "]", servers hand out such keywords.
bool isSafeFlag(std::string_view flag)
{
    if (flag.substr(0, 1) == "\\")
        flag.remove_prefix(1);
    return !flag.empty() && std::none_of(flag.begin(), flag.end(), [](char c) {
        return ascii::isControl(c) || ascii::is8Bit(c)
            || std::string_view(" (){%*\"\\").find(c) != std::string_view::npos;
    });
}

/// An item name or capability: printable, in one line, no literal.
bool isSafeItem(std::string_view item)
{
    return !item.empty() && std::none_of(item.begin(), item.end(), [](char c) {
        return ascii::isControl(c) || ascii::is8Bit(c) || c == '{';
    });
}

bool isSafeName(std::string_view name)
{
    return name.find('\0') == std::string_view::npos;
}

/// True if every CRLF ends a literal header and every literal is whole.
bool isSafeCriteria(std::string_view criteria)
{
    while (true) {
        const auto control = std::find_if(criteria.begin(), criteria.end(), ascii::isControl);
        if (control == criteria.end())
            return !criteria.empty();
        const auto end = static_cast<std::size_t>(control - criteria.begin());
        const auto open = criteria.rfind('{', end);
        if (open == std::string_view::npos || open == 0)
            return false;
        Scanner scanner(criteria);
        scanner.skip(open);
        const auto literal = scanner.takeLiteral();
        // The session decides between the forms of RFC 7888, so the plain one is wanted here.
        const bool plain
            = end >= 2 && ascii::isDigit(criteria[end - 2]) && criteria.substr(open - 1, 1) != "~";
        if (!literal || !plain || scanner.at() - literal->bytes.size() != end + 2
            || literal->bytes.find('\0') != std::string_view::npos)
            return false;
        criteria = scanner.rest();
        if (criteria.empty())
            return true;
    }
}

std::string joined(const std::vector<std::string>& words)
{
    std::string out;
    for (const auto& word : words)
        out.append(out.empty() ? "" : " ").append(word);
    return out;
}

Unexpected<Error> refuse(const Command& command, std::string code)
{
    return Unexpected(Error{ .kind = ErrorKind::Unsupported,
        .where = std::string(commandName(command)),
        .serverText = {},
        .code = std::move(code) });
}

/// Writes each command; `safe` turns false where an argument cannot be sent.
struct Encoder {
    const Capabilities& capabilities;
    const Capabilities& enabled;
    bool safe = true;

    bool has(std::string_view name) const
    {
        return capabilities.has(name) || capabilities.has("IMAP4rev2");
    }
    std::string mailbox(const std::string& name)
    {
        safe = safe && isSafeName(name);
        return encodeAstring(name);
    }
    /// A LIST pattern: the same, but wildcards must not be hidden in a string that is no atom.
    std::string pattern(const std::string& text)
    {
        safe = safe && isSafeName(text);
        return encodeString(text);
    }
    std::string items(const std::vector<std::string>& list)
    {
        safe = safe && !list.empty() && std::all_of(list.begin(), list.end(), isSafeItem);
        return joined(list);
    }
    std::string flags(const std::vector<std::string>& list)
    {
        safe = safe && std::all_of(list.begin(), list.end(), isSafeFlag);
        return "(" + joined(list) + ")";
    }

    bool has(std::string_view one, std::string_view other) const
    {
        return capabilities.has(one) || capabilities.has(other);
    }
    /// A set of numbers that the server has told: "*" would be a number that nobody knows.
    std::string known(const NumberSet& set)
    {
        safe = safe && !set.contains(std::numeric_limits<std::uint32_t>::max());
        return set.toString();
    }
    /// `"(" uidvalidity SP mod-sequence-value [SP known-uids] [SP seq-match-data] ")"`
    std::string qresync(const Qresync& q)
    {
        safe = safe && q.uidValidity != 0 && q.modSeq != 0;
        std::string out = std::to_string(q.uidValidity) + ' ' + std::to_string(q.modSeq);
        if (const auto uids = known(q.known); !uids.empty() && uids.size() <= limits::imapKnownUids)
            out.append(" ").append(uids);
        if (q.match && !q.match->uids.empty()) {
            const auto& [seqs, uids] = *q.match;
            safe = safe && seqs.count() == uids.count();
            out += " (" + known(seqs) + ' ' + known(uids) + ')';
        }
        return "(" + out + ')';
    }
    std::string label(const std::string& text)
    {
        if (isSystemLabel(text))
            return text;
        const auto wire = encodeMailboxName(text);
        safe = safe && wire && !wire->empty()
            && std::none_of(text.begin(), text.end(), ascii::isControl);
        return encodeString(wire.value_or(""));
    }

    std::string operator()(const Noop&) { return "NOOP"; }
    std::string operator()(const Logout&) { return "LOGOUT"; }
    std::string operator()(const Namespace&) { return "NAMESPACE"; }
    std::string operator()(const Unselect&) { return "UNSELECT"; }
    std::string operator()(const Idle&) { return "IDLE"; }
    std::string operator()(const Enable& c) { return "ENABLE " + items(c.extensions); }
    std::string operator()(const List& c)
    {
        std::string out = "LIST " + pattern(c.reference) + ' ' + pattern(c.pattern);
        if (!has("LIST-EXTENDED"))
            return out;
        std::vector<std::string> options;
        if (c.returnSubscribed)
            options.emplace_back("SUBSCRIBED");
        if (c.returnSpecialUse && has("SPECIAL-USE"))
            options.emplace_back("SPECIAL-USE");
        if (!c.statusItems.empty() && has("LIST-STATUS"))
            options.push_back("STATUS (" + items(c.statusItems) + ")");
        return options.empty() ? out : out + " RETURN (" + joined(options) + ")";
    }
    std::string operator()(const Lsub& c)
    {
        return "LSUB " + pattern(c.reference) + ' ' + pattern(c.pattern);
    }
    std::string operator()(const Status& c)
    {
        return "STATUS " + mailbox(c.mailbox) + " (" + items(c.items) + ")";
    }
    std::string operator()(const Select& c)
    {
        const auto command = (c.readOnly ? "EXAMINE " : "SELECT ") + mailbox(c.mailbox);
        if (c.qresync && enabled.has("QRESYNC"))
            return command + " (QRESYNC " + qresync(*c.qresync) + ")";
        return command + (c.condstore && has("CONDSTORE", "QRESYNC") ? " (CONDSTORE)" : "");
    }
    std::string operator()(const Create& c) { return "CREATE " + mailbox(c.mailbox); }
    std::string operator()(const Delete& c) { return "DELETE " + mailbox(c.mailbox); }
    std::string operator()(const Rename& c)
    {
        return "RENAME " + mailbox(c.from) + ' ' + mailbox(c.to);
    }
    std::string operator()(const Subscribe& c)
    {
        return (c.subscribed ? "SUBSCRIBE " : "UNSUBSCRIBE ") + mailbox(c.mailbox);
    }
    std::string operator()(const UidFetch& c)
    {
        std::string out = "UID FETCH " + c.uids.toString() + " (" + items(c.items) + ")";
        if (!c.changedSince || !has("CONDSTORE", "QRESYNC"))
            return out;
        const bool vanished = c.vanished && enabled.has("QRESYNC");
        return out + " (CHANGEDSINCE " + std::to_string(*c.changedSince)
            + (vanished ? " VANISHED)" : ")");
    }
    std::string operator()(const UidStore& c)
    {
        constexpr std::array<const char*, 3> modes{ "+FLAGS", "-FLAGS", "FLAGS" };
        return "UID STORE " + c.uids.toString() + ' ' + modes[static_cast<std::size_t>(c.mode)]
            + (c.silent ? ".SILENT " : " ") + flags(c.flags);
    }
    std::string operator()(const UidStoreLabels& c)
    {
        constexpr std::array<const char*, 3> modes{ "+", "-", "" };
        std::string list;
        for (const auto& one : c.labels)
            list.append(list.empty() ? "" : " ").append(label(one));
        return "UID STORE " + c.uids.toString() + ' ' + modes[static_cast<std::size_t>(c.mode)]
            + "X-GM-LABELS (" + list + ")";
    }
    std::string operator()(const UidSearch& c)
    {
        safe = safe && isSafeCriteria(c.criteria);
        return (c.returnAll && has("ESEARCH") ? "UID SEARCH RETURN (ALL) " : "UID SEARCH ")
            + c.criteria;
    }
    std::string operator()(const UidCopy& c)
    {
        return "UID COPY " + c.uids.toString() + ' ' + mailbox(c.mailbox);
    }
    std::string operator()(const UidMove& c)
    {
        return "UID MOVE " + c.uids.toString() + ' ' + mailbox(c.mailbox);
    }
    std::string operator()(const UidExpunge& c) { return "UID EXPUNGE " + c.uids.toString(); }
    std::string operator()(const Append& c)
    {
        std::string out = "APPEND " + mailbox(c.mailbox) + ' ';
        if (!c.flags.empty())
            out += flags(c.flags) + ' ';
        if (c.internalDate)
            out += encodeDateTime(*c.internalDate) + ' ';
        return out + '{' + std::to_string(c.message.size) + "}\r\n";
    }
};

/// The capability without which a command is BAD; empty where it is in the base protocol.
std::string_view neededCapability(const Command& command)
{
    switch (command.index()) {
    case 2:
        return "NAMESPACE";
    case 3:
        return "ENABLE";
    case 8:
        return "UNSELECT";
    case 17:
        return "MOVE";
    case 18:
        return "UIDPLUS";
    case 20:
        return "IDLE";
    case 21:
        return "X-GM-EXT-1";
    default:
        return "";
    }
}
static_assert(std::is_same_v<std::variant_alternative_t<2, Command>, Namespace>);
static_assert(std::is_same_v<std::variant_alternative_t<3, Command>, Enable>);
static_assert(std::is_same_v<std::variant_alternative_t<8, Command>, Unselect>);
static_assert(std::is_same_v<std::variant_alternative_t<17, Command>, UidMove>);
static_assert(std::is_same_v<std::variant_alternative_t<18, Command>, UidExpunge>);
static_assert(std::is_same_v<std::variant_alternative_t<20, Command>, Idle>);
static_assert(std::is_same_v<std::variant_alternative_t<21, Command>, UidStoreLabels>);

} // namespace

std::string_view commandName(const Command& command)
{
    return names[command.index()];
}

Result<std::string> encodeCommand(
    const Command& command, const Capabilities& capabilities, const Capabilities& enabled)
{
    const auto needed = neededCapability(command);
    if (!needed.empty() && !capabilities.has(needed) && !capabilities.has("IMAP4rev2"))
        return refuse(command, std::string(needed));
    Encoder encoder{ .capabilities = capabilities, .enabled = enabled };
    auto encoded = std::visit(encoder, command);
    if (!encoder.safe)
        return refuse(command, "unsafe-argument");
    return encoded;
}

bool concernsNothing(const Command& command)
{
    return std::visit(
        [](const auto& c) {
            if constexpr (requires { c.uids; })
                return c.uids.empty();
            else
                return false;
        },
        command);
}

} // namespace fulmar::imap
