// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flags.h"
#include "model/ids.h"
#include "model/mailbox.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fulmar {

struct ChangeFlags {
    FlagChange change{};
};
struct MoveTo {
    FolderId folder{}; ///< none = the folder that the same request creates
};
struct CopyTo {
    FolderId folder{}; ///< none = the folder that the same request creates
};
/// Gone for good on the server too; no way back.
struct DeleteForever { };

/// A folder of the account, shown at once. The store gives it its key from the path when it
/// journals the action.
struct CreateFolder {
    FolderId folder{};
    AccountId account{};
    std::string path{}; ///< "/" between levels
    FolderRole role = FolderRole::None; ///< what it is made for; a role that a folder has already
                                        ///< is not given twice
};
/// Subfolders go along; keys and messages stay.
struct RenameFolder {
    FolderId folder{};
    std::string path{}; ///< the new one, "/" between levels
};
/// The folder with its messages, gone for good.
struct DeleteFolder {
    FolderId folder{};
    bool onlyEmpty = false; ///< refused where the server has messages in it
};
struct SubscribeFolder {
    FolderId folder{};
    bool subscribed = true;
};

using Action = std::variant<ChangeFlags, MoveTo, CopyTo, DeleteForever, CreateFolder, RenameFolder,
    DeleteFolder, SubscribeFolder>;
/// "flag", "move", "copy", "delete", "create-folder", "rename-folder", "delete-folder",
/// "subscribe-folder".
std::string actionName(const Action& action);
/// The folder that an action of the folder tree is about; nothing for an action on messages.
std::optional<FolderId> folderActedOn(const Action& action);
/// Where a move or copy goes; nothing for any other action.
std::optional<FolderId> arrivalOf(const Action& action);

/// What a person does in one go: recorded, shown and undone as a whole.
struct ChangeRequest {
    /// The word under which it is told and undone: "archive", "trash", "rename-folder", …; empty =
    /// not a step of its own (what Fulmar does by itself: a message is read, a mail was answered).
    std::string name{};
    std::vector<Action> actions{}; ///< in this order, each on all messages
    std::vector<MessageId> messages{}; ///< empty where all actions are about folders
    std::optional<FolderId>
        from{}; ///< where it was done, as far as that matters: a move out of one of several folders
};

/// The last change that can be taken back.
struct UndoStep {
    std::int64_t id = 0;
    std::string name{}; ///< of its request
    std::uint32_t messages = 0;
    std::string folder{}; ///< path, for changes of the folder tree
    std::int64_t created = 0; ///< seconds since 1970 UTC
};

/// What `undo` did: everything is durable and visible.
struct Undone {
    UndoStep step{};
    std::vector<MessageId> messages{};
    std::vector<ActionId> actions{}; ///< journalled to reverse on the server what it did already;
                                     ///< empty = nothing is owed
};

/// One message that a journalled action is about, with the server position it had when the person
/// acted.
struct ActionTarget {
    MessageId message{};
    FolderId folder{};
    std::uint32_t uidValidity = 0;
    std::uint32_t uid = 0;
    /// The mailbox that the position is in: `folder`, except where that is a view of Gmail.
    FolderId mailbox{};
};

/// What a folder was like before messages were copied to it: copies have a uid of at least
/// `uidNext`.
struct ArrivalMark {
    std::uint32_t uidValidity = 0;
    std::uint32_t uidNext = 0; ///< 0 = not known
    bool operator==(const ArrivalMark&) const = default;
};

/// A row of the journal: shown as done here, still owed to the server.
struct PendingAction {
    ActionId id{};
    AccountId account{};
    Action action{};
    std::vector<ActionTarget> targets{};
    std::int64_t created = 0; ///< seconds since 1970 UTC
    std::uint32_t tries = 0;
    std::string lastError{};
    /// A command may have reached the server: it is not simply forgotten any more, and a copy is
    /// looked for before it is made again.
    bool begun = false;
    ArrivalMark arrival{}; ///< of the folder that a copy goes to, from before it was made
};

/// Where a moved or copied message went, as COPYUID told; zero uid = unknown, the next sync of that
/// folder finds it.
struct NewPosition {
    MessageId message{};
    FolderId folder{};
    std::uint32_t uidValidity = 0;
    std::uint32_t uid = 0;
};

/// What the server made of an action.
struct ActionOutcome {
    ActionOutcome() = default;
    ActionOutcome(std::vector<NewPosition> known) : positions(std::move(known)) { }

    std::vector<NewPosition> positions{};
    /// No UIDPLUS: the originals are marked \\Deleted and still there; they stay hidden until
    /// somebody expunges them.
    bool originalsStay = false;
    /// What of a flag change the mailbox can keep, where that is not all of it.
    std::optional<FlagChange> kept{};
    /// The folder as the server has it now, after it was created or renamed.
    std::optional<RemoteFolder> folder{};
};

} // namespace fulmar
