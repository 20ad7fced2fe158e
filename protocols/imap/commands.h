// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/message_source.h"
#include "imap/types.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Commands as values: what a caller hands to `Session::enqueue()`. Mailbox names are wire names
/// (`utf7.h` makes them). Signing in is not here, the session does it by its options.
namespace fulmar::imap {

struct Noop { };
struct Logout { };
struct Namespace { };
struct Enable {
    std::vector<std::string> extensions{};
};

/// LIST; with `statusItems` and LIST-STATUS the STATUS of every mailbox comes in the same round
/// trip (RFC 5819).
struct List {
    std::string reference{};
    std::string pattern = "*";
    bool returnSpecialUse = false; ///< RFC 6154; only if announced
    bool returnSubscribed = false; ///< RFC 5258; only if LIST-EXTENDED is announced
    std::vector<std::string> statusItems{}; ///< RFC 5819; only if LIST-STATUS is announced
};
struct Lsub {
    std::string reference{};
    std::string pattern = "*";
};
struct Status {
    std::string mailbox{};
    std::vector<std::string> items{}; ///< "MESSAGES", "UIDNEXT", …
};
/// Pairs of sequence numbers and UIDs that belonged together when they were stored; both sets hold
/// equally many numbers. Lets a server that remembers no expunges say less (RFC 7162
/// section 3.2.5.2).
struct SequenceMatch {
    SeqSet seqs{};
    UidSet uids{};
};
/// What a client knows of a mailbox from before (RFC 7162 section 3.2.5): the server answers SELECT
/// with VANISHED (EARLIER) and FETCH for all that changed since.
struct Qresync {
    std::uint32_t uidValidity = 0; ///< not 0
    std::uint64_t modSeq = 0; ///< not 0; all changes up to it are known
    UidSet known{}; ///< empty = all; left out where it is longer than `limits::imapKnownUids`
    std::optional<SequenceMatch> match{};
};
struct Select {
    std::string mailbox{};
    bool readOnly = false; ///< EXAMINE
    bool condstore = false; ///< RFC 7162; only if announced
    std::optional<Qresync> qresync{}; ///< RFC 7162; left out unless QRESYNC is enabled
};
struct Unselect { }; ///< RFC 3691; leaves the mailbox without an expunge
struct Create {
    std::string mailbox{};
};
struct Delete {
    std::string mailbox{};
};
struct Rename {
    std::string from{}, to{};
};
struct Subscribe {
    std::string mailbox{};
    bool subscribed = true;
};

struct UidFetch {
    UidSet uids{};
    std::vector<std::string> items{}; ///< "UID", "FLAGS", "BODY.PEEK[]", …
    std::optional<std::uint64_t> changedSince{}; ///< RFC 7162
    bool vanished
        = false; ///< with `changedSince`: expunges too; left out unless QRESYNC is enabled
};
struct UidStore {
    enum class Mode { Add, Remove, Replace };
    UidSet uids{};
    Mode mode = Mode::Add;
    std::vector<std::string> flags{};
    bool silent = false;
};
struct UidSearch {
    std::string criteria = "ALL"; ///< already encoded; `SearchCriteria` makes them
    bool returnAll = false; ///< RFC 4731; only if ESEARCH is announced
};
struct UidCopy {
    UidSet uids{};
    std::string mailbox{};
};
struct UidMove {
    UidSet uids{};
    std::string mailbox{}; ///< RFC 6851; only if announced
};
struct UidExpunge {
    UidSet uids{}; ///< RFC 4315; only if UIDPLUS is announced
};
struct Append {
    std::string mailbox{};
    std::vector<std::string> flags{};
    std::optional<std::int64_t> internalDate{}; ///< seconds since 1970 UTC
    MessageSource message{}; ///< must give exactly `size` bytes
};
/// Changes the labels of messages on Gmail; the answer is a FETCH with the whole list (X-GM-EXT-1).
struct UidStoreLabels {
    UidSet uids{};
    UidStore::Mode mode = UidStore::Mode::Add;
    /// As people read them, in UTF-8; "\\Inbox" and its like are the labels of the system.
    std::vector<std::string> labels{};
};
/// Stays until `Session::leaveIdle()`; other commands wait behind it (RFC 2177).
struct Idle { };

using Command = std::variant<Noop, Logout, Namespace, Enable, List, Lsub, Status, Select, Unselect,
    Create, Delete, Rename, Subscribe, UidFetch, UidStore, UidSearch, UidCopy, UidMove, UidExpunge,
    Append, Idle, UidStoreLabels>;

} // namespace fulmar::imap
