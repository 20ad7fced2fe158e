// SPDX-License-Identifier: GPL-3.0-or-later
#include "send/send_budget.h"

#include "common/ascii.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

namespace fulmar {
namespace {

constexpr std::int64_t hour = 3600;

struct ProviderLimit {
    std::string_view host; ///< of the submission server, or the end of it
    std::string_view domain; ///< of the address; "" = any
    std::int64_t messages, recipients, perMessage;
};

/// First match counts.
constexpr auto providers = std::to_array<ProviderLimit>({
    { "smtp.gmail.com", "gmail.com", 500, 500, 100 },
    { "smtp.gmail.com", "googlemail.com", 500, 500, 100 },
    { "smtp.gmail.com", "", 2000, 10000, 100 },
    { "smtp-relay.gmail.com", "", -1, 10000, 100 },
    { "smtp-mail.outlook.com", "", 300, 5000, 100 },
    { "smtp.office365.com", "", -1, 10000, 500 },
    { "smtp.mail.yahoo.com", "", 500, 500, 100 },
    { "smtp.mail.me.com", "", 1000, 1000, 500 },
    { "smtp.fastmail.com", "", 8000, -1, 1000 },
    { ".amazonaws.com", "", -1, -1, 50 },
    { "smtp.postmarkapp.com", "", -1, -1, 50 },
    { "smtp.sendgrid.net", "", -1, -1, 1000 },
    { "smtp.mailgun.org", "", -1, -1, 1000 },
    { "in-v3.mailjet.com", "", -1, -1, 50 },
    { "smtp-relay.brevo.com", "", -1, -1, 99 },
});

bool hostMatches(std::string_view host, std::string_view wanted)
{
    if (wanted.starts_with('.'))
        return host.ends_with(wanted);
    return host == wanted;
}

std::uint32_t left(std::int64_t limit, std::uint32_t used)
{
    if (limit < 0)
        return std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::max<std::int64_t>(limit - used, 0));
}

} // namespace

std::uint32_t Budget::messagesLeft() const
{
    return nextFree > 0 ? 0 : left(limit.messages, used);
}
std::uint32_t Budget::recipientsLeft() const
{
    return nextFree > 0 ? 0 : left(limit.recipients, usedRecipients);
}

SendLimit usualLimit(const Account& account)
{
    const auto host = ascii::lower(account.smtp.host);
    const auto at = account.email.rfind('@');
    const auto domain = ascii::lower(at == std::string::npos ? "" : account.email.substr(at + 1));
    const auto found = std::find_if(providers.begin(), providers.end(), [&](const auto& row) {
        return hostMatches(host, row.host) && (row.domain.empty() || row.domain == domain);
    });
    SendLimit limit;
    limit.messages = found == providers.end() ? -1 : found->messages;
    limit.recipients = found == providers.end() ? -1 : found->recipients;
    limit.perMessage = found == providers.end() ? -1 : found->perMessage;
    return limit;
}

SendLimit effectiveLimit(const Account& account, const SendLimit& stored)
{
    const auto usual = usualLimit(account);
    SendLimit limit = stored;
    limit.messages = stored.messages == 0 ? usual.messages : stored.messages;
    limit.recipients = stored.recipients == 0 ? usual.recipients : stored.recipients;
    limit.perMessage = stored.perMessage == 0 ? usual.perMessage : stored.perMessage;
    limit.windowHours = std::max<std::int64_t>(stored.windowHours, 1);
    return limit;
}

Budget budgetAt(const SendLimit& effective, const std::vector<SentMail>& sent, std::int64_t now)
{
    Budget budget{ .limit = effective };
    const auto window = effective.windowHours * hour;
    const auto first = std::find_if(
        sent.begin(), sent.end(), [&](const SentMail& mail) { return mail.time > now - window; });
    for (auto mail = first; mail != sent.end(); ++mail) {
        ++budget.used;
        budget.usedRecipients += mail->recipients;
    }
    // The window lets go of the oldest first: the mail whose leaving makes room for one more.
    std::int64_t overMessages = effective.messages < 0
        ? 0
        : static_cast<std::int64_t>(budget.used) - effective.messages + 1;
    std::int64_t overRecipients = effective.recipients < 0
        ? 0
        : static_cast<std::int64_t>(budget.usedRecipients) - effective.recipients + 1;
    for (auto mail = first; mail != sent.end() && (overMessages > 0 || overRecipients > 0);
         ++mail) {
        budget.nextFree = mail->time + window;
        --overMessages;
        overRecipients -= mail->recipients;
    }
    if (budget.nextFree == 0 && (overMessages > 0 || overRecipients > 0))
        budget.nextFree = now + window; // a limit of nothing
    if (effective.heldUntil > now)
        budget.nextFree = std::max(budget.nextFree, effective.heldUntil);
    return budget;
}

Result<Budget> budgetOf(SendingReader& reader, const Account& account, std::int64_t now)
{
    const auto stored = reader.sendLimit(account.id);
    if (!stored)
        return Unexpected(stored.error());
    const auto limit = effectiveLimit(account, *stored);
    const auto sent = reader.sentSince(account.id, now - limit.windowHours * hour);
    if (!sent)
        return Unexpected(sent.error());
    return budgetAt(limit, *sent, now);
}

SendLimit afterLimitReached(const SendLimit& stored, const Budget& budget,
    const std::vector<SentMail>& sent, std::int64_t now, std::string serverText)
{
    SendLimit limit = stored;
    const auto window = budget.limit.windowHours * hour;
    // Nothing sent is no knowledge: the account was blocked for another reason, or by mail that
    // this program never saw.
    if (budget.used > 0) {
        limit.messages = budget.used;
        limit.learned = true;
    }
    const auto first = std::find_if(
        sent.begin(), sent.end(), [&](const SentMail& mail) { return mail.time > now - window; });
    const auto free = first == sent.end() ? now + hour : first->time + window;
    limit.heldUntil = std::clamp(free, now + hour, now + window);
    limit.heldText = std::move(serverText);
    return limit;
}

} // namespace fulmar
