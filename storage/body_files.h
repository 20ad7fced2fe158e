// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/error.h"
#include "model/body_place.h"
#include "model/ids.h"
#include "ports/body_room.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fulmar::storage {

/// Whose body a record is, repeated beside the bytes so that it is known where cache.db is lost.
struct BodyOwner {
    MessageId message{};
    AccountId account{};
    std::int64_t received = 0; ///< seconds since 1970 UTC
};

/// A body that lies in a file, whether or not a row tells of it.
struct StrayBody {
    BodyOwner owner{};
    BodyPlace place{};
};

/// Bodies in files of about 64 MiB ("segments") in the folder "bodies" of a profile: written once,
/// at the end, and synced before a row of cache.db tells of them.
///
/// Each body stands behind a record head with its owner, length and SHA-256. Space of removed
/// bodies goes back to the disk at once where the file system can make holes, and with the segment
/// otherwise. Writing side on the engine thread; `readBody` on any.
class BodyFiles {
public:
    explicit BodyFiles(std::filesystem::path profileFolder);

    /// What is behind `used` bytes of segment `last` was never finished and is cut off; the next
    /// body comes there.
    Result<void> continueAt(std::uint32_t last, std::uint64_t used);
    /// Room for bodies of these sizes in this order.
    Result<std::unique_ptr<BodyRoom>> reserve(
        std::vector<BodyOwner> owners, const std::vector<std::uint64_t>& sizes);
    /// Gives the bytes back to the disk; the record head stays, marked as dead.
    void free(std::uint32_t segment, std::uint64_t start, std::uint64_t length);
    /// Removes the file of a segment, unless bodies are still being added to it.
    bool remove(std::uint32_t segment);
    /// Numbers of the files that are there, ascending.
    [[nodiscard]] std::vector<std::uint32_t> segments() const;
    /// Goes through the record heads of a file and tells of each body that is not dead.
    void forEachBody(
        std::uint32_t segment, const std::function<void(const StrayBody&)>& tell) const;

private:
    [[nodiscard]] std::filesystem::path fileOf(std::uint32_t segment) const;
    std::filesystem::path m_folder;
    std::uint32_t m_segment = 1;
    std::uint64_t m_end = 0; ///< of the last room that was given
};

/// The bytes of a body; error "corrupt" where they are not those that were written.
Result<std::string> readBody(const std::filesystem::path& profileFolder, const BodyPlace& place);
/// The first `length` bytes at most, unchecked.
std::string readBodyStart(
    const std::filesystem::path& profileFolder, const BodyPlace& place, std::uint64_t length);

} // namespace fulmar::storage
