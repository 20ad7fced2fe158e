// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/delivery_wait.h"

#include "common/ascii.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "platform/engine_host.h"

#include <QCoreApplication>
#include <QPointer>

#include <utility>

namespace fulmar::ctl {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Ctl", text);
}

/// "550 5.1.1" of "550 5.1.1 no such user"; empty where the text does not begin with a reply code.
std::string codeOf(const std::string& serverText)
{
    const auto isDigits = [&](std::size_t at, std::size_t count) {
        for (std::size_t i = at; i < at + count; ++i) {
            if (i >= serverText.size() || !ascii::isDigit(serverText[i]))
                return false;
        }
        return true;
    };
    if (!isDigits(0, 3))
        return {};
    const auto end = serverText.find(' ', 4);
    const std::string enhanced = serverText.size() > 4
        ? serverText.substr(4, end == std::string::npos ? end : end - 4)
        : "";
    const bool isEnhanced
        = enhanced.size() >= 5 && enhanced[1] == '.' && ascii::isDigit(enhanced[0]);
    return serverText.substr(0, 3) + (isEnhanced ? ' ' + enhanced : "");
}

/// What the server said as the error that the wording table knows.
Error errorOf(const OutboxItem& item)
{
    const std::string code = codeOf(item.serverText);
    return { .kind = code.empty() ? ErrorKind::Network : ErrorKind::Rejected,
        .where = item.subject,
        .serverText = item.serverText.substr(
            code.empty() ? 0 : std::min(item.serverText.size(), code.size() + 1)),
        .code = code };
}

Failure waiting()
{
    return { .exitCode = ExitCode::Temporary,
        .kind = QStringLiteral("limit"),
        .message = tr("The mail waits in the outbox: it is held, or the sending limit is reached."),
        .hint = tr("See: fulmarctl quota, fulmarctl outbox list") };
}

Failure partlyRefused(const OutboxItem& item)
{
    QStringList addresses;
    for (const auto& refusal : item.refusals)
        addresses += text(refusal.address);
    return { .exitCode = ExitCode::Unavailable,
        .kind = QStringLiteral("rejected"),
        .message = tr("The mail was sent, but the server refused: %1.")
                       .arg(addresses.join(QStringLiteral(", "))),
        .hint = tr("Check these addresses."),
        .server = text(item.refusals.front().serverText) };
}

} // namespace

std::optional<Failure> failureOfItem(
    const OutboxItem& item, const std::optional<Error>& problem, const app::WordingContext& context)
{
    switch (item.state) {
    case OutboxState::Accepted:
    case OutboxState::SentSeen:
    case OutboxState::Delivered:
        return item.refusals.empty() ? std::nullopt : std::optional(partlyRefused(item));
    case OutboxState::Scheduled:
    case OutboxState::Cancelled:
        return std::nullopt;
    case OutboxState::Transmitting:
    case OutboxState::Unknown:
        return Failure{ .exitCode = ExitCode::Temporary,
            .kind = QStringLiteral("network"),
            .message = tr("The connection broke while the server was taking the mail: it may have "
                          "been sent."),
            .hint = tr("The next sync looks for it; it is not sent twice by itself.") };
    case OutboxState::Queued:
        if (!problem && item.serverText.empty())
            return waiting();
        return failureOf(problem.value_or(errorOf(item)), context);
    case OutboxState::Held:
        // Nobody's bounce: it leaves by itself when the provider takes mail again.
        if (item.holdReason == "limit") {
            auto failure = failureOf(errorOf(item), context);
            failure.exitCode = ExitCode::Temporary;
            return failure;
        }
        if (item.serverText.empty())
            return waiting();
        [[fallthrough]];
    case OutboxState::Refused:
    case OutboxState::Bounced:
        break;
    }
    return failureOf(errorOf(item), context);
}

DeliveryWait::DeliveryWait(app::EngineHost& host, OutboxItem item, Done done)
    : m_host(host), m_item(std::move(item)), m_done(std::move(done))
{
}

void DeliveryWait::start()
{
    m_host.engine().flushOutbox(
        m_item.account, [self = QPointer<DeliveryWait>(this)](const Result<void>& result) {
            if (self)
                self->tried(result);
        });
}

void DeliveryWait::tried(const Result<void>& result)
{
    const auto fresh = m_host.reader().outboxItem(m_item.id);
    const auto done = std::exchange(m_done, nullptr);
    if (!fresh)
        return done(m_item, failureOf(fresh.error()));
    if (*fresh)
        m_item = **fresh;
    app::WordingContext context;
    if (const auto account = findAccount(m_host.reader(), text(m_item.account.toString())))
        context = smtpContext(account->account);
    const auto problem = result ? std::nullopt : std::optional(result.error());
    done(m_item, failureOfItem(m_item, problem, context));
}

} // namespace fulmar::ctl
