// SPDX-License-Identifier: GPL-3.0-or-later
// `folder list` and `list`.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"
#include "ctl/message_table.h"

namespace fulmar::ctl {
namespace {

class FolderList : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto account
            = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        if (!account)
            return fail(account.error());
        const auto folders = reader().folders(*account);
        if (!folders)
            return fail(folders.error());
        TextTable table({ tr("Folder"), tr("Account"), tr("Role"), tr("Total"), tr("Unread") });
        for (const auto& folder : *folders) {
            const QString role = text(roleName(folder.role));
            if (json())
                print(recordOf(folder, role), {});
            table.add({ text(folder.path), text(folder.account.toString()), role,
                QString::number(folder.total), QString::number(folder.unread) });
        }
        if (!json())
            print({},
                table.isEmpty() ? tr("There are no folders yet. Run: fulmarctl sync")
                                : table.toString());
        finish();
    }

private:
    static QJsonObject recordOf(const Folder& folder, const QString& role)
    {
        return {
            { QStringLiteral("folder"), text(folder.path) },
            { QStringLiteral("account"), text(folder.account.toString()) },
            { QStringLiteral("name"), text(folder.name) },
            { QStringLiteral("role"), role },
            { QStringLiteral("total"), static_cast<qint64>(folder.total) },
            { QStringLiteral("unread"), static_cast<qint64>(folder.unread) },
            { QStringLiteral("selectable"), folder.selectable },
            { QStringLiteral("subscribed"), folder.subscribed },
        };
    }
};

class List : public Command {
public:
    using Command::Command;
    void start() override
    {
        const auto query = readQuery();
        if (!query)
            return fail(query.error());
        const auto paths = folderPaths(reader());
        if (!paths)
            return fail(paths.error());
        const auto messages = reader().messages(*query);
        if (!messages)
            return fail(messages.error());
        MessageTable table;
        for (const auto& message : *messages) {
            if (json())
                print(messageJson(message, pathsOf(message, *paths)), {});
            else
                table.add(message);
        }
        if (!json())
            print({}, table.isEmpty() ? tr("There are no messages here.") : table.toString());
        finish();
    }

private:
    Found<MessageQuery> readQuery() const
    {
        const auto account
            = findAccountOption(reader(), arguments().value(QStringLiteral("account")));
        if (!account)
            return Unexpected(account.error());
        MessageQuery query{ .account = *account,
            .folder = {},
            .unreadOnly = arguments().has(QStringLiteral("unread")) };
        if (arguments().has(QStringLiteral("folder"))) {
            const auto folder
                = findFolder(reader(), *account, arguments().value(QStringLiteral("folder")));
            if (!folder)
                return Unexpected(folder.error());
            query.folder = folder->id;
        }
        constexpr qint64 most = 4'000'000'000;
        const auto limit = numberOf(arguments(), QStringLiteral("limit"), 0, most);
        const auto offset = numberOf(arguments(), QStringLiteral("offset"), 0, most);
        if (!limit || !offset)
            return Unexpected(limit ? offset.error() : limit.error());
        query.limit = static_cast<std::uint32_t>(limit->value_or(query.limit));
        query.offset = static_cast<std::uint32_t>(offset->value_or(0));
        return query;
    }
};

} // namespace

std::unique_ptr<Command> makeFolderList(const CommandContext& context)
{
    return std::make_unique<FolderList>(context);
}
std::unique_ptr<Command> makeList(const CommandContext& context)
{
    return std::make_unique<List>(context);
}

} // namespace fulmar::ctl
