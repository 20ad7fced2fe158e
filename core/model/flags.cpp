// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flags.h"

#include "common/ascii.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

namespace fulmar {
namespace {

struct KnownFlag {
    Flag flag;
    std::string_view wire;
    std::string_view name;
};

// RFC 3501 section 2.3.2 and the IANA registry of IMAP keywords (RFC 5788).
constexpr std::array<KnownFlag, 9> knownFlags {{
    {Flag::Seen, "\\Seen", "seen"},
    {Flag::Answered, "\\Answered", "answered"},
    {Flag::Flagged, "\\Flagged", "flagged"},
    {Flag::Draft, "\\Draft", "draft"},
    {Flag::Deleted, "\\Deleted", "deleted"},
    {Flag::Forwarded, "$Forwarded", "forwarded"},
    {Flag::Junk, "$Junk", "junk"},
    {Flag::NotJunk, "$NotJunk", "notjunk"},
    {Flag::MdnSent, "$MDNSent", "mdnsent"},
}};

/// A keyword is an IMAP atom (RFC 3501 section 9, flag-keyword).
bool isKeyword(std::string_view text)
{
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        return c <= ' ' || c == 0x7f || ascii::is8Bit(c) || std::string_view("(){%*\"\\]").find(c) != std::string_view::npos;
    });
}

std::set<std::string> minus(const std::set<std::string>& from, const std::set<std::string>& what)
{
    std::set<std::string> left;
    std::set_difference(from.begin(), from.end(), what.begin(), what.end(), std::inserter(left, left.end()));
    return left;
}

Flags minus(const Flags& from, const Flags& what)
{
    return {.bits = from.bits & ~what.bits, .keywords = minus(from.keywords, what.keywords)};
}

Flags plus(Flags to, const Flags& what)
{
    to.bits |= what.bits;
    to.keywords.insert(what.keywords.begin(), what.keywords.end());
    return to;
}

} // namespace

Flags FlagChange::appliedTo(Flags flags) const
{
    return plus(minus(flags, remove), add);
}

FlagChange FlagChange::then(const FlagChange& later) const
{
    return {
        .add = plus(minus(add, later.remove), later.add),
        .remove = plus(minus(remove, later.add), later.remove),
    };
}

Flags flagsFromWire(const std::set<std::string>& atoms)
{
    Flags flags;
    for (const auto& atom : atoms) {
        const auto known = std::find_if(knownFlags.begin(), knownFlags.end(),
            [&](const KnownFlag& k) { return ascii::equalsIgnoreCase(k.wire, atom); });
        if (known != knownFlags.end())
            flags.set(known->flag);
        else if (!ascii::equalsIgnoreCase(atom, "\\Recent") && !atom.empty())
            flags.keywords.insert(atom);
    }
    return flags;
}

std::set<std::string> flagsToWire(const Flags& flags)
{
    std::set<std::string> atoms = flags.keywords;
    for (const auto& known : knownFlags) {
        if (flags.has(known.flag))
            atoms.emplace(known.wire);
    }
    return atoms;
}

std::set<std::string> flagNames(const Flags& flags)
{
    std::set<std::string> names = flags.keywords;
    for (const auto& known : knownFlags) {
        if (flags.has(known.flag))
            names.emplace(known.name);
    }
    return names;
}

Flags flagFromName(const std::string& name)
{
    Flags flags;
    const auto known = std::find_if(
        knownFlags.begin(), knownFlags.end(), [&](const KnownFlag& k) { return ascii::equalsIgnoreCase(k.name, name); });
    if (known != knownFlags.end())
        flags.set(known->flag);
    else if (isKeyword(name))
        flags.keywords.insert(name);
    return flags;
}

} // namespace fulmar
