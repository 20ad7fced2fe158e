// SPDX-License-Identifier: GPL-3.0-or-later
// The words under which enumerations are stored and printed; each table is the only place of its words.
#include "model/account.h"
#include "model/action.h"
#include "model/mailbox.h"
#include "model/outbox_item.h"
#include "model/sending.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace fulmar {
namespace {

template <class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Words<FolderRole, 10> roles {{
    {FolderRole::None, ""},
    {FolderRole::Inbox, "inbox"},
    {FolderRole::All, "all"},
    {FolderRole::Sent, "sent"},
    {FolderRole::Drafts, "drafts"},
    {FolderRole::Trash, "trash"},
    {FolderRole::Junk, "junk"},
    {FolderRole::Archive, "archive"},
    {FolderRole::Flagged, "flagged"},
    {FolderRole::Important, "important"},
}};

constexpr Words<OutboxState, 11> outboxStates {{
    {OutboxState::Queued, "queued"},
    {OutboxState::Scheduled, "scheduled"},
    {OutboxState::Transmitting, "transmitting"},
    {OutboxState::Accepted, "accepted"},
    {OutboxState::Unknown, "unknown"},
    {OutboxState::Held, "held"},
    {OutboxState::Refused, "refused"},
    {OutboxState::SentSeen, "sent-seen"},
    {OutboxState::Delivered, "delivered"},
    {OutboxState::Bounced, "bounced"},
    {OutboxState::Cancelled, "cancelled"},
}};

constexpr Words<RecipientFate, 6> recipientFates {{
    {RecipientFate::Delayed, "delayed"},
    {RecipientFate::Relayed, "relayed"},
    {RecipientFate::Delivered, "delivered"},
    {RecipientFate::BouncedSoft, "bounced-soft"},
    {RecipientFate::BouncedHard, "bounced-hard"},
    {RecipientFate::Read, "read"},
}};

constexpr Words<MergeState, 4> mergeStates {{
    {MergeState::Running, "running"},
    {MergeState::Paused, "paused"},
    {MergeState::Cancelled, "cancelled"},
    {MergeState::Done, "done"},
}};

constexpr Words<AccountState, 7> accountStates {{
    {AccountState::Ok, "ok"},
    {AccountState::Syncing, "syncing"},
    {AccountState::Offline, "offline"},
    {AccountState::SignInAgain, "sign-in-again"},
    {AccountState::Held, "held"},
    {AccountState::Error, "error"},
    {AccountState::Disabled, "disabled"},
}};

template <class Enum, std::size_t N>
std::string wordOf(const Words<Enum, N>& words, Enum value)
{
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == value; });
    return found == words.end() ? std::string() : std::string(found->second);
}

template <class Enum, std::size_t N>
Enum valueOf(const Words<Enum, N>& words, const std::string& word, Enum otherwise)
{
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.second == word; });
    return found == words.end() ? otherwise : found->first;
}

} // namespace

std::string roleName(FolderRole role) { return wordOf(roles, role); }
FolderRole roleFromName(const std::string& name) { return valueOf(roles, name, FolderRole::None); }

std::string outboxStateName(OutboxState state) { return wordOf(outboxStates, state); }
OutboxState outboxStateFromName(const std::string& name) { return valueOf(outboxStates, name, OutboxState::Held); }

std::string accountStateName(AccountState state) { return wordOf(accountStates, state); }

std::string actionName(const Action& action)
{
    constexpr std::array<std::string_view, std::variant_size_v<Action>> names {
        "flag", "move", "copy", "delete", "create-folder", "rename-folder", "delete-folder", "subscribe-folder"};
    return std::string(names.at(action.index()));
}

std::optional<FolderId> folderActedOn(const Action& action)
{
    return std::visit(
        [](const auto& kind) -> std::optional<FolderId> {
            using Kind = std::decay_t<decltype(kind)>;
            if constexpr (std::is_same_v<Kind, CreateFolder> || std::is_same_v<Kind, RenameFolder> || std::is_same_v<Kind, DeleteFolder>
                || std::is_same_v<Kind, SubscribeFolder>)
                return kind.folder;
            else
                return std::nullopt;
        },
        action);
}

std::optional<FolderId> arrivalOf(const Action& action)
{
    if (const auto* move = std::get_if<MoveTo>(&action))
        return move->folder;
    if (const auto* copy = std::get_if<CopyTo>(&action))
        return copy->folder;
    return std::nullopt;
}

std::string recipientFateName(RecipientFate fate)
{
    return wordOf(recipientFates, fate);
}
RecipientFate recipientFateFromName(const std::string& name)
{
    return valueOf(recipientFates, name, RecipientFate::Delayed);
}

std::string mergeStateName(MergeState state)
{
    return wordOf(mergeStates, state);
}
MergeState mergeStateFromName(const std::string& name)
{
    return valueOf(mergeStates, name, MergeState::Paused);
}

} // namespace fulmar
