// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/change_set.h"

#include <algorithm>

namespace fulmar {

bool ChangeSet::empty() const
{
    return !accounts && !folderTree && !outbox && !drafts && !actions && folders.empty() && added.empty()
        && changed.empty() && removed.empty();
}

void ChangeSet::merge(const ChangeSet& later)
{
    revision = std::max(revision, later.revision);
    accounts |= later.accounts;
    folderTree |= later.folderTree;
    outbox |= later.outbox;
    drafts |= later.drafts;
    actions |= later.actions;
    folders.insert(later.folders.begin(), later.folders.end());
    added.insert(later.added.begin(), later.added.end());
    changed.insert(later.changed.begin(), later.changed.end());
    removed.insert(later.removed.begin(), later.removed.end());
}

} // namespace fulmar
