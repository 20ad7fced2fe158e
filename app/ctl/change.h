// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ctl/command.h"
#include "ctl/lookup.h"
#include "model/action.h"
#include "ports/mail_store.h"

#include <QJsonObject>

#include <functional>
#include <vector>

namespace fulmar::ctl {

/// A command that changes mail or folders: durable and visible at once, sent to the server by the
/// next sync.
class Change : public Command {
    Q_OBJECT
public:
    using Command::Command;

protected:
    /// What one group of messages, all of one account, is to go through.
    using MakeActions = std::function<Found<std::vector<Action>>(AccountId)>;

    /// Journals the actions for the messages, account by account; `word` is how scripts call it.
    void run(const QString& word, const QStringList& ids, const MakeActions& makeActions);
    /// Journals changes of the folder tree and prints what became of them; the command ends.
    void runOnFolder(const QString& word, const QString& path, std::vector<Action> actions);
    void printDone(const QString& word, const std::vector<MessageId>& messages,
        const std::vector<ActionId>& journalled, const QJsonObject& more = {});

private:
    [[nodiscard]] Found<std::optional<FolderId>> fromFolder(AccountId account) const;
};

} // namespace fulmar::ctl
