// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/local_actions.h"

#include <map>

namespace fulmar {
namespace {

/// Folders that are on no server have one validity for ever, and messages their key as position.
constexpr std::uint32_t localValidity = 1;

RemoteFolder localFolder(const std::string& path)
{
    return { .path = path, .wireName = path, .delimiter = '/' };
}

} // namespace

ActionOutcome localOutcome(const PendingAction& action)
{
    ActionOutcome outcome;
    if (const auto* create = std::get_if<CreateFolder>(&action.action))
        outcome.folder = localFolder(create->path);
    else if (const auto* rename = std::get_if<RenameFolder>(&action.action))
        outcome.folder = localFolder(rename->path);
    if (const auto arrival = arrivalOf(action.action)) {
        for (const auto& target : action.targets)
            outcome.positions.push_back({ .message = target.message,
                .folder = *arrival,
                .uidValidity = localValidity,
                .uid = static_cast<std::uint32_t>(target.message.value) });
    }
    return outcome;
}

Result<void> runLocalActions(MailStore& store)
{
    const auto pending = store.pendingActions(std::nullopt);
    if (!pending)
        return Unexpected(pending.error());
    std::map<AccountId, bool> local;
    for (const auto& action : *pending) {
        auto known = local.find(action.account);
        if (known == local.end()) {
            const auto is = store.local().isLocal(action.account);
            if (!is)
                return Unexpected(is.error());
            known = local.emplace(action.account, *is).first;
        }
        if (!known->second)
            continue;
        if (auto done = store.actionDone(action, localOutcome(action)); !done)
            return done;
    }
    return {};
}

} // namespace fulmar
