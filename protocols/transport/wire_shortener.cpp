// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/wire_shortener.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace fulmar::transport {

namespace {

constexpr qsizetype lineLimit = 1000; // bytes of a line that reach the log
constexpr qsizetype fetchLimit = 200; // bytes of a FETCH answer: there are as many as messages
constexpr qint64 fetchesShown = 20; // count; thousands in a row would drive out all else
constexpr qsizetype tailLimit = 32; // bytes; longer than any literal announcement
constexpr qsizetype pop3QueueLimit = 10'000; // commands in flight; a log needs no more
constexpr auto dots = "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";
constexpr auto ellipsis = "\xE2\x80\xA6";

QByteArray sizeMark(qint64 bytes)
{
    return QByteArray(ellipsis) + ' ' + QByteArray::number(bytes) + " bytes";
}

// What may be shown of a line that carries a secret: tag, verb and mechanism; empty if it is not
// such a command.
QByteArray signInShape(const QByteArray& line)
{
    const QList<QByteArray> words = line.left(200).trimmed().split(' ');
    const auto upper
        = [&](qsizetype i) { return i < words.size() ? words[i].toUpper() : QByteArray(); };
    if (upper(1) == "LOGIN")
        return words[0] + ' ' + words[1];
    if (upper(1) == "AUTHENTICATE" && words.size() > 2)
        return words[0] + ' ' + words[1] + ' ' + words[2];
    if (upper(0) == "AUTH" && words.size() > 1)
        return words[0] + ' ' + words[1];
    if (upper(0) == "PASS" || upper(0) == "APOP")
        return words[0];
    return {};
}

QByteArrayView withoutCr(QByteArrayView line)
{
    return line.endsWith('\r') ? line.chopped(1) : line;
}

bool isFetch(QByteArrayView line)
{
    if (!line.startsWith("* "))
        return false;
    qsizetype at = 2;
    while (at < line.size() && line[at] >= '0' && line[at] <= '9')
        ++at;
    return at > 2 && line.sliced(at).startsWith(" FETCH ");
}

// "{12}", "{12+}" and "~{12}" at the end of a line announce 12 bytes that are no line. RFC 9051
// section 4.3.
std::optional<qint64> announcedLiteral(QByteArrayView line)
{
    if (!line.endsWith('}'))
        return std::nullopt;
    const auto tail = line.last(std::min(tailLimit, line.size()));
    const qsizetype brace = tail.lastIndexOf('{');
    if (brace < 0)
        return std::nullopt;
    QByteArray digits = tail.sliced(brace + 1, tail.size() - brace - 2).toByteArray();
    if (digits.endsWith('+') || digits.endsWith('-'))
        digits.chop(1);
    bool ok = false;
    const qint64 size = digits.toLongLong(&ok);
    if (!ok || size < 0)
        return std::nullopt;
    return size;
}

} // namespace

WireShortener::WireShortener(const QString& connection)
    : m_protocol(connection.startsWith(u"smtp") ? Protocol::Smtp
            : connection.startsWith(u"pop3")    ? Protocol::Pop3
                                                : Protocol::Imap)
{
}

QList<QByteArray> WireShortener::feed(bool fromClient, const QByteArray& bytes, bool sensitive)
{
    QList<QByteArray> out;
    Side& side = fromClient ? m_client : m_server;
    if (sensitive)
        feedSensitive(side, fromClient, bytes, out);
    else
        feedClear(side, fromClient, bytes, out);
    return out;
}

void WireShortener::feedSensitive(
    Side& side, bool fromClient, const QByteArray& bytes, QList<QByteArray>& out)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        const qsizetype end = bytes.indexOf('\n', at);
        const QByteArray piece = bytes.mid(at, end < 0 ? -1 : end - at);
        if (!side.masked && !piece.trimmed().isEmpty()) {
            const QByteArray shape = side.line.isEmpty() ? signInShape(piece) : QByteArray();
            append(side, shape.isEmpty() ? QByteArray(dots) : shape + ' ' + dots);
            side.masked = true;
        }
        if (end < 0)
            return;
        out.append(side.line);
        if (fromClient)
            noteClientLine(side.line);
        side = {};
        at = end + 1;
    }
}

void WireShortener::feedClear(
    Side& side, bool fromClient, const QByteArray& bytes, QList<QByteArray>& out)
{
    qsizetype at = 0;
    while (at < bytes.size()) {
        if (side.literalLeft > 0) {
            const auto skipped = std::min<qint64>(side.literalLeft, bytes.size() - at);
            side.literalLeft -= skipped;
            at += skipped;
            continue;
        }
        const qsizetype end = bytes.indexOf('\n', at);
        const auto piece = QByteArrayView(bytes).sliced(at, end < 0 ? bytes.size() - at : end - at);
        if (end >= 0 && side.lineBytes == 0) {
            takeLine(
                side, fromClient, { .head = piece, .tail = piece, .bytes = piece.size() }, out);
        } else {
            append(side, piece);
            if (end < 0)
                return;
            const QByteArray head = std::exchange(side.line, {});
            const QByteArray tail = std::exchange(side.tail, {});
            takeLine(side, fromClient,
                { .head = head, .tail = tail, .bytes = std::exchange(side.lineBytes, 0) }, out);
        }
        at = end + 1;
    }
}

void WireShortener::append(Side& side, QByteArrayView piece)
{
    side.lineBytes += piece.size();
    const qsizetype room = std::max<qsizetype>(lineLimit - side.line.size(), 0);
    side.line.append(piece.first(std::min(room, piece.size())));
    const QByteArrayView end = piece.last(std::min(tailLimit, piece.size()));
    side.tail = side.tail.append(end).right(tailLimit);
}

void WireShortener::takeLine(Side& side, bool fromClient, const Line& line, QList<QByteArray>& out)
{
    if (side.bodyBytes >= 0)
        bodyLine(side, line, out);
    else
        endLine(side, fromClient, line, out);
}

void WireShortener::endLine(Side& side, bool fromClient, const Line& whole, QList<QByteArray>& out)
{
    const bool imap = m_protocol == Protocol::Imap;
    const qint64 literal = imap ? announcedLiteral(withoutCr(whole.tail)).value_or(-1) : -1;
    const bool continued = std::exchange(side.continued, literal >= 0);
    side.literalLeft = std::max<qint64>(literal, 0);
    if (imap && !fromClient && !continued) {
        m_isFetch = isFetch(whole.head);
        if (!m_isFetch)
            showFolded(out);
        m_fetches += m_isFetch ? 1 : 0;
    }
    const bool fetch = m_isFetch && !fromClient;
    if (fetch && m_fetches > fetchesShown)
        return;
    const auto limit = fetch ? fetchLimit : lineLimit;
    const auto head = withoutCr(whole.head.first(std::min(limit, whole.head.size())));
    const bool cut = whole.bytes > head.size() + 1;
    QByteArray line = head.toByteArray();
    const bool masked = std::exchange(side.masked, false);
    const QByteArray shape = fromClient && !masked ? signInShape(line) : QByteArray();
    if (!shape.isEmpty())
        line = shape == line ? line : shape + ' ' + dots;
    else if (cut)
        line += ellipsis;
    if (literal > 0)
        line += ' ' + sizeMark(literal);
    out.append(line);
    if (fromClient)
        noteClientLine(line);
    else
        noteServerLine(line);
}

void WireShortener::showFolded(QList<QByteArray>& out)
{
    if (m_fetches > fetchesShown)
        out.append(QByteArray(ellipsis) + ' ' + QByteArray::number(m_fetches - fetchesShown)
            + " more FETCH answers");
    m_fetches = 0;
}

void WireShortener::bodyLine(Side& side, const Line& line, QList<QByteArray>& out)
{
    const bool last = line.bytes <= 2 && (line.head == "." || line.head == ".\r");
    if (last) {
        out.append(sizeMark(side.bodyBytes));
        out.append(".");
    }
    side.bodyBytes = last ? -1 : side.bodyBytes + line.bytes + 1;
}

void WireShortener::noteClientLine(const QByteArray& line)
{
    if (m_protocol != Protocol::Pop3)
        return;
    if (std::exchange(m_challenged, false) || m_pop3Expected.size() >= pop3QueueLimit)
        return;
    const QList<QByteArray> words = line.toUpper().split(' ');
    const QByteArray& verb = words.first();
    if (verb == "RETR" || verb == "TOP")
        m_pop3Expected.append(Pop3Reply::Body);
    else if (verb == "CAPA" || ((verb == "LIST" || verb == "UIDL") && words.size() == 1))
        m_pop3Expected.append(Pop3Reply::Lines);
    else
        m_pop3Expected.append(Pop3Reply::Line);
}

void WireShortener::noteServerLine(const QByteArray& line)
{
    if (m_protocol == Protocol::Smtp && line.startsWith("354")) {
        m_client.bodyBytes = 0;
        return;
    }
    if (m_protocol != Protocol::Pop3 || m_pop3Expected.isEmpty())
        return;
    if (line.startsWith("+ ") || line == "+") {
        m_challenged = true;
    } else if (line.startsWith("-ERR")) {
        m_pop3Expected.removeFirst();
    } else if (line == ".") {
        m_pop3Expected.removeFirst(); // the end of a list that was shown
    } else if (line.startsWith("+OK") && m_pop3Expected.first() != Pop3Reply::Lines) {
        if (m_pop3Expected.takeFirst() == Pop3Reply::Body)
            m_server.bodyBytes = 0;
    }
}

} // namespace fulmar::transport
