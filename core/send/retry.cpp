// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/retry.h"

#include "common/ascii.h"
#include "net/backoff.h"

namespace fulmar {
namespace {

constexpr std::chrono::seconds dailyLimitPause{ 60 * 60 };

bool isDailyLimit(const smtp::Reply& reply)
{
    const auto text = ascii::lower(reply.text);
    return reply.code == 550
        && (reply.enhanced == "5.4.5"
            || (reply.enhanced == "5.7.1" && text.find("quota") != std::string::npos));
}

} // namespace

AfterRefusal afterRefusal(const smtp::Refused& refused, std::uint32_t tries, std::uint64_t random)
{
    if (refused.reply.transient())
        return { .state = OutboxState::Queued, .wait = Backoff::after(tries, random) };
    if (isDailyLimit(refused.reply))
        return { .state = OutboxState::Queued, .wait = dailyLimitPause };
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

} // namespace fulmar
