// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace fulmar::transport {

/// Cuts one connection's byte stream into log lines: bodies become their size, secrets become dots.
///
/// The protocol is told by the connection's name ("imap#2", "smtp#1", "pop3#1"). Bytes may come in
/// any pieces. At most 1,000 bytes of a line are kept, and no byte that was marked as sensitive.
class WireShortener {
public:
    explicit WireShortener(const QString& connection);

    /// The log lines that these bytes complete.
    QList<QByteArray> feed(bool fromClient, const QByteArray& bytes, bool sensitive);

private:
    struct Side {
        QByteArray line; ///< the first bytes of the line being read
        QByteArray tail; ///< its last bytes, in which a literal's announcement ends
        qint64 lineBytes = 0;
        qint64 literalLeft = 0; ///< bytes of an IMAP literal still to be skipped
        qint64 bodyBytes = -1; ///< size so far of a dot-terminated body; -1 = none
        bool masked = false; ///< dots already stand for the rest of the line
    };
    enum class Protocol { Imap, Smtp, Pop3 };
    enum class Pop3Reply { Line, Lines, Body };

    void feedClear(Side& side, bool fromClient, const QByteArray& bytes, QList<QByteArray>& out);
    void feedSensitive(
        Side& side, bool fromClient, const QByteArray& bytes, QList<QByteArray>& out);
    void append(Side& side, QByteArrayView piece);
    void endLine(Side& side, bool fromClient, QList<QByteArray>& out);
    void bodyLine(Side& side, QList<QByteArray>& out);
    void noteClientLine(const QByteArray& line);
    void noteServerLine(const QByteArray& line);

    Protocol m_protocol;
    Side m_client, m_server;
    QList<Pop3Reply> m_pop3Expected;
    bool m_challenged = false;
};

} // namespace fulmar::transport
