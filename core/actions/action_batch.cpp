// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/action_batch.h"

#include <algorithm>

namespace fulmar {
namespace {

constexpr std::size_t messagesPerCommand = 1000; ///< keeps command lines short for every server

/// Whether two actions on messages are one command; changes of the folder tree never are.
bool alike(const Action& a, const Action& b)
{
    if (a.index() != b.index() || folderActedOn(a))
        return false;
    const auto* flags = std::get_if<ChangeFlags>(&a);
    return flags ? flags->change == std::get<ChangeFlags>(b).change : arrivalOf(a) == arrivalOf(b);
}

/// Whether two journalled actions of one folder are done by the same commands.
bool joins(const PendingAction& action, const PendingAction& first)
{
    return alike(action.action, first.action)
        && action.targets.front().folder == first.targets.front().folder
        && action.targets.front().uidValidity == first.targets.front().uidValidity
        && action.begun == first.begun && action.arrival == first.arrival;
}

bool positionsKnown(const PendingAction& action)
{
    return !action.targets.empty()
        && std::all_of(action.targets.begin(), action.targets.end(),
            [](const ActionTarget& t) { return t.uid != 0; });
}

void addTo(ActionBatch& batch, const PendingAction& action)
{
    for (const auto& target : action.targets)
        batch.uids.NumberSet::add(target.uid);
    batch.actions.push_back(action);
}

/// What earlier actions that do not run now keep waiting.
class Waiting {
public:
    [[nodiscard]] bool blocks(const PendingAction& action) const
    {
        if (const auto folder = folderActedOn(action.action)) {
            const bool removal = std::holds_alternative<DeleteFolder>(action.action);
            return m_tree || (removal && m_busy.count(*folder) != 0);
        }
        const auto arrival = arrivalOf(action.action);
        return !positionsKnown(action) || (arrival && m_awaited.count(*arrival) != 0)
            || std::any_of(action.targets.begin(), action.targets.end(),
                [&](const ActionTarget& t) { return m_messages.count(t.message) != 0; });
    }

    void add(const PendingAction& action)
    {
        m_tree = m_tree || folderActedOn(action.action).has_value();
        if (const auto* create = std::get_if<CreateFolder>(&action.action))
            m_awaited.insert(create->folder);
        if (const auto arrival = arrivalOf(action.action))
            m_busy.insert(*arrival);
        for (const auto& target : action.targets) {
            m_messages.insert(target.message);
            m_busy.insert(target.folder);
        }
    }

private:
    bool m_tree = false; ///< a change of the folder tree waits, so all later ones do
    std::set<FolderId> m_awaited, m_busy; ///< not created yet; with actions on messages to come
    std::set<MessageId> m_messages;
};

} // namespace

std::optional<ActionBatch> nextBatch(const std::vector<PendingAction>& journal,
    const std::set<ActionId>& skip, const std::set<ActionId>& alone)
{
    const auto isAlone = [&](const PendingAction& action) { return alone.count(action.id) != 0; };
    std::optional<ActionBatch> batch;
    Waiting waiting;
    for (const auto& action : journal) {
        const bool runs = skip.count(action.id) == 0 && !waiting.blocks(action)
            && (!batch
                || (!isAlone(action) && !isAlone(batch->actions.front())
                    && joins(action, batch->actions.front())
                    && batch->uids.count() + action.targets.size() <= messagesPerCommand));
        if (!runs) {
            waiting.add(action);
            continue;
        }
        if (const auto folder = folderActedOn(action.action))
            return ActionBatch{ .folder = *folder, .action = action.action, .actions = { action } };
        if (!batch) {
            const auto& first = action.targets.front();
            batch = ActionBatch{
                .folder = first.folder, .uidValidity = first.uidValidity, .action = action.action
            };
        }
        addTo(*batch, action);
    }
    return batch;
}

} // namespace fulmar
