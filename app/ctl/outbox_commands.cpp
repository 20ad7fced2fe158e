// SPDX-License-Identifier: GPL-3.0-or-later
// `outbox list`, `outbox show`, `outbox cancel`, `outbox retry`.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "platform/engine_host.h"

namespace fulmar::ctl {
namespace {

Found<OutboxItem> findItem(MailReader& reader, const QString& word)
{
    const auto id = OutboxId::parse(word.toStdString());
    const auto missing = noSuch(Command::tr("There is no mail \"%1\" in the outbox.").arg(word),
        Command::tr("See: fulmarctl outbox list"));
    if (!id)
        return Unexpected(missing);
    auto item = reader.outboxItem(*id);
    if (!item)
        return Unexpected(failureOf(item.error()));
    if (!*item)
        return Unexpected(missing);
    return std::move(**item);
}

QString recipientsText(const OutboxItem& item)
{
    QString all = item.recipients.empty() ? QString() : text(item.recipients.front());
    if (item.recipients.size() > 1)
        all += Command::tr(" and %n more", nullptr, static_cast<int>(item.recipients.size() - 1));
    return all;
}

class OutboxList : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto items = reader().outbox();
        if (!items)
            return fail(items.error());
        TextTable table({ tr("Id"), tr("State"), tr("To"), tr("Subject"), tr("Server") });
        for (const auto& item : *items) {
            if (json())
                print(outboxJson(item), {});
            table.add({ text(item.id.toString()), text(outboxStateName(item.state)),
                shortened(recipientsText(item), 34), shortened(text(item.subject), 40),
                shortened(text(item.serverText), 60) });
        }
        if (!json())
            print({}, table.isEmpty() ? tr("The outbox is empty.") : table.toString());
        finish();
    }
};

class OutboxShow : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto item = findItem(reader(), arguments().words.first());
        if (!item)
            return fail(item.error());
        QStringList to;
        for (const auto& recipient : item->recipients)
            to += text(recipient);
        QString lines
            = tr("Id:       %1\nState:    %2\nFrom:     %3\nTo:       %4\nSubject:  %5\nSize:     "
                 "%6\nTries:    %7")
                  .arg(text(item->id.toString()), text(outboxStateName(item->state)),
                      text(item->sender), to.join(QStringLiteral(", ")), text(item->subject),
                      sizeText(item->size), QString::number(item->tries));
        if (!item->serverText.empty())
            lines += tr("\nServer:   %1").arg(text(item->serverText).simplified());
        for (const auto& refusal : item->refusals)
            lines += tr("\nRefused:  %1: %2")
                         .arg(text(refusal.address), text(refusal.serverText).simplified());
        if (item->nextTry > 0)
            lines += tr("\nNext try: %1").arg(timeText(item->nextTry));
        const auto history = reader().outboxHistory(item->id);
        const auto reports = reader().reportsOf(item->id);
        if (!history)
            return fail(history.error());
        if (!reports)
            return fail(reports.error());
        auto json = outboxJson(*item);
        QJsonArray steps, fates;
        for (const auto& step : *history) {
            steps += QJsonObject{ { QStringLiteral("time"), timeText(step.time) },
                { QStringLiteral("state"), text(outboxStateName(step.state)) },
                { QStringLiteral("server"), text(step.serverText) },
                { QStringLiteral("queueId"), text(step.queueId) },
                { QStringLiteral("tries"), static_cast<qint64>(step.tries) } };
            lines += QStringLiteral("\n%1  %2  %3")
                         .arg(timeText(step.time), text(outboxStateName(step.state)),
                             text(step.serverText).simplified());
        }
        for (const auto& report : *reports) {
            fates += QJsonObject{ { QStringLiteral("address"), text(report.address) },
                { QStringLiteral("fate"), text(recipientFateName(report.fate)) },
                { QStringLiteral("status"), text(report.status) },
                { QStringLiteral("reason"), text(report.reason) },
                { QStringLiteral("time"), timeText(report.time) },
                { QStringLiteral("message"), text(report.report.toString()) } };
            lines += tr("\n%1  %2 %3 %4")
                         .arg(text(report.address), text(recipientFateName(report.fate)),
                             text(report.status), text(report.reason));
        }
        json.insert(QStringLiteral("history"), steps);
        json.insert(QStringLiteral("recipientReports"), fates);
        print(json, lines);
        finish();
    }
};

/// `cancel` and `retry`: all ids are looked up before the first is touched.
class OutboxChange : public Command {
public:
    using Operation = Result<void> (Engine::*)(OutboxId);
    OutboxChange(const CommandContext& context, Operation operation)
        : Command(context), m_operation(operation)
    {
    }
    void start() override
    {
        std::vector<OutboxItem> items;
        for (const auto& word : arguments().words) {
            const auto item = findItem(reader(), word);
            if (!item)
                return fail(item.error());
            items.push_back(*item);
        }
        for (const auto& item : items) {
            if (const auto done = (engine().*m_operation)(item.id); !done)
                return fail(failureFor(item, done.error()));
            const auto fresh = reader().outboxItem(item.id);
            const auto& shown = fresh && *fresh ? **fresh : item;
            print(outboxJson(shown),
                tr("%1: %2").arg(text(shown.id.toString()), text(outboxStateName(shown.state))));
        }
        finish();
    }

private:
    [[nodiscard]] static Failure failureFor(const OutboxItem& item, const Error& error)
    {
        if (error.code != "wrong-state")
            return failureOf(error);
        return { .exitCode = ExitCode::Unavailable,
            .kind = QStringLiteral("rejected"),
            .message = tr("The mail %1 is %2: too late for that.")
                           .arg(text(item.id.toString()), text(outboxStateName(item.state))) };
    }
    Operation m_operation;
};

} // namespace

std::unique_ptr<Command> makeOutboxList(const CommandContext& context)
{
    return std::make_unique<OutboxList>(context);
}
std::unique_ptr<Command> makeOutboxShow(const CommandContext& context)
{
    return std::make_unique<OutboxShow>(context);
}
std::unique_ptr<Command> makeOutboxCancel(const CommandContext& context)
{
    return std::make_unique<OutboxChange>(context, &Engine::cancelOutbox);
}
std::unique_ptr<Command> makeOutboxRetry(const CommandContext& context)
{
    return std::make_unique<OutboxChange>(context, &Engine::retryOutbox);
}

} // namespace fulmar::ctl
