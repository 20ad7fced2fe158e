// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/socket_path.h"

#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace fulmar::app {

SocketPath::SocketPath(const Profile& profile) : m_name(profile.socketFile())
{
    if (QFile::encodeName(m_name).size() < static_cast<qsizetype>(sizeof(sockaddr_un::sun_path)))
        return;
    m_folder
        = ::open(QFile::encodeName(profile.folder).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (m_folder >= 0)
        m_name
            = QStringLiteral("/proc/self/fd/%1/%2").arg(m_folder).arg(QFileInfo(m_name).fileName());
}

SocketPath::~SocketPath()
{
    if (m_folder >= 0)
        ::close(m_folder);
}

bool isOwnUser(qintptr socket)
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(static_cast<int>(socket), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0
        && peer.uid == ::geteuid();
}

} // namespace fulmar::app
