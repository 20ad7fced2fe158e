// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl/standard_streams.h"

#include "platform/ipc_protocol.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace fulmar::ctl {
namespace {

bool writeAll(int file, const QByteArray& bytes)
{
    for (qsizetype at = 0; at < bytes.size();) {
        const auto written
            = ::write(file, bytes.constData() + at, static_cast<std::size_t>(bytes.size() - at));
        if (written < 0 && errno != EINTR)
            return false;
        at += std::max<ssize_t>(written, 0);
    }
    return true;
}

} // namespace

void StandardStreams::out(const QByteArray& bytes)
{
    if (m_closed || writeAll(STDOUT_FILENO, bytes))
        return;
    const int problem = errno;
    m_closed = true;
    if (problem != EPIPE) {
        m_failed = true;
        error("fulmarctl: The output cannot be written: " + QByteArray(std::strerror(problem))
            + ".\n");
    }
    QMetaObject::invokeMethod(this, &StandardStreams::closed, Qt::QueuedConnection);
}

void StandardStreams::error(const QByteArray& bytes)
{
    writeAll(STDERR_FILENO, bytes); // nowhere to tell that this failed
}

Result<QByteArray> readStandardInput()
{
    QByteArray all;
    QByteArray piece(64 * 1024, '\0');
    while (true) {
        const auto length
            = ::read(STDIN_FILENO, piece.data(), static_cast<std::size_t>(piece.size()));
        if (length == 0)
            return all;
        if (length < 0 && errno == EINTR)
            continue;
        if (length < 0)
            return Unexpected(Error{ .kind = ErrorKind::Storage,
                .where = std::string("standard input: ") + std::strerror(errno),
                .serverText = {},
                .code = "io" });
        all.append(piece.constData(), static_cast<qsizetype>(length));
        if (all.size() > app::ipcInput)
            return Unexpected(Error{ .kind = ErrorKind::Limit,
                .where = "standard input",
                .serverText = {},
                .code = "message-too-large" });
    }
}

} // namespace fulmar::ctl
