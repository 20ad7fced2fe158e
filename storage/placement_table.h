// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flags.h"
#include "model/ids.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace fulmar::storage {

/// One message at one server position, by server truth. A negative uid is provisional: the server
/// did not tell it yet.
struct Placement {
    FolderId folder{};
    std::int64_t uid = 0;
    MessageId message{};
    std::int64_t received = 0;
    std::uint64_t size = 0;
    Flags flags{};
    bool hasBody = false;
    [[nodiscard]] bool isProvisional() const { return uid < 0; }
};

/// Rows of `placement`; counters follow by trigger. Inside a transaction of the caller.
class PlacementTable {
public:
    explicit PlacementTable(Database& database) : m_database(database) { }
    std::optional<Placement> at(FolderId folder, std::uint32_t uid);
    std::optional<Placement> of(MessageId message, FolderId folder);
    std::vector<Placement> ofMessage(MessageId message);
    /// At a uid, or provisional where `placement.uid` is 0.
    void add(const Placement& placement);
    void setFlags(const Placement& placement, const Flags& flags);
    void remove(const Placement& placement);

private:
    Database& m_database;
};

} // namespace fulmar::storage
