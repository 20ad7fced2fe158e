// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/profile_files.h"

#include "storage/database.h"
#include "storage/schema.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <string>

namespace fulmar::storage {
namespace {

namespace fs = std::filesystem;

// Bytes; a file up to this size is checked page by page when it is opened (some milliseconds). A larger
// one is checked by what is read of it: SQLite reports structure, the hash of each body its
// content.
constexpr std::uintmax_t fullCheckLimit = 4U * 1024 * 1024;

std::uintmax_t sizeOf(const fs::path& file)
{
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(file, failed);
    return failed ? 0 : size;
}

fs::path walOf(const fs::path& file)
{
    return file.string() + "-wal";
}

/// The first 16 bytes of a SQLite file (file format, section 1.3).
bool hasHeader(const fs::path& file)
{
    std::array<char, 16> start{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(start.data(), start.size());
    return stream.gcount() == 16 && std::memcmp(start.data(), "SQLite format 3", 16) == 0;
}

/// Whether the file ends inside a page. With frames in the WAL that can be a checkpoint that was
/// cut, which SQLite repeats.
bool endsInPage(const fs::path& file)
{
    std::array<unsigned char, 18> start{};
    std::ifstream stream(file, std::ios::binary);
    stream.read(reinterpret_cast<char*>(start.data()), start.size());
    const std::uintmax_t stored = start[16] * 256U + start[17];
    const std::uintmax_t pageSize = stored == 1 ? 65536 : stored; // file format, section 1.3.2
    return sizeOf(walOf(file)) == 0 && pageSize != 0 && sizeOf(file) % pageSize != 0;
}

/// Creates an empty file with the right mode at once, so that it never is readable for others.
Result<void> touchPrivate(const fs::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return Unexpected(fileError(file, errno));
    ::fchmod(descriptor, 0600);
    ::close(descriptor);
    return {};
}

Result<void> quickCheck(Database& database, const fs::path& file)
{
    if (sizeOf(file) + sizeOf(walOf(file)) <= fullCheckLimit) {
        Statement check(database, "PRAGMA main.quick_check(1)");
        const bool sound = check.next() && check.view(0) == "ok";
        if (!sound && !database.failed())
            return Unexpected(
                storageError("corrupt", file.filename().string() + ": " + check.text(0)));
    }
    if (auto error = database.takeError())
        return Unexpected(std::move(*error));
    return {};
}

/// What openWriter() will rely on: WAL, schema, a sound structure.
Result<void> prepare(const fs::path& file, const Schema& schema, bool backup)
{
    if (auto touched = touchPrivate(file); !touched)
        return touched;
    Database database;
    if (auto opened = database.open(file, OpenMode::ReadWrite); !opened)
        return opened;
    database.run("PRAGMA journal_mode = WAL");
    if (auto error = database.takeError())
        return Unexpected(std::move(*error));
    if (auto checked = quickCheck(database, file); !checked)
        return checked;
    return migrate(database, schema, file, backup);
}

Result<void> attachKept(Database& database, const ProfileFiles& files, OpenMode mode)
{
    if (auto opened = database.open(files.cache(), mode); !opened)
        return opened;
    return database.attach(files.kept(), "kept");
}

} // namespace

Error fileError(const fs::path& file, int systemErrno)
{
    const bool readOnly = systemErrno == EACCES || systemErrno == EROFS || systemErrno == EPERM;
    const bool full = systemErrno == ENOSPC || systemErrno == EDQUOT || systemErrno == EFBIG;
    return storageError(readOnly ? "read-only"
            : full               ? "disk-full"
                                 : "io",
        file.filename().string() + ": " + std::strerror(systemErrno));
}

Result<void> makePrivateFolder(const fs::path& folder)
{
    std::error_code failed;
    if (!fs::exists(folder, failed)) {
        fs::create_directories(folder.parent_path(), failed);
        if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
            return Unexpected(fileError(folder, errno));
    }
    if (!fs::is_directory(folder, failed))
        return Unexpected(storageError("io", folder.filename().string() + " is not a folder"));
    ::chmod(folder.c_str(), 0700);
    return {};
}

Result<void> makePrivateAndSync(const fs::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor < 0)
        return Unexpected(fileError(file, errno));
    ::fchmod(descriptor, 0600);
    const int synced = ::fsync(descriptor);
    const int problem = errno;
    ::close(descriptor);
    if (synced != 0)
        return Unexpected(fileError(file, problem));
    return {};
}

Result<void> prepareKept(const ProfileFiles& files)
{
    // kept.db is always complete before cache.db begins, so an empty one beside a cache has lost
    // its content.
    const bool empty = sizeOf(files.kept()) == 0;
    if (empty && (sizeOf(files.cache()) > 0 || sizeOf(walOf(files.kept())) > 0))
        return Unexpected(storageError("corrupt", "kept.db is missing or empty"));
    if (!empty && (!hasHeader(files.kept()) || endsInPage(files.kept())))
        return Unexpected(storageError("corrupt", "kept.db: not a database"));
    return prepare(files.kept(), keptSchema, true);
}

Result<void> prepareCache(const ProfileFiles& files)
{
    if (sizeOf(files.cache()) == 0 && sizeOf(walOf(files.cache())) > 0)
        return Unexpected(storageError("corrupt", "cache.db is missing or empty"));
    if (sizeOf(files.cache()) > 0 && (!hasHeader(files.cache()) || endsInPage(files.cache())))
        return Unexpected(storageError("corrupt", "cache.db: not a database"));
    return prepare(files.cache(), cacheSchema, false);
}

Result<void> setCacheAside(const ProfileFiles& files)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    std::int64_t stamp = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    const auto named
        = [&] { return fs::path(files.cache().string() + ".damaged-" + std::to_string(stamp)); };
    while (fs::exists(named()) || fs::exists(walOf(named())))
        ++stamp;
    // The WAL first: a WAL that stayed behind would be played into the new file.
    std::error_code failed;
    if (fs::exists(walOf(files.cache())))
        fs::rename(walOf(files.cache()), walOf(named()), failed);
    if (!failed && fs::exists(files.cache()))
        fs::rename(files.cache(), named(), failed);
    if (failed)
        return Unexpected(fileError(files.cache(), failed.value()));
    fs::remove(files.cache().string() + "-shm", failed);
    return {};
}

Result<void> openWriter(Database& database, const ProfileFiles& files)
{
    if (auto attached = attachKept(database, files, OpenMode::ReadWrite); !attached)
        return attached;
    database.script(
        "PRAGMA main.synchronous = NORMAL; PRAGMA kept.synchronous = FULL;"
        "PRAGMA main.journal_size_limit = 67108864; PRAGMA kept.journal_size_limit = 67108864;"
        "PRAGMA main.cache_size = -16384; PRAGMA kept.cache_size = -4096; PRAGMA temp_store = "
        "MEMORY;"
        "PRAGMA main.secure_delete = FAST; PRAGMA main.wal_autocheckpoint = 4000");
    if (auto error = database.takeError())
        return Unexpected(std::move(*error));
    return {};
}

Result<void> openReader(Database& database, const ProfileFiles& files)
{
    if (auto attached = attachKept(database, files, OpenMode::ReadOnly); !attached)
        return attached;
    database.script("PRAGMA main.cache_size = -8192; PRAGMA temp_store = MEMORY");
    if (auto error = database.takeError())
        return Unexpected(std::move(*error));
    return {};
}

} // namespace fulmar::storage
