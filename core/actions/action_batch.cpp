// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/action_batch.h"

#include <algorithm>

namespace fulmar {
namespace {

constexpr std::size_t messagesPerCommand = 1000; ///< keeps command lines short for every server

bool operator==(const ChangeFlags& a, const ChangeFlags& b)
{
    return a.change == b.change;
}
bool operator==(const MoveTo& a, const MoveTo& b)
{
    return a.folder == b.folder;
}
bool operator==(const CopyTo& a, const CopyTo& b)
{
    return a.folder == b.folder;
}
bool operator==(const DeleteForever&, const DeleteForever&)
{
    return true;
}

bool alike(const Action& a, const Action& b)
{
    return a.index() == b.index()
        && std::visit(
            [&](const auto& left) { return left == std::get<std::decay_t<decltype(left)>>(b); }, a);
}

bool positionsKnown(const PendingAction& action)
{
    return !action.targets.empty()
        && std::all_of(action.targets.begin(), action.targets.end(),
            [](const ActionTarget& t) { return t.uid != 0; });
}

bool touches(const PendingAction& action, const std::set<MessageId>& messages)
{
    return std::any_of(action.targets.begin(), action.targets.end(),
        [&](const ActionTarget& t) { return messages.find(t.message) != messages.end(); });
}

void addTo(ActionBatch& batch, const PendingAction& action)
{
    for (const auto& target : action.targets)
        batch.uids.NumberSet::add(target.uid);
    batch.actions.push_back(action);
}

} // namespace

std::optional<ActionBatch> nextBatch(const std::vector<PendingAction>& journal,
    const std::set<ActionId>& skip, const std::set<ActionId>& alone)
{
    const auto joins
        = [&](const PendingAction& action) { return alone.find(action.id) == alone.end(); };
    std::optional<ActionBatch> batch;
    std::set<MessageId> waiting; // messages with an earlier action that is not in the batch
    for (const auto& action : journal) {
        const bool runnable = skip.find(action.id) == skip.end() && positionsKnown(action)
            && !touches(action, waiting);
        const bool fits = runnable
            && (!batch
                || (joins(action) && joins(batch->actions.front())
                    && alike(batch->action, action.action)
                    && batch->folder == action.targets.front().folder
                    && batch->uidValidity == action.targets.front().uidValidity
                    && batch->uids.count() + action.targets.size() <= messagesPerCommand));
        if (!fits) {
            for (const auto& target : action.targets)
                waiting.insert(target.message);
            continue;
        }
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
