// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace fulmar::transport {

/// Cuts one connection's byte stream into log lines: bodies become their size, secrets become dots.
///
/// The protocol is told by the connection's name ("imap#2", "smtp#1", "pop3#1"). Bytes may come in
/// any pieces. At most 1,000 bytes of a line are kept, 200 of a FETCH answer, and no byte that was
/// marked as sensitive. Of many FETCH answers in a row the first 20 are shown and the others
/// counted.
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
        bool continued = false; ///< the line being read goes on behind a literal
        qint64 bodyBytes = -1; ///< size so far of a dot-terminated body; -1 = none
        bool masked = false; ///< dots already stand for the rest of the line
    };
    /// A whole line without its LF; `head` may be shorter than the line was.
    struct Line {
        QByteArrayView head, tail;
        qint64 bytes = 0;
    };
    enum class Protocol { Imap, Smtp, Pop3 };
    enum class Pop3Reply { Line, Lines, Body };

    void feedClear(Side& side, bool fromClient, const QByteArray& bytes, QList<QByteArray>& out);
    void feedSensitive(
        Side& side, bool fromClient, const QByteArray& bytes, QList<QByteArray>& out);
    void append(Side& side, QByteArrayView piece);
    void takeLine(Side& side, bool fromClient, const Line& line, QList<QByteArray>& out);
    void endLine(Side& side, bool fromClient, const Line& line, QList<QByteArray>& out);
    void bodyLine(Side& side, const Line& line, QList<QByteArray>& out);
    void showFolded(QList<QByteArray>& out);
    void noteClientLine(const QByteArray& line);
    void noteServerLine(const QByteArray& line);

    Protocol m_protocol;
    Side m_client, m_server;
    qint64 m_fetches = 0; ///< FETCH answers in a row
    bool m_isFetch = false; ///< the response being read is one
    QList<Pop3Reply> m_pop3Expected;
    bool m_challenged = false;
};

} // namespace fulmar::transport
