// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/change_set.h"
#include "storage/database.h"

#include <optional>

namespace fulmar::storage {

/// Keeps kept.overlay and kept.overlay_place equal to "server truth with the pending actions in
/// order on top".
///
/// They are derived: each call works them out anew from the journal and the placements, so a row
/// that a power loss left behind is put right by the next call, and all of them by `rebuild()` when
/// the store is opened.
class OverlayTable {
public:
    explicit OverlayTable(Database& database) : m_database(database) { }
    /// Brings the rows of one message up to date and notes the folders it was and is shown in.
    /// Cheap where nothing is pending.
    void refresh(MessageId message, ChangeSet& changes);
    /// Whether anything is pending for a message.
    bool covers(MessageId message);
    /// All messages of the journal.
    void rebuild();

private:
    void forget(MessageId message, ChangeSet& changes);
    Database& m_database;
};

} // namespace fulmar::storage
