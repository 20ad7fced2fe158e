// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "storage/database.h"

#include <optional>
#include <vector>

namespace fulmar::storage {

/// One journalled action as one message sees it.
struct JournalStep {
    Action action{};
    FolderId source{};
};

/// A target with what finds its message again where the key or the position was lost.
struct JournalTarget {
    ActionTarget target{};
    std::string messageId{};
    std::uint64_t size = 0;
};

/// Rows of kept.action and kept.action_target. Inside a transaction of the caller.
///
/// Rows of kind "hidden" are no actions any more: they keep originals out of sight that a server
/// without UIDPLUS could not expunge. Messages see them as steps; nobody else does.
class ActionJournal {
public:
    explicit ActionJournal(Database& database) : m_database(database) { }
    ActionId add(AccountId account, const Action& action, const std::vector<JournalTarget>& targets,
        std::int64_t now);
    /// Keeps the message out of sight in that folder from now on.
    void addHidden(AccountId account, const JournalTarget& target, std::int64_t now);
    std::vector<PendingAction> load(std::optional<AccountId> account);
    /// Those of the folder tree only.
    std::vector<PendingAction> loadTreeActions(std::optional<AccountId> account);
    std::optional<PendingAction> find(ActionId id);
    /// Removes an action with its targets.
    void remove(ActionId id);
    void begun(ActionId id, const ArrivalMark& arrival);
    void tried(ActionId id, const std::string& error);
    /// All steps on a message, oldest first.
    std::vector<JournalStep> stepsOf(MessageId message);
    /// Actions that bring messages to a folder.
    std::vector<ActionId> arrivingAt(FolderId folder);

    /// The original is gone, or somebody took its `\Deleted` away; whether it was hidden.
    bool removeHidden(MessageId message, FolderId folder);
    [[nodiscard]] bool hasHidden();

    /// The message is known to be at this position: its targets in that folder learn it.
    void learnPosition(
        MessageId message, FolderId folder, std::uint32_t uidValidity, std::uint32_t uid);
    /// Targets that waited for `message` to arrive in `target.folder`, in actions after `after`,
    /// stand at `target`'s position of the action that will not happen: its `arrival` becomes its
    /// source again.
    void returnTargets(ActionId after, FolderId arrival, const ActionTarget& source);
    /// Targets that waited for a copy that will not come are dropped.
    void dropTargets(ActionId after, FolderId arrival, MessageId message);
    /// Positions of another UIDVALIDITY mean nothing any more: their uid becomes 0.
    void voidPositions(FolderId folder, std::uint32_t uidValidity);
    /// Actions on messages that have none left.
    void removeEmptyActions();

private:
    std::vector<PendingAction> loadSome(std::optional<AccountId> account, bool treeOnly);
    Database& m_database;
};

} // namespace fulmar::storage
