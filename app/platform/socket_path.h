// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "platform/profile.h"

#include <QString>

namespace fulmar::app {

/// The name under which the socket of a profile is bound and reached.
///
/// A Unix socket address holds 107 bytes; a deeper profile is reached through a descriptor of its
/// folder in /proc, which has the same meaning and always fits. Keep the object while the name is
/// in use.
class SocketPath {
public:
    explicit SocketPath(const Profile& profile);
    ~SocketPath();
    SocketPath(const SocketPath&) = delete;
    SocketPath& operator=(const SocketPath&) = delete;

    [[nodiscard]] QString name() const { return m_name; }

private:
    QString m_name;
    int m_folder = -1;
};

/// Whether the process at the other end of a connected Unix socket belongs to the same user; false
/// where the kernel cannot tell.
bool isOwnUser(qintptr socket);

} // namespace fulmar::app
