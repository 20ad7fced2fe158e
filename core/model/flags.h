// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace fulmar {

/// Flags that Fulmar gives a meaning to; values are stored, never renumber.
enum class Flag : std::uint32_t {
    Seen = 1U << 0U,
    Answered = 1U << 1U,
    Flagged = 1U << 2U,
    Draft = 1U << 3U,
    Deleted = 1U << 4U,
    Forwarded = 1U << 5U, ///< $Forwarded (RFC 5788 registry)
    Junk = 1U << 6U, ///< $Junk
    NotJunk = 1U << 7U, ///< $NotJunk
    MdnSent = 1U << 8U, ///< $MDNSent (RFC 3503)
};

/// Flags of a message: the known ones as bits, all other keywords by name, as the server spells them.
struct Flags {
    std::uint32_t bits = 0;
    std::set<std::string> keywords {};

    [[nodiscard]] bool has(Flag flag) const { return (bits & static_cast<std::uint32_t>(flag)) != 0; }
    void set(Flag flag, bool on = true)
    {
        const auto bit = static_cast<std::uint32_t>(flag);
        bits = on ? bits | bit : bits & ~bit;
    }
    [[nodiscard]] bool empty() const { return bits == 0 && keywords.empty(); }
    bool operator==(const Flags&) const = default;
};

/// What someone did to flags: merged flag by flag, never the whole set at once.
struct FlagChange {
    Flags add {}, remove {};

    /// `flags` with this change on top.
    [[nodiscard]] Flags appliedTo(Flags flags) const;
    /// This change followed by `later`; the later one wins for each flag.
    [[nodiscard]] FlagChange then(const FlagChange& later) const;
    bool operator==(const FlagChange&) const = default;
};

/// From and to the wire: "\Seen", "$Forwarded", any keyword. "\Recent" is dropped, case of known ones does not matter.
Flags flagsFromWire(const std::set<std::string>& atoms);
/// Atoms for STORE and APPEND.
std::set<std::string> flagsToWire(const Flags& flags);
/// The words of the command line: "seen", "flagged", …; keywords as they are.
std::set<std::string> flagNames(const Flags& flags);
/// Inverse for one word; a word that is no known flag becomes a keyword. Empty or with forbidden characters: no flags.
Flags flagFromName(const std::string& name);

} // namespace fulmar
