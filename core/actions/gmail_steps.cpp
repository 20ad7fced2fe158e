// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/gmail_steps.h"

namespace fulmar {
namespace {

constexpr auto starredLabel = "\\Starred";

bool isApart(const Folder& folder)
{
    return folder.role == FolderRole::Trash || folder.role == FolderRole::Junk;
}

/// The star is a flag: stored as one it works on every server of this kind.
GmailStep labelStep(bool add, const std::string& label)
{
    if (label != starredLabel)
        return StoreGmailLabel{ add, label };
    FlagChange change;
    (add ? change.add : change.remove).set(Flag::Flagged);
    return StoreGmailFlags{ change };
}

std::vector<GmailStep> arrivalSteps(const GmailPlaces& places, bool moves)
{
    const Folder& target = *places.target;
    if (target.id == places.mailbox.id)
        return moves && !places.source.label.empty()
            ? std::vector{ labelStep(false, places.source.label) }
            : std::vector<GmailStep>{};
    if (isApart(target) || isApart(places.mailbox))
        return { MoveOnGmail{ target.id, target.wireName } };
    std::vector<GmailStep> steps;
    if (!target.label.empty())
        steps.push_back(labelStep(true, target.label));
    if (moves && !places.source.label.empty() && places.source.label != target.label)
        steps.push_back(labelStep(false, places.source.label));
    return steps;
}

} // namespace

std::vector<GmailStep> gmailSteps(const Action& action, const GmailPlaces& places)
{
    if (const auto* flags = std::get_if<ChangeFlags>(&action))
        return { StoreGmailFlags{ flags->change } };
    if (arrivalOf(action) && places.target)
        return arrivalSteps(places, std::holds_alternative<MoveTo>(action));
    if (!std::holds_alternative<DeleteForever>(action))
        return {};
    if (isApart(places.mailbox))
        return { ExpungeOnGmail{} };
    return { MoveOnGmail{ places.trash.id, places.trash.wireName }, ExpungeOnGmail{} };
}

} // namespace fulmar
