// SPDX-License-Identifier: GPL-3.0-or-later
// `label`: labels of Gmail given and taken; a label that does not exist is made first.
#include "common/ascii.h"
#include "ctl/change.h"
#include "ctl/commands.h"
#include "ctl/json.h"
#include "engine.h"

#include <algorithm>
#include <map>
#include <utility>

namespace fulmar::ctl {
namespace {

/// "Inbox", "\Inbox" and "INBOX" are the label of the inbox; other names are paths of folders.
FolderRole roleOfLabel(const QString& name)
{
    static const std::map<QString, FolderRole> roles{
        { QStringLiteral("inbox"), FolderRole::Inbox },
        { QStringLiteral("\\inbox"), FolderRole::Inbox },
        { QStringLiteral("\\sent"), FolderRole::Sent },
        { QStringLiteral("\\draft"), FolderRole::Drafts },
        { QStringLiteral("\\drafts"), FolderRole::Drafts },
        { QStringLiteral("\\important"), FolderRole::Important },
        { QStringLiteral("\\starred"), FolderRole::Flagged },
        { QStringLiteral("\\spam"), FolderRole::Junk },
        { QStringLiteral("\\trash"), FolderRole::Trash },
    };
    const auto role = roles.find(name.toLower());
    return role == roles.end() ? FolderRole::None : role->second;
}

class Label : public Change {
public:
    using Change::Change;
    void start() override
    {
        QStringList ids;
        for (const auto& word : arguments().words) {
            if (!word.startsWith(u'+') && !word.startsWith(u'-'))
                ids += word;
            else if (word.size() < 2)
                return fail(usageFailure());
            else
                m_wishes.emplace_back(word.startsWith(u'+'), word.mid(1));
        }
        if (ids.isEmpty() || m_wishes.empty())
            return fail(usageFailure());
        const auto messages = findMessages(reader(), ids);
        if (!messages)
            return fail(messages.error());
        std::map<AccountId, std::vector<Message>> groups;
        for (const auto& message : *messages)
            groups[message.account].push_back(message);
        // All requests are made before the first is journalled: a miss changes nothing.
        for (const auto& [account, group] : groups) {
            if (const auto failure = prepare(account, group))
                return fail(*failure);
        }
        journal();
    }

private:
    static Failure usageFailure()
    {
        return usage(tr("Give message ids and labels such as +Invoices or -Inbox."),
            tr("See: fulmarctl label --help"));
    }

    std::optional<Failure> prepare(AccountId account, const std::vector<Message>& messages)
    {
        const auto folders = reader().folders(account);
        if (!folders)
            return failureOf(folders.error());
        const auto all = std::find_if(folders->begin(), folders->end(),
            [](const Folder& folder) { return folder.role == FolderRole::All; });
        const bool hasLabels = std::any_of(folders->begin(), folders->end(),
            [](const Folder& folder) { return !folder.label.empty(); });
        if (!hasLabels || all == folders->end())
            return usage(tr("This account has no labels."),
                tr("Gmail has them. Elsewhere: fulmarctl flag ID +KEYWORD, or fulmarctl copy"));
        for (const auto& [adds, name] : m_wishes) {
            const auto folder = folderOf(*folders, name);
            if (!adds && !folder)
                return noSuch(
                    tr("There is no label \"%1\".").arg(name), tr("See: fulmarctl folder list"));
            m_requests.push_back(adds ? adding(account, messages, name, folder)
                                      : taking(messages, *folder, all->id));
        }
        return std::nullopt;
    }

    static std::optional<Folder> folderOf(const std::vector<Folder>& folders, const QString& name)
    {
        const FolderRole role = roleOfLabel(name);
        const std::string path = name.toStdString();
        const auto found = std::find_if(folders.begin(), folders.end(), [&](const Folder& folder) {
            return role == FolderRole::None ? folder.path == path : folder.role == role;
        });
        return found == folders.end() ? std::nullopt : std::optional(*found);
    }

    static ChangeRequest adding(AccountId account, const std::vector<Message>& messages,
        const QString& name, const std::optional<Folder>& folder)
    {
        ChangeRequest request{ .name = "label" };
        for (const auto& message : messages)
            request.messages.push_back(message.id);
        if (folder)
            request.actions = { CopyTo{ .folder = folder->id } };
        else
            request.actions
                = { CreateFolder{ .account = account, .path = name.toStdString() }, CopyTo{} };
        return request;
    }

    /// A label goes by moving to All Mail, where the message is anyway.
    static ChangeRequest taking(
        const std::vector<Message>& messages, const Folder& folder, FolderId all)
    {
        ChangeRequest request{
            .name = "label", .actions = { MoveTo{ .folder = all } }, .from = folder.id
        };
        for (const auto& message : messages) {
            const auto& places = message.folders;
            if (std::find(places.begin(), places.end(), folder.id) != places.end())
                request.messages.push_back(message.id);
        }
        return request;
    }

    void journal()
    {
        std::vector<ActionId> actions;
        std::vector<MessageId> messages;
        for (const auto& request : m_requests) {
            if (request.messages.empty())
                continue;
            const auto recorded = engine().change(request);
            if (!recorded)
                return fail(recorded.error());
            actions.insert(actions.end(), recorded->actions.begin(), recorded->actions.end());
            for (const auto id : request.messages) {
                if (std::find(messages.begin(), messages.end(), id) == messages.end())
                    messages.push_back(id);
            }
        }
        printDone(QStringLiteral("label"), messages, actions);
        finish();
    }

    std::vector<std::pair<bool, QString>> m_wishes; ///< true = give it
    std::vector<ChangeRequest> m_requests;
};

} // namespace

std::unique_ptr<Command> makeLabel(const CommandContext& context)
{
    return std::make_unique<Label>(context);
}

} // namespace fulmar::ctl
