// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ipc_protocol.h"

#include <QJsonDocument>

namespace fulmar::app {

QByteArray ipcLineOf(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<QJsonObject> IpcLines::next()
{
    const auto end = m_buffer.indexOf('\n', m_searched);
    m_searched = m_buffer.size();
    if (m_broken || end < 0) {
        m_broken = m_broken || m_buffer.size() > ipcLine;
        return std::nullopt;
    }
    const auto document = QJsonDocument::fromJson(m_buffer.left(end));
    m_broken = !document.isObject() || end > ipcLine;
    m_buffer.remove(0, end + 1);
    m_searched = 0;
    return m_broken ? std::nullopt : std::optional(document.object());
}

} // namespace fulmar::app
