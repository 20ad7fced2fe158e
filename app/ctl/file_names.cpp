// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/file_names.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fulmar::ctl {
namespace {

constexpr qsizetype nameLimit = 255; // bytes; NAME_MAX of every Linux file system
constexpr qsizetype extensionLimit = 32; // bytes; a longer "extension" is part of the name
constexpr int mostNumbers = 10'000;

bool isUnsafe(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Other_Control || category == QChar::Other_Format
        || category == QChar::Other_Surrogate || category == QChar::Separator_Line
        || category == QChar::Separator_Paragraph;
}

/// Cuts at a character, never inside one.
QString cutToBytes(QString text, qsizetype bytes)
{
    while (text.toUtf8().size() > bytes)
        text.chop(text.size() > 1 && text.back().isLowSurrogate() ? 2 : 1);
    return text;
}

struct NameParts {
    QString stem, extension; ///< extension with its dot
};

NameParts split(const QString& name)
{
    const auto dot = name.lastIndexOf(u'.');
    const bool hasExtension
        = dot > 0 && name.mid(dot).toUtf8().size() <= extensionLimit && dot + 1 < name.size();
    return hasExtension ? NameParts{ name.left(dot), name.mid(dot) } : NameParts{ name, {} };
}

Error failed(const QString& path, int reason, const char* code)
{
    const bool full = reason == ENOSPC || reason == EDQUOT;
    return { .kind = ErrorKind::Storage,
        .where = path.toStdString() + ": " + std::strerror(reason),
        .serverText = {},
        .code = full ? "disk-full" : code };
}

/// Writes all and makes it durable; the error is errno, 0 for none.
int writeAll(int file, const QByteArray& content)
{
    for (qsizetype at = 0; at < content.size();) {
        const auto written = ::write(
            file, content.constData() + at, static_cast<std::size_t>(content.size() - at));
        if (written < 0 && errno != EINTR)
            return errno;
        at += std::max<ssize_t>(written, 0);
    }
    return ::fsync(file) == 0 ? 0 : errno;
}

/// The mask for new files; read from /proc because umask(2) can only be read by setting it, for all
/// threads.
mode_t currentUmask()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 077;
    constexpr QByteArrayView field("Umask:");
    for (const auto& line : status.readAll().split('\n')) {
        bool isNumber = false;
        const auto mask
            = line.startsWith(field) ? line.mid(field.size()).trimmed().toUInt(&isNumber, 8) : 0;
        if (isNumber)
            return static_cast<mode_t>(mask);
    }
    return 077;
}

} // namespace

QString safeFileName(const QString& name)
{
    QString clean;
    for (const char32_t c : name.toUcs4()) {
        if (c == '/' || c == '\\' || c == ':' || c == '*' || c == '?' || c == '"' || c == '<'
            || c == '>' || c == '|')
            clean += u'_';
        else if (!isUnsafe(c))
            clean += QString::fromUcs4(&c, 1);
    }
    clean = clean.simplified();
    while (clean.startsWith(u'.') || clean.startsWith(u' '))
        clean.remove(0, 1);
    while (clean.endsWith(u'.') || clean.endsWith(u' '))
        clean.chop(1);
    // Names that another system keeps for devices: a folder may be shared with it.
    static const QRegularExpression device(
        QStringLiteral("^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\.|$)"),
        QRegularExpression::CaseInsensitiveOption);
    if (device.match(clean).hasMatch())
        clean.prepend(u'_');
    if (clean.isEmpty())
        return QStringLiteral("attachment");
    const auto [stem, extension] = split(clean);
    return cutToBytes(stem, nameLimit - extension.toUtf8().size()) + extension;
}

QString numberedFileName(const QString& name, int number)
{
    if (number <= 1)
        return name;
    const auto [stem, extension] = split(name);
    const QString end = QStringLiteral(" (%1)").arg(number) + extension;
    return cutToBytes(stem, nameLimit - end.toUtf8().size()) + end;
}

Result<QString> saveNewFile(
    const QString& folder, const QString& safeName, const QByteArray& content)
{
    const int directory
        = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return Unexpected(failed(
            folder, errno, errno == ENOENT || errno == ENOTDIR ? "not-found" : "cannot-create"));
    int file = -1, reason = EEXIST;
    QString name;
    for (int number = 1; file < 0 && reason == EEXIST && number < mostNumbers; ++number) {
        name = numberedFileName(safeName, number);
        file = ::openat(directory, QFile::encodeName(name).constData(),
            O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        reason = errno;
    }
    const QString path = QDir(folder).filePath(name);
    if (file < 0) {
        ::close(directory);
        return Unexpected(failed(path, reason, "cannot-create"));
    }
    int problem = writeAll(file, content);
    // Complete now: it becomes what a new file of this user would have been.
    if (problem == 0 && ::fchmod(file, 0644 & ~currentUmask()) != 0)
        problem = errno;
    if (::close(file) != 0 && problem == 0)
        problem = errno;
    if (problem != 0)
        ::unlinkat(directory, QFile::encodeName(name).constData(), 0);
    ::close(directory);
    if (problem != 0)
        return Unexpected(failed(path, problem, "io"));
    return path;
}

} // namespace fulmar::ctl
