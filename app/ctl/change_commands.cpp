// SPDX-License-Identifier: GPL-3.0-or-later
// `flag`, `move`, `copy`, `archive`, `trash`, `junk`, `delete`: durable and visible at once, sent
// to the server by the next sync.
#include "ctl/change.h"
#include "ctl/commands.h"
#include "ctl/json.h"

namespace fulmar::ctl {
namespace {

using Actions = std::vector<Action>;

/// A command that moves to a folder with a role; where the account has none, it is made.
class ToRole : public Change {
public:
    using Change::Change;

protected:
    [[nodiscard]] Found<Actions> moveToRole(
        AccountId account, const std::vector<FolderRole>& roles) const
    {
        const auto folders = reader().folders(account);
        if (!folders)
            return Unexpected(failureOf(folders.error()));
        for (const auto role : roles) {
            for (const auto& folder : *folders) {
                if (folder.role == role && folder.selectable)
                    return Actions{ MoveTo{ .folder = folder.id } };
            }
        }
        const FolderRole wanted = roles.front();
        return Actions{
            CreateFolder{ .account = account, .path = usualPath(wanted, *folders), .role = wanted },
            MoveTo{}
        };
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
            [change](AccountId) { return Found<Actions>({ ChangeFlags{ .change = change } }); });
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
        run(m_word, ids, [this, path](AccountId account) -> Found<Actions> {
            const auto folder = findFolder(reader(), account, path);
            if (!folder)
                return Unexpected(folder.error());
            return Actions{ ActionType{ .folder = folder->id } };
        });
    }

private:
    QString m_word;
};

class Archive : public ToRole {
public:
    using ToRole::ToRole;
    void start() override
    {
        run(QStringLiteral("archive"), arguments().words, [this](AccountId account) {
            return moveToRole(account, { FolderRole::Archive, FolderRole::All });
        });
    }
};

class Trash : public ToRole {
public:
    using ToRole::ToRole;
    void start() override
    {
        run(QStringLiteral("trash"), arguments().words,
            [this](AccountId account) { return moveToRole(account, { FolderRole::Trash }); });
    }
};

class Junk : public ToRole {
public:
    using ToRole::ToRole;
    void start() override
    {
        const bool back = arguments().has(QStringLiteral("not"));
        FlagChange change;
        change.add.set(back ? Flag::NotJunk : Flag::Junk);
        change.remove.set(back ? Flag::Junk : Flag::NotJunk);
        run(back ? QStringLiteral("not-junk") : QStringLiteral("junk"), arguments().words,
            [this, back, change](AccountId account) -> Found<Actions> {
                auto actions = moveToRole(account, { back ? FolderRole::Inbox : FolderRole::Junk });
                if (actions)
                    actions->insert(actions->begin(), ChangeFlags{ change });
                return actions;
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
            [](AccountId) { return Found<Actions>({ DeleteForever{} }); });
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
