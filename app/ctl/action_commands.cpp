// SPDX-License-Identifier: GPL-3.0-or-later
// `actions list`, `actions retry`, `actions drop`: the journal of what is still owed to the server.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "model/stored_error.h"
#include "platform/engine_host.h"

#include <algorithm>
#include <set>

namespace fulmar::ctl {
namespace {

/// The stored words about the last try as a sentence; empty where there are none.
QString sentenceOf(const std::string& stored)
{
    const auto error = decodeError(stored);
    return error ? app::wordingFor(*error).sentence : QString();
}

/// The folder that an action is about or goes to; "" for one on messages where they are.
std::string folderOf(MailReader& reader, const PendingAction& action)
{
    if (const auto* create = std::get_if<CreateFolder>(&action.action))
        return create->path;
    const auto id
        = arrivalOf(action.action).value_or(folderActedOn(action.action).value_or(FolderId{}));
    const auto paths = folderPaths(reader);
    if (!paths)
        return {};
    const auto found = paths->find(id);
    return found == paths->end() ? std::string() : found->second;
}

class ActionsList : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto pending = host().store().pendingActions(std::nullopt);
        if (!pending)
            return fail(pending.error());
        TextTable table(
            { tr("Id"), tr("Action"), tr("Messages"), tr("Since"), tr("Tries"), tr("Last error") });
        for (const auto& action : *pending) {
            QJsonArray ids;
            for (const auto& target : action.targets)
                ids += text(target.message.toString());
            const QString problem = sentenceOf(action.lastError);
            if (json())
                print(
                    {
                        { QStringLiteral("id"), text(action.id.toString()) },
                        { QStringLiteral("account"), text(action.account.toString()) },
                        { QStringLiteral("action"), text(actionName(action.action)) },
                        { QStringLiteral("messages"), ids },
                        { QStringLiteral("folder"), text(folderOf(reader(), action)) },
                        { QStringLiteral("state"), QStringLiteral("queued") },
                        { QStringLiteral("created"), timeValue(action.created) },
                        { QStringLiteral("tries"), static_cast<qint64>(action.tries) },
                        { QStringLiteral("error"),
                            problem.isEmpty() ? QJsonValue() : QJsonValue(problem) },
                    },
                    {});
            table.add({ text(action.id.toString()), text(actionName(action.action)),
                QString::number(ids.size()), timeText(action.created),
                QString::number(action.tries), problem });
        }
        if (!json())
            print({}, table.isEmpty() ? tr("Nothing is waiting.") : table.toString());
        finish();
    }
};

class ActionsRetry : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto pending = host().store().pendingActions(std::nullopt);
        if (!pending)
            return fail(pending.error());
        for (const auto& word : arguments().words) {
            const auto id = ActionId::parse(word.toStdString());
            if (!id || std::none_of(pending->begin(), pending->end(), [&](const auto& a) {
                    return a.id == *id;
                }))
                return fail(noSuch(
                    tr("There is no action \"%1\".").arg(word), tr("See: fulmarctl actions list")));
            m_chosen.insert(*id);
        }
        engine().runActions(
            guarded([this](const std::vector<std::pair<ActionId, std::optional<Error>>>& ended) {
                ExitCode worst = ExitCode::Done;
                for (const auto& [id, error] : ended) {
                    if (!m_chosen.empty() && m_chosen.count(id) == 0)
                        continue;
                    const QString state
                        = error ? QStringLiteral("refused") : QStringLiteral("done");
                    const QString server = error ? text(error->serverText) : QString();
                    print({ { QStringLiteral("id"), text(id.toString()) },
                              { QStringLiteral("state"), state },
                              { QStringLiteral("server"), server } },
                        tr("%1: %2").arg(text(id.toString()),
                            error ? app::wordingFor(*error).sentence : tr("done")));
                    worst = worse(worst, error ? exitCodeFor(*error) : ExitCode::Done);
                }
                const auto left = host().store().pendingActions(std::nullopt);
                if (!left)
                    return fail(left.error());
                if (!left->empty() && worst == ExitCode::Done)
                    return fail(Failure{ .exitCode = ExitCode::Temporary,
                        .kind = QStringLiteral("network"),
                        .message
                        = tr("%n action(s) still wait.", nullptr, static_cast<int>(left->size())),
                        .hint = tr("They are tried again by the next sync.") });
                finish(worst);
            }));
    }

private:
    std::set<ActionId> m_chosen; ///< to be told of; all where it is empty
};

class ActionsDrop : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto pending = host().store().pendingActions(std::nullopt);
        if (!pending)
            return fail(pending.error());
        for (const auto& word : arguments().words) {
            const auto id = ActionId::parse(word.toStdString());
            const bool known = id
                && std::any_of(
                    pending->begin(), pending->end(), [&](const auto& a) { return a.id == *id; });
            if (!known)
                return fail(noSuch(
                    tr("There is no action \"%1\".").arg(word), tr("See: fulmarctl actions list")));
            if (const auto dropped = host().store().actionDropped(*id); !dropped)
                return fail(dropped.error());
            print({ { QStringLiteral("id"), word },
                      { QStringLiteral("state"), QStringLiteral("dropped") } },
                tr("%1: dropped").arg(word));
        }
        finish();
    }
};

} // namespace

std::unique_ptr<Command> makeActionsList(const CommandContext& context)
{
    return std::make_unique<ActionsList>(context);
}
std::unique_ptr<Command> makeActionsRetry(const CommandContext& context)
{
    return std::make_unique<ActionsRetry>(context);
}
std::unique_ptr<Command> makeActionsDrop(const CommandContext& context)
{
    return std::make_unique<ActionsDrop>(context);
}

} // namespace fulmar::ctl
