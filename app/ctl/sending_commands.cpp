// SPDX-License-Identifier: GPL-3.0-or-later
// `outbox hold`, `outbox resume`, `outbox sent`, `quota`.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "platform/engine_host.h"

namespace fulmar::ctl {
namespace {

/// Without an id the whole queue of one account or of all; else the mails that are named.
class OutboxGate : public Command {
public:
    OutboxGate(const CommandContext& context, bool hold) : Command(context), m_hold(hold) { }
    void start() override
    {
        if (!arguments().words.isEmpty())
            return changeMails();
        const auto only = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        const auto accounts = allAccounts(reader());
        if (!only)
            return fail(only.error());
        if (!accounts)
            return fail(accounts.error());
        for (const auto& record : *accounts) {
            if (*only && **only != record.account.id)
                continue;
            if (const auto done = engine().stopSending(record.account.id, m_hold); !done)
                return fail(done.error());
            print({ { QStringLiteral("account"), text(record.account.id.toString()) },
                      { QStringLiteral("held"), m_hold } },
                m_hold ? tr("%1 sends nothing until: fulmarctl outbox resume")
                             .arg(text(record.account.email))
                       : tr("%1 sends again.").arg(text(record.account.email)));
        }
        finish();
    }

private:
    void changeMails()
    {
        for (const auto& word : arguments().words) {
            const auto id = OutboxId::parse(word.toStdString());
            const auto item = id ? reader().outboxItem(*id) : Result<std::optional<OutboxItem>>();
            if (!id || (item && !*item))
                return fail(noSuch(tr("There is no mail \"%1\" in the outbox.").arg(word),
                    tr("See: fulmarctl outbox list")));
            if (!item)
                return fail(item.error());
            const auto done = m_hold ? engine().holdOutbox(*id) : engine().retryOutbox(*id);
            if (!done)
                return fail(Failure{ .exitCode = ExitCode::Unavailable,
                    .kind = QStringLiteral("rejected"),
                    .message = tr("The mail %1 is %2: too late for that.")
                                   .arg(word, text(outboxStateName((*item)->state))) });
            const auto fresh = reader().outboxItem(*id);
            const auto& shown = fresh && *fresh ? **fresh : **item;
            print(outboxJson(shown), tr("%1: %2").arg(word, text(outboxStateName(shown.state))));
        }
        finish();
    }
    bool m_hold;
};

class Quota : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto only = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        const auto accounts = allAccounts(reader());
        if (!only)
            return fail(only.error());
        if (!accounts)
            return fail(accounts.error());
        for (const auto& record : *accounts) {
            if (*only && **only != record.account.id)
                continue;
            if (const auto changed = change(record.account.id, only->has_value()); !changed)
                return fail(changed.error());
            const auto budget = engine().budget(record.account.id);
            if (!budget)
                return fail(budget.error());
            print(jsonOf(record.account, *budget), lineOf(record.account, *budget));
        }
        finish();
    }

private:
    [[nodiscard]] Found<void> change(AccountId account, bool named)
    {
        const std::pair<QString, std::int64_t SendLimit::*> settings[] = {
            { QStringLiteral("messages"), &SendLimit::messages },
            { QStringLiteral("recipients"), &SendLimit::recipients },
            { QStringLiteral("per-message"), &SendLimit::perMessage },
            { QStringLiteral("window-hours"), &SendLimit::windowHours },
        };
        auto limit = reader().sendLimit(account);
        if (!limit)
            return Unexpected(failureOf(limit.error()));
        const auto before = *limit;
        for (const auto& [name, member] : settings) {
            const bool hours = member == &SendLimit::windowHours;
            const auto given = numberOf(arguments(), name, hours ? 1 : -1, 10'000'000);
            if (!given)
                return Unexpected(given.error());
            if (*given)
                (*limit).*member = **given;
        }
        if (*limit == before)
            return {};
        if (!named)
            return Unexpected(
                usage(tr("A limit belongs to one account."), tr("Say which: --account ID.")));
        if (limit->messages != before.messages)
            limit->learned = false;
        if (const auto saved = engine().saveSendLimit(account, *limit); !saved)
            return Unexpected(failureOf(saved.error()));
        return {};
    }

    static QJsonValue countOrNull(std::int64_t limit)
    {
        return limit < 0 ? QJsonValue() : QJsonValue(static_cast<qint64>(limit));
    }

    static QJsonObject jsonOf(const Account& account, const Budget& budget)
    {
        const auto& limit = budget.limit;
        return {
            { QStringLiteral("account"), text(account.id.toString()) },
            { QStringLiteral("limit"), countOrNull(limit.messages) },
            { QStringLiteral("used"), static_cast<qint64>(budget.used) },
            { QStringLiteral("recipientsLimit"), countOrNull(limit.recipients) },
            { QStringLiteral("recipientsUsed"), static_cast<qint64>(budget.usedRecipients) },
            { QStringLiteral("recipientsPerMessage"), countOrNull(limit.perMessage) },
            { QStringLiteral("windowHours"), static_cast<qint64>(limit.windowHours) },
            { QStringLiteral("nextFree"),
                budget.nextFree > 0 ? timeValue(budget.nextFree) : QJsonValue() },
            { QStringLiteral("held"),
                limit.stopped || (limit.heldUntil > 0 && budget.nextFree > 0) },
            { QStringLiteral("learned"), limit.learned },
            { QStringLiteral("server"), text(limit.heldText) },
        };
    }

    static QString lineOf(const Account& account, const Budget& budget)
    {
        const auto& limit = budget.limit;
        QString line = limit.messages < 0
            ? tr("%1: %2 sent in %3 hours, no limit known")
                  .arg(text(account.email), QString::number(budget.used),
                      QString::number(limit.windowHours))
            : tr("%1: %2 of %3 in %4 hours")
                  .arg(text(account.email), QString::number(budget.used),
                      QString::number(limit.messages), QString::number(limit.windowHours));
        if (limit.stopped)
            line += tr("; held until: fulmarctl outbox resume");
        else if (budget.nextFree > 0)
            line += tr("; next free at %1").arg(timeText(budget.nextFree));
        if (limit.learned)
            line += tr(" (the server showed this limit)");
        return line;
    }
};

class OutboxSent : public Command {
public:
    using Command::Command;
    void start() override
    {
        for (const auto& word : arguments().words) {
            const auto id = OutboxId::parse(word.toStdString());
            const auto done = id ? engine().markSent(*id) : Result<void>();
            if (!id || (!done && done.error().code == "not-found"))
                return fail(noSuch(tr("There is no mail \"%1\" in the outbox.").arg(word)));
            if (!done)
                return fail(Failure{ .exitCode = ExitCode::Unavailable,
                    .kind = QStringLiteral("rejected"),
                    .message = tr("Only a mail of unknown fate can be marked as sent.") });
            if (const auto fresh = reader().outboxItem(*id); fresh && *fresh)
                print(outboxJson(**fresh), tr("%1: sent-seen").arg(word));
        }
        finish();
    }
};

} // namespace

std::unique_ptr<Command> makeOutboxHold(const CommandContext& context)
{
    return std::make_unique<OutboxGate>(context, true);
}
std::unique_ptr<Command> makeOutboxResume(const CommandContext& context)
{
    return std::make_unique<OutboxGate>(context, false);
}
std::unique_ptr<Command> makeOutboxSent(const CommandContext& context)
{
    return std::make_unique<OutboxSent>(context);
}
std::unique_ptr<Command> makeQuota(const CommandContext& context)
{
    return std::make_unique<Quota>(context);
}

} // namespace fulmar::ctl
