// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/profile.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

namespace fulmar::app {
namespace {

Error refused(const QString& folder, std::string code, int reason)
{
    return { .kind = ErrorKind::Storage,
        .where
        = folder.toStdString() + (reason == 0 ? "" : std::string(": ") + std::strerror(reason)),
        .serverText = {},
        .code = std::move(code) };
}

/// Makes one folder with mode 0700, or takes one that is there and closes it to others.
Result<void> makePrivate(const QString& folder)
{
    const QByteArray path = QFile::encodeName(folder);
    if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
        return Unexpected(refused(folder, "cannot-create", errno));
    struct stat found { };
    if (::stat(path.constData(), &found) != 0)
        return Unexpected(refused(folder, "cannot-create", errno));
    if (!S_ISDIR(found.st_mode))
        return Unexpected(refused(folder, "cannot-create", ENOTDIR));
    if (found.st_uid != ::geteuid())
        return Unexpected(refused(folder, "not-yours", 0));
    if ((found.st_mode & 077U) != 0 && ::chmod(path.constData(), 0700) != 0)
        return Unexpected(refused(folder, "cannot-create", errno));
    return {};
}

} // namespace

QString Profile::logFolder() const
{
    return folder + QStringLiteral("/logs");
}
QString Profile::lockFile() const
{
    return folder + QStringLiteral("/lock");
}
QString Profile::socketFile() const
{
    return folder + QStringLiteral("/socket");
}

Profile locateProfile(const QString& requested)
{
    QString named = requested.isEmpty() ? qEnvironmentVariable("FULMAR_PROFILE") : requested;
    const bool isDefault = named.isEmpty();
    if (isDefault)
        named = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
            + QStringLiteral("/fulmar");
    return { .folder = QDir::cleanPath(QDir(named).absolutePath()), .isDefault = isDefault };
}

Result<void> prepareProfile(const Profile& profile)
{
    const QString parent = QFileInfo(profile.folder).absolutePath();
    if (!QDir().mkpath(parent))
        return Unexpected(refused(parent, "cannot-create", 0));
    for (const auto& folder : { profile.folder, profile.logFolder() }) {
        if (auto made = makePrivate(folder); !made)
            return made;
    }
    return {};
}

} // namespace fulmar::app
