// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Conversations out of header fields: the REFERENCES algorithm of RFC 5256 section 3 and the base
/// subject of section 2.1. Pure; linear but for sorting, whatever the references say.
namespace fulmar::text {

/// What threading knows of a message.
struct ThreadMessage {
    std::string messageId{}; ///< without brackets; may be empty or used twice
    std::vector<std::string> references{}; ///< of References, else those of In-Reply-To
    std::string subject{}; ///< decoded
    std::int64_t date = 0; ///< seconds since 1970 UTC
};

/// One line of a thread, in the order it is read. No message = one that nobody here has, kept at
/// the top of a thread alone, where it holds its answers together.
struct ThreadEntry {
    std::optional<std::size_t> message{}; ///< index into the input
    int depth = 0;
    bool operator==(const ThreadEntry&) const = default;
};
using Thread = std::vector<ThreadEntry>; ///< depth first, answers by date

/// When threads that no reference joins become one.
enum class SubjectRule {
    Always, ///< RFC 5256 section 3 step 5: equal base subjects are enough
    Answers, ///< only a "Re:" or "Fwd:" without a thread of its own; two invoices stay two
    Never,
};

/// All threads, by the date of their first message. Ties keep the order of the input.
std::vector<Thread> threadByReferences(
    std::span<const ThreadMessage> messages, SubjectRule rule = SubjectRule::Answers);

struct BaseSubject {
    std::string text{}; ///< white space collapsed, without marks of answering; case is kept
    bool isAnswer = false; ///< there was a "Re:", "Fwd:", "(fwd)" or "[Fwd: …]"
};

/// RFC 5256 section 2.1, and the marks that German, Nordic, Dutch, French, Spanish, Portuguese,
/// Polish and Chinese programs write instead of "Re:" and "Fwd:".
BaseSubject baseSubject(std::string_view subject);

} // namespace fulmar::text
