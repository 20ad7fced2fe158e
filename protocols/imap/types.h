// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fulmar::imap {

/// Unique identifier of a message in one mailbox and one UIDVALIDITY; never zero (RFC 3501
/// section 2.3.1.1).
class Uid {
public:
    /// Nothing for zero, which no server may send.
    static std::optional<Uid> from(std::uint64_t number);
    [[nodiscard]] std::uint32_t value() const { return m_value; }
    auto operator<=>(const Uid&) const = default;

private:
    explicit Uid(std::uint32_t value) : m_value(value) { }
    std::uint32_t m_value;
};

/// Closed ranges of unsigned 32-bit numbers, sorted and merged; the base of the two sets that must
/// not mix.
class NumberSet {
public:
    using Range = std::pair<std::uint32_t, std::uint32_t>;

    void add(std::uint32_t number) { add(number, number); }
    void add(std::uint32_t first, std::uint32_t last);
    /// Adds many at once in O(n log n), whatever their order.
    void add(std::vector<Range> ranges);
    [[nodiscard]] bool contains(std::uint32_t number) const;
    [[nodiscard]] bool empty() const { return m_ranges.empty(); }
    /// How many numbers are in it; cheap, so a range bomb can be refused before it is expanded.
    [[nodiscard]] std::uint64_t count() const;
    [[nodiscard]] const std::vector<Range>& ranges() const { return m_ranges; }
    /// As on the wire: "1:3,5"; "*" never appears, 4294967295 stands for "to the end" and is
    /// written "*".
    [[nodiscard]] std::string toString() const;
    bool operator==(const NumberSet&) const = default;

private:
    std::vector<Range> m_ranges;
};

class UidSet : public NumberSet {
public:
    using NumberSet::add;
    void add(Uid uid) { NumberSet::add(uid.value()); }
};
class SeqSet : public NumberSet { };

/// Flags and keywords of a message as the server wrote them; unknown ones are kept. Compare
/// case-insensitively.
struct CaseInsensitiveLess {
    bool operator()(std::string_view a, std::string_view b) const;
    using is_transparent = void;
};
using FlagSet = std::set<std::string, CaseInsensitiveLess>;

/// Capability atoms of the server, kept verbatim, compared case-insensitively.
class Capabilities {
public:
    void add(std::string atom) { m_atoms.insert(std::move(atom)); }
    [[nodiscard]] bool has(std::string_view atom) const
    {
        return m_atoms.find(atom) != m_atoms.end();
    }
    [[nodiscard]] bool empty() const { return m_atoms.empty(); }
    [[nodiscard]] const FlagSet& atoms() const { return m_atoms; }
    void clear() { m_atoms.clear(); }
    bool operator==(const Capabilities&) const = default;

private:
    FlagSet m_atoms;
};

/// One address of an ENVELOPE, undecoded; `host` empty and `mailbox` set opens a group, both empty
/// close it.
struct Address {
    std::optional<std::string> name{}, adl{}, mailbox{}, host{};
    bool operator==(const Address&) const = default;
};

/// ENVELOPE with its strings as they came: RFC 2047 is decoded in `mime`, not here.
struct Envelope {
    std::optional<std::string> date{}, subject{};
    std::vector<Address> from{}, sender{}, replyTo{}, to{}, cc{}, bcc{};
    std::optional<std::string> inReplyTo{}, messageId{};
    bool operator==(const Envelope&) const = default;
};

using BodyParameters = std::vector<std::pair<std::string, std::string>>;

/// One node of BODYSTRUCTURE. `part` is the number to FETCH it by: "" for a multipart root,
/// "2.TEXT" for a multipart that is the body of the message in part 2.
struct BodyStructure {
    std::string part{};
    std::string type{}, subtype{}; ///< lower case
    BodyParameters parameters{};
    std::optional<std::string> id{}, description{}, encoding{}, md5{}, disposition{}, language{},
        location{};
    BodyParameters dispositionParameters{};
    std::uint64_t octets = 0;
    std::optional<std::uint64_t> lines{};
    std::optional<Envelope> envelope{}; ///< message/rfc822 only
    std::vector<BodyStructure>
        children{}; ///< parts of a multipart, or the one body of a message/rfc822
    bool operator==(const BodyStructure&) const = default;
};

/// LIST answer. `name` is the mailbox as on the wire (modified UTF-7 or UTF-8): the key for
/// commands.
struct ListEntry {
    FlagSet attributes{}; ///< "\\Noselect", "\\Sent", …
    std::optional<char> delimiter{};
    std::string name{};
    bool operator==(const ListEntry&) const = default;
};

/// STATUS answer; an item that was not sent is empty.
struct StatusEntry {
    std::string mailbox{};
    std::optional<std::uint32_t> messages{}, recent{}, uidNext{}, uidValidity{}, unseen{};
    std::optional<std::uint64_t> highestModSeq{}, size{};
    bool operator==(const StatusEntry&) const = default;
};

/// A response code in brackets: "UIDVALIDITY", "ALERT", …; the rest of it verbatim.
struct ResponseCode {
    std::string name{}; ///< upper case; empty = none
    std::string arguments{};
    bool operator==(const ResponseCode&) const = default;
};

/// True for a label of Gmail's own: a backslash and letters, "\\Inbox". The name of a user's label
/// is anything else.
bool isSystemLabel(std::string_view label);

/// What SELECT or EXAMINE told, gathered until its tagged OK.
struct SelectResult {
    std::string mailbox{};
    bool readOnly = false;
    std::uint32_t exists = 0;
    std::uint32_t uidValidity = 0; ///< 0 = the server sent none
    std::uint32_t uidNext = 0; ///< 0 = the server sent none
    std::uint64_t highestModSeq = 0; ///< 0 = no mod-sequences in this mailbox
    FlagSet flags{}, permanentFlags{};
};

/// One BODY[…] item of a FETCH answer; `data` is empty where it went to the chunk events.
struct BodySection {
    std::string section{}; ///< "", "1.2", "HEADER.FIELDS (REFERENCES)", …, as in the answer
    std::optional<std::uint64_t> origin{};
    std::optional<std::string> data{}; ///< nothing = NIL
    bool streamed = false; ///< true: the bytes came in `BodyChunk` events before this one
    bool operator==(const BodySection&) const = default;
};

/// One FETCH answer. Only what the server sent is set; unsolicited ones often hold FLAGS alone.
struct FetchData {
    std::uint32_t seq = 0;
    std::optional<Uid> uid{};
    std::optional<FlagSet> flags{};
    std::optional<std::int64_t> internalDate{}; ///< seconds since 1970 UTC
    std::optional<std::uint64_t> size{}; ///< RFC822.SIZE in bytes
    std::optional<std::uint64_t> modSeq{};
    std::optional<Envelope> envelope{};
    std::optional<BodyStructure> bodyStructure{};
    std::vector<BodySection> sections{};
    std::optional<std::uint64_t> gmailMessageId{}, gmailThreadId{};
    std::optional<std::vector<std::string>> gmailLabels{}; ///< NIL elements left out
};

/// ESEARCH or SEARCH answer, UIDs or sequence numbers according to the command.
struct SearchResult {
    NumberSet numbers{};
    std::optional<std::uint32_t> min{}, max{}, count{};
    std::optional<std::uint64_t> modSeq{};
};

/// [APPENDUID] or [COPYUID]: where messages went (RFC 4315).
struct CopyUid {
    std::uint32_t uidValidity = 0;
    std::vector<std::uint32_t> source{},
        destination{}; ///< expanded, in the server's order, of equal length
};
struct AppendUid {
    std::uint32_t uidValidity = 0;
    std::uint32_t uid = 0;
};

/// One namespace of RFC 2342; `prefix` is a wire name.
struct NamespaceEntry {
    std::string prefix{};
    std::optional<char> delimiter{};
    bool operator==(const NamespaceEntry&) const = default;
};
struct Namespaces {
    std::vector<NamespaceEntry> personal{}, otherUsers{}, shared{};
    bool operator==(const Namespaces&) const = default;
};

} // namespace fulmar::imap
