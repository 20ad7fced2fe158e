// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/change_set.h"
#include "model/message.h"
#include "storage/database.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fulmar::storage {

/// What the store itself needs to know of a message.
struct MessageRow {
    MessageId id{};
    AccountId account{};
    std::int64_t received = 0;
    std::uint64_t size = 0;
    std::string messageId{};
    bool placed = false, hasBody = false;
    Flags lastFlags{}; ///< those of its last placement; meaningful where `placed` is false
};

/// Rows of `message` and `body`. Inside a transaction of the caller.
class MessageRows {
public:
    explicit MessageRows(Database& database) : m_database(database) { }
    std::optional<MessageRow> find(MessageId id);
    bool exists(MessageId id);
    /// A new row with a new key, or with `key` where the message had one before the cache was lost.
    MessageId insert(AccountId account, const RemoteMessage& message, MessageId key = {});
    /// What ENVELOPE tells; a summary that was parsed from the body is better and stays.
    void updateHeaders(const MessageRow& row, const RemoteMessage& message);
    /// `body.place` is set.
    void storeBody(const ReceivedBody& body);
    /// Writes that the body of `id` lies there.
    void placeBody(MessageId id, const BodyPlace& place);
    /// Deletes the row with its body where nothing refers to it any more: no placement, not set
    /// aside, no pending action.
    void removeIfUnneeded(MessageId id, ChangeSet& changes);

private:
    Database& m_database;
};

/// Stands for "no Date header" in the column `date`.
constexpr std::int64_t noDate = INT64_MIN;

using Digest = std::array<unsigned char, 32>;
Digest sha256(std::string_view bytes);

/// The place that a row of `body` names in its columns `first` to `first + 3`.
BodyPlace bodyPlaceOf(const Statement& row, int first = 0);
/// Whether `expected` holds the 32 bytes of the SHA-256 of `bytes`.
bool matchesSha256(std::string_view bytes, std::string_view expected);

} // namespace fulmar::storage
