// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/wire_log.h"

#include "transport/secret_echo.h"
#include "transport/wire_shortener.h"

#include <QDateTime>
#include <QFile>

#include <algorithm>
#include <map>

namespace fulmar::transport {

namespace {

constexpr qint64 rotationSize = 2 * 1024 * 1024; // bytes; with the older file a busy week fits

// A server must not be able to drive the terminal on which its log is read.
QByteArray printable(const QByteArray& line)
{
    // Nearly every line is plain ASCII, and a folder of 50,000 messages has 100,000 of them.
    const auto odd
        = std::find_if(line.begin(), line.end(), [](char c) { return c < 0x20 || c > 0x7e; });
    if (odd == line.end())
        return line;
    const auto hex
        = [](uint value) { return "\\x" + QByteArray::number(value, 16).rightJustified(2, '0'); };
    const qsizetype plain = odd - line.begin();
    QByteArray shown = line.first(plain);
    const QByteArray rest = line.sliced(plain);
    const QString text = QString::fromUtf8(rest);
    if (text.toUtf8() != rest) {
        for (const char c : rest) {
            const auto byte = static_cast<unsigned char>(c);
            shown += byte < 0x20 || byte > 0x7e ? hex(byte) : QByteArray(1, c);
        }
        return shown;
    }
    for (const char32_t c : text.toUcs4()) {
        const bool control = QChar::category(c) == QChar::Other_Control
            || QChar::category(c) == QChar::Other_Format;
        shown += control ? hex(c) : QString::fromUcs4(&c, 1).toUtf8();
    }
    return shown;
}

} // namespace

class WireLog::Impl {
public:
    explicit Impl(const QString& name) : m_file(name) { }

    WireShortener& shortenerOf(const QString& connection)
    {
        return m_shorteners.try_emplace(connection, connection).first->second;
    }

    void forget(const QString& connection) { m_shorteners.erase(connection); }
    /// One for all connections of the account: they share their secrets.
    SecretEcho& echo() { return m_echo; }

    void write(const QByteArray& lines)
    {
        if (m_file.isOpen() && m_file.size() + lines.size() > rotationSize)
            rotate();
        if (!m_file.isOpen()
            && !m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            return;
        m_file.write(lines);
    }

private:
    void rotate()
    {
        m_file.close();
        const QString older = m_file.fileName() + QStringLiteral(".1");
        QFile::remove(older);
        QFile::rename(m_file.fileName(), older);
    }

    QFile m_file;
    std::map<QString, WireShortener> m_shorteners;
    SecretEcho m_echo;
};

WireLog::WireLog(const QString& file) : m_impl(std::make_unique<Impl>(file)) { }

WireLog::~WireLog() = default;

void WireLog::append(
    const QString& connection, Direction direction, const QByteArray& bytes, bool sensitive)
{
    SecretEcho& echo = m_impl->echo();
    if (sensitive)
        echo.learn(bytes);
    QList<QByteArray> lines;
    if (direction == Direction::Note)
        lines = { bytes.left(1000) };
    else
        lines = m_impl->shortenerOf(connection)
                    .feed(direction == Direction::Client, bytes, sensitive);
    if (lines.isEmpty())
        return;
    const char* who = direction == Direction::Client ? " C: "
        : direction == Direction::Server             ? " S: "
                                                     : " * ";
    const QByteArray head = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1()
        + ' ' + connection.toUtf8() + who;
    QByteArray text;
    for (const QByteArray& line : lines)
        text += head + printable(echo.empty() ? line : echo.without(line)) + '\n';
    m_impl->write(text);
}

} // namespace fulmar::transport
