// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

/// How fulmarctl talks to the program that has the profile open: one JSON object per line, byte
/// strings in base64.
///
/// Request: {"version": 1, "args": […], "folder": "/working/folder"} then any number of {"in": …},
/// then {"inEnd": true}; or
/// {"version": 1, "raise": true}. Answer: {"out": …} and {"err": …} in any number, at last {"exit":
/// code}.
namespace fulmar::app {

inline constexpr int ipcVersion = 1;
inline constexpr qsizetype ipcPiece = 48 * 1024; ///< bytes per "in", "out" or "err"
inline constexpr qsizetype ipcLine = 1024 * 1024; ///< bytes; a longer line is an error
inline constexpr qsizetype ipcInput
    = 256 * 1024 * 1024; ///< bytes of standard input in all; no provider takes such a mail

struct IpcRequest {
    QStringList arguments; ///< without the program's name
    QString folder; ///< working folder of the caller: relative paths start there
    QByteArray input;
    bool raise = false; ///< "show your window" and nothing else
};

/// One line with its line feed.
QByteArray ipcLineOf(const QJsonObject& object);

/// Takes lines out of a byte stream.
class IpcLines {
public:
    void append(const QByteArray& bytes) { m_buffer += bytes; }
    /// The next whole line as an object; nothing while it is not there yet.
    std::optional<QJsonObject> next();
    /// A line was too long or no JSON object: the other side does not speak this protocol.
    [[nodiscard]] bool isBroken() const { return m_broken; }

private:
    QByteArray m_buffer;
    qsizetype m_searched = 0;
    bool m_broken = false;
};

} // namespace fulmar::app
