// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/body_files.h"

#include "storage/message_rows.h"
#include "storage/profile_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace fulmar::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t segmentBytes = 64ULL * 1024 * 1024; // the next body begins a new file

/// As it lies in the file, in the byte order of the machine: a profile does not travel.
struct RecordHead {
    std::array<char, 8> mark;
    std::int64_t message, account, received;
    std::uint64_t length;
    std::array<unsigned char, 32> sha256;
};
static_assert(sizeof(RecordHead) == 72);
constexpr std::array<char, 8> liveMark{ 'F', 'u', 'l', 'm', 'a', 'r', 'B', '1' };
constexpr std::array<char, 8> deadMark{ 'F', 'u', 'l', 'm', 'a', 'r', 'B', '-' };

/// Closes itself.
class File {
public:
    File(const fs::path& path, int flags)
        : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0600))
    {
    }
    ~File()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] int get() const { return m_descriptor; }

private:
    int m_descriptor;
};

off_t offset(std::uint64_t value)
{
    return static_cast<off_t>(value);
}

bool readAll(int file, void* into, std::uint64_t size, std::uint64_t start)
{
    auto* at = static_cast<char*>(into);
    while (size > 0) {
        const auto got = ::pread(file, at, static_cast<std::size_t>(size), offset(start));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        start += static_cast<std::uint64_t>(got);
        size -= static_cast<std::uint64_t>(got);
    }
    return true;
}

bool writeAll(int file, std::string_view bytes, std::uint64_t start)
{
    while (!bytes.empty()) {
        const auto put = ::pwrite(file, bytes.data(), bytes.size(), offset(start));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(put));
        start += static_cast<std::uint64_t>(put);
    }
    return true;
}

std::string_view bytesOf(const RecordHead& head)
{
    return { reinterpret_cast<const char*>(&head), sizeof head };
}

fs::path segmentFile(const fs::path& folder, std::uint32_t segment)
{
    auto number = std::to_string(segment);
    number.insert(0, number.size() < 6 ? 6 - number.size() : 0, '0');
    return folder / (number + ".mail");
}

fs::path bodiesFolder(const fs::path& profileFolder)
{
    return profileFolder / "bodies";
}

/// One file at one place; the batch is written through one buffer, because most bodies are small.
class Room final : public BodyRoom {
public:
    Room(fs::path file, std::uint32_t segment, std::uint64_t start, std::vector<BodyOwner> owners)
        : m_file(std::move(file)), m_segment(segment), m_start(start), m_owners(std::move(owners))
    {
    }

    Result<void> write(std::vector<ReceivedBody>& bodies) override
    {
        const File file(m_file, O_WRONLY);
        std::uint64_t at = m_start;
        std::string buffer;
        bool sound = file.isOpen() && bodies.size() == m_owners.size();
        for (std::size_t i = 0; sound && i < bodies.size(); ++i) {
            const auto& raw = bodies[i].raw;
            const RecordHead head{ .mark = liveMark,
                .message = m_owners[i].message.value,
                .account = m_owners[i].account.value,
                .received = m_owners[i].received,
                .length = raw.size(),
                .sha256 = sha256(raw) };
            bodies[i].place = BodyPlace{ .segment = m_segment,
                .start = at + buffer.size() + sizeof head,
                .length = raw.size(),
                .sha256 = head.sha256 };
            buffer += bytesOf(head);
            buffer += raw;
            std::string().swap(bodies[i].raw);
            if (buffer.size() >= bufferBytes || i + 1 == bodies.size()) {
                sound = writeAll(file.get(), buffer, at);
                at += buffer.size();
                buffer.clear();
            }
        }
        if (!sound || ::fdatasync(file.get()) != 0)
            return Unexpected(fileError(m_file, errno));
        return {};
    }

private:
    static constexpr std::size_t bufferBytes = 1024 * 1024;
    fs::path m_file;
    std::uint32_t m_segment;
    std::uint64_t m_start;
    std::vector<BodyOwner> m_owners;
};

} // namespace

BodyFiles::BodyFiles(fs::path profileFolder) : m_folder(bodiesFolder(profileFolder)) { }

fs::path BodyFiles::fileOf(std::uint32_t segment) const
{
    return segmentFile(m_folder, segment);
}

Result<void> BodyFiles::continueAt(std::uint32_t last, std::uint64_t used)
{
    if (auto made = makePrivateFolder(m_folder); !made)
        return made;
    m_segment = std::max<std::uint32_t>(last, 1);
    m_end = used;
    const File file(fileOf(m_segment), O_WRONLY | O_CREAT);
    struct stat status { };
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return Unexpected(fileError(fileOf(m_segment), errno));
    if (static_cast<std::uint64_t>(status.st_size) > used
        && ::ftruncate(file.get(), offset(used)) != 0)
        return Unexpected(fileError(fileOf(m_segment), errno));
    return {};
}

Result<std::unique_ptr<BodyRoom>> BodyFiles::reserve(
    std::vector<BodyOwner> owners, const std::vector<std::uint64_t>& sizes)
{
    if (m_end >= segmentBytes) {
        ++m_segment;
        m_end = 0;
    }
    const auto path = fileOf(m_segment);
    if (m_end == 0) {
        const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
        const File folder(m_folder, O_RDONLY | O_DIRECTORY);
        if (!file.isOpen() || !folder.isOpen() || ::fsync(folder.get()) != 0)
            return Unexpected(fileError(path, errno));
    }
    auto room = std::make_unique<Room>(path, m_segment, m_end, std::move(owners));
    for (const auto size : sizes)
        m_end += size + sizeof(RecordHead);
    return room;
}

void BodyFiles::free(std::uint32_t segment, std::uint64_t start, std::uint64_t length)
{
    const File file(fileOf(segment), O_WRONLY);
    if (!file.isOpen() || start < sizeof(RecordHead))
        return;
    // Neither has to succeed: the row is gone, and the segment goes with its last body.
    writeAll(file.get(), { deadMark.data(), deadMark.size() }, start - sizeof(RecordHead));
    static_cast<void>(::fallocate(
        file.get(), FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset(start), offset(length)));
}

bool BodyFiles::remove(std::uint32_t segment)
{
    std::error_code failed;
    return segment != m_segment && (fs::remove(fileOf(segment), failed) || !failed);
}

std::vector<std::uint32_t> BodyFiles::segments() const
{
    std::vector<std::uint32_t> found;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(m_folder, failed)) {
        const auto name = entry.path().filename().string();
        std::uint32_t number = 0;
        const auto [end, problem] = std::from_chars(name.data(), name.data() + name.size(), number);
        if (problem == std::errc() && std::string_view(end) == ".mail")
            found.push_back(number);
    }
    std::sort(found.begin(), found.end());
    return found;
}

void BodyFiles::forEachBody(
    std::uint32_t segment, const std::function<void(const StrayBody&)>& tell) const
{
    const File file(fileOf(segment), O_RDONLY);
    struct stat status { };
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0)
        return;
    const auto size = static_cast<std::uint64_t>(status.st_size);
    RecordHead head{};
    for (std::uint64_t at = 0; readAll(file.get(), &head, sizeof head, at);) {
        at += sizeof head;
        const bool live = head.mark == liveMark;
        // A head that is none ends the chain: where the next one begins is not known.
        if ((!live && head.mark != deadMark) || head.length > size - at)
            return;
        if (live)
            tell({ .owner = { .message = MessageId{ head.message },
                       .account = AccountId{ head.account },
                       .received = head.received },
                .place = { .segment = segment,
                    .start = at,
                    .length = head.length,
                    .sha256 = head.sha256 } });
        at += head.length;
    }
}

Result<std::string> readBody(const fs::path& profileFolder, const BodyPlace& place)
{
    const auto path = segmentFile(bodiesFolder(profileFolder), place.segment);
    const File file(path, O_RDONLY);
    struct stat status { };
    if (!file.isOpen() && errno != ENOENT)
        return Unexpected(fileError(path, errno));
    const Error damage = storageError("corrupt", "a body in " + path.filename().string());
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0
        || place.length > static_cast<std::uint64_t>(status.st_size))
        return Unexpected(damage);
    std::string bytes(static_cast<std::size_t>(place.length), '\0');
    if (!readAll(file.get(), bytes.data(), bytes.size(), place.start)
        || sha256(bytes) != place.sha256)
        return Unexpected(damage);
    return bytes;
}

std::string readBodyStart(
    const fs::path& profileFolder, const BodyPlace& place, std::uint64_t length)
{
    const File file(segmentFile(bodiesFolder(profileFolder), place.segment), O_RDONLY);
    std::string bytes(static_cast<std::size_t>(std::min(length, place.length)), '\0');
    if (!file.isOpen() || !readAll(file.get(), bytes.data(), bytes.size(), place.start))
        bytes.clear();
    return bytes;
}

} // namespace fulmar::storage
