// SPDX-License-Identifier: GPL-3.0-or-later
// `flag`, `move`, `copy`, `archive`, `trash`, `junk`, `delete`: durable and visible at once, sent
// to the server by the next sync.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "engine.h"
#include "platform/engine_host.h"

#include <functional>
#include <map>

namespace fulmar::ctl {
namespace {

/// What one group of messages, all of one account, is to go through.
using MakeAction = std::function<Found<Action>(AccountId)>;

class Change : public Command {
public:
    using Command::Command;

protected:
    /// Journals the action for the messages, account by account; `word` is how scripts call it.
    void run(const QString& word, const QStringList& ids, const MakeAction& makeAction)
    {
        const auto messages = findMessages(reader(), ids);
        if (!messages)
            return fail(messages.error());
        std::map<AccountId, std::vector<MessageId>> groups;
        for (const auto& message : *messages)
            groups[message.account].push_back(message.id);
        // All targets are looked up before anything is journalled: a miss changes nothing.
        std::map<AccountId, Action> actions;
        for (const auto& [account, group] : groups) {
            const auto action = makeAction(account);
            if (!action)
                return fail(action.error());
            actions.emplace(account, *action);
        }
        for (const auto& [account, group] : groups) {
            const auto from = fromFolder(account);
            if (!from)
                return fail(from.error());
            const auto journalled = engine().act(actions.at(account), group, *from);
            if (!journalled)
                return fail(journalled.error());
            printDone(word, group, *journalled);
        }
        finish();
    }

    [[nodiscard]] Found<Action> moveToRole(
        AccountId account, const std::vector<FolderRole>& roles, const QString& missing) const
    {
        for (const auto role : roles) {
            const auto folder = reader().folderByRole(account, role);
            if (!folder)
                return Unexpected(failureOf(folder.error()));
            if (*folder)
                return Action(MoveTo{ .folder = (*folder)->id });
        }
        return Unexpected(noSuch(missing,
            tr("Create one on the server, run \"fulmarctl sync\", or use \"fulmarctl move\".")));
    }

private:
    [[nodiscard]] Found<std::optional<FolderId>> fromFolder(AccountId account) const
    {
        const QString path = arguments().value(QStringLiteral("from"));
        if (path.isEmpty())
            return std::optional<FolderId>();
        const auto folder = findFolder(reader(), account, path);
        if (!folder)
            return Unexpected(folder.error());
        return std::optional(folder->id);
    }

    void printDone(const QString& word, const std::vector<MessageId>& messages,
        const std::vector<ActionId>& journalled)
    {
        QJsonArray ids, actions;
        for (const auto id : messages)
            ids += text(id.toString());
        for (const auto id : journalled)
            actions += text(id.toString());
        const QString state
            = journalled.empty() ? QStringLiteral("done") : QStringLiteral("queued");
        print(
            {
                { QStringLiteral("action"), word },
                { QStringLiteral("messages"), ids },
                { QStringLiteral("state"), state },
                { QStringLiteral("server"), QString() },
                { QStringLiteral("actions"), actions },
            },
            tr("%1: %n message(s), %2", nullptr, static_cast<int>(messages.size()))
                .arg(word, state));
    }
};

class FlagCommand : public Change {
public:
    using Change::Change;
    void start() override
    {
        QStringList ids;
        FlagChange change;
        for (const auto& word : arguments().words) {
            if (!word.startsWith(u'+') && !word.startsWith(u'-')) {
                ids += word;
                continue;
            }
            const Flags flag = flagFromName(word.mid(1).toStdString());
            if (flag.empty())
                return fail(usage(tr("\"%1\" is no flag.").arg(word.mid(1)),
                    tr("Flags: seen flagged answered draft forwarded, or a keyword.")));
            // \Deleted is a promise that anybody's EXPUNGE keeps: only `delete --forever` may give
            // it.
            if (flag.has(Flag::Deleted))
                return fail(usage(tr("The flag \"deleted\" cannot be set by hand."),
                    tr("Use: fulmarctl trash, or fulmarctl delete --forever")));
            change = change.then(word.startsWith(u'+') ? FlagChange{ .add = flag, .remove = {} }
                                                       : FlagChange{ .add = {}, .remove = flag });
        }
        if (ids.isEmpty() || (change.add.empty() && change.remove.empty()))
            return fail(usage(tr("Give message ids and flags such as +seen or -flagged."),
                tr("See: fulmarctl flag --help")));
        run(QStringLiteral("flag"), ids,
            [change](AccountId) { return Found<Action>(ChangeFlags{ .change = change }); });
    }
};

/// `move` and `copy`: the last word is the folder.
template <class ActionType>
class ToFolder : public Change {
public:
    ToFolder(const CommandContext& context, const QString& word) : Change(context), m_word(word) { }
    void start() override
    {
        QStringList ids = arguments().words;
        const QString path = ids.takeLast();
        run(m_word, ids, [this, path](AccountId account) -> Found<Action> {
            const auto folder = findFolder(reader(), account, path);
            if (!folder)
                return Unexpected(folder.error());
            return Action(ActionType{ .folder = folder->id });
        });
    }

private:
    QString m_word;
};

class Archive : public Change {
public:
    using Change::Change;
    void start() override
    {
        run(QStringLiteral("archive"), arguments().words, [this](AccountId account) {
            return moveToRole(account, { FolderRole::Archive, FolderRole::All },
                tr("The account has no archive folder."));
        });
    }
};

class Trash : public Change {
public:
    using Change::Change;
    void start() override
    {
        run(QStringLiteral("trash"), arguments().words, [this](AccountId account) {
            return moveToRole(
                account, { FolderRole::Trash }, tr("The account has no trash folder."));
        });
    }
};

class Junk : public Change {
public:
    using Change::Change;
    void start() override
    {
        const bool back = arguments().has(QStringLiteral("not"));
        run(back ? QStringLiteral("not-junk") : QStringLiteral("junk"), arguments().words,
            [this, back](AccountId account) {
                return moveToRole(account, { back ? FolderRole::Inbox : FolderRole::Junk },
                    tr("The account has no junk folder."));
            });
    }
};

class Delete : public Change {
public:
    using Change::Change;
    void start() override
    {
        if (!arguments().has(QStringLiteral("forever")))
            return fail(usage(tr("Deleting cannot be undone: say --forever too."),
                tr("To move to the trash: fulmarctl trash ID…")));
        run(QStringLiteral("delete"), arguments().words,
            [](AccountId) { return Found<Action>(DeleteForever{}); });
    }
};

} // namespace

std::unique_ptr<Command> makeFlag(const CommandContext& context)
{
    return std::make_unique<FlagCommand>(context);
}
std::unique_ptr<Command> makeMove(const CommandContext& context)
{
    return std::make_unique<ToFolder<MoveTo>>(context, QStringLiteral("move"));
}
std::unique_ptr<Command> makeCopy(const CommandContext& context)
{
    return std::make_unique<ToFolder<CopyTo>>(context, QStringLiteral("copy"));
}
std::unique_ptr<Command> makeArchive(const CommandContext& context)
{
    return std::make_unique<Archive>(context);
}
std::unique_ptr<Command> makeTrash(const CommandContext& context)
{
    return std::make_unique<Trash>(context);
}
std::unique_ptr<Command> makeJunk(const CommandContext& context)
{
    return std::make_unique<Junk>(context);
}
std::unique_ptr<Command> makeDelete(const CommandContext& context)
{
    return std::make_unique<Delete>(context);
}

} // namespace fulmar::ctl
