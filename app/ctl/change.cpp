// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/change.h"

#include "ctl/json.h"
#include "engine.h"

#include <algorithm>
#include <map>

namespace fulmar::ctl {

void Change::run(const QString& word, const QStringList& ids, const MakeActions& makeActions)
{
    const auto messages = findMessages(reader(), ids);
    if (!messages)
        return fail(messages.error());
    std::map<AccountId, ChangeRequest> requests;
    for (const auto& message : *messages)
        requests[message.account].messages.push_back(message.id);
    // All targets are looked up before anything is journalled: a miss changes nothing.
    for (auto& [account, request] : requests) {
        const auto actions = makeActions(account);
        if (!actions)
            return fail(actions.error());
        const auto from = fromFolder(account);
        if (!from)
            return fail(from.error());
        request.name = word.toStdString();
        request.actions = *actions;
        request.from = *from;
    }
    for (const auto& [account, request] : requests) {
        const auto recorded = engine().change(request);
        if (!recorded)
            return fail(recorded.error());
        printDone(word, request.messages, recorded->actions);
    }
    finish();
}

void Change::runOnFolder(const QString& word, const QString& path, std::vector<Action> actions)
{
    const auto recorded
        = engine().change({ .name = word.toStdString(), .actions = std::move(actions) });
    if (!recorded)
        return fail(recorded.error());
    printDone(word, {}, recorded->actions, { { QStringLiteral("folder"), path } });
    finish();
}

Found<std::optional<FolderId>> Change::fromFolder(AccountId account) const
{
    const QString path = arguments().value(QStringLiteral("from"));
    if (path.isEmpty())
        return std::optional<FolderId>();
    const auto folder = findFolder(reader(), account, path);
    if (!folder)
        return Unexpected(folder.error());
    return std::optional(folder->id);
}

void Change::printDone(const QString& word, const std::vector<MessageId>& messages,
    const std::vector<ActionId>& journalled, const QJsonObject& more)
{
    QJsonArray ids, actions;
    for (const auto id : messages)
        ids += text(id.toString());
    for (const auto id : journalled)
        actions += text(id.toString());
    // In local folders a change is done when it is journalled; what a server has still to do stays.
    const auto pending = reader().pendingActions();
    const bool waits = std::any_of(journalled.begin(), journalled.end(), [&](ActionId id) {
        return !pending
            || std::any_of(pending->begin(), pending->end(),
                [&](const PendingAction& action) { return action.id == id; });
    });
    const QString state = waits ? QStringLiteral("queued") : QStringLiteral("done");
    QJsonObject record = more;
    record.insert(QStringLiteral("action"), word);
    record.insert(QStringLiteral("messages"), ids);
    record.insert(QStringLiteral("state"), state);
    record.insert(QStringLiteral("server"), QString());
    record.insert(QStringLiteral("actions"), actions);
    const QString about = more.value(QStringLiteral("folder")).toString();
    print(record,
        about.isEmpty() || !messages.empty()
            ? tr("%1: %n message(s), %2", nullptr, static_cast<int>(messages.size()))
                  .arg(word, state)
            : tr("%1: %2, %3").arg(word, about, state));
}

} // namespace fulmar::ctl
