// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/profile_lock.h"

#include <QByteArray>
#include <QFile>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace fulmar::app {
namespace {

/// The process number that the holder wrote; empty where it had no time to.
std::string holderOf(int file)
{
    std::array<char, 32> text{};
    const auto length = ::pread(file, text.data(), text.size() - 1, 0);
    const QByteArray number(text.data(), static_cast<qsizetype>(length > 0 ? length : 0));
    return number.trimmed().toStdString();
}

Error failed(const Profile& profile, std::string code, const std::string& reason)
{
    return { .kind = ErrorKind::Storage,
        .where = profile.lockFile().toStdString() + (reason.empty() ? "" : ": " + reason),
        .serverText = {},
        .code = std::move(code) };
}

} // namespace

// A file lock of the kernel, not a file whose presence means "locked": it cannot outlive its
// process.
Result<ProfileLock> ProfileLock::take(const Profile& profile)
{
    const QByteArray path = QFile::encodeName(profile.lockFile());
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return Unexpected(failed(profile, "cannot-create", std::strerror(errno)));
    ProfileLock lock(file);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = holderOf(file);
        return Unexpected(failed(profile, "locked", holder.empty() ? "" : "process " + holder));
    }
    const QByteArray number = QByteArray::number(static_cast<qint64>(::getpid())) + '\n';
    // The number is for people; a lock without it is as good.
    if (::ftruncate(file, 0) != 0
        || ::pwrite(file, number.constData(), static_cast<std::size_t>(number.size()), 0) < 0)
        return lock;
    return lock;
}

ProfileLock::~ProfileLock()
{
    release();
}

ProfileLock::ProfileLock(ProfileLock&& other) noexcept : m_file(std::exchange(other.m_file, -1)) { }

ProfileLock& ProfileLock::operator=(ProfileLock&& other) noexcept
{
    if (this != &other) {
        release();
        m_file = std::exchange(other.m_file, -1);
    }
    return *this;
}

void ProfileLock::release()
{
    if (m_file >= 0)
        ::close(std::exchange(m_file, -1));
}

} // namespace fulmar::app
