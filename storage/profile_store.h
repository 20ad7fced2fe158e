// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "ports/mail_reader.h"
#include "ports/mail_store.h"
#include "ports/outbox_store.h"

#include <filesystem>
#include <memory>

namespace fulmar::storage {

/// The store of one profile: kept.db and cache.db in one folder with one writing connection. Engine
/// thread; `newReader()` may be called there for a reader that then lives on another thread.
///
/// A damaged cache.db is renamed to "cache.db.damaged-<seconds since 1970>" and begun anew, when it
/// is opened or at any later call; the call that met the damage gives code "corrupt" once. Errors
/// of `open`: "corrupt" (kept.db is damaged or gone: it is left as it is and no new one is made),
/// "newer-schema", "read-only", "disk-full", "locked", "io".
class ProfileStore {
public:
    /// Makes the folder (0700) and the files (0600) where they are missing. The caller holds the
    /// profile's lock.
    static Result<std::unique_ptr<ProfileStore>> open(const std::filesystem::path& profileFolder);
    ~ProfileStore();
    ProfileStore(const ProfileStore&) = delete;
    ProfileStore& operator=(const ProfileStore&) = delete;

    MailStore& mailStore();
    OutboxStore& outboxStore();
    /// A connection of its own for one thread; sees what is committed. Must not outlive the
    /// profile's folder, may outlive this.
    Result<std::unique_ptr<MailReader>> newReader();

    /// Whether a damaged cache was set aside since this object exists: folders are empty until they
    /// are synchronised again.
    [[nodiscard]] bool cacheWasRebuilt() const;

private:
    class Rooms;
    explicit ProfileStore(std::unique_ptr<Rooms> rooms);
    std::unique_ptr<Rooms> m_rooms;
};

} // namespace fulmar::storage
