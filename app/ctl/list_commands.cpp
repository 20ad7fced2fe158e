// SPDX-License-Identifier: GPL-3.0-or-later
// `folder list` and `list`.
#include "ctl/commands.h"
#include "ctl/json.h"
#include "ctl/lookup.h"

#include <QDateTime>

namespace fulmar::ctl {
namespace {

QString shortTime(std::int64_t seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds).toString(QStringLiteral("yyyy-MM-dd hh:mm"));
}

QString senderOf(const Message& message)
{
    if (message.summary.from.empty())
        return {};
    const auto& from = message.summary.from.front();
    return text(from.name.empty() ? from.address : from.name);
}

QString flagLetters(const Message& message)
{
    QString letters;
    letters += message.flags.has(Flag::Seen) ? u' ' : u'N';
    letters += message.flags.has(Flag::Flagged) ? u'*' : u' ';
    letters += message.flags.has(Flag::Answered) ? u'r' : u' ';
    letters += message.summary.hasAttachments ? u'@' : u' ';
    letters += message.pending ? u'+' : u' ';
    return letters;
}

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
        TextTable table({ tr("Id"), tr("Flags"), tr("Received"), tr("From"), tr("Subject") });
        for (const auto& message : *messages) {
            if (json())
                print(messageJson(message, pathsOf(message, *paths)), {});
            else
                table.add({ text(message.id.toString()), flagLetters(message),
                    shortTime(message.received), shortened(senderOf(message), 24),
                    shortened(text(message.summary.subject), 70) });
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
