// SPDX-License-Identifier: GPL-3.0-or-later
// `folder create|rename|delete|subscribe|unsubscribe` and `undo`.
#include "ctl/change.h"
#include "ctl/commands.h"
#include "ctl/json.h"
#include "engine.h"

#include <algorithm>

namespace fulmar::ctl {
namespace {

/// A command about one folder that is there.
class OnFolder : public Change {
public:
    using Change::Change;

protected:
    Found<Folder> chosen()
    {
        const auto account
            = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        if (!account)
            return Unexpected(account.error());
        return findFolder(reader(), *account, arguments().words.first());
    }
};

class FolderCreate : public Change {
public:
    using Change::Change;
    void start() override
    {
        const auto account = owner();
        if (!account)
            return fail(account.error());
        const QString path = arguments().words.first();
        runOnFolder(QStringLiteral("folder create"), path,
            { CreateFolder{ .account = *account, .path = path.toStdString() } });
    }

private:
    Found<AccountId> owner()
    {
        const auto account
            = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        if (!account)
            return Unexpected(account.error());
        if (*account)
            return **account;
        const auto all = allAccounts(reader());
        if (!all)
            return Unexpected(all.error());
        std::vector<AccountId> online;
        for (const auto& record : *all) {
            if (record.account.incomingKind != IncomingKind::None)
                online.push_back(record.account.id);
        }
        if (online.size() == 1)
            return online.front();
        return Unexpected(online.empty()
                ? noSuch(tr("There is no account with folders on a server."))
                : usage(tr("There are several accounts."), tr("Name one: --account ID")));
    }
};

class FolderRename : public OnFolder {
public:
    using OnFolder::OnFolder;
    void start() override
    {
        const auto folder = chosen();
        if (!folder)
            return fail(folder.error());
        const QString to = arguments().words.last();
        runOnFolder(QStringLiteral("folder rename"), to,
            { RenameFolder{ .folder = folder->id, .path = to.toStdString() } });
    }
};

class FolderDelete : public OnFolder {
public:
    using OnFolder::OnFolder;
    void start() override
    {
        const auto folder = chosen();
        if (!folder)
            return fail(folder.error());
        std::vector<Folder> all{ *folder };
        if (arguments().has(QStringLiteral("recursive"))) {
            const auto folders = reader().folders(folder->account);
            if (!folders)
                return fail(folders.error());
            std::copy_if(folders->begin(), folders->end(), std::back_inserter(all),
                [&](const Folder& f) { return isBelow(f.path, folder->path); });
        }
        // The deepest first: no server deletes what still has something in it.
        std::stable_sort(all.begin(), all.end(), [](const Folder& a, const Folder& b) {
            return std::count(a.path.begin(), a.path.end(), '/')
                > std::count(b.path.begin(), b.path.end(), '/');
        });
        std::vector<Action> actions;
        for (const auto& f : all)
            actions.push_back(DeleteFolder{ .folder = f.id });
        runOnFolder(QStringLiteral("folder delete"), text(folder->path), std::move(actions));
    }
};

class FolderSubscribe : public OnFolder {
public:
    FolderSubscribe(const CommandContext& context, bool subscribed)
        : OnFolder(context), m_subscribed(subscribed)
    {
    }
    void start() override
    {
        const auto folder = chosen();
        if (!folder)
            return fail(folder.error());
        runOnFolder(m_subscribed ? QStringLiteral("folder subscribe")
                                 : QStringLiteral("folder unsubscribe"),
            text(folder->path),
            { SubscribeFolder{ .folder = folder->id, .subscribed = m_subscribed } });
    }

private:
    bool m_subscribed;
};

class Undo : public Change {
public:
    using Change::Change;
    void start() override
    {
        const auto undone = engine().undo();
        if (!undone) {
            const Error& error = undone.error();
            if (error.code != "cannot-undo")
                return fail(error);
            print({ { QStringLiteral("action"), QStringLiteral("undo") },
                      { QStringLiteral("messages"), QJsonArray() },
                      { QStringLiteral("state"), QStringLiteral("refused") },
                      { QStringLiteral("server"), QString() },
                      { QStringLiteral("undone"), text(error.where) } },
                {});
            return fail(error);
        }
        QJsonObject more{ { QStringLiteral("undone"), text(undone->step.name) } };
        if (!undone->step.folder.empty())
            more.insert(QStringLiteral("folder"), text(undone->step.folder));
        printDone(QStringLiteral("undo"), undone->messages, undone->actions, more);
        finish();
    }
};

} // namespace

std::unique_ptr<Command> makeFolderCreate(const CommandContext& context)
{
    return std::make_unique<FolderCreate>(context);
}
std::unique_ptr<Command> makeFolderRename(const CommandContext& context)
{
    return std::make_unique<FolderRename>(context);
}
std::unique_ptr<Command> makeFolderDelete(const CommandContext& context)
{
    return std::make_unique<FolderDelete>(context);
}
std::unique_ptr<Command> makeFolderSubscribe(const CommandContext& context)
{
    return std::make_unique<FolderSubscribe>(context, true);
}
std::unique_ptr<Command> makeFolderUnsubscribe(const CommandContext& context)
{
    return std::make_unique<FolderSubscribe>(context, false);
}
std::unique_ptr<Command> makeUndo(const CommandContext& context)
{
    return std::make_unique<Undo>(context);
}

} // namespace fulmar::ctl
