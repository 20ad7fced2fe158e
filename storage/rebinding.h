// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/message.h"
#include "storage/database.h"
#include "storage/folder_registry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fulmar::storage {

/// Finds the message that a newly seen server position stands for, where the store knew that
/// message before.
///
/// Identity is Message-ID and size, and the time of receipt where the message was not expected
/// here. Two candidates that look the same are none: a body is better fetched again than shown
/// under a wrong header.
class Rebinding {
public:
    /// `uidValidity` is the folder's current one, 0 where it is not known yet.
    Rebinding(Database& database, const FolderRow& folder, std::uint32_t uidValidity);

    /// A message that was moved or copied here without a uid, or set aside when UIDVALIDITY
    /// changed.
    std::optional<MessageId> knownMessage(const RemoteMessage& remote);
    /// The key of a message of the journal whose row was lost with the cache.
    MessageId lostKey(const RemoteMessage& remote);

private:
    struct Lost {
        MessageId message;
        std::uint32_t uidValidity, uid;
        std::string messageId;
        std::uint64_t size;
    };
    [[nodiscard]] bool isSame(const Lost& lost, const RemoteMessage& remote) const;

    Database& m_database;
    FolderRow m_folder;
    std::uint32_t m_uidValidity;
    bool m_expectsSome = false;
    std::vector<Lost> m_lost{};
};

} // namespace fulmar::storage
