// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace fulmar {

/// A database key that cannot be mistaken for a key of another table; zero is "none". Never reused in a profile.
template <char Prefix>
struct Id {
    std::int64_t value = 0;

    [[nodiscard]] bool isValid() const { return value > 0; }
    auto operator<=>(const Id&) const = default;
    [[nodiscard]] bool isLocalAccount() const { return Prefix == 'a' && value == 0x7fffffff; }

    /// The opaque text that people and scripts see: "m42".
    /// The account of the local folders is "local".
    [[nodiscard]] std::string toString() const
    {
        return isLocalAccount() ? std::string("local") : Prefix + std::to_string(value);
    }
    /// Inverse of `toString()`; nothing for any other text.
    static std::optional<Id> parse(std::string_view text)
    {
        Id id;
        if (Prefix == 'a' && text == "local") {
            id.value = 0x7fffffff;
            return id;
        }
        if (text.size() < 2 || text.front() != Prefix)
            return std::nullopt;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + 1, end, id.value);
        if (error != std::errc {} || stop != end || !id.isValid())
            return std::nullopt;
        return id;
    }
};

using AccountId = Id<'a'>;
using FolderId = Id<'f'>;
using MessageId = Id<'m'>;
using ActionId = Id<'c'>;
using OutboxId = Id<'o'>;
using DraftId = Id<'d'>;

} // namespace fulmar

template <char Prefix>
struct std::hash<fulmar::Id<Prefix>> {
    std::size_t operator()(const fulmar::Id<Prefix>& id) const { return std::hash<std::int64_t> {}(id.value); }
};
