// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/retry.h"

#include "common/ascii.h"
#include "net/backoff.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace fulmar {
namespace {

struct LimitReply {
    int code; ///< 0 = any refusal
    std::string_view enhanced; ///< "" = any
    std::string_view words; ///< in lower case; "" = any
};

/// Gmail, Workspace relay, Exchange, SES, SendGrid, Zoho, GMX, Yahoo, in their own words.
constexpr auto limitReplies = std::to_array<LimitReply>({
    { 550, "5.4.5", "" },
    { 0, "", "sending limit exceeded" },
    { 0, "", "sending quota exceeded" },
    { 0, "5.7.1", "quota exceeded" },
    { 0, "", "daily message quota exceeded" },
    { 0, "", "submission quota exceeded" },
    { 0, "", "exceeded your messaging limits" },
    { 0, "", "maximum credits exceeded" },
    { 0, "", "mail send limit exceeded" },
    { 0, "", "outgoing message limit" },
    { 0, "", "daily sending limit" },
    { 0, "5.4.6", "unusual sending activity" },
});

/// Longest pause for a server that is busy with us (gmail-facts: 1 minute to 4 hours).
constexpr std::chrono::seconds longestBusyPause{ 4 * 3600 };
constexpr std::chrono::seconds firstBusyPause{ 60 };

std::chrono::seconds busyPause(std::uint32_t tries)
{
    const auto doublings = std::min<std::uint32_t>(tries == 0 ? 0 : tries - 1, 10);
    return std::min(firstBusyPause * (1U << doublings), longestBusyPause);
}

} // namespace

bool isLimitReached(const smtp::Reply& reply)
{
    if (reply.code < 400)
        return false;
    const auto text = ascii::lower(reply.text);
    return std::any_of(limitReplies.begin(), limitReplies.end(), [&](const LimitReply& row) {
        return (row.code == 0 || row.code == reply.code)
            && (row.enhanced.empty() || row.enhanced == reply.enhanced)
            && text.find(row.words) != std::string::npos;
    });
}

bool isTooManyRecipients(const smtp::Reply& reply)
{
    return reply.transient()
        && (reply.enhanced == "4.5.3"
            || ascii::lower(reply.text).find("too many recipients") != std::string::npos);
}

AfterRefusal afterRefusal(const smtp::Refused& refused, std::uint32_t tries, std::uint64_t random)
{
    if (isLimitReached(refused.reply))
        return { .state = OutboxState::Held, .limitReached = true };
    if (refused.reply.code == 421)
        return { .state = OutboxState::Queued, .wait = busyPause(tries), .everyMail = true };
    if (refused.reply.transient())
        return { .state = OutboxState::Queued, .wait = Backoff::after(tries, random) };
    return { .state
        = refused.error.kind == ErrorKind::Storage ? OutboxState::Held : OutboxState::Refused };
}

std::string replyText(const smtp::Reply& reply)
{
    if (reply.code == 0)
        return reply.text;
    return std::to_string(reply.code) + ' ' + (reply.enhanced.empty() ? "" : reply.enhanced + ' ')
        + reply.text;
}

std::string queueIdOf(const smtp::Reply& reply)
{
    if (!reply.positive())
        return {};
    const std::string_view text = reply.text;
    const auto lower = ascii::lower(text);
    std::string_view rest;
    for (const std::string_view mark :
        { "queued as ", "id=", "queued mail for delivery ", "ok id=" }) {
        const auto at = lower.find(mark);
        if (at != std::string::npos) {
            rest = text.substr(at + mark.size());
            break;
        }
    }
    // Gmail: "OK  1732230000 a1-20020a05 - gsmtp"; SES: "Ok 0102018c-…".
    if (rest.empty() && lower.starts_with("ok")) {
        rest = ascii::trim(text.substr(2));
        const auto gmail = rest.find(" - gsmtp");
        if (gmail != std::string_view::npos) {
            rest = rest.substr(0, gmail);
            rest.remove_prefix(rest.rfind(' ') == std::string_view::npos ? 0 : rest.rfind(' ') + 1);
        }
    }
    const auto end = std::find_if(rest.begin(), rest.end(),
        [](char c) { return c == ' ' || c == '\n' || c == ',' || c == ';' || c == '>'; });
    return std::string(rest.begin(), end);
}

} // namespace fulmar
