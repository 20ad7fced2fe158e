// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace fulmar::transport {

/// The protocol log of one account: what went over the wire, line by line, secrets masked before
/// they reach a buffer.
///
/// Message bodies are shortened to their size; lines are cut at 1,000 characters. One file per
/// account, rotated at 2 MiB (one older file is kept), created 0600. Lines read
/// `2026-11-21T20:15:00.123Z imap#2 C: A3 SELECT INBOX`.
class WireLog {
public:
    /// `file` is created when the first line comes; a log that cannot be written is silent, mail
    /// matters more.
    explicit WireLog(const QString& file);
    ~WireLog();

    enum class Direction { Client, Server, Note };
    /// `connection` names protocol and number: "imap#2". Sensitive bytes appear as their masked
    /// shape only: `C: A1 AUTHENTICATE PLAIN ••••`: the line itself is never left out.
    void append(const QString& connection, Direction direction, const QByteArray& bytes,
        bool sensitive = false);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace fulmar::transport
