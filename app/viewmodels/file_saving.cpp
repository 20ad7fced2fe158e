// SPDX-License-Identifier: GPL-3.0-or-later
#include "viewmodels/file_saving.h"

#include "viewmodels/readable_message.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <sys/xattr.h>

namespace fulmar::app {
namespace {

constexpr int namesTried = 1000; ///< "report (999).pdf"; more is a folder that nobody reads

Error failure(const QFileDevice& file)
{
    Error error{ ErrorKind::Storage, file.errorString().toStdString(), {} };
    error.code = file.error() == QFileDevice::ResourceError ? "disk-full" : "io";
    return error;
}

bool writeAll(QFileDevice& file, const std::string& content)
{
    const auto size = static_cast<qint64>(content.size());
    return file.write(content.data(), size) == size;
}

/// Says where a file came from, as browsers do; no error where the file system cannot keep it.
void markOrigin(const QString& path, const FileOrigin& origin)
{
    const QByteArray name = QFile::encodeName(path);
    const auto set = [&](const char* key, const std::string& value) {
        if (!value.empty())
            (void)setxattr(name.constData(), key, value.data(), value.size(), 0);
    };
    set("user.xdg.origin.url", "mid:" + origin.messageId);
    set("user.xdg.origin.email.message-id", origin.messageId);
    set("user.xdg.origin.email.from", origin.sender);
}

QString numbered(const QString& path, int number)
{
    if (number == 0)
        return path;
    const QFileInfo info(path);
    const QString suffix = info.suffix().isEmpty() ? QString() : QLatin1Char('.') + info.suffix();
    return info.path() + QLatin1Char('/')
        + QStringLiteral("%1 (%2)%3").arg(info.completeBaseName()).arg(number).arg(suffix);
}

Result<QString> writeNew(const QString& path, const std::string& content)
{
    for (int i = 0; i < namesTried; ++i) {
        QFile file(numbered(path, i));
        if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly)) {
            if (file.exists())
                continue;
            return Unexpected(failure(file));
        }
        file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        if (!writeAll(file, content) || !file.flush()) {
            const Error error = failure(file);
            file.remove();
            return Unexpected(error);
        }
        return file.fileName();
    }
    return Unexpected(Error{ ErrorKind::Storage, "no free name", {} });
}

Result<QString> writeOver(const QString& path, const std::string& content)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !writeAll(file, content) || !file.commit())
        return Unexpected(failure(file));
    return path;
}

} // namespace

Result<SavedFiles> saveParts(const std::string& raw, const std::vector<PartTarget>& targets,
    bool replace, const FileOrigin& origin)
{
    SavedFiles saved;
    for (const PartTarget& target : targets) {
        const std::string content
            = target.part == wholeMessage ? raw : attachmentContent(raw, target.part);
        const auto path
            = replace ? writeOver(target.path, content) : writeNew(target.path, content);
        if (!path)
            return Unexpected(path.error());
        markOrigin(*path, origin);
        ++saved.files;
        saved.place = targets.size() == 1 ? *path : QFileInfo(*path).path();
    }
    return saved;
}

} // namespace fulmar::app
