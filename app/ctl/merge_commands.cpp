// SPDX-License-Identifier: GPL-3.0-or-later
// `merge` and what is done with one: list, show, pause, resume, cancel, suppress, allow.
#include "common/ascii.h"
#include "compose/address_check.h"
#include "compose/merge.h"
#include "ctl/commands.h"
#include "ctl/delivery_wait.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "platform/engine_host.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace fulmar::ctl {
namespace {

constexpr qint64 largestFile = 64 * 1024 * 1024; // bytes; a template and a table are read whole

QJsonObject mergeJson(const Merge& merge, const MergeCounts& counts)
{
    const auto count = [](std::uint32_t value) { return static_cast<qint64>(value); };
    return {
        { QStringLiteral("merge"), text(merge.id.toString()) },
        { QStringLiteral("account"), text(merge.account.toString()) },
        { QStringLiteral("name"), text(merge.name) },
        { QStringLiteral("state"), text(mergeStateName(merge.state)) },
        { QStringLiteral("reason"), text(merge.reason) },
        { QStringLiteral("created"), timeText(merge.created) },
        { QStringLiteral("rows"), count(counts.rows) },
        { QStringLiteral("waiting"), count(counts.waiting) },
        { QStringLiteral("queued"), count(counts.queued) },
        { QStringLiteral("sent"), count(counts.sent) },
        { QStringLiteral("bounced"), count(counts.bounced) },
        { QStringLiteral("refused"), count(counts.refused) },
        { QStringLiteral("skipped"), count(counts.skipped) },
    };
}

QString mergeLine(const Merge& merge, const MergeCounts& counts)
{
    QString line
        = Command::tr("%1 %2: %3; %4 of %5 sent, %6 waiting, %7 came back, %8 skipped")
              .arg(text(merge.id.toString()), text(merge.name), text(mergeStateName(merge.state)))
              .arg(counts.sent)
              .arg(counts.rows)
              .arg(counts.waiting + counts.queued)
              .arg(counts.bounced + counts.refused)
              .arg(counts.skipped);
    if (!merge.reason.empty())
        line += QStringLiteral(" (") + text(merge.reason) + u')';
    return line;
}

Found<Merge> findMerge(MailReader& reader, const QString& word)
{
    const auto id = MergeId::parse(word.toStdString());
    const auto merge = id ? reader.merge(*id) : Result<std::optional<Merge>>();
    if (!merge)
        return Unexpected(failureOf(merge.error()));
    if (!id || !*merge)
        return Unexpected(noSuch(Command::tr("There is no merge \"%1\".").arg(word),
            Command::tr("See: fulmarctl merge list")));
    return **merge;
}

class MergeStart : public Command {
public:
    using Command::Command;
    void start() override
    {
        if (const auto prepared = prepare(); !prepared)
            return fail(prepared.error());
        if (arguments().has(QStringLiteral("dry-run")))
            return preview();
        if (arguments().has(QStringLiteral("test-to")))
            return test();
        const auto id = engine().addMerge(m_merge, m_rows);
        if (!id)
            return fail(id.error());
        m_merge.id = *id;
        const auto counts = reader().mergeCounts(*id);
        if (!counts)
            return fail(counts.error());
        print(mergeJson(m_merge, *counts), mergeLine(m_merge, *counts));
        tellSkipped();
        finish();
    }

private:
    [[nodiscard]] Found<void> prepare()
    {
        const auto templateBytes = readFile(QStringLiteral("template"));
        if (!templateBytes)
            return Unexpected(templateBytes.error());
        const auto data = readFile(QStringLiteral("data"));
        if (!data)
            return Unexpected(data.error());
        const auto table = compose::parseCsv(*data);
        if (!table)
            return Unexpected(
                badData(tr("The table cannot be read: %1.").arg(text(table.error().where)),
                    tr("Nothing was sent.")));
        if (auto set = settings(*templateBytes, *table); !set)
            return set;
        return plan(*table);
    }

    [[nodiscard]] Found<void> settings(
        const std::string& templateBytes, const compose::CsvTable& table)
    {
        m_mail = compose::parseMergeTemplate(templateBytes);
        m_merge.templateText = templateBytes;
        m_merge.columns = table.columns;
        m_merge.subject = arguments().value(QStringLiteral("subject")).simplified().toStdString();
        m_merge.name
            = QFileInfo(arguments().value(QStringLiteral("data"))).fileName().toStdString();
        m_merge.unsubscribe = arguments().value(QStringLiteral("unsubscribe")).toStdString();
        m_merge.created = host().clock().now();
        const bool link = ascii::startsWithIgnoreCase(m_merge.unsubscribe, "https://")
            || ascii::startsWithIgnoreCase(m_merge.unsubscribe, "mailto:");
        if (!m_merge.unsubscribe.empty() && !link)
            return Unexpected(usage(tr("--unsubscribe wants an https or a mailto address.")));
        auto checked = m_mail;
        checked.subject += m_merge.subject;
        checked.text += m_merge.unsubscribe;
        if (const auto unknown = compose::unknownColumn(checked, table.columns); !unknown.empty())
            return Unexpected(
                badData(tr("The template uses {{%1}}, and the table has no such column.")
                            .arg(text(unknown)),
                    tr("Its columns are: %1.").arg(columnsText(table))));
        if (m_merge.subject.empty() && m_mail.subject.empty())
            return Unexpected(usage(tr("The mails have no subject."),
                tr("Give --subject, or begin the template with a line \"Subject: …\".")));
        if (auto numbers = paces(); !numbers)
            return numbers;
        return sender();
    }

    [[nodiscard]] Found<void> paces()
    {
        const std::tuple<QString, std::uint32_t*, qint64> options[] = {
            { QStringLiteral("per-hour"), &m_merge.perHour, 1'000'000 },
            { QStringLiteral("reserve"), &m_merge.reserve, 1'000'000 },
            { QStringLiteral("stop-at"), &m_merge.stopPercent, 100 },
        };
        for (const auto& [name, target, most] : options) {
            const auto given = numberOf(arguments(), name, 0, most);
            if (!given)
                return Unexpected(given.error());
            if (*given)
                *target = static_cast<std::uint32_t>(**given);
        }
        return {};
    }

    [[nodiscard]] Found<void> sender()
    {
        const auto accounts = allAccounts(reader());
        if (!accounts)
            return Unexpected(accounts.error());
        const QString named = arguments().value(QStringLiteral("account"));
        const auto from = arguments().value(QStringLiteral("from")).toStdString();
        if (!named.isEmpty()) {
            const auto found = findAccount(reader(), named);
            if (!found)
                return Unexpected(found.error());
            m_account = found->account;
        } else {
            for (const auto& record : *accounts) {
                const bool fits = from.empty() ? record.account.enabled
                                               : compose::sameMailbox(record.account.email, from);
                if (fits && !m_account.id.isValid())
                    m_account = record.account;
            }
        }
        if (!m_account.id.isValid())
            return Unexpected(
                configuration(from.empty() ? tr("There is no account to send with.")
                                           : tr("No account has the address %1.").arg(text(from)),
                    tr("Say through which account: --account ID.")));
        m_merge.account = m_account.id;
        m_merge.sender = from;
        m_from = { .name = from.empty() ? m_account.name : std::string(),
            .address = from.empty() ? m_account.email : from };
        return {};
    }

    [[nodiscard]] Found<void> plan(const compose::CsvTable& table)
    {
        const auto column = compose::addressColumn(table);
        if (!column)
            return Unexpected(badData(tr("The table has no column with addresses."),
                tr("Name it \"email\". Its columns are: %1.").arg(columnsText(table))));
        const auto entries = reader().suppressions();
        if (!entries)
            return Unexpected(failureOf(entries.error()));
        std::set<std::string> suppressed;
        for (const auto& entry : *entries)
            suppressed.insert(entry.address);
        m_rows = compose::planMergeRows(table, *column, suppressed);
        const bool any = std::any_of(m_rows.begin(), m_rows.end(),
            [](const MergeRow& row) { return row.state == "waiting"; });
        if (!any)
            return Unexpected(badData(tr("No row has an address that a mail may go to.")));
        return {};
    }

    static QString columnsText(const compose::CsvTable& table)
    {
        QStringList names;
        for (const auto& column : table.columns)
            names += text(column);
        return names.join(QStringLiteral(", "));
    }

    [[nodiscard]] Found<std::string> readFile(const QString& option) const
    {
        const QString given = arguments().value(option);
        if (given.isEmpty())
            return Unexpected(usage(tr("--%1 FILE is missing.").arg(option)));
        QFile file(QDir(context().folder).absoluteFilePath(given));
        if (!QFileInfo(file).isFile() || !file.open(QIODevice::ReadOnly))
            return Unexpected(
                noSuch(tr("The file %1 cannot be read.").arg(given), tr("Nothing was sent.")));
        if (file.size() > largestFile)
            return Unexpected(badData(tr("The file %1 is larger than 64 MiB.").arg(given)));
        return file.readAll().toStdString();
    }

    [[nodiscard]] Result<Submission> mailOf(const MergeRow& row) const
    {
        return compose::composeMergeMail(m_merge, m_mail, row, m_account, m_from,
            { host().clock().now(), host().clock().random() });
    }

    void preview()
    {
        for (const auto& row : m_rows) {
            QJsonObject json{ { QStringLiteral("row"), static_cast<qint64>(row.number) },
                { QStringLiteral("to"), text(row.address) },
                { QStringLiteral("state"), text(row.state) },
                { QStringLiteral("reason"), text(row.reason) } };
            QString lines = tr("--- row %1, to %2").arg(row.number).arg(text(row.address));
            if (row.state == "waiting") {
                const auto made = mailOf(row);
                if (!made)
                    return fail(made.error(), smtpContext(m_account));
                const auto body = compose::fillIn(m_mail.text, m_merge.columns, row.cells);
                json.insert(QStringLiteral("subject"), text(made->subject));
                json.insert(QStringLiteral("text"), text(body));
                json.insert(QStringLiteral("raw"), text(made->raw));
                lines += tr("\nSubject: %1\n\n%2").arg(text(made->subject), text(body));
            } else {
                lines += tr("\nskipped: %1").arg(text(row.reason));
            }
            print(json, lines);
        }
        finish();
    }

    void test()
    {
        const auto address = compose::checkedAddress(
            arguments().value(QStringLiteral("test-to")).toStdString(), "To");
        if (!address)
            return fail(address.error());
        auto row = *std::find_if(m_rows.begin(), m_rows.end(),
            [](const MergeRow& each) { return each.state == "waiting"; });
        row.address = *address;
        const auto made = mailOf(row);
        if (!made)
            return fail(made.error(), smtpContext(m_account));
        const auto queued = engine().submit(*made);
        if (!queued)
            return fail(queued.error());
        const auto item = reader().outboxItem(*queued);
        if (!item || !*item)
            return fail(noSuch(tr("The mail is not in the outbox any more.")));
        m_wait = std::make_unique<DeliveryWait>(host(), **item,
            guarded([this](const OutboxItem& sent, const std::optional<Failure>& failure) {
                print(outboxJson(sent),
                    tr("Test mail to %1: %2")
                        .arg(text(sent.recipients.front()), text(outboxStateName(sent.state))));
                failure ? fail(*failure) : finish();
            }));
        m_wait->start();
    }

    void tellSkipped()
    {
        for (const auto& row : m_rows) {
            if (row.state == "skipped")
                note(tr("Row %1 is left out (%2): %3")
                         .arg(row.number)
                         .arg(text(row.address), text(row.reason)));
        }
    }

    Merge m_merge;
    compose::MergeTemplate m_mail;
    std::vector<MergeRow> m_rows;
    Account m_account;
    Address m_from;
    std::unique_ptr<DeliveryWait> m_wait;
};

class MergeLister : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto merges = reader().merges();
        if (!merges)
            return fail(merges.error());
        for (const auto& merge : *merges) {
            const auto counts = reader().mergeCounts(merge.id);
            if (!counts)
                return fail(counts.error());
            print(mergeJson(merge, *counts), mergeLine(merge, *counts));
        }
        if (merges->empty() && !json())
            print({}, tr("There is no merge."));
        finish();
    }
};

class MergeShower : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto merge = findMerge(reader(), arguments().words.first());
        if (!merge)
            return fail(merge.error());
        const auto counts = reader().mergeCounts(merge->id);
        const auto rows = reader().mergeRows(merge->id);
        if (!counts)
            return fail(counts.error());
        if (!rows)
            return fail(rows.error());
        print(mergeJson(*merge, *counts), mergeLine(*merge, *counts));
        for (const auto& row : *rows)
            print({ { QStringLiteral("row"), static_cast<qint64>(row.number) },
                      { QStringLiteral("address"), text(row.address) },
                      { QStringLiteral("state"), text(row.state) },
                      { QStringLiteral("reason"), text(row.reason) },
                      { QStringLiteral("outbox"),
                          row.item.isValid() ? QJsonValue(text(row.item.toString()))
                                             : QJsonValue() } },
                QStringLiteral("%1  %2  %3  %4")
                    .arg(row.number)
                    .arg(text(row.address), text(row.state), text(row.reason).simplified()));
        finish();
    }
};

class MergeSwitch : public Command {
public:
    MergeSwitch(const CommandContext& context, MergeState state) : Command(context), m_state(state)
    {
    }
    void start() override
    {
        auto merge = findMerge(reader(), arguments().words.first());
        if (!merge)
            return fail(merge.error());
        const bool over = merge->state == MergeState::Done || merge->state == MergeState::Cancelled;
        if (over && merge->state != m_state)
            return fail(Failure{ .exitCode = ExitCode::Unavailable,
                .kind = QStringLiteral("rejected"),
                .message
                = tr("The merge %1 is %2: too late for that.")
                      .arg(text(merge->id.toString()), text(mergeStateName(merge->state))) });
        // Who resumes one that paused because of its bounces has seen them.
        if (const auto done = engine().setMergeState(
                merge->id, m_state, m_state == MergeState::Running ? merge->reason : "");
            !done)
            return fail(done.error());
        merge->state = m_state;
        const auto counts = reader().mergeCounts(merge->id);
        print(mergeJson(*merge, counts ? *counts : MergeCounts()),
            mergeLine(*merge, counts ? *counts : MergeCounts()));
        finish();
    }

private:
    MergeState m_state;
};

class MergeSuppressor : public Command {
public:
    MergeSuppressor(const CommandContext& context, bool suppress)
        : Command(context), m_suppress(suppress)
    {
    }
    void start() override
    {
        for (const auto& word : arguments().words) {
            const auto address = compose::checkedAddress(word.toStdString(), "To");
            if (!address)
                return fail(address.error());
            const auto done = m_suppress
                ? engine().saveSuppression({ *address, "by hand", host().clock().now() })
                : engine().removeSuppression(*address);
            if (!done)
                return done.error().code == "not-found"
                    ? fail(noSuch(tr("%1 is not on the list.").arg(word)))
                    : fail(done.error());
        }
        const auto entries = reader().suppressions();
        if (!entries)
            return fail(entries.error());
        for (const auto& entry : *entries)
            print({ { QStringLiteral("address"), text(entry.address) },
                      { QStringLiteral("reason"), text(entry.reason) },
                      { QStringLiteral("time"), timeText(entry.time) } },
                QStringLiteral("%1  %2").arg(text(entry.address), text(entry.reason)));
        finish();
    }

private:
    bool m_suppress;
};

} // namespace

std::unique_ptr<Command> makeMerge(const CommandContext& context)
{
    return std::make_unique<MergeStart>(context);
}
std::unique_ptr<Command> makeMergeList(const CommandContext& context)
{
    return std::make_unique<MergeLister>(context);
}
std::unique_ptr<Command> makeMergeShow(const CommandContext& context)
{
    return std::make_unique<MergeShower>(context);
}
std::unique_ptr<Command> makeMergePause(const CommandContext& context)
{
    return std::make_unique<MergeSwitch>(context, MergeState::Paused);
}
std::unique_ptr<Command> makeMergeResume(const CommandContext& context)
{
    return std::make_unique<MergeSwitch>(context, MergeState::Running);
}
std::unique_ptr<Command> makeMergeCancel(const CommandContext& context)
{
    return std::make_unique<MergeSwitch>(context, MergeState::Cancelled);
}
std::unique_ptr<Command> makeMergeSuppress(const CommandContext& context)
{
    return std::make_unique<MergeSuppressor>(context, true);
}
std::unique_ptr<Command> makeMergeAllow(const CommandContext& context)
{
    return std::make_unique<MergeSuppressor>(context, false);
}

} // namespace fulmar::ctl
