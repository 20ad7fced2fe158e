// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/action.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <vector>

namespace fulmar::storage {

/// What one action did to one message, or to one folder.
struct UndoPart {
    ActionId action{};
    AccountId account{};
    std::string kind{}; ///< `actionName`
    MessageId message{};
    FolderId folder{}; ///< where the message was, or the folder itself
    FolderId arrival{}; ///< where a move or copy went
    bool wasThere = false; ///< the message was in `arrival` before
    FlagChange back{}; ///< brings the flags back as they were
    std::string path{}; ///< former path of a renamed folder
};

/// Rows of kept.undo_step and kept.undo_part: the last steps, durable. Inside a transaction of the
/// caller.
class UndoHistory {
public:
    explicit UndoHistory(Database& database) : m_database(database) { }
    /// Steps over the limit go: the oldest ones and those of long ago.
    void add(const UndoStep& step, const std::vector<UndoPart>& parts);
    std::optional<UndoStep> last();
    /// In the order in which they were done.
    std::vector<UndoPart> partsOf(std::int64_t step);
    void remove(std::int64_t step);
    /// The action did not happen: nothing of it is to be taken back.
    void forget(ActionId action);

private:
    Database& m_database;
};

} // namespace fulmar::storage
